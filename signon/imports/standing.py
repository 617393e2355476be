"""What stands under a paper already: which rows of a sheet say it again, or may."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select

from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.imports.models import Import, ImportRow
from signon.imports.records import ACCEPTED, DUPLICATE, REJECTED, Fields, Judged, Reading
from signon.organisations.matching import certain_key
from signon.outbox.addresses import address_key
from signon.submissions.states import LIVE, State

_THERE = (*LIVE, State.REJECTED)
"""What nobody brings in once more; off the list it stays until a lead puts it on again."""
_TAKEN_BACK = (State.WITHDRAWN, State.DISOWNED)


@dataclass
class Standing:
    """The entries of organisations under one paper."""

    of_mailbox: dict[tuple[str, str], int] = field(default_factory=dict)
    """By the `certain_key` of the name and the key of the address, "" without one."""
    of_name: dict[str, list[tuple[str, int]]] = field(default_factory=lambda: defaultdict(list))
    """Country and row number of each, by the key of the name."""
    taken_back: dict[str, datetime | None] = field(default_factory=dict)
    """When the last of that name was taken back by its owner."""


def newest() -> int:
    """Return the highest key of an entry so far, 0 without any."""
    return db.session.scalar(select(func.max(Endorsement.id))) or 0


def since(run: Import) -> Standing:
    """Return what came to a paper by other ways, or was taken back, since a list was judged."""
    mine = exists().where(ImportRow.endorsement_id == Endorsement.id, ImportRow.import_id == run.id)
    came = (Endorsement.id > run.found.get("newest", 0)) & ~mine
    return of_paper(run.paper_id, came | (Endorsement.withdrawn_at >= run.started_at))


def of_paper(paper_id: int, *conditions: ColumnElement[bool]) -> Standing:
    """Return what stands under a paper, and what was taken back there, of that which is meant."""
    columns = (Endorsement.id, Endorsement.name, Endorsement.country, Endorsement.state)
    wanted = (
        select(*columns, Endorsement.address_key, Endorsement.withdrawn_at)
        .where(Endorsement.paper_id == paper_id, Endorsement.capacity == "organisation")
        .where(Endorsement.state.in_((*_THERE, *_TAKEN_BACK)), Endorsement.name != "")
        .where(*conditions)
    )
    found = Standing()
    for row in db.session.execute(wanted.order_by(Endorsement.id)):
        key = certain_key(row.name)
        if row.state in _TAKEN_BACK:
            found.taken_back[key] = row.withdrawn_at
        else:
            found.of_mailbox.setdefault((key, row.address_key or ""), row.id)
            found.of_name[key].append((row.country, row.id))
    return found


def seen_beside(paper_id: int, reading: Reading) -> Reading:
    """Return a reading in which rows that stand under the paper already are no longer accepted."""
    changes = judged_beside(of_paper(paper_id), reading.rows)
    seen = [
        replace(row, status=one.get("status", row.status), reason=one.get("reason", row.reason))
        for row, one in zip(reading.rows, changes, strict=True)
    ]
    return replace(reading, rows=tuple(seen))


def judged_beside(standing: Standing, rows: Sequence[Judged]) -> list[Mapping[str, Any]]:
    """Return for each row the columns that change by what stands already: few for most.

    Who stands there with the same address comes as a duplicate. Whoever took the same back since
    the row was signed is not brought in again. Another address only may be a duplicate.
    """
    return [beside(standing, row.fields) if row.status == ACCEPTED else {} for row in rows]


def beside(standing: Standing, fields: Fields) -> Mapping[str, Any]:
    """Return the columns of one accepted row that change, as `judged_beside`."""
    key = certain_key(fields.organisation)
    address = address_key(fields.email) if fields.email else ""
    same = standing.of_mailbox.get((key, address))
    if same is not None:
        reason = "same_organisation_and_email"
        return {"status": DUPLICATE, "reason": reason, "standing_id": same}
    alike = _alike(standing, key, fields.country)
    if alike is None and _was_taken_back(standing, key, fields):
        return {"status": REJECTED, "reason": "withdrawn"}
    return {} if alike is None else {"standing_id": alike}


def _alike(standing: Standing, key: str, country: str) -> int | None:
    """Return an entry of the same name whose country does not say that it is another body."""
    known = standing.of_name.get(key, ())
    return next((row for other, row in known if not country or other in ("", country)), None)


def _was_taken_back(standing: Standing, key: str, fields: Fields) -> bool:
    if key not in standing.taken_back:
        return False
    at = standing.taken_back[key]
    return at is None or fields.signed_at is None or fields.signed_at <= at
