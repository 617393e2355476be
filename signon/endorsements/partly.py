"""Counts who endorses which priority; called with every change of a list, under its lock."""

from collections.abc import Iterator

from signon.endorsements.models import PartTally, Signatory
from signon.extensions import db
from signon.kernel.upsert import insert_for
from signon.papers.priorities import numbers

WHOLE, PART, RESERVED = "whole", "part", "reserved"


def count(signatory: Signatory, step: int) -> None:
    """Add `step` lines such as this one to the numbers of its version, in one statement."""
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
