"""A worker killed again and again loses no mail and repeats at most the one it had in hand."""

import random
import socket
import time
from collections import defaultdict

import pytest
from flask import Flask

from signon.extensions import db
from tests.outbox.mails import post_to
from tests.support.jobs import waiting_jobs
from tests.support.patience import must_end
from tests.support.smtp import sink
from tests.support.workers import drain, kill_while_it_works, let_leases_run_out

MAILS, KILLS = 300, 10


@pytest.mark.slow
def test_no_mail_is_lost_and_none_is_repeated_under_another_name(app: Flask) -> None:
    rng = random.Random()
    recipients = {f"{number}@example.org" for number in range(MAILS)}
    post_to(*recipients)

    with sink() as server:
        server.tell("BODY", pause=0.01)
        for _ in range(KILLS):
            kill_while_it_works(app, server, rng)
            let_leases_run_out()
        server.rules.clear()
        drain(app, server)

    ids = defaultdict(set)
    for mail in server.mails:
        ids[mail.recipients[0]].add(mail.message_id)
    db.session.remove()
    assert waiting_jobs() == 0
    assert set(ids) == recipients
    assert all(len(own) == 1 for own in ids.values())
    assert len(server.mails) - MAILS <= KILLS


@pytest.mark.parametrize("said", ["DATA\r\n", "DATA\r\nSubject: Half of", "DATA\r\nHalf\r\n"])
def test_the_mail_server_of_tests_lets_go_of_whoever_dies_in_the_middle_of_a_mail(
    said: str,
) -> None:
    """Else a thread of it would read nothing for ever, and take half of what all later tests do."""
    with sink() as server, must_end():
        with socket.create_connection(("127.0.0.1", server.port)) as dying:
            dying.sendall(f"EHLO a\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\n{said}".encode())
            while b"354" not in dying.recv(1024):
                pass
        while server._open:
            time.sleep(0.01)

        assert server.mails == []
