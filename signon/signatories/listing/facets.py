"""The choices beside a list: each a link, each with its number, each removable by itself."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple
from urllib.parse import quote_plus

from flask import url_for
from flask_babel import gettext as _

from signon.kernel import countries, cursors
from signon.kernel.text.alphabets import Letter
from signon.organisations.kind_names import kind_name
from signon.organisations.kinds import KINDS
from signon.papers.queries import PublicPaper
from signon.signatories.listing import letters, positions
from signon.signatories.shapes import PAGE, Counts, ListFilter, Overview
from signon.site.languages import current

_UNSAID = {"capacity": "organisation", "sort": "name"}
"""Values that an address leaves out."""


class Choice(NamedTuple):
    """A link that narrows, widens or reorders the list."""

    label: str
    url: str
    counted: str = ""
    """The name of its number, such as "country BE": see `Menu.numbers`."""
    chosen: bool = False


def groups(counts: Counts, wanted: ListFilter, language: str) -> list[tuple[str, int]]:
    """Return the groups of a grouped list as (code, number of lines), in the order of headings."""
    if wanted.group == "country":
        numbers = counts.lines_by_country(wanted.kind)
        in_order = [code for code in countries.names(language) if code in numbers]
        chosen = wanted.country
    elif wanted.group == "kind":
        numbers = counts.by_kind(wanted.country)
        in_order = [code for code in KINDS if code in numbers]
        chosen = wanted.kind
    else:
        return []
    return [(code, numbers[code]) for code in in_order if chosen in ("", code)]


@dataclass(frozen=True)
class Menu:
    """Everything the list page offers beside its lines; `wanted` is the list from its beginning."""

    paper: PublicPaper
    wanted: ListFilter
    overview: Overview
    typed: str

    @cached_property
    def base(self) -> str:
        return url_for("signatories.index", slug=self.paper.slug)

    @property
    def counts(self) -> Counts:
        return self.overview.of(self.wanted.capacity)

    @property
    def total(self) -> int:
        """How many lines the list has with its filters, words aside."""
        return self.counts.total(self.wanted.country, self.wanted.kind) - self.unnamed

    @property
    def unnamed(self) -> int:
        """How many more are counted with these filters and show no name; words find none."""
        searched = self.wanted.words or self.wanted.unsearchable
        return 0 if searched else self.counts.unnamed(self.wanted.country)

    def url(self, **changes: str) -> str:
        """Return the address of this list with some choices changed."""
        return self._address(self.base, changes)

    def every_url(self) -> str:
        """Return the address of all of this list on one page."""
        return self._address(self.base, {"all": "1"})

    def next_url(self, after: str, last: int) -> str:
        """Return the address of the page after this one, whose lines end with number `last`."""
        wanted = replace(self.wanted, after=after)
        at = positions.carried(last, wanted, self.overview.revision) if last else ""
        return self._address(self.base, {"after": after, "at": at})

    def letters(self, total: int) -> list[Letter]:
        """Return where the names of `total` lines begin, nowhere if all is in sight."""
        return [] if total <= PAGE else letters.occurring(self.paper.id, self.wanted)

    def letter_url(self, letter: Letter) -> str:
        """Return the address of the page on which the names begin with a letter."""
        return self.next_url(cursors.of_name(letter.span.low, ""), 0)

    def file_url(self, ending: str) -> str:
        """Return the address of this list as a file."""
        plain = url_for(f"signatories_data.{ending}", slug=self.paper.slug)
        return self._address(plain, {"group": ""})

    def countries(self) -> list[Choice]:
        """Return the countries to choose from, in the reader's order."""
        numbers = self.counts.by_country(self.wanted.kind)
        return [
            Choice(name, self.url(country=code), f"country {code}", code == self.wanted.country)
            for code, name in countries.names(current()).items()
            if code in numbers
        ]

    def kinds(self) -> list[Choice]:
        """Return the kinds of organisation to choose from."""
        numbers = self.counts.by_kind(self.wanted.country)
        return [
            Choice(kind_name(code), self.url(kind=code), f"kind {code}", code == self.wanted.kind)
            for code in KINDS
            if code in numbers
        ]

    def numbers(self) -> dict[str, str]:
        """Return the number beside each choice by its name."""
        by_country = self.counts.by_country(self.wanted.kind)
        by_kind = self.counts.by_kind(self.wanted.country)
        return {f"country {code}": str(number) for code, number in by_country.items()} | {
            f"kind {code}": str(number) for code, number in by_kind.items()
        }

    @property
    def is_narrowed(self) -> bool:
        return bool(self.typed or self.wanted.country or self.wanted.kind)

    def chosen(self) -> list[Choice]:
        """Return what narrows the list now; each link takes one thing away."""
        wanted = self.wanted
        found = []
        if self.typed:
            found.append(Choice(_("“%(words)s”", words=self.typed), self.url(q="")))
        if wanted.country:
            name = countries.name(wanted.country, current())
            found.append(Choice(name, self.url(country="")))
        if wanted.kind:
            found.append(Choice(kind_name(wanted.kind), self.url(kind="")))
        return found

    def orders(self) -> list[Choice]:
        """Return the ways to order and group the list."""
        wanted = self.wanted
        ways = [
            (_("A to Z"), "", "name"),
            (_("Newest first"), "", "newest"),
            (_("By country"), "country", "name"),
        ]
        if wanted.capacity == "organisation":
            ways.append((_("By kind"), "kind", "name"))
        return [
            Choice(label, self.url(group=group, sort=sort), "", self._is(group, sort))
            for label, group, sort in ways
        ]

    def _is(self, group: str, sort: str) -> bool:
        return (self.wanted.group, self.wanted.sort) == (group, sort)

    @cached_property
    def _said(self) -> dict[str, str]:
        """What an address says of this list, by field; one page of it, not all."""
        wanted = self.wanted
        fields = {
            "q": self.typed,
            "capacity": wanted.capacity,
            "country": wanted.country,
            "kind": wanted.kind,
            "group": wanted.group,
            "sort": wanted.sort,
            "after": wanted.after,
            "at": wanted.at,
            "all": "",
        }
        return {name: _part(name, value) for name, value in fields.items()}

    def _address(self, path: str, changes: Mapping[str, str]) -> str:
        changed = {name: _part(name, value) for name, value in changes.items()}
        said = "&".join(part for part in {**self._said, **changed}.values() if part)
        return f"{path}?{said}" if said else path


def _part(name: str, value: str) -> str:
    """Return what an address says of one field: nothing where it is what it is without."""
    return f"{name}={quote_plus(value)}" if value and value != _UNSAID.get(name) else ""
