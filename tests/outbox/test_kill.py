"""A worker killed again and again loses no mail and repeats at most the one it had in hand."""

import random
from collections import defaultdict

import pytest
from flask import Flask

from signon.extensions import db
from tests.outbox.mails import post_to
from tests.support.jobs import waiting_jobs
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
