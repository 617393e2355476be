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


@dataclass(frozen=True)
class Known:
    """What of an organisation is compared."""

    id: int
    public_id: str
    name: str
    acronym: str
    country: str
    website_domain: str
    names: tuple[str, ...]
    """Its own name first, then its acronym and its aliases."""


@dataclass(frozen=True)
class Pair:
    """Two organisations that may be one, and why: names that are alike, a website, or both."""

    one: Known
    other: Known
    score: float
    same: bool
    alike: tuple[str, str]
    """The name of either that is like one of the other's; empty when only the website is shared."""
    domain: str

    @property
    def rank(self) -> float:
        """Return how near the top it belongs."""
        abroad = self.one.country != self.other.country
        return self.score + 0.2 * bool(self.domain) + 0.1 * self.same - 0.3 * abroad
