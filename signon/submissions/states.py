"""The state machine, as a table. Pure: no database, no Flask."""

from enum import StrEnum

from signon.kernel.errors import DomainError
from signon.kernel.words import N_


class State(StrEnum):
    """Where something that was handed in stands."""

    SUBMITTED = "submitted"
    CONFIRMED = "confirmed"
    PUBLISHED = "published"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    DISOWNED = "disowned"
    EXPIRED = "expired"


class Action(StrEnum):
    """What can be done to it."""

    CONFIRM = "confirm"
    PUBLISH = "publish"
    UNPUBLISH = "hold"
    REJECT = "reject"
    RESTORE = "restore"
    WITHDRAW = "withdraw"
    DISOWN = "disown"
    RECLAIM = "reclaim"
    EXPIRE = "expire"


LIVE = (State.SUBMITTED, State.CONFIRMED, State.PUBLISHED)

TRANSITIONS: dict[Action, tuple[frozenset[State], State]] = {
    Action.CONFIRM: (frozenset({State.SUBMITTED}), State.CONFIRMED),
    Action.PUBLISH: (frozenset({State.CONFIRMED, State.REJECTED}), State.PUBLISHED),
    Action.UNPUBLISH: (frozenset({State.PUBLISHED}), State.CONFIRMED),
    Action.REJECT: (frozenset({State.CONFIRMED, State.PUBLISHED}), State.REJECTED),
    Action.RESTORE: (frozenset({State.REJECTED}), State.CONFIRMED),
    Action.WITHDRAW: (frozenset({State.CONFIRMED, State.PUBLISHED}), State.WITHDRAWN),
    Action.DISOWN: (frozenset({*LIVE, State.REJECTED}), State.DISOWNED),
    Action.RECLAIM: (frozenset({State.DISOWNED}), State.SUBMITTED),
    Action.EXPIRE: (frozenset({State.SUBMITTED}), State.EXPIRED),
}

INVERSE: dict[tuple[State, State], Action] = {
    (State.PUBLISHED, State.CONFIRMED): Action.PUBLISH,
    (State.PUBLISHED, State.REJECTED): Action.PUBLISH,
    (State.CONFIRMED, State.PUBLISHED): Action.UNPUBLISH,
    (State.CONFIRMED, State.REJECTED): Action.RESTORE,
    (State.REJECTED, State.PUBLISHED): Action.REJECT,
    (State.REJECTED, State.CONFIRMED): Action.REJECT,
}
"""What undoes a lead's decision: from (state before, state after) to the action."""


NEEDS_REASON = frozenset({Action.UNPUBLISH, Action.REJECT})
"""What a lead does not do without saying why."""


class TransitionRefused(DomainError):
    """The action does not fit the state; both stay as they were."""

    message = N_("This can no longer be done: it has been changed in the meantime.")


class AddressTaken(DomainError):
    """An address was to be mended into one that has handed in the same."""

    message = N_("The same was handed in with this address already.")


def next_state(current: State, action: Action) -> State:
    """Return the state that `action` leads to; raise `TransitionRefused` where it may not."""
    allowed_from, target = TRANSITIONS[action]
    if current not in allowed_from:
        raise TransitionRefused
    return target
