"""What waits for somebody about another's entry goes when they are erased or nobody's any more."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from signon.audit import trail
from signon.endorsements import service as endorsements
from signon.endorsements.capability import ENDORSEMENT
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.jobs.models import Job
from signon.kernel import clock
from signon.space import offers
from signon.space.models import Offer
from signon.submissions import tasks, workflow
from signon.submissions.drafts import ContactDraft
from tests.challenges.scene import CHAIR, OFFICE, an_entry, checked
from tests.factories import a_paper, an_endorsement, confirm
from tests.support.scenes import Kept

CLOSES = clock.now() + timedelta(days=30)


def hand_over(row: Endorsement) -> None:
    offers.ask(row, "successor", ContactDraft("Cy Sample", "Chair", "cy@hearth.example.net"))
    offers.answer(db.session.scalars(select(Offer)).one(), yes=True)


def erase_in_time(row: Endorsement) -> None:
    with time_machine.travel(CLOSES + timedelta(days=3650)):
        tasks.erase()


ACTS: dict[str, Callable[[Endorsement], object]] = {
    "hosts erase": lambda row: endorsements.erase(row, actor="lead"),
    "time erases": erase_in_time,
    "withdrawn": lambda row: workflow.withdraw(ENDORSEMENT, row, actor=trail.SIGNATORY),
    "disowned": lambda row: workflow.disown(ENDORSEMENT, row),
    "handed over": hand_over,
}


def told_twice() -> int:
    """Let two strangers sign for Hearth: one notice is under way, another one waits its turn."""
    row = checked(an_entry(a_paper("first", closes_at=CLOSES), email=OFFICE))
    checked(an_entry(a_paper("third"), email=CHAIR))
    for email in ("eve@gmail.com", "mal@gmail.com"):
        stranger = {"name": "Hearth", "email": email}
        confirm(an_endorsement(a_paper("second"), confirmed=False, **stranger))
    return row.id


TOLD_TWICE = Kept(told_twice)


def the_known_one() -> Endorsement:
    return db.session.get_one(Endorsement, TOLD_TWICE.set())


def notices(to: str) -> list[str]:
    """Return the kinds of jobs that hold a notice to an address."""
    db.session.rollback()
    jobs = db.session.scalars(select(Job).order_by(Job.id))
    return [job.kind for job in jobs if to in str(job.payload) and "Signed for" in str(job.payload)]


@pytest.mark.parametrize("act", ACTS)
def test_notices_that_have_not_gone_out_are_taken_back(app: Flask, act: str) -> None:
    row = the_known_one()
    assert notices(OFFICE) == notices(CHAIR) == ["email", "email.waiting"]

    ACTS[act](row)

    assert notices(OFFICE) == []
    assert notices(CHAIR) == ["email", "email.waiting"] or act == "time erases"


def test_a_notice_to_an_address_that_was_wrong_is_taken_back(app: Flask) -> None:
    row = the_known_one()

    workflow.readdress(ENDORSEMENT, row, "right@hearth.example.net", actor="lead")

    assert notices(OFFICE) == []
    assert len(notices(CHAIR)) == 2


def test_who_has_merely_signed_and_is_erased_gets_none_either(app: Flask) -> None:
    row = an_entry(a_paper("first"), email=OFFICE)
    confirm(an_endorsement(a_paper("second"), confirmed=False, name="Hearth", email="eve@evil.org"))
    assert notices(OFFICE) == ["email"]

    endorsements.erase(row, actor="lead")

    assert notices(OFFICE) == []
