"""The numbers of a list, kept with every change of it under its lock, never counted in a page."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from sqlalchemy import bindparam

from signon.extensions import db
from signon.kernel.upsert import insert_for
from signon.papers.texts.priorities import numbers
from signon.signatories.models import PartTally, Signatory, Tally, UnnamedSignatory

WHOLE, PART, RESERVED = "whole", "part", "reserved"

_PLACE = ("paper_id", "capacity", "country", "kind")
_PART = ("paper_id", "capacity", "version", "aspect")


Counted = Signatory | UnnamedSignatory


def count(signatories: Iterable[Counted], step: int) -> None:
    """Add `step` of each such line to the numbers of their country and kind, and priorities.

    However many they are, each number is written once.
    """
    counted = [*signatories]
    _count_places(counted, step)
    _count_priorities([one for one in counted if isinstance(one, Signatory)], step)


def _count_places(counted: Sequence[Counted], step: int) -> None:
    places = [(one.paper_id, one.capacity, one.country, one.kind) for one in counted]
    late = Counter(place for place, one in zip(places, counted, strict=True) if one.is_late)
    rows = [
        dict(zip(_PLACE, place, strict=True))
        | _added("number", step * number)
        | _added("late", step * late[place])
        for place, number in sorted(Counter(places).items())
    ]
    _write(Tally, _PLACE, ("number", "late"), rows)


def _count_priorities(counted: Sequence[Signatory], step: int) -> None:
    """Count who endorses which priority of a version."""
    found = Counter(
        (one.paper_id, one.capacity, one.version, aspect)
        for one in counted
        for aspect in _aspects(one)
    )
    rows = [
        dict(zip(_PART, place, strict=True)) | _added("number", step * number)
        for place, number in sorted(found.items())
    ]
    _write(PartTally, _PART, ("number",), rows)


def _added(name: str, step: int) -> dict[str, int]:
    """Return what a new row begins with, and by how much one that is there changes."""
    return {name: max(step, 0), f"{name}_step": step}


def _write(model: Any, place: tuple[str, ...], numbered: tuple[str, ...], rows: Any) -> None:
    if not rows:
        return
    connection = db.session.connection()
    connection.execute(_statement(connection.dialect.name, model, place, numbered), rows)


@cache
def _statement(_dialect: str, model: Any, place: tuple[str, ...], numbered: tuple[str, ...]) -> Any:
    """Return what adds to a row of numbers, or writes the first of its place; built once."""
    columns = model.__table__.c
    first = insert_for(db.session, model.__table__).values(
        {name: bindparam(name) for name in (*place, *numbered)}
    )
    changed = {name: columns[name] + bindparam(f"{name}_step") for name in numbered}
    return first.on_conflict_do_update(index_elements=list(place), set_=changed)


def _aspects(signatory: Signatory) -> Iterator[str]:
    yield PART if signatory.priorities else WHOLE
    yield from map(str, numbers(signatory.priorities))
    if signatory.reservation:
        yield RESERVED
