"""Reads of organisations."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from signon.extensions import rows
from signon.organisations.matching import Match, Names
from signon.organisations.models import Organisation, OrganisationName

_ORGANISATIONS: Any = Organisation.__table__
_NAMES: Any = OrganisationName.__table__


@dataclass(frozen=True)
class Candidate:
    """A stored organisation that a name may mean, and the name of it that says so."""

    public_id: str
    name: str
    country: str
    known_as: str
    match: Match


def candidates(name: str, most: int = 10) -> list[Candidate]:
    """Return the organisations that `name` may mean, best first, each once.

    Reads every stored name: for a person or a program that asks, not for a page.
    """
    known = list(_known())
    names = Names((place, row.known_as) for place, row in enumerate(known))
    found: dict[str, Candidate] = {}
    for suggestion in names.suggestions(name, most=len(known)):
        row = known[suggestion.key]
        candidate = Candidate(
            row.public_id, row.name, row.country, suggestion.name, suggestion.match
        )
        found.setdefault(row.public_id, candidate)
    return list(found.values())[:most]


@dataclass(frozen=True)
class KnownName:
    """A name of an organisation; its language is "" for its own name and for an alias."""

    language: str
    name: str


def names(public_id: str) -> list[KnownName]:
    """Return the names of an organisation, its own first; none when there is no such record."""
    mine = _ORGANISATIONS.c.public_id == public_id
    own = [KnownName("", row.name) for row in rows(select(_ORGANISATIONS.c.name).where(mine))]
    others = (
        select(_NAMES.c.language, _NAMES.c.name)
        .join(_ORGANISATIONS, _ORGANISATIONS.c.id == _NAMES.c.organisation_id)
        .where(mine)
        .order_by(_NAMES.c.language, _NAMES.c.id)
    )
    return own + [KnownName(row.language, row.name) for row in rows(others)]


def _known() -> Iterator[Any]:
    """Yield every name of every organisation that stands: its own, its acronym, its aliases."""
    own = (_ORGANISATIONS.c.public_id, _ORGANISATIONS.c.name, _ORGANISATIONS.c.country)
    stands = _ORGANISATIONS.c.merged_into_id.is_(None)
    yield from rows(select(*own, _ORGANISATIONS.c.name.label("known_as")).where(stands))
    acronyms = select(*own, _ORGANISATIONS.c.acronym.label("known_as")).where(stands)
    yield from rows(acronyms.where(_ORGANISATIONS.c.acronym != ""))
    aliases = select(*own, _NAMES.c.name.label("known_as")).where(stands)
    yield from rows(aliases.join(_NAMES, _NAMES.c.organisation_id == _ORGANISATIONS.c.id))
