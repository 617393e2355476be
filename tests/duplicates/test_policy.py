"""Who may merge, and what has to be said first."""

import pytest

from signon.duplicates import policy


@pytest.mark.parametrize(("campaigns", "mine"), [({1}, {1, 2}), (set(), set()), ({1, 2}, {1, 2})])
def test_rights_in_every_campaign_are_enough(campaigns: set[int], mine: set[int]) -> None:
    policy.require_rights(campaigns, mine)


@pytest.mark.parametrize(("campaigns", "mine"), [({1, 3}, {1, 2}), ({1}, set())])
def test_rights_in_some_are_not(campaigns: set[int], mine: set[int]) -> None:
    with pytest.raises(policy.NeedsMoreRights):
        policy.require_rights(campaigns, mine)


@pytest.mark.parametrize("stays", [set(), {"a"}, {"a", "b", "c"}, {"c", "d"}])
def test_one_of_every_two_stays(stays: set[str]) -> None:
    two = [("a", "b"), ("c", "d")]

    with pytest.raises(policy.ChoiceMissing):
        policy.require_one_each(two, stays)
    policy.require_one_each(two, {"a", "d"})


def test_a_later_merge_goes_first() -> None:
    policy.require_last(False)
    with pytest.raises(policy.MergedFurther):
        policy.require_last(True)
