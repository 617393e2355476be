"""What a document says, whatever its form: made once, of public lines alone.

The lines stand in the order of the page of the list, and each says what it says there.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from flask_babel import get_translations
from flask_babel import gettext as _

from signon.campaigns import queries as campaigns
from signon.deliveries.documents import order as orders
from signon.deliveries.documents.order import Order
from signon.kernel import clock, countries
from signon.kernel.languages import direction
from signon.organisations.kind_names import kind_name
from signon.papers import queries as papers
from signon.papers.queries import PublicPaper
from signon.signatories import queries, scope
from signon.signatories.lines import SignatoryLine
from signon.signatories.listing import facets, paging
from signon.signatories.shapes import Counts, ListFilter, Overview
from signon.site.formats import day, moment, number
from signon.site.languages import reading

ORGANISATIONS = ("Endorsed by %(num)s organisation", "Endorsed by %(num)s organisations")
COUNTRIES = ("from %(num)s country", "from %(num)s countries")
INDIVIDUALS = ("%(num)s individual", "%(num)s individuals")
LATE = ("%(num)s of them after delivery", "%(num)s of them after delivery")
BY_HOSTS = ("%(num)s of them added by the hosts", "%(num)s of them added by the hosts")
IN_PART = ("%(num)s of them in part", "%(num)s of them in part")
RESERVED = ("%(num)s with a reservation", "%(num)s with a reservation")
UNNAMED = ("and %(num)s who does not show a name", "and %(num)s who do not show their names")
"""Sentences of the page of a paper and of its list, where they are marked for translation."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A name on the list and what is said beside it, all in words.

    `marks` are what the list says of few, such as "joined after delivery".
    """

    name: str
    acronym: str
    affiliation: str
    country: str
    kind: str
    website: str
    capacity: str
    endorsed_on: str
    marks: tuple[str, ...]
    reservation: str
    remark: str
    written_in: str

    @property
    def full_name(self) -> str:
        """Return the name with its acronym behind it."""
        return f"{self.name} ({self.acronym})" if self.acronym else self.name


@dataclass(frozen=True)
class Group:
    """Entries under one heading; "" where nothing is grouped."""

    heading: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Section:
    """One of the two lists: its heading with its number, its groups, how many show no name."""

    heading: str
    groups: tuple[Group, ...]
    unnamed: str

    def entries(self) -> Iterator[Entry]:
        """Yield its entries in their order."""
        for group in self.groups:
            yield from group.entries


@dataclass(frozen=True)
class Description:
    """A document in words. `language` is that of the words, `text_language` that of the paper."""

    language: str
    text_language: str
    title: str
    addressee: str
    kind: str
    day: str
    hosts: str
    version: str
    counts: tuple[str, ...]
    narrowed: str
    body: str
    signatories: str
    sections: tuple[Section, ...]
    source: str
    address: str
    group: str
    names: int
    made_at: datetime

    @property
    def direction(self) -> str:
        return direction(self.language)

    @property
    def text_direction(self) -> str:
        return direction(self.text_language)


def number_of_names(paper: PublicPaper, order: Order) -> int:
    """Return how many names a document would have."""
    overview = queries.overview(paper.id)
    return sum(_named(overview.of(one), order.lines(one)) for one in order.capacities())


def describe(paper: PublicPaper, order: Order) -> Description:
    """Return what the document says now. Raises `TooManyNames`."""
    orders.require_room(order, number_of_names(paper, order))
    with reading(order.words):
        return _described(paper, order)


def _described(paper: PublicPaper, order: Order) -> Description:
    text, now = paper.text(order.language), clock.now()
    overview = queries.overview(paper.id)
    sections = [_section(paper, order, overview, one) for one in order.capacities()]
    shown = tuple(one for one in sections if one.groups or one.unnamed)
    address = f"{current_app.config['BASE_URL']}/{order.words}/papers/{paper.slug}"
    return Description(
        language=order.words,
        text_language=text.language,
        title=text.title,
        addressee=text.addressee,
        kind=paper.kind,
        day=day(paper.opens_at, paper.time_zone),
        hosts=_(", ").join(_hosts(paper)),
        version=_("Version %(number)s", number=paper.version) if paper.version > 1 else "",
        counts=tuple(_counts(overview)),
        narrowed=_narrowed(order),
        body=papers.body(text.id).html if order.with_text else "",
        signatories=_("Signatories"),
        sections=shown,
        source=_("The list as of %(moment)s. It stands at:", moment=moment(now, paper.time_zone)),
        address=f"{address}/signatories",
        group=order.group,
        names=sum(len(group.entries) for one in shown for group in one.groups),
        made_at=now,
    )


def _hosts(paper: PublicPaper) -> list[str]:
    others = [one.name for one in campaigns.co_hosts_now(paper.campaign_id)]
    return [paper.host, *(name for name in others if name != paper.host)]


def _counts(overview: Overview) -> Iterator[str]:
    """Yield how many stand under the paper, in the words of its page."""
    organisations, individuals = overview.organisations, overview.individuals
    if organisations.total():
        first = _counted(ORGANISATIONS, organisations.total())
        yield f"{first} {_counted(COUNTRIES, len(organisations.by_country()))}"
        yield from _aside(organisations)
    if individuals.total():
        yield _counted(INDIVIDUALS, individuals.total())
        yield from _aside(individuals)


def _aside(counts: Counts) -> Iterator[str]:
    """Yield what is said of some of those who are counted."""
    for words, counted in (
        (LATE, counts.after_delivery()),
        (BY_HOSTS, counts.by_hosts),
        (IN_PART, counts.in_part),
        (RESERVED, counts.reserved),
    ):
        if counted:
            yield _counted(words, counted)


def _counted(words: tuple[str, str], counted: int) -> str:
    """Return words about a number, which is grouped as the language does."""
    said: str = get_translations().ungettext(*words, counted)
    return said % {"num": number(counted)}


def _narrowed(order: Order) -> str:
    chosen = []
    if order.who:
        chosen.append(_("Organisations") if order.who == "organisation" else _("Individuals"))
    if order.country:
        chosen.append(countries.name(order.country, order.words))
    if order.kind:
        chosen.append(kind_name(order.kind))
    return _("Only: %(what)s", what=" · ".join(chosen)) if chosen else ""


def _section(paper: PublicPaper, order: Order, overview: Overview, capacity: str) -> Section:
    wanted, counts = order.lines(capacity), overview.of(capacity)
    headings = facets.groups(counts, wanted, order.words)
    named = _named(counts, wanted)
    page = paging.every(paper.id, wanted, headings, most=named + 1)
    heading = _("Organisations") if capacity == "organisation" else _("Individuals")
    unnamed = 0 if capacity == "organisation" else counts.unnamed(wanted.country)
    said = _counted(UNNAMED, unnamed)
    groups = _groups(paper, order, page.lines)
    return Section(f"{heading} ({number(named + unnamed)})", groups, said if unnamed else "")


def _named(counts: Counts, wanted: ListFilter) -> int:
    return counts.total(wanted.country, wanted.kind) - (
        counts.unnamed(wanted.country) if not wanted.kind else 0
    )


def _groups(paper: PublicPaper, order: Order, lines: Sequence[SignatoryLine]) -> tuple[Group, ...]:
    group = order.lines(lines[0].capacity).group if lines else ""
    if not group:
        return (Group("", tuple(_entries(paper, order, lines))),) if lines else ()
    gathered: dict[str, list[SignatoryLine]] = {}
    for line in lines:
        gathered.setdefault(getattr(line, group), []).append(line)
    return tuple(
        Group(
            f"{_heading(group, code, order.words)} ({number(len(found))})",
            tuple(_entries(paper, order, found)),
        )
        for code, found in gathered.items()
    )


def _heading(group: str, code: str, language: str) -> str:
    return countries.name(code, language) if group == "country" else kind_name(code)


def _entries(paper: PublicPaper, order: Order, lines: Iterable[SignatoryLine]) -> Iterator[Entry]:
    for line in lines:
        yield Entry(
            name=line.name,
            acronym=line.acronym,
            affiliation=line.affiliation,
            country=countries.name(line.country, order.words) if line.country else "",
            kind=kind_name(line.kind) if line.capacity == "organisation" else "",
            website=line.website,
            capacity=line.capacity,
            endorsed_on=clock.day_in(paper.time_zone, line.endorsed_at).isoformat(),
            marks=tuple(_marks(paper, line)),
            reservation=line.reservation,
            remark=line.statement if order.with_remarks else "",
            written_in=line.written_in,
        )


def _marks(paper: PublicPaper, line: SignatoryLine) -> Iterator[str]:
    """Yield what the list says of few lines, in its words."""
    if line.version != paper.version or not paper.is_current:
        yield _("version %(number)s", number=line.version)
    if line.is_late:
        yield _("joined after delivery")
    if line.source == "hosts":
        yield _("added by the hosts")
    elif line.source == "network":
        yield _("through its network")
    if line.priorities:
        yield scope.in_words(line.priorities)
    if line.is_contested:
        yield _("contested: the hosts are looking into it")
