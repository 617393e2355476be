"""Nobody's mailbox is flooded, from however many forms at once."""

from datetime import timedelta
from itertools import count

import pytest
import time_machine
from flask import Flask

from signon.extensions import db
from signon.kernel import clock
from signon.outbox.models import Allowance
from signon.outbox.quota import may_write
from signon.outbox.suppression import suppress
from signon.outbox.tasks import purge_allowances
from signon.transaction import command
from tests.support.threads import at_once

KEY, OTHER = "k" * 64, "o" * 64
MINUTE = timedelta(minutes=1)


def after(wait: timedelta, scope: str, key: str = KEY) -> bool:
    with time_machine.travel(clock.now() + wait, tick=False):
        return may_write(key, scope)


@pytest.mark.usefixtures("app")
def test_one_mail_a_paper_in_fifteen_minutes() -> None:
    minutes = (0, 1, 14.9, 15.1, 16, 31)

    allowed = [after(minute * MINUTE, "paper") for minute in minutes]

    assert allowed == [True, False, False, True, False, True]


@pytest.mark.usefixtures("app")
def test_five_mails_a_day_over_all_papers() -> None:
    today = [may_write(KEY, f"paper{number}") for number in range(7)]
    before_the_day_is_over = after(timedelta(hours=23), "paper8")
    afterwards = after(timedelta(hours=24, minutes=1), "paper9")

    assert today == [True] * 5 + [False] * 2
    assert (before_the_day_is_over, afterwards) == (False, True)


@pytest.mark.usefixtures("app")
def test_others_are_still_written_to() -> None:
    for number in range(6):
        may_write(KEY, f"paper{number}")

    assert may_write(OTHER, "paper0")


@pytest.mark.usefixtures("app")
def test_a_refusal_takes_nothing() -> None:
    for number in range(5):
        may_write(KEY, f"paper{number}")

    refused = may_write(KEY, "late")
    repeated = [after(timedelta(minutes=5), "paper0") for _ in range(20)]

    assert not refused
    assert not any(repeated)
    assert after(timedelta(hours=24, minutes=1), "late")
    assert [row.used for row in db.session.query(Allowance).filter_by(scope="")] == [1]


@pytest.mark.usefixtures("app")
def test_what_was_not_posted_is_not_counted() -> None:
    @command
    def changes_its_mind() -> None:
        assert may_write(KEY, "paper")
        raise KeyError

    with pytest.raises(KeyError):
        changes_its_mind()

    assert may_write(KEY, "paper")


def test_eight_at_once_get_one_mail_for_one_paper(app: Flask) -> None:
    answers = at_once(app, 8, lambda: may_write(KEY, "paper"))

    assert sum(answers) == 1


def test_eight_at_once_get_five_mails_over_many_papers(app: Flask) -> None:
    papers = count()

    answers = at_once(app, 8, lambda: [may_write(KEY, f"p{next(papers)}") for _ in range(3)])

    assert sum(map(sum, answers)) == 5


@pytest.mark.usefixtures("app")
def test_old_allowances_are_forgotten() -> None:
    may_write(KEY, "paper")

    with time_machine.travel(clock.now() + timedelta(days=1)):
        purge_allowances()
        kept = db.session.query(Allowance).count()
    with time_machine.travel(clock.now() + timedelta(days=3)):
        purge_allowances()

    assert kept == 2
    assert db.session.query(Allowance).count() == 0


@pytest.mark.usefixtures("app")
def test_nothing_is_taken_for_a_mailbox_that_wants_none() -> None:
    suppress(KEY, "asked")

    assert not may_write(KEY, "paper")
    assert db.session.query(Allowance).count() == 0
    assert may_write(OTHER, "paper")
