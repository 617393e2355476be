"""Receipts move in."""

from flask import render_template

from signon.capability import Capability
from signon.endorsements import publication
from signon.endorsements.events import Corrected
from signon.endorsements.models import Endorsement
from signon.events import Listener
from signon.outbox.post import ORDINARY, post_asked
from signon.receipts import emails, queries, routes, service
from signon.site.slots import Fill
from signon.submissions.events import Confirmed, Ended, Erased
from signon.submissions.states import State


def _issue(event: Confirmed) -> None:
    """Issue the receipt of an endorsement, and mail it to whoever has confirmed it."""
    endorsement = event.submission
    if not isinstance(endorsement, Endorsement):
        return
    receipt = service.issue(endorsement)
    # Who signs beside a colleague is told that and nothing else, by the space.
    if event.by_mailbox and endorsement.contact is not None and not _is_twin(endorsement):
        thanks = emails.confirmed(endorsement, receipt.code, to=endorsement.contact.email)
        post_asked(thanks, about=endorsement.public_id, priority=ORDINARY)


def _is_twin(endorsement: Endorsement) -> bool:
    return endorsement.state == State.CONFIRMED and publication.is_listed(endorsement)


def in_space(endorsement: Endorsement, time_zone: str) -> str:
    """Draw the links to the receipts of an endorsement, in its signatory's space."""
    values = {"receipts": queries.of_endorsement(endorsement.id), "time_zone": time_zone}
    return render_template("receipts/_in_space.html", **values)


def _renew(event: Corrected) -> None:
    """Issue a receipt for what an endorsement says from now on; the older one says so."""
    service.issue(event.endorsement)


def _empty(event: Ended) -> None:
    if isinstance(event.submission, Endorsement):
        service.empty(event.submission)


def _empty_hidden(event: Erased) -> None:
    if event.model is Endorsement:
        service.empty_hidden(event.row_ids)


CAPABILITY = Capability(
    "receipts",
    blueprints=(routes.pages,),
    slots=("receipt.foot",),
    fills=(Fill("space.entry", 10, in_space),),
    listeners=(
        Listener(Confirmed, _issue),
        Listener(Corrected, _renew),
        Listener(Ended, _empty),
        Listener(Erased, _empty_hidden),
    ),
)
