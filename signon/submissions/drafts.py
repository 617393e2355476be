"""The person behind a submission, as typed and not yet believed."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Share:
    """A co-host, by key and name, that may see who somebody is; `wording` is what they read."""

    co_host_id: int
    name: str
    wording: str


@dataclass(frozen=True)
class ContactDraft:
    """Name, role and address; `updates_wording` is None unless updates were asked for.

    `erase_after` is the day that the form promised, None while it depends on an open end;
    `promised_months` is how long after that end.
    """

    name: str
    role: str
    email: str
    updates_wording: str | None = None
    erase_after: datetime | None = None
    promised_months: int | None = None
    shares: tuple[Share, ...] = ()
