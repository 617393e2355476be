"""Each tick becomes one job, whoever asks and however often."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from signon.extensions import db
from signon.jobs import queue
from signon.jobs.models import Job
from signon.jobs.retry import Refused
from signon.jobs.schedule import Scheduled, run_due, run_scheduled
from signon.kernel import clock
from tests.support.threads import at_once

HOUR = timedelta(hours=1)


def hourly(runs: list[str], name: str = "tests.hourly") -> Scheduled:
    return Scheduled(name, HOUR, lambda: runs.append(name))


def finish_all() -> None:
    for job in queue.claim(100, 120):
        assert queue.finish(job)


@pytest.mark.usefixtures("app")
def test_new_work_is_due_at_once_and_then_after_its_interval() -> None:
    work = [hourly([])]

    made = [run_due(work), run_due(work)]
    finish_all()
    with time_machine.travel(clock.now() + HOUR + timedelta(seconds=1)):
        made.append(run_due(work))

    assert made == [1, 0, 1]


def test_a_tick_makes_one_job_over_four_workers(app: Flask) -> None:
    work = [hourly([], f"tests.{number}") for number in range(5)]

    made = at_once(app, 4, lambda: run_due(work))

    assert sum(made) == 5
    assert db.session.query(Job).count() == 5


@pytest.mark.usefixtures("app")
def test_ticks_missed_while_no_worker_ran_do_not_pile_up() -> None:
    work = [hourly([])]
    run_due(work)

    for hours in range(1, 6):
        with time_machine.travel(clock.now() + hours * HOUR):
            run_due(work)

    assert db.session.query(Job).count() == 1


def test_the_job_runs_what_its_name_stands_for(app: Flask, schedule: list[Scheduled]) -> None:
    runs: list[str] = []
    schedule += [hourly(runs, "tests.one"), hourly(runs, "tests.two")]
    run_due(schedule)

    for job in queue.claim(10, 120):
        run_scheduled(job)

    assert sorted(runs) == ["tests.one", "tests.two"]


@pytest.mark.usefixtures("app")
def test_a_name_that_nobody_knows_any_more_is_refused() -> None:
    run_due([hourly([])])

    [job] = queue.claim(1, 120)

    with pytest.raises(Refused):
        run_scheduled(job)
