"""Takes a merge back, piece by piece; each piece only if it still is as the merge left it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from signon.duplicates.reasons import CAME, HELD, LISTED, MOVED, NAMED, RENAMED
from signon.endorsements import publication
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
class Undo:
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


def put_back(undo: Undo) -> Left:
    """Undo all of it, inside the command that holds all of it; return what was left alone."""
    _move_back(undo)
    _name_back(undo)
    _put_back(undo)
    _note_newcomers(undo)
    organisations.part(undo.kept, undo.merged, list(_names_to_take(undo)))
    return undo.left


def _move_back(undo: Undo) -> None:
    for row in _rows(undo, undo.before["moved"]):
        if row.organisation_id == undo.kept.id:
            row.organisation_id = undo.merged.id
        else:
            undo.leave(row, MOVED)
    db.session.flush()


def _name_back(undo: Undo) -> None:
    said = {one["id"]: one for one in undo.before["renamed"]}
    for row in _rows(undo, said):
        if row.name != said[row.id]["became"]:
            undo.leave(row, RENAMED)
            continue
        row.name = said[row.id]["was"]
        db.session.flush()
        publication.refresh(row)


def _put_back(undo: Undo) -> None:
    """Publish what was held for the merge, unless somebody has decided on it since."""
    notes = {one["id"]: one["note"] for one in undo.before["held"]}
    for row in _rows(undo, notes):
        note = row.decision_note or ""
        if row.state != State.CONFIRMED or not note.endswith(notes[row.id]):
            undo.leave(row, HELD)
        elif publication.is_listed(row):
            undo.leave(row, LISTED)
        else:
            workflow.decide(
                row,
                Action.PUBLISH,
                revision=row.revision,
                moderator=undo.moderator,
                note=note.removesuffix(notes[row.id]).rstrip("\n"),
            )
            db.session.flush()


def _note_newcomers(undo: Undo) -> None:
    """Name what came after the merge under a name of the record that now stands again."""
    known = {undo.merged.key, *(name.key for name in undo.merged.names)}
    before = set(endorsements_of(undo.before))
    for row in undo.endorsements.values():
        came = row.id not in before and row.organisation_id == undo.kept.id
        if came and key_of(row.name) in known:
            undo.leave(row, CAME)


def _names_to_take(undo: Undo) -> Iterator[OrganisationName]:
    here = {name.id: name for name in undo.kept.names}
    for gained in undo.before["names"]:
        name = here.get(gained["id"])
        if name is not None and name.key == gained["key"]:
            yield name
        elif name is not None:
            undo.left.append({"name": name.name, "why": NAMED})


def _rows(undo: Undo, ids: Any) -> Iterator[Endorsement]:
    """Yield the endorsements with these row numbers that are still there."""
    return (undo.endorsements[number] for number in ids if number in undo.endorsements)
