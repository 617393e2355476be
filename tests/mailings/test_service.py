"""Mailings: each reader once, in their language, and nobody who did not ask."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from signon.audit import trail
from signon.endorsements import service as endorsements
from signon.extensions import db
from signon.jobs import journal
from signon.jobs.models import JOBS
from signon.kernel import clock
from signon.mailings import audience, policy, queries, service, tasks
from signon.mailings.drafts import PlanDraft
from signon.mailings.models import MAILINGS, RECIPIENTS, Mailing
from signon.outbox.addresses import address_key
from signon.outbox.message import build
from signon.outbox.post import MAILING, Email
from signon.outbox.suppression import suppress
from signon.papers.queries import PublicPaper
from signon.submissions import workflow
from signon.submissions.kinds import kind_of
from tests.factories import a_paper, an_endorsement
from tests.mailings.scene import (
    ENGLISH,
    NOW,
    a_mailing,
    a_reader,
    deliver,
    let_worker_go_on,
    planned,
    states,
)

pytestmark = pytest.mark.usefixtures("app")
Outbox = Callable[[], list[Email]]


def several(paper: PublicPaper, number: int) -> None:
    for one in range(number):
        a_reader(paper, f"reader{one}")


def fix_recipients(app: Flask) -> None:
    """Let a mailing begin while the outbox is full."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(service, "PORTION", 0)
        let_worker_go_on(app)


def state_of(row: Mailing) -> str:
    db.session.rollback()
    return db.session.scalars(db.select(MAILINGS.c.state).where(MAILINGS.c.id == row.id)).one()


def test_each_gets_it_once_in_their_own_language_else_in_that_of_the_paper(
    app: Flask, outbox: Outbox
) -> None:
    paper = a_paper()
    for language in ("en", "fr", "ar"):
        a_reader(paper, f"in-{language}", language=language)
    row = planned(paper)

    let_worker_go_on(app)

    assert {(mail.to, mail.language, mail.subject) for mail in outbox()} == {
        ("in-en@example.org", "en", "Delivered"),
        ("in-fr@example.org", "fr", "Remise"),
        ("in-ar@example.org", "en", "Delivered"),
    }
    assert states(row) == {"posted": 3}
    priorities = db.session.scalars(db.select(JOBS.c.priority).where(JOBS.c.kind == "email"))
    assert set(priorities) == {MAILING}


def test_a_mail_says_who_writes_why_and_how_to_end_it(app: Flask, outbox: Outbox) -> None:
    paper = a_paper()
    a_reader(paper, "Hearth")
    planned(paper)
    let_worker_go_on(app)

    [mail] = outbox()
    raw = build(mail, "a" * 24, "signon@example.org", "https://signon.test").decode()

    assert mail.from_name == "Doors Network"
    assert "Hearth" in mail.footer
    assert "/en/updates/" in mail.way_out
    assert mail.parts[0].text == "The paper was **delivered** to them (https://a.example/)."
    assert "<strong>delivered</strong>" in raw
    assert mail.way_out_says == "No more updates about this paper"


def test_nobody_gets_it_who_did_not_ask_or_is_not_on_the_list() -> None:
    paper = a_paper()
    a_reader(paper, "asked")
    a_reader(paper, "twin", email="asked@example.org")
    an_endorsement(paper, name="unasked", email="unasked@example.org")
    an_endorsement(paper, name="unconfirmed", email="u@example.org", confirmed=False)
    suppress(address_key(a_reader(paper, "silent").contact.email), "asked")
    suppress(address_key(a_reader(paper, "gone").contact.email), "bounced")

    found = audience.of(paper, ["en"])

    assert found.by_language() == {"en": 1}
    assert found.others == {"unasked": 1, "twice": 1, "silent": 1, "gone": 1}


def test_it_is_finished_when_no_row_is_left(app: Flask) -> None:
    paper = a_paper()
    several(paper, 3)
    row = planned(paper)
    let_worker_go_on(app)
    deliver(but=1)
    tasks.go_on()
    under_way = state_of(row), states(row)
    deliver()
    tasks.go_on()

    assert under_way == ("sending", {"sent": 2, "posted": 1})
    assert (state_of(row), states(row)) == ("finished", {"sent": 3})


def test_few_lie_in_the_outbox_at_once(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "PORTION", 2)
    paper = a_paper()
    several(paper, 5)
    row = planned(paper)

    let_worker_go_on(app)
    tasks.go_on()
    tasks.go_on()

    assert states(row) == {"posted": 2, "waiting": 3}
    for _ in range(3):
        deliver()
        tasks.go_on()
    deliver()
    tasks.go_on()
    assert (state_of(row), states(row)) == ("finished", {"sent": 5})


def test_what_is_paused_goes_on_where_it_was(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "PORTION", 2)
    paper = a_paper()
    several(paper, 3)
    row = planned(paper)
    let_worker_go_on(app)
    deliver(but=1)

    service.pause(row, actor=trail.SYSTEM)
    tasks.go_on()
    paused = states(row)
    service.resume(row, actor=trail.SYSTEM)
    for _ in range(3):
        tasks.go_on()
        deliver()
    tasks.go_on()

    assert paused == {"posted": 1, "waiting": 2}  # the one that had left is noted on resuming
    assert (state_of(row), states(row)) == ("finished", {"sent": 3})


def test_what_is_stopped_reaches_nobody_more(app: Flask, outbox: Outbox) -> None:
    paper = a_paper()
    several(paper, 2)
    row = planned(paper)
    let_worker_go_on(app)
    deliver(but=1)

    service.stop(row, actor=trail.SYSTEM)

    assert outbox() == []
    assert (state_of(row), states(row)) == ("stopped", {"sent": 1, "skipped": 1})
    with pytest.raises(policy.WrongState):
        service.resume(row, actor=trail.SYSTEM)


def test_a_planned_one_waits_for_its_moment_and_stops_after_its_end(app: Flask) -> None:
    paper, now = a_paper(), clock.now()
    a_reader(paper)
    row = planned(paper, PlanDraft(now + timedelta(hours=2), now + timedelta(hours=4)))
    tasks.go_on()
    before = state_of(row)
    with time_machine.travel(now + timedelta(hours=3), tick=False):
        tasks.go_on()
        begun = state_of(row)
    with time_machine.travel(now + timedelta(hours=5), tick=False):
        tasks.go_on()

    assert (before, begun, state_of(row)) == ("scheduled", "sending", "missed")
    assert states(row) == {"skipped": 1}


def test_an_update_whose_server_was_away_too_long_is_not_sent_late(app: Flask) -> None:
    paper, now = a_paper(), clock.now()
    a_reader(paper)
    row = planned(paper, PlanDraft(now + timedelta(hours=2), now + timedelta(hours=4)))
    with time_machine.travel(now + timedelta(hours=5), tick=False):
        tasks.go_on()

    assert (state_of(row), states(row)) == ("missed", {})
    assert [e.action for e in trail.history(row.public_id)] == ["plan_mailing", "miss_mailing"]


def test_who_ends_updates_gets_not_even_what_lies_in_the_outbox(app: Flask, outbox: Outbox) -> None:
    paper = a_paper()
    row = a_reader(paper)
    twin = a_reader(paper, "twin", email="reader@example.org")
    mailing = planned(paper)
    let_worker_go_on(app)

    assert service.end_updates(row)
    assert not service.end_updates(row)

    assert outbox() == []
    assert states(mailing) == {"skipped": 1}
    db.session.expire_all()
    assert (row.state, row.contact.updates_wording, twin.contact.updates_wording) == (
        "published",
        None,
        None,
    )


def test_who_leaves_between_planning_and_sending_is_passed_over(app: Flask) -> None:
    paper = a_paper()
    gone, erased = a_reader(paper, "gone"), a_reader(paper, "erased")
    a_reader(paper, "stays")
    row = planned(paper)
    fix_recipients(app)
    workflow.withdraw(kind_of(gone), gone, actor=trail.SIGNATORY)
    endorsements.erase(erased, actor=trail.SYSTEM)
    tasks.go_on()
    service.forget_keys()

    assert states(row) == {"skipped": 2, "posted": 1}
    keys = db.select(RECIPIENTS.c.address_key).where(RECIPIENTS.c.endorsement_id == erased.id)
    assert db.session.scalars(keys).all() == [None]


def test_a_restored_one_begins_paused_and_sends_nothing_that_was_sent(app: Flask) -> None:
    paper = a_paper()
    several(paper, 2)
    row = planned(paper)
    fix_recipients(app)
    first = queries.refs(row.id, ["waiting"])[0]
    service.pause_all()  # as a restore does; meanwhile, after the backup, one had been sent
    journal.note(first)
    tasks.go_on()
    before = (state_of(row), states(row))

    service.resume(row, actor=trail.SYSTEM)
    tasks.go_on()

    assert before == ("paused", {"waiting": 2})
    assert states(row) == {"sent": 1, "posted": 1}


@pytest.mark.parametrize(
    ("begins", "ends"), [(-1, None), (2, 1), (2, 2), (24 * 400, None), (None, -1)]
)
def test_moments_that_do_not_fit_are_refused(begins: int | None, ends: int | None) -> None:
    paper, now = a_paper(), clock.now()
    a_reader(paper)
    at = [None if hours is None else now + timedelta(hours=hours) for hours in (begins, ends)]

    with pytest.raises(policy.BadMoment):
        planned(paper, PlanDraft(*at))


def test_two_in_a_day_are_enough() -> None:
    paper = a_paper()
    a_reader(paper)
    planned(paper)
    planned(paper)

    with pytest.raises(policy.TooMany):
        planned(paper)
    planned(paper, PlanDraft(clock.now() + timedelta(days=2), None))


def test_an_update_to_nobody_or_without_words_is_refused() -> None:
    with pytest.raises(policy.NobodyToTell):
        service.plan(a_mailing(), NOW, actor=trail.SYSTEM)
    with pytest.raises(policy.NothingWritten):
        service.write(a_mailing(), ())


def test_what_is_under_way_is_not_rewritten() -> None:
    paper = a_paper()
    a_reader(paper)
    row = planned(paper)

    for act in (lambda: service.write(row, [ENGLISH]), lambda: service.drop(row)):
        with pytest.raises(policy.WrongState):
            act()
