"""Which names of organisations look like one that is known: those wait, whatever their evidence."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, func, select

from signon.endorsements import standing
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.kernel.words import N_
from signon.organisations.lookalikes import ADDED, DIGITS, HIDDEN, LETTERS, difference, look_key
from signon.submissions.states import State

WORDS = {
    LETTERS: N_("The name looks like “%(name)s”, but has other letters. Please check whose it is."),
    DIGITS: N_(
        "The name looks like “%(name)s”, but has digits for letters. Please check whose it is."
    ),
    ADDED: N_(
        "The name is that of “%(name)s” with an addition such as “official”. Please check whose "
        "it is."
    ),
    HIDDEN: N_("The name is “%(name)s” with signs that cannot be seen. Please check whose it is."),
}
"""Why an entry waits, by how its name differs."""

_KNOWN = (State.CONFIRMED, State.PUBLISHED, State.WITHDRAWN)


@dataclass(frozen=True)
class Resemblance:
    """The name that another one looks like, and `how` it differs from that: a key of `WORDS`."""

    name: str
    how: str


def found(endorsement: Endorsement) -> Resemblance | None:
    """Return what the name of an endorsement looks like as it is now; None for an individual's."""
    if endorsement.capacity != "organisation":
        return None
    one = {endorsement.id: (endorsement.name, endorsement.organisation_id)}
    with db.session.no_autoflush:
        return _among(one).get(endorsement.id)


def found_in(row_ids: Collection[int]) -> dict[int, Resemblance]:
    """Return the resemblances of endorsements by their row numbers."""
    wanted = select(Endorsement.id, Endorsement.name, Endorsement.organisation_id).where(
        Endorsement.id.in_(row_ids), Endorsement.capacity == "organisation"
    )
    return _among({row.id: (row.name, row.organisation_id) for row in db.session.execute(wanted)})


def _among(rows: Mapping[int, tuple[str, int | None]]) -> dict[int, Resemblance]:
    """Return what the names of rows look like.

    A record of which a lead has checked an entry has been looked at: its names need not wait.
    """
    checked = standing.checked_records({number for _, number in rows.values() if number})
    asked = {row_id: name for row_id, (name, number) in rows.items() if number not in checked}
    keys = {key for name in asked.values() if (key := look_key(name))}
    known = _called(keys) if keys else []
    resembled = {row_id: _like(row_id, name, known) for row_id, name in asked.items()}
    return {row_id: one for row_id, one in resembled.items() if one is not None}


def _like(row_id: int, name: str, known: Collection[Any]) -> Resemblance | None:
    """Return what a name looks like of those that were there before it, or stand on any list.

    So a fake that waits holds up nobody who was there before it.
    """
    alike = [one for one in known if look_key(one.name) == look_key(name)]
    differing = {one.name: difference(name, one.name) for one in alike}
    first = min((one.first_id for one in alike if not differing[one.name]), default=row_id)
    for one in alike:
        if differing[one.name] and (one.is_public or one.first_id < first):
            return Resemblance(one.name, differing[one.name])
    return None


def _called(keys: Collection[str]) -> list[Any]:
    """Return the known names with these keys, who was the first, and whether any is public."""
    is_public = func.max(case((Endorsement.state == State.PUBLISHED, 1), else_=0))
    wanted = (
        select(
            Endorsement.name,
            func.min(Endorsement.id).label("first_id"),
            is_public.label("is_public"),
        )
        .where(
            Endorsement.look_key.in_(keys),
            Endorsement.capacity == "organisation",
            Endorsement.state.in_(_KNOWN),
        )
        .group_by(Endorsement.name)
        .order_by(is_public.desc(), func.min(Endorsement.id))
    )
    return list(db.session.execute(wanted))
