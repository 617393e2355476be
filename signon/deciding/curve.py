"""The curve of sign-ons: how many stand on the list at the end of each day."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import accumulate
from typing import Any

from sqlalchemy import String, cast, func, select

from signon.audit import trail
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.kernel import clock
from signon.submissions.states import State

WIDTH, HEIGHT = 600, 160
MOST_STEPS = 60
"""Points of the curve and rows of its table; more days than that are put together."""

_ENDORSEMENTS: Any = Endorsement.__table__


@dataclass(frozen=True)
class Step:
    """How many came by the end of a day, and how many there were then."""

    day: date
    came: int
    total: int


@dataclass(frozen=True)
class Curve:
    """The steps, the oldest first, and their line in a box of `WIDTH` × `HEIGHT`."""

    steps: tuple[Step, ...]
    points: str

    @property
    def total(self) -> int:
        """Return how many stand on the list at the end."""
        return self.steps[-1].total if self.steps else 0


def curve_of(paper_id: int, zone: str) -> Curve:
    """Return the curve of who stands on the list now, by when they confirmed in `zone`."""
    today = clock.day_in(zone, clock.now())
    return _curve(trail.revision(), paper_id, zone, today)


@lru_cache(maxsize=128)
def _curve(_revision: str, paper_id: int, zone: str, today: date) -> Curve:
    """Return the curve, which is counted once after every change."""
    days: Counter[date] = Counter()
    for hour, number in _by_hour(paper_id):
        days[clock.day_in(zone, hour)] += number
    return drawn(days, today)


def drawn(days: Counter[date], today: date) -> Curve:
    """Return the curve of what came on each day, up to today."""
    if not days:
        return Curve((), "")
    first, last = min(days), max(today, max(days))
    steps = tuple(_steps(days, first, last))
    return Curve(steps, _line(steps))


def _steps(days: Counter[date], first: date, last: date) -> Iterable[Step]:
    length = -(-((last - first).days + 1) // MOST_STEPS)
    ends = [last]
    while ends[-1] - timedelta(days=length) >= first:
        ends.append(ends[-1] - timedelta(days=length))
    ends.reverse()
    came = [sum(days[end - timedelta(days=back)] for back in range(length)) for end in ends]
    totals = accumulate(came)
    steps = zip(ends, came, totals, strict=True)
    return (Step(day=day, came=number, total=total) for day, number, total in steps)


def _line(steps: tuple[Step, ...]) -> str:
    most, last = max(steps[-1].total, 1), max(len(steps) - 1, 1)
    line = [
        f"{round(number * WIDTH / last, 1)},{round(HEIGHT - step.total * HEIGHT / most, 1)}"
        for number, step in enumerate(steps)
    ]
    return " ".join([f"0,{HEIGHT}", *line] if len(steps) == 1 else line)


def _by_hour(paper_id: int) -> list[tuple[datetime, int]]:
    confirmed: Any = _ENDORSEMENTS.c.confirmed_at
    if db.engine.dialect.name == "postgresql":
        confirmed = func.timezone("UTC", confirmed)
    hour = func.substr(cast(confirmed, String), 1, 13).label("hour")
    counted = (
        select(hour, func.count().label("number"))
        .where(
            _ENDORSEMENTS.c.paper_id == paper_id,
            _ENDORSEMENTS.c.state == State.PUBLISHED.value,
            _ENDORSEMENTS.c.confirmed_at.is_not(None),
        )
        .group_by(hour)
    )
    found = db.session.execute(counted).all()
    return [
        (datetime.strptime(row.hour, "%Y-%m-%d %H").replace(tzinfo=UTC), row.number)
        for row in found
    ]
