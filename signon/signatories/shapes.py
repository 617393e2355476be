"""What a public page may see of a list. None of these shapes has room for a private thing."""

from dataclasses import dataclass, field
from datetime import datetime

from signon.signatories.lines import SignatoryLine
from signon.signatories.models import UNNAMED

PAGE = 50
"""Lines of a list on one page."""

EVERY = 2000
"""Lines of a list that are drawn on one page for whoever wants all of them."""

COUNTED_UP_TO = 1000
"""Hits of a search are counted so far and no further: counting a million takes a second."""

COUNTED_BEFORE = 100_000
"""So many lines before a page are counted where the page before has not said it."""


@dataclass(frozen=True, slots=True)
class ListFilter:
    """Which lines somebody asks for, as words, filters and order.

    A line has to have a word with one of the beginnings that stand for each typed word; when
    there is nothing to search for in what was typed, no line is meant.

    `reader` is the language of the page, whose script comes first; "" for the order of files.
    `after` is the cursor at which a page begins, and `at` how many lines stand before it, as the
    page before has counted them. `every` asks for all of the lines at once.
    """

    capacity: str = "organisation"
    words: tuple[tuple[str, ...], ...] = ()
    unsearchable: bool = False
    country: str = ""
    kind: str = ""
    group: str = ""
    sort: str = "name"
    after: str = ""
    at: str = ""
    every: bool = False
    reader: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """Some lines in order, and where to go on; `after` is empty on the last page."""

    lines: tuple[SignatoryLine, ...]
    after: str


@dataclass(frozen=True, slots=True)
class Shown:
    """Which lines of how many a page shows: `first` and `last` count from 1.

    They are 0 where that was not counted. `total` is right up to `COUNTED_UP_TO`, and one more
    stands for any number beyond, when `is_search`.
    """

    first: int
    last: int
    total: int
    is_search: bool = False

    @property
    def is_open(self) -> bool:
        """Tell whether there are more than were counted."""
        return self.is_search and self.total > COUNTED_UP_TO

    @property
    def fits(self) -> bool:
        """Tell whether all of them can be drawn on one page."""
        return not self.is_open and self.total <= EVERY


@dataclass
class Counts:
    """The numbers of one list: signatories by (country, kind).

    Individuals without a name are counted, with a kind of their own, and have no line.
    """

    numbers: dict[tuple[str, str], int]
    in_part: int = 0
    """Lines that endorse chosen priorities only."""
    reserved: int = 0
    """Lines with a reservation."""
    by_hosts: int = 0
    """Lines that the hosts wrote down."""
    brought: int = 0
    """Lines that the hosts brought in from a list."""
    late: dict[tuple[str, str], int] = field(default_factory=dict)
    versions: dict[int, int] = field(default_factory=dict)
    """Lines by the number of the version that they endorse."""

    def total(self, country: str = "", kind: str = "") -> int:
        """Return how many have this country and kind; an empty one stands for any."""
        return _sum(self.numbers, country, kind)

    def after_delivery(self, country: str = "", kind: str = "") -> int:
        """Return how many of them joined after delivery."""
        return _sum(self.late, country, kind)

    def unnamed(self, country: str = "") -> int:
        """Return how many of them show no name."""
        return _sum(self.numbers, country, UNNAMED)

    def by_country(self, kind: str = "") -> dict[str, int]:
        """Return how many lines each country has."""
        found: dict[str, int] = {}
        for (country, its_kind), number in self.numbers.items():
            if number and kind in ("", its_kind):
                found[country] = found.get(country, 0) + number
        return found

    def lines_by_country(self, kind: str = "") -> dict[str, int]:
        """Return how many lines each country has; who shows no name has none."""
        named = {place: n for place, n in self.numbers.items() if place[1] != UNNAMED}
        return Counts(named).by_country(kind)

    def by_kind(self, country: str = "") -> dict[str, int]:
        """Return how many lines each kind of organisation has."""
        found: dict[str, int] = {}
        for (its_country, kind), number in self.numbers.items():
            if number and country in ("", its_country):
                found[kind] = found.get(kind, 0) + number
        return found


def _sum(numbers: dict[tuple[str, str], int], country: str, kind: str) -> int:
    if not country and not kind:
        return sum(numbers.values())
    return sum(
        number
        for (its_country, its_kind), number in numbers.items()
        if country in ("", its_country) and kind in ("", its_kind)
    )


@dataclass(frozen=True)
class Overview:
    """Both lists of a paper in numbers, and when either was last changed."""

    changed_at: datetime | None
    organisations: Counts
    individuals: Counts
    revision: int = 0
    """Raised by every change of either list."""

    def of(self, capacity: str) -> Counts:
        """Return the numbers of one of the two lists."""
        return self.individuals if capacity == "individual" else self.organisations
