"""The owners' room for the people of a campaign: invite, give another role, take it away."""

from flask import (
    Blueprint,
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import BadRequest, NotFound

from signon.access import grants
from signon.access.guard import requires, signed_in
from signon.access.policy import AddressRefused, LastOwner
from signon.access.queries import has_role, leads_of
from signon.access.roles import NAMES, Role
from signon.access.second_step import rules
from signon.access.second_step.policy import NotSetUp
from signon.campaigns import queries
from signon.campaigns.forms import InvitationForm, RoleForm
from signon.campaigns.queries import PublicCampaign
from signon.kernel.errors import DomainError
from signon.kernel.languages import INTERFACE
from signon.site.error_pages import words_of
from signon.site.languages import current

pages = Blueprint("people", __name__, url_prefix="/desk/campaigns")


@pages.get("/<slug>/people")
@requires(Role.OWNER)
def people(slug: str) -> ResponseReturnValue:
    """Show who leads a campaign."""
    return _page(_campaign(slug), InvitationForm(formdata=None, language=current()))


@pages.post("/<slug>/people")
@requires(Role.OWNER)
def invite(slug: str) -> ResponseReturnValue:
    """Invite somebody, who gets a link by mail that works for their address alone."""
    campaign, form = _campaign(slug), InvitationForm()
    if not form.validate():
        return _page(campaign, form)
    email = form.email.data or ""
    if has_role(email, campaign.id):
        form.email.errors = [_("This person has a role here already: change it in the list.")]
        return _page(campaign, form)
    try:
        _invite(campaign, form)
    except AddressRefused as refusal:
        form.email.errors = [words_of(refusal)]
        return _page(campaign, form)
    flash(_("Invited: %(email)s", email=email.strip()), "people")
    return redirect(url_for(".people", slug=slug), 303)


@pages.post("/<slug>/people/<public_id>/role")
@requires(Role.OWNER)
def change_role(slug: str, public_id: str) -> ResponseReturnValue:
    """Give somebody another role, who is told."""
    campaign, form = _campaign(slug), RoleForm()
    if not form.validate():
        raise BadRequest
    title, actor = campaign.title, signed_in().public_id
    try:
        grants.change_role(
            public_id, campaign.id, Role(form.role.data or ""), actor=actor, campaign_title=title
        )
    except LastOwner as refusal:
        return _page(campaign, InvitationForm(formdata=None, language=current()), refusal)
    flash(_("Saved."), "people")
    return redirect(url_for(".people", slug=slug), 303)


@pages.post("/<slug>/people/<public_id>/invitation")
@requires(Role.OWNER)
def invite_again(slug: str, public_id: str) -> ResponseReturnValue:
    """Mail a new invitation to somebody who has not come."""
    campaign, actor = _campaign(slug), signed_in().public_id
    grants.invite_again(public_id, campaign.id, actor=actor, campaign_title=campaign.title)
    flash(_("A new invitation is on its way; the older link opens nothing any more."), "people")
    return redirect(url_for(".people", slug=slug), 303)


@pages.post("/<slug>/people/<public_id>/removal")
@requires(Role.OWNER)
def remove(slug: str, public_id: str) -> ResponseReturnValue:
    """Take somebody's role away; they are out at once, on every device."""
    campaign, lead = _campaign(slug), signed_in()
    try:
        grants.revoke(public_id, campaign.id, actor=lead.public_id)
    except LastOwner as refusal:
        return _page(campaign, InvitationForm(formdata=None, language=current()), refusal)
    if public_id == lead.public_id:
        return redirect(url_for("access.sign_in"), 303)
    flash(_("Removed, and signed out on every device."), "people")
    return redirect(url_for(".people", slug=slug), 303)


@pages.post("/<slug>/people/second-step")
@requires(Role.OWNER)
def ask_second_step(slug: str) -> ResponseReturnValue:
    """Ask for a second step of whoever may take contacts, or ask for it no more."""
    campaign, lead = _campaign(slug), signed_in()
    try:
        if request.form.get("ask") == "yes":
            rules.ask(campaign.id, campaign.public_id, lead=lead)
        else:
            rules.ask_no_more(campaign.id, campaign.public_id, lead=lead)
    except NotSetUp:
        return redirect(url_for("second_step.show", next=url_for(".people", slug=slug)), 303)
    flash(_("Saved."), "people")
    return redirect(url_for(".people", slug=slug), 303)


def _invite(campaign: PublicCampaign, form: InvitationForm) -> None:
    grants.invite(
        form.email.data or "",
        campaign.id,
        Role(form.role.data or ""),
        language=form.language.data or current(),
        invited_by=signed_in().public_id,
        campaign_title=campaign.title,
    )


def _page(
    campaign: PublicCampaign, form: InvitationForm, refusal: DomainError | None = None
) -> Response:
    html = render_template(
        "campaigns/people.html",
        campaign=campaign,
        leads=leads_of(campaign.id),
        form=form,
        roles={role: _(NAMES[role]) for role in reversed(Role)},
        languages=INTERFACE,
        me=signed_in().public_id,
        asks_second_step=rules.asks(campaign.id),
        refusal=words_of(refusal) if refusal else "",
    )
    status = refusal.status if refusal else 422 if form.errors else 200
    return make_response(html, status)


def _campaign(slug: str) -> PublicCampaign:
    campaign = queries.campaign_by_slug(slug, current())
    if not signed_in().may(Role.OWNER, campaign.id):
        raise NotFound
    return campaign
