"""Receipts move in."""

from flask import render_template
from markupsafe import Markup

from signon.capability import Capability
from signon.endorsements.models import Endorsement
from signon.outbox.post import ORDINARY, post
from signon.receipts import emails, queries, routes, service


def _thank(endorsement: Endorsement) -> None:
    """Issue the receipt, and mail it to whoever has confirmed."""
    receipt = service.issue(endorsement)
    if endorsement.contact is not None:
        thanks = emails.confirmed(endorsement, receipt.code, to=endorsement.contact.email)
        post(thanks, about=endorsement.public_id, priority=ORDINARY)


def in_space(endorsement: Endorsement, time_zone: str) -> Markup:
    """Draw the links to the receipts of an endorsement, in its signatory's space."""
    values = {"receipts": queries.of_endorsement(endorsement.id), "time_zone": time_zone}
    return Markup(render_template("receipts/_in_space.html", **values))  # noqa: S704


def _renew(endorsement: Endorsement) -> None:
    """Issue a receipt for what an endorsement says from now on; the older one says so."""
    service.issue(endorsement)


CAPABILITY = Capability(
    "receipts",
    blueprints=(routes.pages,),
    panels={"space_endorsement": in_space},
    listeners={
        "endorsement_confirmed": _thank,
        "endorsement_changed": _renew,
        "endorsement_ended": service.empty,
        "hidden_names_forgotten": service.empty_hidden,
    },
)
