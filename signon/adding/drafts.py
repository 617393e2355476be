"""What a lead typed about how somebody signed."""

from dataclasses import dataclass
from datetime import date

from signon.adding.proofs.drafts import Upload


@dataclass(frozen=True)
class Receipt:
    """By which channel (of `models.CHANNELS`) it came, on which day, and who of the hosts took it.

    `ask` says that its mailbox is asked once whether it is right; `proof` is a file that shows it.
    """

    channel: str
    received_on: date
    taken_by: str
    ask: bool = False
    proof: Upload | None = None


@dataclass(frozen=True)
class Instead:
    """What becomes of an entry that stands in the way: `how` is one of `WAYS`, `entry` its id."""

    how: str
    entry: str


KEEP, REPLACE, SECOND, BESIDE = "keep", "replace", "second", "beside"
WAYS = (REPLACE, SECOND, BESIDE)
