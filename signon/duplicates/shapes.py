"""What leads see of organisations that may be one. Never handed to a public page."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Entry:
    """One endorsement of an organisation."""

    row_id: int
    public_id: str
    revision: int
    state: str
    name: str
    organisation_id: int
    paper_id: int
    campaign_id: int
    submitted_at: datetime
    confirmed_at: datetime | None


@dataclass(frozen=True)
class Alias:
    """Another name; `language` is empty unless it is a translation."""

    name: str
    language: str


@dataclass(frozen=True)
class Record:
    """All that is known of an organisation, with the entries that a lead may see."""

    id: int
    public_id: str
    name: str
    acronym: str
    country: str
    kind: str
    website: str
    created_at: datetime
    aliases: tuple[Alias, ...]
    entries: tuple[Entry, ...]


Place = tuple[int, int]
"""A paper and an organisation under it, by row number."""


@dataclass(frozen=True)
class Known:
    """What of an organisation is compared."""

    id: int
    acronym: str
    country: str
    website_domain: str
    created_at: datetime
    names: tuple[str, ...]
    """Its own name first, then its acronym and its aliases."""


@dataclass(frozen=True)
class ToCompare:
    """A record under a paper that is to be compared; `id` is the row that says so."""

    id: int
    paper_id: int
    organisation_id: int


@dataclass(frozen=True)
class Found:
    """Two records under a paper that may be one, by row number; see `PossibleDuplicate`."""

    paper_id: int
    low_id: int
    high_id: int
    low_name: str
    high_name: str
    domain: str
    score: float
    same: bool
    rank: float
    since: datetime


@dataclass(frozen=True)
class Side:
    """One of two."""

    id: int
    public_id: str
    name: str
    country: str


@dataclass(frozen=True)
class Pair:
    """Two organisations that may be one, and why: names that are alike, a website, or both."""

    one: Side
    other: Side
    score: float
    same: bool
    alike: tuple[str, str]
    """The name of either that is like one of the other's; empty when only the website is shared."""
    domain: str
    since: datetime
