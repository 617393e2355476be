"""Returned mail: noted where it proves a mail of ours, and at no other mailbox."""

from datetime import timedelta

import pytest
import time_machine

from signon.audit import trail
from signon.extensions import db
from signon.jobs.models import JOBS
from signon.kernel import clock
from signon.outbox.addresses import address_key
from signon.outbox.models import RETURNED
from signon.outbox.post import post
from signon.outbox.returned import marks, service
from signon.outbox.returned.service import Outcome, note
from signon.outbox.suppression import is_suppressed, suppress
from tests.outbox.mails import an_email
from tests.outbox.returned.samples import ABSENCE, QMAIL, RECEIPT, SERVERS, returned

TO, OTHER = "amina@example.org", "victim@example.net"

pytestmark = pytest.mark.usefixtures("app")


def sent(to: str = TO) -> str:
    """Return what stands before the "@" of the Message-ID of a mail of ours."""
    post(an_email(to), about="p4per")
    ref = db.session.scalars(db.select(JOBS.c.ref).order_by(JOBS.c.id.desc()).limit(1)).one()
    return marks.of(ref, to)


def is_gone(to: str) -> bool:
    db.session.rollback()
    return is_suppressed(address_key(to))


@pytest.mark.parametrize("server", SERVERS)
def test_a_mailbox_that_a_server_says_is_gone_gets_no_more_mail(server: str) -> None:
    outcome = note(returned(server, sent(), TO))

    assert outcome == Outcome.GONE
    assert is_gone(TO)
    assert [(e.action, e.details) for e in trail.history("p4per")] == [
        ("mail_returned", {"status": "5.1.10" if server == "Exchange Online" else "5.1.1"})
    ]


@pytest.mark.parametrize("server", SERVERS)
def test_nobody_silences_another_mailbox_with_a_mail_that_they_got(server: str) -> None:
    forged = returned(server, sent("mallory@example.com"), "mallory@example.com", failed=OTHER)

    note(forged.replace(b"mallory@example.com", OTHER.encode()))
    note(forged)

    assert not is_gone(OTHER)
    assert not is_gone("mallory@example.com")


@pytest.mark.parametrize("server", SERVERS)
def test_a_made_up_message_id_changes_nothing(server: str) -> None:
    ref, _, mark = sent().partition(".")

    assert note(returned(server, f"{ref}.{'0' * 24}", TO)) == Outcome.FOREIGN
    assert note(returned(server, ref, TO)) == Outcome.FOREIGN
    assert note(returned(server, f"{'0' * 24}.{mark}", TO)) == Outcome.FOREIGN
    assert not is_gone(TO)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("4.4.7", "451 4.4.7 Delivery time expired"),
        ("5.2.2", "552 5.2.2 Mailbox full"),
        ("5.7.1", "550 5.7.1 Message rejected as spam"),
        ("5.0.0", "550 Blocked by our policy"),
        ("5.0.0", "550 5.7.26 This mail is unauthenticated"),
        ("5.1.8", "550 5.1.8 Sender address rejected"),
        ("5.3.4", "552 5.3.4 Message too big"),
        ("nonsense", "no code at all"),
    ],
)
def test_what_says_nothing_of_the_mailbox_is_noted_and_no_more(status: str, words: str) -> None:
    report = returned("Postfix", sent(), TO, status=status, words=words)

    assert note(report) == Outcome.NOTED
    assert not is_gone(TO)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("5.0.0", "550 no such user here"),
        ("5.0.0", "550 5.1.1 unknown"),
        ("5.2.1", "550 5.2.1 The account is disabled"),
        ("5.4.4", "Host or domain name not found"),
        ("5.4.1", "550 5.4.1 Recipient address rejected: Access denied"),
        ("5.1.10", "550 5.1.10 RESOLVER.ADR.RecipientNotFound"),
    ],
)
def test_a_mailbox_that_is_gone_is_known_by_any_of_its_codes(status: str, words: str) -> None:
    report = returned("Postfix", sent(), TO, status=status, words=words)

    assert note(report) == Outcome.GONE


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded", ""])
def test_a_mail_that_is_not_given_up_is_not_noted(action: str) -> None:
    assert note(returned("Postfix", sent(), TO, action=action)) == Outcome.OTHER


@pytest.mark.parametrize("shape", [ABSENCE, RECEIPT])
def test_an_answer_of_a_reader_or_a_machine_is_left_alone(shape: str) -> None:
    assert note(returned(shape, sent(), TO)) == Outcome.OTHER
    assert not is_gone(TO)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Return-Path: <>", "Return-Path: <amina@example.org>"),
        ("MAILER-DAEMON@mail.example.net", "amina@example.org"),
        ("Subject: failure", "Auto-Submitted: auto-replied\nSubject: failure"),
    ],
)
def test_words_of_a_server_count_only_in_the_shape_of_a_server(before: str, after: str) -> None:
    assert note(returned(QMAIL.replace(before, after), sent(), TO)) == Outcome.OTHER


def test_the_same_report_twice_is_noted_once() -> None:
    report = returned("Postfix", sent(), TO)

    assert [note(report), note(report)] == [Outcome.GONE, Outcome.KNOWN]
    assert len(trail.history("p4per")) == 1


def test_a_later_report_that_says_worse_stands() -> None:
    mail = sent()
    full = returned("Postfix", mail, TO, status="5.2.2", words="552 5.2.2 Mailbox full")

    assert [note(full), note(returned("Postfix", mail, TO))] == [Outcome.NOTED, Outcome.GONE]
    assert note(full) == Outcome.KNOWN
    assert is_gone(TO)


def test_a_mail_that_was_passed_on_does_not_silence_who_passed_it_on() -> None:
    assert note(returned("Postfix", sent(), TO, failed="home@example.com")) == Outcome.NOTED
    assert not is_gone(TO)


def test_an_international_report_is_read() -> None:
    report = returned("Postfix", sent(), TO, report="global-", kind="utf-8")

    assert note(report) == Outcome.GONE


def test_a_report_about_a_mail_whose_job_is_forgotten_still_counts() -> None:
    mail = sent()
    with time_machine.travel(clock.now() + timedelta(days=40), tick=False):
        assert note(returned("Postfix", mail.replace(mail[:24], mail[:24]), TO)) == Outcome.GONE


def test_who_asked_for_silence_is_not_overruled_by_lifting() -> None:
    suppress(address_key(TO), "asked")

    assert not service.lift(TO)
    assert is_gone(TO)


def test_a_mailbox_is_written_to_again_once_that_is_lifted() -> None:
    note(returned("Postfix", sent(), TO))

    assert service.lift(TO)
    assert not is_gone(TO)
    assert not service.lift(TO)


def test_what_passed_is_forgotten_after_a_month_and_what_is_gone_after_a_year() -> None:
    note(returned("Postfix", sent(OTHER), OTHER, status="5.2.2", words="full"))
    note(returned("Postfix", sent(), TO))

    left = []
    for days in (29, 31, 401):
        with time_machine.travel(clock.now() + timedelta(days=days), tick=False):
            service.purge()
        left.append(len(db.session.execute(db.select(RETURNED)).all()))

    assert left == [2, 1, 0]
    assert is_gone(TO)
