"""A round begins: who is asked, once, in their language; and who is not."""

from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from signon.audit import trail
from signon.audit.models import AuditEntry
from signon.endorsements.capability import ENDORSEMENT
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.jobs.models import DEAD, Job
from signon.jobs.queue import Claimed
from signon.kernel import clock
from signon.outbox.addresses import address_key
from signon.outbox.post import MAILING, Paragraph
from signon.outbox.suppression import suppress
from signon.reconfirmations import policy, queries, service, tasks
from signon.reconfirmations.drafts import RoundDraft
from signon.reconfirmations.models import Round, RoundAnswer
from signon.submissions import workflow
from signon.submissions.states import Action
from signon.transaction import command
from tests.factories import a_paper, an_endorsement, confirm
from tests.reconfirmations.rounds import (
    DAY,
    NOTE,
    a_round,
    answer_to,
    deliver,
    edit,
    links_in,
    mail_questions,
    mails,
    open_one,
)
from tests.support.threads import at_once


@pytest.fixture
def clock_hand() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(clock.now(), tick=False) as traveller:
        yield traveller


def plan(days: int = 14, no_answer: str = "keep_older") -> RoundDraft:
    return RoundDraft(clock.now() + days * DAY, no_answer)


def how_many(model: type) -> int:
    db.session.rollback()
    return db.session.execute(select(func.count()).select_from(model)).scalar_one()


@command
def move(row: Endorsement, email: str) -> None:
    """Let another address stand for an endorsement."""
    held = db.session.scalars(select(Endorsement).where(Endorsement.id == row.id)).one()
    held.contact.email, held.address_key = email, address_key(email)


def test_everybody_who_signed_an_older_text_is_asked_in_their_language(app: Flask) -> None:
    paper = a_paper(languages=("en", "fr"))
    french = an_endorsement(paper, language="fr", name="Maison", email="maison@example.org")
    # What a lead holds is asked like those on the list.
    held = an_endorsement(paper, email="held@example.org")
    workflow.decide(held, Action.UNPUBLISH, revision=held.revision, moderator="lead")
    edit()
    new = an_endorsement(edit(title="Ten doors"), email="new@example.org")

    open_one()

    assert {email.to for email in mails()} == {"maison@example.org", "held@example.org"}
    [mail] = [email for email in mails() if email.to == "maison@example.org"]
    assert mail.language == "fr"
    assert next(links_in(mail)).startswith("/fr/rounds/")
    assert answer_to(new) is None
    assert answer_to(french).before_text_sha256 == french.text_sha256
    jobs = db.session.scalars(select(Job).where(Job.kind == "email")).all()
    assert {job.priority for job in jobs} == {MAILING}


def test_the_mail_says_what_was_changed_until_when_and_what_if_not(app: Flask) -> None:
    a_round(name="Hearth", no_answer="withdraw")

    [mail] = mails()

    text = " ".join(part.text for part in mail.parts if isinstance(part, Paragraph))
    for words in ("Hearth", NOTE, "version 1", "version 2", "UTC", "taken off the list"):
        assert words in text
    assert list(links_in(mail))[1] == "/en/papers/ten-doors/changes?from=1&to=2"
    assert "Ten open doors" in mail.subject


def test_the_rule_that_keeps_the_older_text_names_its_version(app: Flask) -> None:
    a_round(name="Hearth")

    [mail] = mails()

    assert "stays on the list under version 1" in mail.parts[-1].text


def test_nobody_without_a_contact_and_nobody_who_wants_no_mail_is_asked(app: Flask) -> None:
    paper = a_paper()
    silent, gone, asked = (an_endorsement(paper) for _ in range(3))
    suppress(silent.address_key or "", "asked")
    forget(gone)
    edit()

    assert queries.to_be_asked(paper.id, 1) == (2, 1)
    opened = open_one()

    assert how_many(RoundAnswer) == 3
    assert len(mails()) == 1
    assert answer_to(asked).asked_at is not None
    assert queries.tally(opened.id, is_open=True) == {"unanswered": 1, "unasked": 2}
    assert queries.due_to_ask(opened.public_id, 10) == []


@command
def forget(row: Endorsement) -> None:
    held = db.session.scalars(select(Endorsement).where(Endorsement.id == row.id)).one()
    db.session.delete(held.contact)
    held.contact = held.address_key = None


def test_editorial_changes_ask_nobody(app: Flask) -> None:
    paper = a_paper()
    an_endorsement(paper)

    with pytest.raises(policy.NothingToAsk):
        service.open_round(paper.id, plan(), actor="lead")
    edit(change="editorial")
    with pytest.raises(policy.NothingToAsk):
        service.open_round(paper.id, plan(), actor="lead")
    assert how_many(Round) == 0


def test_a_slip_of_the_pen_mended_afterwards_does_not_hinder_a_round(app: Flask) -> None:
    paper = a_paper()
    first = an_endorsement(paper)
    second = an_endorsement(edit())
    edit(change="editorial", title="Ten open doors!")

    open_one()

    assert answer_to(first) is not None
    assert answer_to(second) is None


def test_there_is_one_open_round_of_a_paper(app: Flask) -> None:
    a_round()
    paper_id = db.session.scalars(select(Round.paper_id)).one()

    with pytest.raises(policy.AlreadyAsking):
        service.open_round(paper_id, plan(), actor="lead")

    @command
    def another() -> None:
        first = db.session.scalars(select(Round)).one()
        copied = ("paper_id", "version_id", "asks_up_to", "answer_by", "no_answer", "opened_at")
        same = {name: getattr(first, name) for name in copied}
        db.session.add(Round(public_id="another", opened_by="lead", **same))
        db.session.flush()

    with pytest.raises(IntegrityError):
        another()


def test_two_leads_at_once_open_one_round(app: Flask) -> None:
    paper = a_paper()
    an_endorsement(paper)
    edit()

    def try_it() -> str:
        try:
            return service.open_round(paper.id, plan(), actor="lead").public_id
        except policy.AlreadyAsking:
            return ""

    opened = at_once(app, 3, try_it)

    assert len([one for one in opened if one]) == 1
    assert how_many(RoundAnswer) == 1


def test_workers_that_ask_at_once_mail_each_question_once(app: Flask) -> None:
    paper = a_paper()
    for _ in range(5):
        an_endorsement(paper)
    edit()
    service.open_round(paper.id, plan(), actor="lead")

    at_once(app, 4, mail_questions)

    assert len(mails()) == 5
    assert len({email.to for email in mails()}) == 5


def test_questions_leave_in_portions(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "PORTION", 2)
    paper = a_paper()
    for _ in range(5):
        an_endorsement(paper)
    edit()
    service.open_round(paper.id, plan(), actor="lead")

    seen = []
    while jobs := waiting_jobs():
        tasks.ask_some(jobs[0])
        seen.append(len(mails()))

    assert seen == [2, 4, 5]


@command
def waiting_jobs() -> list[Claimed]:
    """Take the jobs that ask, as a worker does."""
    found = db.session.scalars(select(Job).where(Job.kind == service.ASKING)).all()
    for job in found:
        db.session.delete(job)
    return [Claimed(j.id, j.ref, j.kind, j.payload, j.subject, 1, "", clock.now()) for j in found]


def test_an_address_that_changes_is_asked_too(app: Flask) -> None:
    [row] = a_round()
    deliver()
    before = len(mails())

    move(row, "second@example.org")
    tasks.ask()
    for job in waiting_jobs():
        tasks.ask_some(job)

    assert [email.to for email in mails()[before:]] == ["second@example.org"]


def test_what_is_left_of_an_address_goes_with_it(app: Flask) -> None:
    erased, kept = a_round(2)
    forget(erased)

    tasks.ask()

    assert answer_to(erased).asked_key is None
    assert answer_to(erased).asked_at is not None
    assert answer_to(kept).asked_key == kept.address_key


def test_whoever_has_not_answered_is_reminded_once_a_few_days_before(
    app: Flask, clock_hand: time_machine.Traveller
) -> None:
    answered, silent, unreached = a_round(3)
    service.keep(answer_to(answered).id, "en")
    deliver()
    refuse(unreached)
    seen = []

    for _ in range(15):
        tasks.remind()
        tasks.remind()
        seen.append(len(mails()))
        deliver()
        clock_hand.shift(DAY)

    asked = len(mails()) - 1
    assert seen[:11] == [asked] * 11
    assert set(seen[11:]) == {asked + 1}
    assert "answer by " in mails()[-1].subject
    assert "have no answer yet" in str(mails()[-1].parts[0])
    assert answer_to(silent).reminded_at is not None


@command
def refuse(row: Endorsement) -> None:
    """Let the mail to one signatory be undeliverable."""
    for job in db.session.scalars(select(Job).where(Job.subject == row.public_id)):
        job.state = DEAD


def test_workers_that_remind_at_once_send_one_mail(
    app: Flask, clock_hand: time_machine.Traveller
) -> None:
    a_round()
    deliver()
    clock_hand.shift(12 * DAY)
    before = len(mails())

    at_once(app, 4, tasks.remind)

    assert len(mails()) == before + 1


def test_who_confirms_an_older_text_after_the_round_began_is_asked_once(app: Flask) -> None:
    late = an_endorsement(a_paper(), confirmed=False)
    a_round()
    confirm(late)
    before = len(mails())

    for _ in range(2):
        tasks.ask()
        mail_questions()

    answer = answer_to(late)
    assert answer is not None
    assert answer.asked_at is not None
    assert len(mails()) == before + 1
    assert late.contact is not None
    assert mails()[-1].to == late.contact.email


def test_nobody_is_asked_whom_the_round_leaves_no_time(
    app: Flask, clock_hand: time_machine.Traveller
) -> None:
    late = an_endorsement(a_paper(), confirmed=False)
    a_round(no_answer="withdraw", days=10)
    clock_hand.shift(4 * DAY)
    confirm(late)

    tasks.ask()

    assert answer_to(late) is None


def test_the_trail_tells_of_the_round_and_of_nobody(app: Flask) -> None:
    a_round(2, name="Hearth")

    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "open_round")).one()

    assert entry.details == {"version": 2, "signatories": 2, "no_answer": "keep_older"}
    assert entry.actor == "lead"
    assert trail.verify() is None


def test_who_has_withdrawn_before_the_mail_was_written_is_not_asked(app: Flask) -> None:
    paper = a_paper()
    row = an_endorsement(paper)
    edit()
    service.open_round(paper.id, plan(), actor="lead")
    waiting = answer_to(row).id

    workflow.withdraw(ENDORSEMENT, row, actor=trail.SIGNATORY)

    assert service.ask(waiting) is False
    assert mails() == []
