"""The numbers of a list, kept with every change of it under its lock, never counted in a page."""

from collections.abc import Iterator

from signon.extensions import db
from signon.kernel.upsert import insert_for
from signon.papers.texts.priorities import numbers
from signon.signatories.models import PartTally, Signatory, Tally, UnnamedSignatory

WHOLE, PART, RESERVED = "whole", "part", "reserved"


def count(signatory: Signatory | UnnamedSignatory, step: int) -> None:
    """Add `step` such lines to the numbers of their country and kind, and of their priorities."""
    _count_place(signatory, step)
    if isinstance(signatory, Signatory):
        _count_priorities(signatory, step)


def _count_place(signatory: Signatory | UnnamedSignatory, step: int) -> None:
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


def _count_priorities(signatory: Signatory, step: int) -> None:
    """Count who endorses which priority of a version, in one statement."""
    place = {
        "paper_id": signatory.paper_id,
        "capacity": signatory.capacity,
        "version": signatory.version,
    }
    rows = [{**place, "aspect": found, "number": max(step, 0)} for found in _aspects(signatory)]
    statement = insert_for(db.session, PartTally.__table__).values(rows)
    db.session.execute(
        statement.on_conflict_do_update(
            index_elements=[*place, "aspect"], set_={"number": PartTally.number + step}
        )
    )


def _aspects(signatory: Signatory) -> Iterator[str]:
    yield PART if signatory.priorities else WHOLE
    yield from map(str, numbers(signatory.priorities))
    if signatory.reservation:
        yield RESERVED
