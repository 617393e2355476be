"""A worker killed in the middle of a mailing: each reader once, and the count never goes back."""

import random
from collections import defaultdict

import pytest
from flask import Flask

from signon.extensions import db
from signon.mailings import queries
from signon.mailings.models import SENT, Mailing
from tests.factories import a_paper
from tests.mailings.scene import a_reader, planned, states
from tests.support.smtp import sink
from tests.support.workers import drain, kill_while_it_works, let_leases_run_out

READERS, KILLS = 60, 3


def sent(row: Mailing) -> int:
    return states(row).get(SENT, 0)


@pytest.mark.slow
def test_a_mailing_that_is_killed_reaches_each_once_and_ends_with_all(app: Flask) -> None:
    rng, paper = random.Random(), a_paper()
    for number in range(READERS):
        a_reader(paper, f"reader{number}")
    row, seen = planned(paper), [0]

    with sink() as server:
        server.tell("BODY", pause=0.005)
        for _ in range(KILLS):
            kill_while_it_works(app, server, rng)
            let_leases_run_out()
            seen.append(sent(row))
        server.rules.clear()
        while queries.due():
            let_leases_run_out()
            drain(app, server)
            seen.append(sent(row))

    ids = defaultdict(set)
    for mail in server.mails:
        if "/en/updates/" in mail.text():
            ids[mail.recipients[0]].add(mail.message_id)
    db.session.rollback()
    far = queries.progress(row.id)
    db.session.refresh(row)
    assert (row.state, far.by_state) == ("finished", {SENT: READERS})
    assert seen == sorted(seen)
    assert len(ids) == READERS
    assert all(len(own) == 1 for own in ids.values())
    assert len(server.mails) - READERS <= KILLS
