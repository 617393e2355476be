"""Which signatories a lead asks for: what an address says, put into a shape. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlencode

from werkzeug.exceptions import BadRequest

from signon.endorsements.models import GRADES
from signon.kernel.text import search
from signon.organisations.kinds import KINDS
from signon.signatories.models import CAPACITIES, SOURCES
from signon.submissions.states import State

RESERVED = "reserved"
"""What leads call a place that is kept until its organisation has decided."""

STANDINGS = (*State, RESERVED)
ORDERS = ("newest", "name", "state")
FLAGS = ("late", "part", "remark", "returned")
YES = "y"


@dataclass(frozen=True, slots=True)
class Filter:
    """What somebody asks for: all that is not empty has to hold. `order` is one of `ORDERS`.

    `since` and `until` are days (ISO 8601) in the time zone of the paper, both included; `version`
    is a number, `co_host` the public id of one by whose link it came. The flags are "y" or
    empty.
    """

    q: str = ""
    state: str = ""
    country: str = ""
    kind: str = ""
    capacity: str = ""
    evidence: str = ""
    source: str = ""
    co_host: str = ""
    language: str = ""
    version: str = ""
    since: str = ""
    until: str = ""
    late: str = ""
    part: str = ""
    remark: str = ""
    returned: str = ""
    """Mail to its address came back, or was refused."""
    order: str = "newest"

    def query(self, **changes: str) -> dict[str, Any]:
        """Return the words of an address that asks for this; what is usual is left out."""
        wanted = replace(self, **changes)
        said = ((name, getattr(wanted, name)) for name in _NAMES)
        return {name: value for name, value in said if value != getattr(_USUAL, name)}

    def text(self) -> str:
        """Return the same as one text, which `of_text` reads."""
        return urlencode(self.query())


_USUAL = Filter()
_NAMES = tuple(field.name for field in fields(Filter))
_KNOWN: Mapping[str, tuple[str, ...]] = {
    "state": STANDINGS,
    "kind": tuple(KINDS),
    "capacity": CAPACITIES,
    "evidence": GRADES,
    "source": SOURCES,
    "order": ORDERS,
    **dict.fromkeys(FLAGS, (YES,)),
}


def of_query(query: Mapping[str, str]) -> Filter:
    """Return what an address asks for. What nobody can choose is passed over."""
    typed = {name: query.get(name, "").strip() for name in _NAMES}
    return Filter(**{name: value for name, value in typed.items() if value and _fits(name, value)})


def of_text(text: str) -> Filter:
    """Return the filter that `Filter.text` wrote, or as much of it as can be read.

    Raises `BadRequest` for what has more fields than any filter: to read some of them would ask
    for more signatories than was meant.
    """
    try:
        return of_query(dict(parse_qsl(text, max_num_fields=len(_NAMES) + 2)))
    except ValueError:
        raise BadRequest from None


def _fits(name: str, value: str) -> bool:
    if "\x00" in value:
        return name == "q"  # said by the search itself, as on the public list
    if name in _KNOWN:
        return value in _KNOWN[name]
    if name in ("since", "until"):
        return day_of(value) is not None
    if name == "version":
        return value.isascii() and value.isdigit() and len(value) <= 6
    if name == "country":
        return len(value) == 2
    return len(value) <= (search.LONGEST_QUERY if name == "q" else 16)


def day_of(value: str) -> date | None:
    """Return the day that is written as 2026-11-28, None for what is none.

    Of the first and the last year neither: a day before or after, or another time zone, may lie
    where there is no date any more.
    """
    try:
        found = date.fromisoformat(value)
    except ValueError:
        return None
    return found if len(value) == len("2026-11-28") and 1 < found.year < 9999 else None
