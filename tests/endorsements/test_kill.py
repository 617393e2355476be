"""Whatever is killed, and whenever: no endorsement and no mail is lost."""

import random
from collections import defaultdict
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import func, select

from signon.audit import trail
from signon.endorsements import service
from signon.endorsements.capability import ENDORSEMENT
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.papers.queries import PublicPaper
from signon.signatories import queries
from signon.submissions import links, workflow
from signon.submissions.states import State
from tests.factories import a_draft, a_paper
from tests.support.smtp import Mail, sink
from tests.support.workers import drain, kill_while_it_works, let_leases_run_out

ENDORSEMENTS, KILLS, CONFIRMED = 500, 25, 75


def sign(paper: PublicPaper, number: int) -> None:
    for _ in range(number):
        service.endorse(paper, a_draft())


def open_link(mail: Mail) -> int:
    """Open the link in a mail as a reader of the mail does; return what it is about."""
    link = next(word for word in mail.text().split() if "/confirm/" in word)
    _, row = links.read_confirmation(urlsplit(link).path.rsplit("/", 1)[1])
    return int(row.id)


def confirm(row_id: int) -> None:
    """Do what the owner of a mailbox does on the page behind the link."""
    workflow.confirm(ENDORSEMENT, db.session.get_one(Endorsement, row_id))


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
            confirm(open_link(next(filter(asks, rng.sample(server.mails, len(server.mails))))))
            let_leases_run_out()
        server.rules.clear()
        drain(app, server)
    asked = list(filter(asks, server.mails))
    opened = {open_link(mail) for mail in asked}
    for row_id in rng.sample(sorted(opened), CONFIRMED):
        confirm(row_id)

    ids = defaultdict(set)
    for mail in asked:
        ids[mail.recipients[0]].add(mail.message_id)
    db.session.remove()
    assert len(ids) == len(opened) == ENDORSEMENTS
    assert all(len(own) == 1 for own in ids.values())
    assert len(asked) - ENDORSEMENTS <= KILLS
    published = select(func.count()).select_from(Endorsement).filter_by(state=State.PUBLISHED)
    assert CONFIRMED <= (db.session.scalar(published) or 0) <= CONFIRMED + KILLS
    assert queries.overview(paper.id).organisations.total() == db.session.scalar(published)
    assert db.session.scalar(select(func.count()).select_from(Endorsement)) == ENDORSEMENTS
    assert trail.verify() is None
