"""How long failures wait."""

import random
from datetime import timedelta

from signon.jobs.retry import FIRST_DELAY, LONGEST_DELAY, MAX_ATTEMPTS, delay, outage_delay


class Middle(random.Random):
    """Draws the middle of every range."""

    def uniform(self, a: float, b: float) -> float:
        return (a + b) / 2


def test_delays_double_up_to_an_hour() -> None:
    delays = [delay(attempts, Middle()) for attempts in range(1, 12)]

    assert delays[:3] == [FIRST_DELAY, 2 * FIRST_DELAY, 4 * FIRST_DELAY]
    assert delays[-1] == LONGEST_DELAY
    assert delays == sorted(delays)


def test_delays_are_spread_so_that_not_all_come_back_at_once() -> None:
    rng = random.Random(1)

    delays = {delay(1, rng) for _ in range(50)}

    assert len(delays) > 40
    assert all(0.8 * FIRST_DELAY <= one <= 1.2 * FIRST_DELAY for one in delays)


def test_a_job_is_tried_for_about_two_days() -> None:
    total = sum((delay(attempts, Middle()) for attempts in range(1, MAX_ATTEMPTS)), timedelta())

    assert timedelta(hours=46) < total < timedelta(hours=50)


def test_absurd_numbers_of_attempts_do_no_harm() -> None:
    assert delay(10**9, Middle()) == LONGEST_DELAY
    assert delay(0, Middle()) == FIRST_DELAY


def test_a_channel_that_is_down_is_asked_again_within_a_minute() -> None:
    waits = [outage_delay(failures).total_seconds() for failures in (1, 2, 3, 4, 5, 100)]

    assert waits == [5, 10, 20, 40, 60, 60]
