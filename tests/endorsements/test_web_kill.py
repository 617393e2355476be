"""However often the web server's workers are killed, who was answered has signed, and once."""

import random
import time
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest
from flask import Flask
from sqlalchemy import func, select

from signon.audit import trail
from signon.endorsements.capability import ENDORSEMENT
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.jobs.models import Job
from signon.signatories import queries
from signon.signatories.models import Signatory
from signon.submissions.emails import confirm_url
from signon.submissions.states import State
from tests.factories import FORM, a_paper, an_endorsement
from tests.support.web import Visitor, Web, web

KILLS, VISITORS = 50, 6
FORM_PAGE = "/en/papers/ten-doors/endorse"


def sign(served: Web, number: int) -> None:
    name, email = f"Body {number}", f"body{number}@example.org"
    Visitor(served.url).send(FORM_PAGE, {**FORM, "organisation_name": name, "email": email})


def confirm(served: Web, link: str) -> None:
    Visitor(served.url).send(urlsplit(link).path, {})


def kill_workers(served: Web, times: int) -> None:
    """Kill -9 one worker after the other while they serve; the server starts new ones."""
    for _ in range(times):
        time.sleep(random.uniform(0.05, 0.2))
        if workers := served.workers():
            with suppress(psutil.NoSuchProcess):  # killed before, and not missed yet
                random.choice(workers).kill()


def number_of(model: type, **values: str) -> int:
    found = select(func.count()).select_from(model).filter_by(**values)
    return db.session.scalar(found) or 0


@pytest.mark.slow
def test_a_web_worker_killed_fifty_times_loses_nothing(app: Flask, tmp_path: Path) -> None:
    paper = a_paper()
    waiting = [an_endorsement(paper, confirmed=False) for _ in range(100)]
    links = [confirm_url(ENDORSEMENT, row) for row in waiting]
    db.session.remove()

    with web(app, tmp_path / "log") as served, ThreadPoolExecutor(VISITORS + 1) as pool:
        killing = pool.submit(kill_workers, served, KILLS)
        visits = [pool.submit(confirm, served, link) for link in links]
        signed = 0
        while not killing.done():
            visits += [pool.submit(sign, served, signed + n) for n in range(VISITORS)]
            signed += VISITORS
            wait(visits)
        for visit in [killing, *visits]:
            visit.result()
        sign(served, signed)

    names = [f"Body {number}" for number in range(signed + 1)]
    stored = db.session.scalars(select(Endorsement.name).where(Endorsement.name.like("Body %")))
    assert sorted(stored) == sorted(names)
    assert number_of(Endorsement, state=State.PUBLISHED) == len(links)
    assert number_of(Signatory) == len(links)
    assert queries.overview(paper.id).organisations.total() == len(links)
    asked = select(Job.subject).join(Endorsement, Endorsement.public_id == Job.subject)
    asked = asked.where(Job.kind == "email", Endorsement.state == State.SUBMITTED)
    mails = list(db.session.scalars(asked))
    assert len(mails) == len(set(mails)) == len(names)
    assert trail.verify() is None
