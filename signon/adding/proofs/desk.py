"""What leads who may see contacts do with the file that shows how somebody signed."""

from flask import Blueprint, Response, current_app, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from signon.access.guard import requires, signed_in
from signon.access.roles import Role
from signon.adding import queries
from signon.adding.proofs import service
from signon.adding.proofs.policy import MIMES
from signon.endorsements.models import Endorsement
from signon.site import headers

pages = Blueprint("proofs", __name__, url_prefix="/desk")

SEES_CONTACTS = (Role.MODERATOR, Role.EXPORTER)


def may_see(campaign_id: int) -> bool:
    """Tell whether the lead may see contacts of a campaign, and so its proofs."""
    return any(signed_in().may(role, campaign_id) for role in SEES_CONTACTS)


@pages.post("/signatories/<public_id>/proof")
@requires(Role.VIEWER)
def take(public_id: str) -> Response:
    """Hand the file out, to be kept and never to be opened within the site; the trail says so."""
    row = _entry(public_id, SEES_CONTACTS)
    proof = service.proof_of(row.id)
    if proof is None:
        raise NotFound
    content, name, kind = proof.content, proof.name, proof.kind
    service.note_taken(row, lead=signed_in().public_id)
    response = current_app.response_class(content, mimetype=MIMES[kind])
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return headers.attachment(response, name)


@pages.post("/signatories/<public_id>/proof/removal")
@requires(Role.MODERATOR)
def drop(public_id: str) -> ResponseReturnValue:
    """Delete the file."""
    service.drop(_entry(public_id, (Role.MODERATOR,)), lead=signed_in().public_id)
    flash(_("The proof is deleted."), "adding")
    return redirect(url_for("adding.repair", public_id=public_id), 303)


def _entry(public_id: str, roles: tuple[Role, ...]) -> Endorsement:
    mine = {campaign for role in roles for campaign in signed_in().campaigns(role)}
    return queries.entry(public_id, mine)
