"""A server that is down, slow, rude or picky: nothing is lost, nothing goes twice, others go on."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask_mail import email_dispatched

from signon.extensions import db
from signon.jobs.models import Job
from signon.jobs.queries import MailState, mail_state
from signon.kernel import clock
from signon.outbox.addresses import address_key
from signon.outbox.delivery import MAX_BREAKS
from signon.outbox.mailer import MAILS_PER_CONNECTION
from signon.outbox.returned import marks
from signon.outbox.suppression import suppress
from tests.outbox.mails import delivering_to, drain, post_to
from tests.support.jobs import dead_jobs, waiting_jobs
from tests.support.patience import must_end
from tests.support.smtp import Sink, sink
from tests.support.threads import at_once

A, B, C = "a@example.org", "b@example.org", "c@example.org"


@pytest.fixture
def later() -> Iterator["Later"]:
    with time_machine.travel(clock.now()) as traveller:
        yield Later(traveller)


class Later:
    """Lets a worker run now and then, as time goes by."""

    def __init__(self, traveller: time_machine.Traveller):
        self.traveller = traveller

    def drain(self, *, times: int, every: timedelta) -> None:
        for _ in range(times):
            drain()
            self.traveller.shift(every)


def attempts() -> list[int]:
    db.session.remove()
    return [attempts for (attempts,) in db.session.query(Job.attempts).order_by(Job.id)]


@pytest.mark.usefixtures("app")
def test_a_mail_arrives_once_and_its_row_forgets_it(mailbox: Sink) -> None:
    post_to(A)

    drain()
    drain()

    assert mailbox.recipients() == [A]
    [job] = db.session.query(Job).all()
    assert (job.state, job.payload) == ("done", None)
    assert mailbox.accepted[0].message_id == f"<{marks.of(job.ref, A)}@signon.test>"


def test_mail_waits_for_a_server_that_is_down_and_leaves_within_two_minutes_of_its_return(
    app: Flask, later: Later
) -> None:
    with sink() as gone:
        port = gone.port
    with delivering_to(app, port):
        post_to(*(f"{number}@example.org" for number in range(50)))

        later.drain(times=60, every=timedelta(seconds=5))
        waiting = waiting_jobs()
        with sink(port) as back:
            later.drain(times=24, every=timedelta(seconds=5))

    assert waiting == 50
    assert len(back.accepted) == len(set(back.recipients())) == 50


def test_an_outage_counts_no_attempt_and_is_told_to_the_operator(
    app: Flask, later: Later, caplog: pytest.LogCaptureFixture
) -> None:
    with sink() as gone:
        port = gone.port
    with delivering_to(app, port):
        post_to(A)
        later.drain(times=10, every=timedelta(minutes=1))

    assert attempts() == [0]
    assert "email is down" in caplog.text
    assert "example.org" not in caplog.text


def test_a_server_that_says_not_now_three_times_gets_the_mail_once(
    mailbox: Sink, later: Later
) -> None:
    mailbox.tell("RCPT", "451 4.3.0 not now", times=3)
    post_to(A, about="slow")

    drain()
    state = mail_state(["slow"])
    later.drain(times=10, every=timedelta(minutes=3))

    assert state == {"slow": MailState("retrying", "451")}
    assert mailbox.recipients() == [A]
    assert attempts() == [4]


def test_a_refused_address_is_not_tried_again_and_can_be_seen(mailbox: Sink, later: Later) -> None:
    mailbox.tell("RCPT", "550 5.1.1 no such person as a@example.org", containing=A)
    post_to(A, about="refused")
    post_to(B)

    later.drain(times=3, every=timedelta(hours=1))

    assert mailbox.recipients() == [B]
    assert mail_state(["refused"]) == {"refused": MailState("dead", "550")}
    assert [job.subject for job in dead_jobs()] == ["refused"]
    # Once more after the other got through: only then is it the mail that is to blame.
    assert len([line for line in mailbox.commands if A in line and "RCPT" in line]) == 2


@pytest.mark.parametrize(("command", "words"), [("RCPT", "554 no"), ("BODY", "554 no")])
def test_a_relay_that_refuses_everybody_loses_no_mail(
    mailbox: Sink, later: Later, monkeypatch: pytest.MonkeyPatch, command: str, words: str
) -> None:
    monkeypatch.setattr("signon.jobs.worker.MAX_ATTEMPTS", 3)
    many = [f"somebody@body{number}.example.org" for number in range(30)]
    mailbox.tell(command, words)
    post_to(*many)

    later.drain(times=6, every=timedelta(hours=1))
    assert (dead_jobs(), waiting_jobs()) == ([], 30)
    mailbox.rules.clear()
    post_to(B)
    later.drain(times=1, every=timedelta(0))

    assert sorted(mailbox.recipients()) == sorted([*many, B])
    assert len({mail.message_id for mail in mailbox.accepted}) == 31


def test_a_relay_that_takes_a_few_an_hour_loses_next_to_none(mailbox: Sink, later: Later) -> None:
    many = [f"somebody@body{number}.example.org" for number in range(30)]
    post_to(*many)
    for _ in range(6):
        mailbox.rules.clear()
        for _ in range(10):
            mailbox.tell("RCPT", "250 ok", times=1)
        mailbox.tell("RCPT", "554 5.7.1 quota")
        later.drain(times=2, every=timedelta(hours=1))

    assert len(dead_jobs()) + len(mailbox.recipients()) == 30
    assert len(dead_jobs()) <= 4


def test_a_mail_refused_for_its_content_is_dead(mailbox: Sink) -> None:
    mailbox.tell("BODY", "554 5.7.1 looks like spam", containing=A)
    post_to(A, B)

    drain()

    assert mailbox.recipients() == [B]
    assert [job.last_error for job in dead_jobs()] == ["554"]


def test_a_server_that_closes_after_a_mail_gets_that_mail_again_and_the_others_at_once(
    mailbox: Sink, later: Later
) -> None:
    mailbox.tell("BODY", "421 4.3.2 shutting down", times=1)
    post_to(A, B, C)

    drain()
    at_once = mailbox.recipients()
    later.drain(times=2, every=timedelta(minutes=1))

    assert at_once == [B, C]
    assert mailbox.recipients() == [B, C, A]


def test_a_connection_cut_before_the_last_answer_is_tried_again_under_the_same_id(
    mailbox: Sink, later: Later
) -> None:
    mailbox.tell("BODY", cut=True, times=1)
    post_to(A, B)

    later.drain(times=3, every=timedelta(minutes=1))

    assert sorted(mailbox.recipients()) == [A, B]
    to_a = {mail.message_id for mail in mailbox.mails if A in mail.recipients}
    assert len(to_a) == 1
    assert len(mailbox.mails) == 3


def test_a_mail_that_always_cuts_the_connection_blocks_no_other(
    mailbox: Sink, later: Later
) -> None:
    mailbox.tell("BODY", cut=True, containing=A)
    post_to(A, B, A, C, A, A, A, "d@example.org")

    later.drain(times=6, every=timedelta(minutes=1))

    assert sorted(mailbox.recipients()) == [B, C, "d@example.org"]


@pytest.mark.parametrize("trouble", [{"pause": 120.0}, {"drip": 0.3}])
def test_a_server_that_is_slow_to_greet_is_given_up_in_time(
    trouble: dict[str, Any], mailbox: Sink, later: Later
) -> None:
    mailbox.tell("CONNECT", times=1, **trouble)
    post_to(A, B)

    with must_end():
        drain()
    later.drain(times=2, every=timedelta(seconds=10))

    assert sorted(mailbox.recipients()) == [A, B]
    assert attempts() == [1, 1]


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA", "BODY"])
def test_a_server_that_drips_in_the_middle_costs_one_mail_its_turn(
    command: str, mailbox: Sink, later: Later
) -> None:
    mailbox.tell(command, times=1, drip=0.3)
    post_to(A, B)

    with must_end():
        drain()
    first = mailbox.recipients()
    later.drain(times=2, every=timedelta(minutes=1))

    assert first == [B]
    assert sorted(mailbox.recipients()) == [A, B]


def test_a_server_that_swallows_everything_does_not_cost_each_mail_its_patience(
    mailbox: Sink, later: Later
) -> None:
    mailbox.tell("MAIL", pause=120.0, times=MAX_BREAKS)
    post_to(*(f"{number}@example.org" for number in range(100)))

    with must_end():
        drain()
    assert mailbox.connections == MAX_BREAKS
    later.drain(times=4, every=timedelta(minutes=1))

    assert len(set(mailbox.recipients())) == len(mailbox.accepted) == 100


@pytest.mark.parametrize("command", ["MAIL", "RCPT"])
def test_a_server_that_has_had_enough_of_a_connection_gets_a_new_one_at_once(
    command: str, mailbox: Sink
) -> None:
    mailbox.tell(command, "421 4.7.0 too many on this connection", containing=B, times=1)
    if command == "MAIL":
        mailbox.rules.clear()
        mailbox.tell("MAIL", times=1)
        mailbox.tell("MAIL", "421 4.7.0 too many on this connection", times=1)
    post_to(A, B, C)

    drain()

    assert mailbox.recipients() == [A, B, C]
    assert mailbox.connections == 2
    assert attempts() == [1, 1, 1]


def test_a_server_that_refuses_us_as_sender_loses_no_mail(mailbox: Sink, later: Later) -> None:
    mailbox.tell("MAIL", "550 5.7.1 not from you", times=3)
    post_to(A, B)

    later.drain(times=6, every=timedelta(minutes=1))

    assert sorted(mailbox.recipients()) == [A, B]
    assert dead_jobs() == []


@pytest.mark.usefixtures("app")
def test_a_full_mailbox_of_one_does_not_hold_up_the_batch(mailbox: Sink) -> None:
    mailbox.tell("RCPT", "452 4.2.2 full", containing=B)
    post_to(A, B, C)

    drain()

    assert mailbox.recipients() == [A, C]
    assert mailbox.connections == 1


@pytest.mark.usefixtures("app")
def test_a_connection_is_used_for_many_mails_and_then_changed(mailbox: Sink) -> None:
    post_to(*(f"{number}@example.org" for number in range(MAILS_PER_CONNECTION + 1)))

    drain()

    assert len(mailbox.accepted) == MAILS_PER_CONNECTION + 1
    assert mailbox.connections == 2


def test_four_workers_send_each_of_300_mails_once(app: Flask, mailbox: Sink) -> None:
    post_to(*(f"{number}@example.org" for number in range(300)))

    at_once(app, 4, drain)

    ids = [mail.message_id for mail in mailbox.accepted]
    assert len(ids) == len(set(ids)) == 300
    assert len(set(mailbox.recipients())) == 300


@pytest.mark.usefixtures("app")
def test_who_asks_for_silence_after_the_mail_was_written_gets_none(mailbox: Sink) -> None:
    post_to(A, B)
    suppress(address_key(A), "not_us")

    drain()

    assert mailbox.recipients() == [B]
    assert waiting_jobs() == 0


@pytest.mark.usefixtures("app")
def test_who_asks_for_silence_while_the_server_dawdles_is_still_heard(
    mailbox: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("signon.outbox.delivery.RECENT_SECONDS", 0)
    post_to(A, B)

    def ask_for_silence(app: Flask, message: object) -> None:
        suppress(address_key(B), "not_us")

    with email_dispatched.connected_to(ask_for_silence):
        drain()

    assert mailbox.recipients() == [A]


def test_nobody_is_named_in_the_log(
    mailbox: Sink, later: Later, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "signon")
    mailbox.tell("RCPT", "550 5.1.1 <a@example.org> unknown", containing=A)
    mailbox.tell("RCPT", "451 4.1.1 <b@example.org> later", containing=B)
    mailbox.tell("BODY", cut=True, containing=C)
    post_to(A, B, C)

    drain()

    assert caplog.text
    assert "example.org" not in caplog.text
    assert [job.last_error for job in db.session.query(Job).order_by(Job.id)][:2] == ["550", "451"]
