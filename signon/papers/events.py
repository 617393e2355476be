"""What papers tell."""

from dataclasses import dataclass


@dataclass(frozen=True)
class TimeZoneChanged:
    """A paper's days are counted in another time zone from now on."""

    paper_id: int


@dataclass(frozen=True)
class DraftDeleted:
    """A paper that was never public is about to be deleted: what belongs to it goes first."""

    paper_id: int
