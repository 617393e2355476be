"""Whatever is killed, and whenever: no endorsement and no mail is lost."""

import random
from collections import defaultdict
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import func, select

from signon.audit import trail
from signon.endorsements import service
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.papers.queries import PublicPaper
from signon.signatories import queries
from signon.submissions import links, workflow
from tests.factories import a_draft, a_paper
from tests.support.smtp import Mail, sink
from tests.support.workers import drain, kill_while_it_works, let_leases_run_out

ENDORSEMENTS, KILLS = 500, 25


def sign(paper: PublicPaper, number: int) -> None:
    for _ in range(number):
        service.endorse(paper, a_draft())


def confirm_by(mail: Mail) -> None:
    """Do what the owner of a mailbox does with the link in a mail."""
    words = mail.text().split()
    link = next(word for word in words if "/confirm/" in word)
    kind, row = links.read_confirmation(urlsplit(link).path.rsplit("/", 1)[1])
    workflow.confirm(kind, row)


def asks(mail: Mail) -> bool:
    """Tell whether a mail asks to confirm; others thank for having done so."""
    return "/confirm/" in mail.text()


@pytest.mark.slow
def test_a_worker_killed_twenty_five_times_loses_nothing(app: Flask) -> None:
    rng, paper = random.Random(), a_paper()

    with sink() as server:
        server.tell("BODY", pause=0.005)
        for _ in range(KILLS):
            sign(paper, ENDORSEMENTS // KILLS)
            kill_while_it_works(app, server, rng)
            confirm_by(next(filter(asks, rng.sample(server.mails, len(server.mails)))))
            let_leases_run_out()
        server.rules.clear()
        drain(app, server)
    asked = list(filter(asks, server.mails))
    for mail in asked:
        confirm_by(mail)

    ids = defaultdict(set)
    for mail in asked:
        ids[mail.recipients[0]].add(mail.message_id)
    db.session.remove()
    assert len(ids) == ENDORSEMENTS
    assert all(len(own) == 1 for own in ids.values())
    assert len(asked) - ENDORSEMENTS <= KILLS
    assert queries.overview(paper.id).organisations.total() == ENDORSEMENTS
    assert db.session.scalar(select(func.count()).select_from(Endorsement)) == ENDORSEMENTS
    assert trail.verify() is None
