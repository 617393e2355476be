"""Several things happen to one signatory at once: the end is as if they had come one by one."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from flask import Flask
from sqlalchemy import select, update

from signon.audit import trail
from signon.audit.models import AuditEntry
from signon.endorsements.capability import ENDORSEMENT
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.kernel import clock
from signon.kernel.errors import DomainError
from signon.papers import queries as papers
from signon.reconfirmations import service, tasks
from signon.reconfirmations.models import Round
from signon.signatories import queries as lists
from signon.submissions import workflow
from signon.submissions.states import State
from signon.transaction import command
from tests.reconfirmations.rounds import DAY, a_round, answer_to, deliver, listed, now, the_round
from tests.support.threads import at_once

TIMES = 4
Call = Callable[[], object]


def race(app: Flask, *calls: Call) -> None:
    """Run each call in a thread of its own, all at the same moment; refusals are no faults."""
    waiting = list(calls)

    def run() -> None:
        with suppress(DomainError):
            waiting.pop()()

    at_once(app, len(calls), run)
    db.session.rollback()


@command
def let_the_date_pass() -> None:
    db.session.execute(
        update(Round).values(opened_at=clock.now() - 14 * DAY, answer_by=clock.now())
    )


def withdraw_elsewhere(row_id: int) -> None:
    row = db.session.scalars(select(Endorsement).where(Endorsement.id == row_id)).one()
    workflow.withdraw(ENDORSEMENT, row, actor=trail.SIGNATORY)


def must_be_consistent(row: Endorsement) -> None:
    """What one signatory did, where it stands, and what the list shows are one story."""
    found, answer = now(row), answer_to(row)
    number = {the_round().version_id: 2}.get(found.version_id, 1)
    is_on = found.state == State.PUBLISHED
    assert listed() == ({row.public_id: number} if is_on else {})
    assert (number == 2) == ("back_version" in {e.action for e in trail.history(row.public_id)})
    assert (answer.answer == "keep") <= (number == 2)
    assert (answer.answer == "withdraw") <= (found.state == State.WITHDRAWN)
    paper = papers.paper_by_slug("ten-doors")
    assert lists.overview(paper.id).organisations.total() == int(is_on)
    assert trail.verify() is None


@pytest.mark.parametrize("attempt", range(TIMES))
def test_keeping_and_withdrawing_at_once(app: Flask, attempt: int) -> None:
    [row] = a_round()
    waiting = answer_to(row).id

    race(
        app,
        lambda: service.keep(waiting, "en"),
        lambda: service.withdraw(waiting),
        lambda: service.keep(waiting, "en"),
        lambda: withdraw_elsewhere(row.id),
    )

    # Withdrawing is final, so it is the end of every order in which they may have come.
    assert now(row).state == State.WITHDRAWN
    must_be_consistent(row)


@pytest.mark.parametrize("attempt", range(TIMES))
def test_answering_the_same_twice_at_once_is_answering_once(app: Flask, attempt: int) -> None:
    [row] = a_round()
    waiting = answer_to(row).id

    race(app, *[lambda: service.keep(waiting, "en")] * 3)

    assert now(row).version_id == the_round().version_id
    answers = select(AuditEntry).where(AuditEntry.action == "answer_round")
    assert len(db.session.scalars(answers).all()) == 1
    must_be_consistent(row)


@pytest.mark.parametrize("attempt", range(TIMES))
@pytest.mark.parametrize("answer", ["keep", "withdraw"])
def test_answering_while_the_round_closes(app: Flask, answer: str, attempt: int) -> None:
    [row] = a_round(no_answer="withdraw")
    deliver()
    waiting = answer_to(row).id
    said: dict[str, Call] = {
        "keep": lambda: service.keep(waiting, "en"),
        "withdraw": lambda: service.withdraw(waiting),
    }

    race(app, said[answer], let_the_date_pass, tasks.close)
    tasks.close()

    found = answer_to(row)
    assert (found.answer is None) != (found.removed_at is None)
    assert (now(row).state == State.PUBLISHED) == (found.answer == "keep")
    assert the_round().closed_at is not None
    must_be_consistent(row)
