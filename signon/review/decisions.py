"""What a lead may take back, read from the trail, so that it outlives a page; and reasons."""

from collections.abc import Collection
from typing import Protocol

from signon.audit import trail
from signon.audit.models import AuditEntry
from signon.kernel.errors import Changed, DomainError
from signon.kernel.words import N_
from signon.submissions.states import INVERSE, NEEDS_REASON, Action, State

DECISIONS = (Action.PUBLISH, Action.UNPUBLISH, Action.REJECT, Action.RESTORE)


class Decided(Protocol):
    """What is asked of an entry."""

    @property
    def public_id(self) -> str: ...
    @property
    def state(self) -> str: ...


class ReasonMissing(DomainError):
    """An entry was to be held or removed without a word."""

    status = 422
    message = N_("Please give a reason: other leads read it, and so can you in a year.")


def to_undo(entries: Collection[Decided]) -> dict[str, Action]:
    """Return what would take back the last decision about entries, by their public ids.

    Nothing for those to which something else has happened since, or that no lead has decided about.
    """
    newest = trail.newest([entry.public_id for entry in entries])
    return {
        entry.public_id: INVERSE[step]
        for entry in entries
        if (step := _step(entry, newest.get(entry.public_id))) and step in INVERSE
    }


def require_reason(entry: Decided, action: Action, note: str, *, undoes: bool) -> None:
    """Raise `ReasonMissing` for a hold or removal without one; taking a decision back needs none.

    Raises `Changed` when what is said to be taken back is no longer the last decision.
    """
    if undoes and to_undo([entry]).get(entry.public_id) != action:
        raise Changed
    if action in NEEDS_REASON and not note and not undoes:
        raise ReasonMissing


def _step(entry: Decided, last: AuditEntry | None) -> tuple[State, State] | None:
    by_lead = last is not None and last.actor not in (trail.SYSTEM, trail.SIGNATORY)
    if last is None or not by_lead or last.action not in DECISIONS:
        return None
    return State(last.details["before"]), State(entry.state)
