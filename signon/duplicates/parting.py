"""Takes a merge back, piece by piece; each piece only if it still is as the merge left it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from signon.duplicates.words import CAME, HELD, LISTED, MOVED, NAMED, RENAMED
from signon.endorsements import listing
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.organisations import service as organisations
from signon.organisations.models import Organisation, OrganisationName
from signon.organisations.naming import key_of
from signon.submissions import workflow
from signon.submissions.states import Action, State

Before = dict[str, Any]
Left = list[dict[str, Any]]


@dataclass
class Parting:
    """What a merge changed, everything that it takes to change it back, and what was left alone."""

    before: Before
    kept: Organisation
    merged: Organisation
    endorsements: dict[int, Endorsement]
    moderator: str
    left: Left = field(default_factory=list)

    def leave(self, row: Endorsement, why: str) -> None:
        """Note that an endorsement stays as it is."""
        self.left.append({"endorsement": row.public_id, "why": why})


def endorsements_of(before: Before) -> list[int]:
    """Return the row numbers of all endorsements that a merge touched."""
    return [*before["moved"], *before["stayed"]]


def part(parting: Parting) -> Left:
    """Undo all of it, inside the command that holds all of it; return what was left alone."""
    _move_back(parting)
    _name_back(parting)
    _put_back(parting)
    _note_newcomers(parting)
    organisations.part(parting.kept, parting.merged, list(_names_to_take(parting)))
    return parting.left


def _move_back(parting: Parting) -> None:
    for row in _rows(parting, parting.before["moved"]):
        if row.organisation_id == parting.kept.id:
            row.organisation_id = parting.merged.id
        else:
            parting.leave(row, MOVED)
    db.session.flush()


def _name_back(parting: Parting) -> None:
    said = {one["id"]: one for one in parting.before["renamed"]}
    for row in _rows(parting, said):
        if row.name != said[row.id]["became"]:
            parting.leave(row, RENAMED)
            continue
        row.name = said[row.id]["was"]
        db.session.flush()
        listing.refresh(row)


def _put_back(parting: Parting) -> None:
    """Publish what was held for the merge, unless somebody has decided on it since."""
    notes = {one["id"]: one["note"] for one in parting.before["held"]}
    for row in _rows(parting, notes):
        note = row.decision_note or ""
        if row.state != State.CONFIRMED or not note.endswith(notes[row.id]):
            parting.leave(row, HELD)
        elif listing.is_listed(row):
            parting.leave(row, LISTED)
        else:
            workflow.decide(
                row,
                Action.PUBLISH,
                revision=row.revision,
                moderator=parting.moderator,
                note=note.removesuffix(notes[row.id]).rstrip("\n"),
            )
            db.session.flush()


def _note_newcomers(parting: Parting) -> None:
    """Name what came after the merge under a name of the record that now stands again."""
    known = {parting.merged.key, *(name.key for name in parting.merged.names)}
    before = set(endorsements_of(parting.before))
    for row in parting.endorsements.values():
        came = row.id not in before and row.organisation_id == parting.kept.id
        if came and key_of(row.name) in known:
            parting.leave(row, CAME)


def _names_to_take(parting: Parting) -> Iterator[OrganisationName]:
    here = {name.id: name for name in parting.kept.names}
    for gained in parting.before["names"]:
        name = here.get(gained["id"])
        if name is not None and name.key == gained["key"]:
            yield name
        elif name is not None:
            parting.left.append({"name": name.name, "why": NAMED})


def _rows(parting: Parting, ids: Any) -> Iterator[Endorsement]:
    """Yield the endorsements with these row numbers that are still there."""
    return (parting.endorsements[number] for number in ids if number in parting.endorsements)
