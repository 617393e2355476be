"""Scheduled work of this capability."""

from datetime import datetime, timedelta

from sqlalchemy import select, update

from signon.endorsements.models import Endorsement
from signon.endorsements.renewal import SEARCH
from signon.extensions import db
from signon.jobs.registry import Handler
from signon.jobs.schedule import Scheduled
from signon.papers import policy as papers
from signon.papers.models import Paper
from signon.submissions.models import Contact
from signon.transaction import command


@command
def follow_closing_dates() -> None:
    """Let contacts be erased when their paper's closing date, as it is today, says so.

    A paper that was opened again has none, so its contacts wait for the next one.
    """
    for paper in db.session.scalars(select(Paper)):
        _erase_contacts_on(paper.id, papers.erase_after(paper))


def _erase_contacts_on(paper_id: int, day: datetime | None) -> None:
    of_paper = select(Endorsement.contact_id).where(
        Endorsement.paper_id == paper_id, Endorsement.contact_id.is_not(None)
    )
    db.session.execute(
        update(Contact)
        .where(Contact.id.in_(of_paper), Contact.erase_after.is_distinct_from(day))
        .values(erase_after=day)
        .execution_options(synchronize_session=False)
    )


HANDLERS: dict[str, Handler] = {SEARCH.kind: SEARCH.run}
SCHEDULE = (
    Scheduled("endorsements.closing_dates", timedelta(days=1), follow_closing_dates),
    Scheduled("endorsements.renew", timedelta(minutes=10), SEARCH.begin),
)
