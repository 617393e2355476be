"""What endorsements tell beside the shared path."""

from dataclasses import dataclass

from signon.endorsements.models import Endorsement


@dataclass(frozen=True)
class Corrected:
    """What an endorsement says was changed: a detail, the capacity, the version it stands under."""

    endorsement: Endorsement


@dataclass(frozen=True)
class Decided:
    """A lead has put an endorsement on the list or taken it off; `before` is the state it had.

    `is_first` says that it had never been on the list.
    """

    endorsement: Endorsement
    before: str
    is_first: bool = False
