"""What became of entries: the public lists of now beside what the log says stands on them."""

import secrets
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from signon.endorsements.models import Endorsement
from signon.log import leaves
from signon.log.leaves import Change
from signon.log.models import LogLine, LogOpening
from signon.signatories import queries as signatories
from signon.submissions.states import State

_LINES: Any = LogLine.__table__
_OPENINGS: Any = LogOpening.__table__

_REASONS = {
    State.REJECTED: "decision",
    State.CONFIRMED: "review",
    State.DISOWNED: "disowned",
    State.PUBLISHED: "name_hidden",
}
"""Why a line is gone, by the state of its endorsement: in words that name nobody."""

_ERASED = "erased"


@dataclass(frozen=True)
class Step:
    """What became of one entry, and what opens its new commitment, if it has one."""

    public_id: str
    paper_id: int
    change: Change
    salt: bytes = b""
    line: str = ""


def steps(connection: Connection, public_ids: Collection[str]) -> list[Step]:
    """Return what became of these entries, each once, in their order; nothing where all is said."""
    wanted = list(dict.fromkeys(public_ids))
    public = signatories.records_of(wanted)
    known = _known(connection, wanted)
    gone = [one for one in wanted if one in known and one not in public]
    reasons = _reasons(connection, gone)
    return list(_steps(wanted, public, known, reasons))


def _steps(
    wanted: list[str],
    public: dict[str, tuple[int, dict[str, Any]]],
    known: dict[str, Any],
    reasons: dict[str, tuple[str, str]],
) -> Iterator[Step]:
    for public_id in wanted:
        before = known.get(public_id)
        if public_id in public:
            paper_id, record = public[public_id]
            line = leaves.stated(record)
            if before is None or before.line != leaves.canonical(line).decode():
                yield _shown(public_id, paper_id, line, before.commitment if before else "")
        elif before is not None:
            kind, reason = reasons.get(public_id, (leaves.REMOVED, _ERASED))
            change = Change(kind, before=before.commitment, reason=reason)
            yield Step(public_id, before.paper_id, change)


def _shown(public_id: str, paper_id: int, line: dict[str, Any], before: str) -> Step:
    salt = secrets.token_bytes(leaves.SALT_BYTES)
    kind = leaves.CORRECTED if before else leaves.PUBLISHED
    change = Change(kind, before=before, after=leaves.commitment(line, salt))
    return Step(public_id, paper_id, change, salt, leaves.canonical(line).decode())


def _known(connection: Connection, public_ids: list[str]) -> dict[str, Any]:
    """Return commitment and opened line of those that stand in the log, by public id."""
    asked = (
        select(_LINES.c.public_id, _LINES.c.paper_id, _LINES.c.commitment, _OPENINGS.c.line)
        .join(_OPENINGS, _OPENINGS.c.public_id == _LINES.c.public_id, isouter=True)
        .where(_LINES.c.public_id.in_(public_ids))
    )
    return {row.public_id: row for row in connection.execute(asked)}


def _reasons(connection: Connection, public_ids: list[str]) -> dict[str, tuple[str, str]]:
    """Return kind and reason of leaves about entries that are public no longer."""
    asked = select(Endorsement.public_id, Endorsement.state)
    states = connection.execute(asked.where(Endorsement.public_id.in_(public_ids)))
    return {row.public_id: _reason(State(row.state)) for row in states}


def _reason(state: State) -> tuple[str, str]:
    if state == State.WITHDRAWN:
        return leaves.WITHDRAWN, ""
    return leaves.REMOVED, _REASONS.get(state, _ERASED)
