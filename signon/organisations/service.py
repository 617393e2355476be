"""Commands of this capability."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.exc import NoResultFound

from signon.audit import trail
from signon.events import tell
from signon.extensions import db
from signon.kernel import clock, languages, websites
from signon.kernel.errors import Changed, DomainError
from signon.kernel.upsert import insert_for
from signon.kernel.words import N_
from signon.organisations.events import NamesChanged
from signon.organisations.matching import certain_key, compare
from signon.organisations.models import Organisation, OrganisationName
from signon.organisations.naming import key_of
from signon.submissions.models import new_public_id
from signon.transaction import command

LONGEST_NAME = 300


@dataclass(frozen=True)
class OrganisationDraft:
    """An organisation as somebody described it."""

    name: str
    acronym: str
    country: str
    kind: str
    website: str


@command
def find_or_create(draft: OrganisationDraft) -> Organisation:
    """Return the record of that name (or alias) in that country; make one when there is none.

    The name may be written in any way that is certainly the same. A record that exists is never
    changed by what a stranger typed. The name of a record that was merged leads to the one that
    stays, and until the command ends nobody merges that one away.
    """
    key, certain = key_of(draft.name), certain_key(draft.name)
    found = _find(draft.country, key) or _find_certain(draft, certain)
    return _standing(found) if found is not None else _create(draft, key, certain)


@command
def hold(ids: Iterable[int]) -> dict[int, Organisation]:
    """Return these records as they are now; nobody else joins, merges or parts them meanwhile.

    Always in the order of their numbers, so that two who want the same ones wait and never block
    each other. Whoever holds endorsements or lists as well takes those first.
    """
    wanted = select(Organisation).where(Organisation.id.in_(set(ids)))
    held = wanted.order_by(Organisation.id).with_for_update()
    found = db.session.scalars(held.execution_options(populate_existing=True))
    return {organisation.id: organisation for organisation in found}


@command
def absorb(kept: Organisation, merged: Organisation) -> list[OrganisationName]:
    """Let one record stand for another from now on; return the names that it gained by that.

    The other one keeps its own names, so that nothing is lost when they part again. Raises
    `Changed` when one of them has been merged before.
    """
    if kept.merged_into_id is not None or merged.merged_into_id is not None:
        raise Changed
    gained = names_gained(kept, merged)
    kept.names.extend(gained)
    merged.merged_into_id = kept.id
    db.session.flush()
    return gained


@command
def part(kept: Organisation, merged: Organisation, gained: Iterable[OrganisationName]) -> None:
    """Let a merged record stand for itself again, and take from the other the names it gained.

    Raises `Changed` unless `merged` is part of `kept`.
    """
    if merged.merged_into_id != kept.id:
        raise Changed
    merged.merged_into_id = None
    for name in gained:
        kept.names.remove(name)
    db.session.flush()


class NameTaken(DomainError):
    """Another organisation of that country is called so: which one is meant, nobody could tell."""

    message = N_(
        "Another organisation in that country is called so. If they are one, merge them first."
    )


class NameUnusable(DomainError):
    """The name is empty or too long, or its language is none."""

    status = 422
    message = N_("Give a name of up to 300 characters, and a language such as fr.")


@command
def add_name(public_id: str, name: str, language: str = "", *, actor: str) -> Organisation:
    """Let an organisation be known by another name: in `language`, or without one in any.

    Whoever signs under it, in that country, is the same body from then on.
    Raises `NoResultFound`, `NameUnusable` and `NameTaken`; a name that it has is not added twice.
    """
    organisation, name = _by_public_id(public_id), " ".join(name.split())
    tag, key = languages.canonical(language), key_of(name)
    if not key or len(name) > LONGEST_NAME or bool(language) != bool(tag):
        raise NameUnusable
    holder = _find(organisation.country, key)
    if holder is not None and _standing(holder).id != organisation.id:
        raise NameTaken
    known = {(one.key, one.language) for one in organisation.names} | {(organisation.key, "")}
    if (key, tag) not in known:
        fields = {"sort": "translation" if tag else "alias", "language": tag, "name": name}
        also = OrganisationName(**fields, key=key, certain_key=certain_key(name))
        organisation.names.append(also)
        trail.record("add_name", organisation.public_id, actor=actor, language=tag)
        tell(NamesChanged(organisation.id))
    return organisation


@command
def remove_name(public_id: str, name: str, language: str = "", *, actor: str) -> None:
    """Take a name away that `add_name` gave; raise `NoResultFound` where there is none such."""
    organisation = _by_public_id(public_id)
    place = key_of(name), languages.canonical(language)
    found = [one for one in organisation.names if (one.key, one.language) == place]
    if not found:
        raise NoResultFound
    organisation.names.remove(found[0])
    trail.record("remove_name", organisation.public_id, actor=actor, language=place[1])
    tell(NamesChanged(organisation.id))


def _by_public_id(public_id: str) -> Organisation:
    """Return the record that stands for the one with this id, held against merges."""
    wanted = select(Organisation).where(Organisation.public_id == public_id)
    return _standing(db.session.scalars(_kept(wanted)).one())


def names_gained(kept: Organisation, merged: Organisation) -> list[OrganisationName]:
    """Return the names that `kept` lacks of those that lead to `merged`; nothing is written."""
    known = {(one.key, one.language) for one in kept.names}
    known |= {(key_of(name), "") for name in (kept.name, kept.acronym)}
    own = [("alias", "", name) for name in (merged.name, merged.acronym) if name]
    others = [(one.sort, one.language, one.name) for one in sorted(merged.names, key=_row_number)]
    gained = []
    for sort, language, name in (*own, *others):
        key = key_of(name)
        if (key, language) not in known:
            known.add((key, language))
            fields = {"sort": sort, "language": language, "name": name, "key": key}
            gained.append(OrganisationName(**fields, certain_key=certain_key(name)))
    return gained


def _row_number(name: OrganisationName) -> int:
    return name.id


def _find(country: str, key: str) -> Organisation | None:
    """Return the record that has this name, or else the first that is also called so."""
    by_alias = select(OrganisationName.organisation_id).where(OrganisationName.key == key)
    named = (Organisation.key == key) | Organisation.id.in_(by_alias)
    wanted = select(Organisation).where(Organisation.country == country, named)
    found = db.session.scalars(_kept(wanted)).all()
    return min(found, key=lambda one: (one.key != key, one.id), default=None)


def _kept(wanted: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Let nobody merge the records found, which are read as they are now, while others read on.

    It is the lock that a row referring to them takes in any case; in the order of `hold`.
    """
    keep = wanted.order_by(Organisation.id).with_for_update(
        read=True, key_share=True, of=Organisation
    )
    return keep.execution_options(populate_existing=True)


def _standing(organisation: Organisation) -> Organisation:
    """Return the record that stands for this one: itself, unless it has been merged."""
    while organisation.merged_into_id is not None:
        next_one = select(Organisation).where(Organisation.id == organisation.merged_into_id)
        organisation = db.session.scalars(_kept(next_one)).one()
    return organisation


def _find_certain(draft: OrganisationDraft, certain: str) -> Organisation | None:
    """Return the one record whose name differs only as `matching.compare` forgives.

    None when there are several: "Hearth" may be "Hearth e.V." and "Hearth gGmbH", so it is
    neither until a person says which.
    """
    names = select(Organisation, Organisation.name.label("known_as")).where(
        Organisation.country == draft.country, Organisation.certain_key == certain
    )
    aliases = (
        select(Organisation, OrganisationName.name.label("known_as"))
        .join(OrganisationName, OrganisationName.organisation_id == Organisation.id)
        .where(Organisation.country == draft.country, OrganisationName.certain_key == certain)
    )
    similar = [
        row.Organisation
        for wanted in (names, aliases)
        for row in db.session.execute(_kept(wanted))
        if compare(draft.name, row.known_as).same
    ]
    found = {one.id: one for one in map(_standing, similar)}
    return found.popitem()[1] if len(found) == 1 else None


def _create(draft: OrganisationDraft, key: str, certain: str) -> Organisation:
    columns = {
        "public_id": new_public_id(),
        "name": draft.name,
        "acronym": draft.acronym,
        "country": draft.country,
        "kind": draft.kind,
        "website": draft.website,
        "website_domain": websites.domain(draft.website) if draft.website else "",
        "key": key,
        "certain_key": certain,
        "created_at": clock.now(),
    }
    # Two people may confirm for the same new organisation at once: one row, and both get it.
    statement = insert_for(db.session, Organisation.__table__).values(columns)
    place = ["country", "key"]
    db.session.execute(statement.on_conflict_do_nothing(index_elements=place))
    named = select(Organisation).where(
        Organisation.country == draft.country, Organisation.key == key
    )
    organisation = db.session.scalars(_kept(named)).one()
    if organisation.public_id == columns["public_id"]:
        trail.record("create_organisation", organisation.public_id, actor=trail.SIGNATORY)
    return _standing(organisation)
