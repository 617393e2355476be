"""From the query of an address to the lines somebody asks for. Pure."""

from collections.abc import Mapping

from signon.kernel import countries
from signon.kernel.text import search
from signon.organisations.kinds import KINDS
from signon.signatories.shapes import ListFilter

FIELDS = ("capacity", "q", "country", "kind", "group", "sort", "after", "at", "all")
"""Fields of a query that say which lines are asked for."""


def wanted(query: Mapping[str, str]) -> ListFilter:
    """Return what a query asks for; what it does not know it leaves out.

    Raises `SearchBroken` for words that no database takes.
    """
    individuals = query.get("capacity") == "individual"
    country = query.get("country", "").upper()
    kind = query.get("kind", "")
    group = query.get("group", "")
    typed = query.get("q", "")
    groups = ("country",) if individuals else ("country", "kind")
    return ListFilter(
        capacity="individual" if individuals else "organisation",
        words=search.asked(typed),
        unsearchable=search.is_unsearchable(typed),
        country=country if country in countries.CODES else "",
        kind=kind if kind in KINDS and not individuals else "",
        group=group if group in groups else "",
        sort="newest" if query.get("sort") == "newest" and not group else "name",
        after=query.get("after", ""),
        at=query.get("at", ""),
        every=query.get("all") == "1",
    )
