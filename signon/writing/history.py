"""What the trail knows of a paper's dates, for its leads."""

from dataclasses import dataclass
from datetime import datetime

from signon.audit import trail
from signon.papers.queries import PublicPaper

SHOWN = 10


@dataclass(frozen=True)
class MovedDate:
    """One date that was moved: which, from when (None: there was none), and when it was done."""

    name: str
    before: datetime | None
    happened_at: datetime


def moved_dates(paper: PublicPaper) -> list[MovedDate]:
    """Return the closing dates that a paper had before, the latest change first."""
    found = []
    for entry in reversed(trail.history(paper.public_id)):
        for name in ("closes_at", "soft_closes_at", "opens_at"):
            if entry.action == "set_rules" and f"{name}_before" in entry.details:
                before = entry.details[f"{name}_before"]
                moment = datetime.fromisoformat(str(before)) if before else None
                found.append(MovedDate(name, moment, entry.happened_at))
    return found[:SHOWN]
