"""What each lead has chosen for a paper: columns of the table and of files, filters with a name."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from signon.extensions import rows
from signon.kernel.prepared import Prepared
from signon.review.filters import Filter, of_text
from signon.review.models import CHOICES

COLUMNS, FILE, FILTER = SORTS = ("columns", "file", "filter")
MOST_FILTERS = 20


@dataclass(frozen=True)
class Choices:
    """The names of columns of the table and of files, None before they were chosen; filters."""

    columns: tuple[str, ...] | None
    file: tuple[str, ...] | None
    filters: tuple[tuple[str, Filter], ...]


def of(account_id: int, paper_id: int) -> Choices:
    """Return what a lead has chosen for a paper; filters by their names."""
    found = rows(_OF, {"account": account_id, "paper": paper_id})
    lists = {row.sort: tuple(row.value.split()) for row in found if row.sort != FILTER}
    filters = tuple((row.name, of_text(row.value)) for row in found if row.sort == FILTER)
    return Choices(lists.get(COLUMNS), lists.get(FILE), filters)


_OF = Prepared(
    select(CHOICES.c.sort, CHOICES.c.name, CHOICES.c.value)
    .where(CHOICES.c.account_id == bindparam("account"), CHOICES.c.paper_id == bindparam("paper"))
    .order_by(CHOICES.c.name)
)
