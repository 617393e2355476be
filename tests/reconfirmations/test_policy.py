"""Who is asked about which change, and how long they have."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from signon.reconfirmations import policy

NOW = datetime(2027, 3, 1, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@dataclass
class Version:
    number: int
    change: str


@pytest.mark.parametrize(
    ("changes", "up_to"),
    [
        (["first"], 0),
        (["first", "editorial"], 0),
        (["first", "substantive"], 1),
        (["first", "editorial", "substantive"], 2),
        (["first", "substantive", "editorial"], 1),
        (["first", "substantive", "substantive", "editorial"], 2),
    ],
)
def test_who_signed_before_the_newest_change_of_substance_is_asked(
    changes: list[str], up_to: int
) -> None:
    versions = [Version(number, change) for number, change in enumerate(changes, start=1)]

    assert policy.asks_up_to(versions) == up_to


@pytest.mark.parametrize("wait", [policy.SHORTEST, policy.LONGEST])
def test_the_shortest_and_the_longest_wait_are_allowed(wait: timedelta) -> None:
    policy.require_date(NOW + wait, NOW)


@pytest.mark.parametrize("wait", [policy.SHORTEST - SECOND, policy.LONGEST + SECOND, -SECOND])
def test_a_date_too_near_or_too_far_is_refused(wait: timedelta) -> None:
    with pytest.raises(policy.BadDate):
        policy.require_date(NOW + wait, NOW)
