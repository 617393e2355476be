"""Somebody answers, changes their mind, comes too late; the list follows, and the date settles."""

from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select, update

from signon.audit import trail
from signon.audit.models import AuditEntry
from signon.endorsements.capability import ENDORSEMENT
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.jobs.models import DEAD, JOBS
from signon.kernel import clock
from signon.papers import queries as papers
from signon.reconfirmations import links, queries, service, tasks
from signon.reconfirmations.models import Round
from signon.signatories import queries as lists
from signon.submissions import workflow
from signon.submissions.states import Action, State
from tests.factories import TEXT, a_paper, an_endorsement
from tests.reconfirmations.rounds import (
    DAY,
    a_round,
    answer_to,
    deliver,
    edit,
    listed,
    now,
    open_one,
    the_round,
)
from tests.support.threads import at_once


@pytest.fixture
def clock_hand() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(clock.now(), tick=False) as traveller:
        yield traveller


def total() -> int:
    db.session.rollback()
    paper = papers.paper_by_slug("ten-doors")
    return lists.overview(paper.id).organisations.total()


def test_keeping_binds_the_endorsement_to_the_newer_text(app: Flask) -> None:
    [row] = a_round()
    before = row.text_sha256

    service.keep(answer_to(row).id, "en")

    text = papers.paper_by_slug("ten-doors", 2).text("en")
    kept = now(row)
    assert (kept.text_id, kept.text_sha256) == (text.id, text.sha256)
    assert kept.text_sha256 != before == answer_to(row).before_text_sha256
    assert listed() == {row.public_id: 2}
    assert total() == 1
    [entry] = [e for e in trail.history(row.public_id) if e.action == "back_version"]
    assert entry.details == {"before": 1, "after": 2}


def test_the_text_that_is_kept_is_the_one_that_was_read(app: Flask) -> None:
    paper = a_paper(languages=("en", "fr"))
    row = an_endorsement(paper, language="fr")
    edit()
    edit("fr", markdown=TEXT + "\nEn français.\n")
    open_one()

    service.keep(answer_to(row).id, "fr")

    assert now(row).text_sha256 == papers.paper_by_slug("ten-doors", 2).text("fr").sha256


def test_keeping_twice_is_harmless_and_the_trail_says_it_once(app: Flask) -> None:
    [row] = a_round()

    for _ in range(2):
        service.keep(answer_to(row).id, "en")

    assert [e.action for e in trail.history(row.public_id)].count("answer_round") == 1


def test_withdrawing_takes_it_off_and_may_come_after_keeping(app: Flask) -> None:
    [row] = a_round()
    waiting = answer_to(row).id

    service.keep(waiting, "en")
    service.withdraw(waiting, "Our board sees it otherwise.")

    gone = now(row)
    assert (gone.state, gone.withdrawal_reason) == (
        State.WITHDRAWN,
        "Our board sees it otherwise.",
    )
    assert answer_to(row).answer == "withdraw"
    assert listed() == {}
    with pytest.raises(links.OffTheList):
        service.keep(waiting, "en")


def test_what_a_lead_has_removed_can_no_longer_answer(app: Flask) -> None:
    [row] = a_round()
    workflow.decide(row, Action.REJECT, revision=row.revision, moderator="lead")

    with pytest.raises(links.NothingLeft):
        service.keep(answer_to(row).id, "en")


def test_what_waits_for_a_lead_keeps_without_being_listed(app: Flask) -> None:
    [row] = a_round()
    workflow.decide(row, Action.UNPUBLISH, revision=row.revision, moderator="lead")

    service.keep(answer_to(row).id, "en")

    assert now(row).state == State.CONFIRMED
    assert listed() == {}
    assert now(row).version_id == the_round().version_id


def test_no_answer_keeps_the_older_text_where_the_round_says_so(
    app: Flask, clock_hand: time_machine.Traveller
) -> None:
    kept, silent = a_round(2)
    service.keep(answer_to(kept).id, "en")
    deliver()

    clock_hand.shift(14 * DAY)
    tasks.close()

    assert listed() == {kept.public_id: 2, silent.public_id: 1}
    assert the_round().closed_at is not None
    assert answer_to(silent).asked_key is None
    assert queries.tally(the_round().id, is_open=False) == {"kept": 1, "unanswered": 1}


def test_no_answer_leaves_the_list_where_the_round_says_so(
    app: Flask, clock_hand: time_machine.Traveller
) -> None:
    kept, silent, refused, moved = a_round(4, no_answer="withdraw")
    service.keep(answer_to(kept).id, "en")
    deliver()
    undeliverable(refused.public_id)
    new_address(moved.public_id)

    clock_hand.shift(14 * DAY)
    tasks.close()
    tasks.close()

    assert listed() == {kept.public_id: 2, refused.public_id: 1, moved.public_id: 1}
    assert now(silent).state == State.WITHDRAWN
    assert answer_to(silent).removed_at is not None
    closing = select(AuditEntry.details).where(AuditEntry.action == "close_round")
    assert db.session.scalars(closing).all() == [{"kept": 1, "removed": 1, "unanswered": 2}]
    assert trail.verify() is None


def undeliverable(subject: str) -> None:
    with db.engine.begin() as connection:
        connection.execute(JOBS.update().where(JOBS.c.subject == subject).values({"state": DEAD}))


def new_address(public_id: str) -> None:
    mine = update(Endorsement).where(Endorsement.public_id == public_id)
    with db.engine.begin() as connection:
        connection.execute(mine.values(address_key="another"))


def test_nothing_is_settled_before_the_date_nor_answered_after_it(
    app: Flask, clock_hand: time_machine.Traveller
) -> None:
    [row] = a_round(no_answer="withdraw")
    deliver()
    waiting, round_id = answer_to(row).id, the_round().id

    assert service.settle(waiting) is False
    assert service.close_round(round_id) is False
    clock_hand.shift(14 * DAY)
    with pytest.raises(links.RoundOver):
        service.keep(waiting, "en")
    with pytest.raises(links.RoundOver):
        service.withdraw(waiting)
    assert listed() == {row.public_id: 1}
    assert service.close_round(round_id) is True
    assert service.close_round(round_id) is False
    assert service.settle(waiting) is False


def test_settling_goes_on_where_it_was_broken_off(
    app: Flask, clock_hand: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "PORTION", 2)
    rows = a_round(5, no_answer="withdraw")
    deliver()
    clock_hand.shift(14 * DAY)
    service.settle(answer_to(rows[0]).id)  # and then the worker died

    tasks.close()

    assert listed() == {}
    assert the_round().closed_at is not None


def test_workers_that_close_at_once_settle_each_signatory_once(
    app: Flask, clock_hand: time_machine.Traveller
) -> None:
    a_round(4, no_answer="withdraw")
    deliver()
    clock_hand.shift(14 * DAY)

    at_once(app, 3, tasks.close)

    db.session.rollback()
    counted = select(AuditEntry.action, func.count()).group_by(AuditEntry.action)
    actions = dict(db.session.execute(counted).all())
    assert (actions["withdraw"], actions["close_round"]) == (4, 1)


def test_after_a_round_another_change_can_be_asked_about(
    app: Flask, clock_hand: time_machine.Traveller
) -> None:
    kept, older = a_round(2)
    service.keep(answer_to(kept).id, "en")
    clock_hand.shift(14 * DAY)
    tasks.close()
    edit(markdown=TEXT + "\nAnd windows.\n")

    open_one()
    service.keep(answer_to(older).id, "en")

    assert db.session.scalar(select(func.count()).select_from(Round)) == 2
    assert listed() == {kept.public_id: 2, older.public_id: 3}


def test_a_new_signatory_backs_the_current_text_and_can_withdraw_as_ever(app: Flask) -> None:
    a_round()
    new = an_endorsement(papers.paper_by_slug("ten-doors"))

    workflow.withdraw(ENDORSEMENT, new, actor=trail.SIGNATORY)

    assert answer_to(new) is None
    assert len(listed()) == 1
