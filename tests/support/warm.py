"""What every process that compares names works out once; those that are forked find it done."""

from signon.organisations import places

places._known()
