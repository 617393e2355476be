"""Commands of this capability."""

from dataclasses import dataclass

from sqlalchemy import select

from signon.audit import trail
from signon.extensions import db
from signon.kernel import clock, websites
from signon.kernel.upsert import insert_for
from signon.organisations.matching import certain_key, compare
from signon.organisations.models import Organisation, OrganisationName
from signon.organisations.naming import key_of
from signon.submissions.models import new_public_id
from signon.transaction import command


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
    changed by what a stranger typed.
    """
    key, certain = key_of(draft.name), certain_key(draft.name)
    found = _find(draft.country, key) or _find_certain(draft, certain)
    return found if found is not None else _create(draft, key, certain)


def _find(country: str, key: str) -> Organisation | None:
    by_alias = select(OrganisationName.organisation_id).where(OrganisationName.key == key)
    named = (Organisation.key == key) | Organisation.id.in_(by_alias)
    wanted = select(Organisation).where(Organisation.country == country, named)
    return db.session.scalars(wanted.order_by(Organisation.id)).first()


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
    found = {
        row.Organisation.id: row.Organisation
        for wanted in (names, aliases)
        for row in db.session.execute(wanted)
        if compare(draft.name, row.known_as).same
    }
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
    organisation = db.session.scalars(named).one()
    if organisation.public_id == columns["public_id"]:
        trail.record("create_organisation", organisation.public_id, actor=trail.SIGNATORY)
    return organisation
