"""Which campaigns ask for a second step of whoever may take their contacts."""

from sqlalchemy import delete, exists, select

from signon.access.models import SecondStepRule
from signon.access.second_step.policy import NotSetUp
from signon.access.second_step.queries import is_on
from signon.access.sessions import SignedIn
from signon.audit import trail
from signon.extensions import db
from signon.kernel import clock
from signon.transaction import command


def asks(campaign_id: int) -> bool:
    """Tell whether a campaign asks for it."""
    own = SecondStepRule.campaign_id == campaign_id
    return bool(db.session.scalar(select(exists().where(own))))


@command
def ask(campaign_id: int, campaign_public_id: str, *, lead: SignedIn) -> None:
    """Let nobody take contacts of a campaign without a second step, from the next request on.

    Raises `NotSetUp` for a lead who has none: they would shut themselves out.
    """
    if not is_on(lead.account_id):
        raise NotSetUp
    if not asks(campaign_id):
        db.session.add(SecondStepRule(campaign_id=campaign_id, made_at=clock.now()))
        trail.record("ask_second_step", campaign_public_id, actor=lead.public_id)


@command
def ask_no_more(campaign_id: int, campaign_public_id: str, *, lead: SignedIn) -> None:
    """Let those who may take contacts do so with a password alone again."""
    own = SecondStepRule.campaign_id == campaign_id
    gone = delete(SecondStepRule).where(own).returning(SecondStepRule.campaign_id)
    if db.session.execute(gone).first() is not None:
        trail.record("ask_no_second_step", campaign_public_id, actor=lead.public_id)
