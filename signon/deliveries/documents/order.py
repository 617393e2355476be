"""What somebody asks for: a form, and which lines in which words. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from signon.kernel import countries
from signon.kernel.errors import DomainError
from signon.kernel.languages import DEFAULT, INTERFACE, canonical
from signon.kernel.words import N_
from signon.organisations.kinds import KINDS
from signon.signatories.listing import filters
from signon.signatories.shapes import ListFilter

ENDINGS = {
    "pdf": "pdf",
    "docx": "docx",
    "html": "html",
    "fragment": "html",
    "txt": "txt",
    "names": "txt",
    "xlsx": "xlsx",
    "csv": "csv",
    "json": "json",
}
"""The forms of a document, and how the names of their files end."""

WHO = ("", "organisation", "individual")
GROUPS = ("", "country", "kind")
SORTS = ("name", "newest")

MOST = {"pdf": 10_000, "docx": 10_000}
"""So many names fit into a document that is set; 10,000 take a PDF half a gigabyte."""

MOST_ELSEWHERE = 100_000

AT_ONCE = {"pdf": 500, "docx": 500}
"""So many names are set while somebody waits for the answer: about three seconds."""


class OrderRefused(DomainError):
    """A form, a language or a grouping that there is not."""

    status = 422
    message = N_("Please choose one of the forms that are offered.")


class TooManyNames(DomainError):
    """More names than a document of this form can hold."""

    status = 422
    message = N_(
        "That is more than %(most)s names, too many for this form. "
        "Please choose a country or a kind, or take the list as XLSX or CSV."
    )


class TooManyAtOnce(DomainError):
    """More names than are set while somebody waits."""

    status = 422
    message = N_(
        "More than %(most)s names take too long for this form. Please choose a country or a kind, "
        "or take the web page and print it. Whoever runs the service can make the whole document."
    )


@dataclass(frozen=True)
class Order:
    """A document that is asked for.

    `language` is that of its words and, where the paper has one, of its text; `who` is a capacity,
    "" for both. Without `with_text` only the head and the list are wanted.
    """

    form: str
    language: str = DEFAULT
    who: str = ""
    country: str = ""
    kind: str = ""
    group: str = ""
    sort: str = "name"
    with_text: bool = True
    with_remarks: bool = False
    version: int | None = None

    @property
    def words(self) -> str:
        """Return the language of everything that is not the paper's own: one of the interface."""
        short = self.language.partition("-")[0]
        return short if short in INTERFACE else DEFAULT

    def capacities(self) -> tuple[str, ...]:
        """Return whose lists are wanted, in their order."""
        if self.who:
            return (self.who,)
        return ("organisation",) if self.kind else ("organisation", "individual")

    def lines(self, capacity: str) -> ListFilter:
        """Return which lines of one list are wanted, as the page of the list would ask for them."""
        asked = {name: getattr(self, name) for name in ("country", "kind", "group", "sort")}
        found = filters.wanted({"capacity": capacity, **asked})
        return replace(found, reader=self.words)


def of_form(typed: Mapping[str, str]) -> Order:
    """Return what the fields of a form ask for. Raises `OrderRefused`."""
    order = Order(
        form=typed.get("format", ""),
        language=canonical(typed.get("language", DEFAULT)) or DEFAULT,
        who=typed.get("who", ""),
        country=typed.get("country", ""),
        kind=typed.get("kind", ""),
        group=typed.get("group", ""),
        sort=typed.get("sort", "name"),
        with_text=typed.get("text", "") == "y",
        with_remarks=typed.get("remarks", "") == "y",
    )
    require_known(order)
    return order


def require_known(order: Order) -> None:
    """Raise `OrderRefused` for what is not offered."""
    known = (
        order.form in ENDINGS,
        order.who in WHO,
        order.country in ("", *countries.CODES),
        order.kind in ("", *KINDS),
        order.group in GROUPS,
        order.sort in SORTS,
    )
    if not all(known):
        raise OrderRefused


def require_room(order: Order, names: int) -> None:
    """Raise `TooManyNames` where a document of this form cannot hold so many."""
    most = MOST.get(order.form, MOST_ELSEWHERE)
    if order.form not in ("csv", "json") and names > most:
        raise TooManyNames(most=most)


def require_room_at_once(order: Order, names: int) -> None:
    """Raise `TooManyAtOnce` where a document of this form takes longer than a page may."""
    most = AT_ONCE.get(order.form, MOST_ELSEWHERE)
    if order.form not in ("csv", "json") and names > most:
        raise TooManyAtOnce(most=most)
