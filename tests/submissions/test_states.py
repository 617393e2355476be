"""The table of states, without an app."""

import pytest

from signon.submissions.states import (
    INVERSE,
    TRANSITIONS,
    Action,
    State,
    TransitionRefused,
    next_state,
)


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("state", State)
def test_an_action_is_carried_out_from_its_own_states_and_refused_from_all_others(
    state: State, action: Action
) -> None:
    allowed_from, target = TRANSITIONS[action]
    if state in allowed_from:
        assert next_state(state, action) == target
    else:
        with pytest.raises(TransitionRefused):
            next_state(state, action)


def test_what_was_withdrawn_never_comes_back() -> None:
    for state in (State.WITHDRAWN, State.EXPIRED):
        assert not any(state in allowed_from for allowed_from, _ in TRANSITIONS.values())


@pytest.mark.parametrize(("pair", "action"), INVERSE.items())
def test_undoing_leads_back_to_the_state_before(pair: tuple[State, State], action: Action) -> None:
    before, after = pair
    assert next_state(after, action) == before
