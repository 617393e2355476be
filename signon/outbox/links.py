"""The mailed link by which anybody to whom we wrote asks that we never do so again."""

from signon.links.purposes import ALWAYS, Purpose
from signon.links.reader import read
from signon.links.writer import url, write

NEVER_AGAIN = Purpose("never-again", ALWAYS, 1)
"""It carries the keyed hash of the mailbox: it has to work when nothing else is on record."""

PURPOSES = (NEVER_AGAIN,)


def never_again_url(language: str, address_key: str) -> str:
    """Return the link by which a mailbox is left in peace."""
    return url(language, "never-again", NEVER_AGAIN, address_key)


def never_again_token(address_key: str) -> str:
    """Return what that link carries, for a page that leads there."""
    return write(NEVER_AGAIN, address_key)


def read_never_again(token: str) -> str:
    """Return the key of the mailbox; raise `Damaged` for what is no such link."""
    [key] = read(NEVER_AGAIN, token)
    return key
