"""Scheduled work of this capability."""

from datetime import datetime, timedelta

from sqlalchemy import or_, select, update

from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.jobs.schedule import Scheduled
from signon.papers import policy as papers
from signon.papers.models import Paper
from signon.submissions.models import Contact
from signon.transaction import command


@command
def follow_closing_dates() -> None:
    """Let contacts be erased when their paper's closing date, as it is today, says so."""
    for paper in db.session.scalars(select(Paper).where(Paper.closes_at.is_not(None))):
        day = papers.erase_after(paper)
        if day is not None:
            _erase_contacts_on(paper.id, day)


def _erase_contacts_on(paper_id: int, day: datetime) -> None:
    of_paper = select(Endorsement.contact_id).where(
        Endorsement.paper_id == paper_id, Endorsement.contact_id.is_not(None)
    )
    another = or_(Contact.erase_after.is_(None), Contact.erase_after != day)
    db.session.execute(
        update(Contact)
        .where(Contact.id.in_(of_paper), another)
        .values(erase_after=day)
        .execution_options(synchronize_session=False)
    )


SCHEDULE = (Scheduled("endorsements.closing_dates", timedelta(days=1), follow_closing_dates),)
