"""Keeps the public list: lines, words, tallies and revision move together, in one command."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from signon.endorsements import partly, searching
from signon.endorsements.models import (
    Endorsement,
    ListState,
    Signatory,
    SignatoryWord,
    Tally,
    UnnamedSignatory,
)
from signon.endorsements.policy import AlreadyListed
from signon.endorsements.publicdata import line_of
from signon.extensions import db
from signon.kernel import clock, collation, fold
from signon.kernel.upsert import insert_for
from signon.papers.models import Paper, PaperVersion
from signon.submissions.states import State

_LINES: Any = Signatory.__table__
PORTION = 2000
"""Lines that are in memory at once when all of a list are made anew."""


def add(endorsement: Endorsement) -> None:
    """Put an endorsement on its paper's list. Called inside the command that publishes it.

    Raises `AlreadyListed` when the organisation stands there by another endorsement.
    """
    # The list's own row first: it is the lock that puts all changes of one list in one order.
    touch(endorsement.paper_id)
    if is_listed(endorsement):
        raise AlreadyListed
    if endorsement.hides_name:
        _add_unnamed(endorsement)
        return
    signatory = _signatory(endorsement)
    db.session.add(signatory)
    db.session.flush()
    index([signatory])
    _count(signatory, +1)


def index(lines: Sequence[Signatory]) -> None:
    """Write the words by which lines are found, which have none yet."""
    words = [
        {"paper_id": line.paper_id, "word": word, "signatory_id": line.id}
        for line in lines
        for word in searching.words_of(line)
    ]
    if words:
        db.session.execute(insert(SignatoryWord), words)


def remove(endorsement: Endorsement) -> None:
    """Take an endorsement off its paper's list."""
    touch(endorsement.paper_id)
    on_list = select(Signatory).where(Signatory.public_id == endorsement.public_id)
    signatory = db.session.scalar(on_list)
    if signatory is None:
        _remove_unnamed(endorsement)
        return
    _count(signatory, -1)
    db.session.execute(delete(SignatoryWord).where(SignatoryWord.signatory_id == signatory.id))
    db.session.delete(signatory)
    db.session.flush()


def _add_unnamed(endorsement: Endorsement) -> None:
    """Count an individual who shows no name: there is a number, and no line that could be found."""
    unnamed = UnnamedSignatory(
        public_id=endorsement.public_id,
        paper_id=endorsement.paper_id,
        country=endorsement.country,
        is_late=endorsement.is_late,
    )
    db.session.add(unnamed)
    db.session.flush()
    _count(unnamed, +1)


def _remove_unnamed(endorsement: Endorsement) -> None:
    """Count somebody without a name no longer, as they were counted, whatever they say now."""
    unnamed = db.session.get(UnnamedSignatory, endorsement.public_id)
    if unnamed is not None:
        _count(unnamed, -1)
        db.session.delete(unnamed)
        db.session.flush()


def refresh(endorsement: Endorsement) -> None:
    """Let the list show a published endorsement as it is now."""
    if endorsement.state == State.PUBLISHED:
        remove(endorsement)
        add(endorsement)


def remake_lines(paper: Paper) -> None:
    """Make the stored lines of a paper's lists anew: its time zone has changed, and so their days.

    Called inside the command that changes it; only `PORTION` lines are in memory at once.
    """
    touch(paper.id)
    connection, last = db.session.connection(), 0
    of_paper = select(_LINES).where(_LINES.c.paper_id == paper.id).order_by(_LINES.c.id)
    made = update(_LINES).where(_LINES.c.id == bindparam("row_id"))
    made = made.values(csv_line=bindparam("made"))
    while lines := connection.execute(of_paper.where(_LINES.c.id > last).limit(PORTION)).all():
        changes = [{"row_id": row.id, "made": line_of(row, paper.time_zone)} for row in lines]
        connection.execute(made, changes)
        last = lines[-1].id


def lock(paper_id: int) -> None:
    """Keep everybody else from changing a list until the running command ends."""
    _ensure(paper_id)
    db.session.execute(
        select(ListState.revision).where(ListState.paper_id == paper_id).with_for_update()
    )


def is_listed(endorsement: Endorsement) -> bool:
    """Tell whether the organisation is published under this paper by another endorsement."""
    if endorsement.capacity != "organisation":
        return False
    others = select(Endorsement.id).where(
        Endorsement.paper_id == endorsement.paper_id,
        Endorsement.organisation_id == endorsement.organisation_id,
        Endorsement.state == State.PUBLISHED,
        Endorsement.capacity == "organisation",
        Endorsement.id != endorsement.id,
    )
    with db.session.no_autoflush:
        return db.session.scalars(others).first() is not None


def is_disputed(endorsement: Endorsement) -> bool:
    """Tell whether another endorsement of the organisation for this paper is contested.

    Else who signed wrongly could sign once more, while the leads look into the first one.
    """
    if endorsement.capacity != "organisation":
        return False
    others = select(Endorsement.id).where(
        Endorsement.paper_id == endorsement.paper_id,
        Endorsement.organisation_id == endorsement.organisation_id,
        Endorsement.state.in_((State.CONFIRMED, State.PUBLISHED)),
        Endorsement.contested_at.is_not(None),
        Endorsement.id != endorsement.id,
    )
    with db.session.no_autoflush:
        return db.session.scalars(others).first() is not None


def _signatory(endorsement: Endorsement) -> Signatory:
    version, time_zone = _version_and_zone(endorsement)
    signatory = Signatory(
        public_id=endorsement.public_id,
        paper_id=endorsement.paper_id,
        capacity=endorsement.capacity,
        name=endorsement.name,
        acronym=endorsement.acronym,
        affiliation=endorsement.affiliation,
        country=endorsement.country,
        kind=endorsement.organisation_kind,
        website=endorsement.website,
        statement=endorsement.statement,
        language=endorsement.language,
        version=version,
        endorsed_at=endorsement.confirmed_at or clock.now(),
        priorities=endorsement.priorities,
        reservation=endorsement.reservation,
        is_late=endorsement.is_late,
        is_contested=endorsement.contested_at is not None,
        source=endorsement.source,
        sort_key=collation.sort_key(endorsement.name),
        collator_version=collation.VERSION,
        words_version=fold.VERSION,
    )
    signatory.csv_line = line_of(signatory, time_zone)
    return signatory


def _version_and_zone(endorsement: Endorsement) -> tuple[int, str]:
    found = (
        select(PaperVersion.number, Paper.time_zone)
        .join(Paper, Paper.id == PaperVersion.paper_id)
        .where(PaperVersion.id == endorsement.version_id)
    )
    row = db.session.execute(found).one()
    return row.number, row.time_zone


def _count(signatory: Signatory | UnnamedSignatory, step: int) -> None:
    place = {
        "paper_id": signatory.paper_id,
        "capacity": signatory.capacity,
        "country": signatory.country,
        "kind": signatory.kind,
    }
    late = step if signatory.is_late else 0
    statement = insert_for(db.session, Tally.__table__)
    statement = statement.values(**place, number=max(step, 0), late=max(late, 0))
    changed = {"number": Tally.number + step, "late": Tally.late + late}
    db.session.execute(statement.on_conflict_do_update(index_elements=list(place), set_=changed))
    if isinstance(signatory, Signatory):
        partly.count(signatory, step)


def touch(paper_id: int) -> None:
    """Give a list a new revision; until the command ends nobody else changes the list."""
    _ensure(paper_id)
    db.session.execute(
        update(ListState)
        .where(ListState.paper_id == paper_id)
        .values(revision=ListState.revision + 1, changed_at=clock.now())
    )


def _ensure(paper_id: int) -> None:
    fresh = insert_for(db.session, ListState.__table__)
    fresh = fresh.values(paper_id=paper_id, revision=0, changed_at=clock.now())
    db.session.execute(fresh.on_conflict_do_nothing(index_elements=["paper_id"]))
