"""What papers tell."""

from dataclasses import dataclass


@dataclass(frozen=True)
class TimeZoneChanged:
    """A paper's days are counted in another time zone from now on."""

    paper_id: int
