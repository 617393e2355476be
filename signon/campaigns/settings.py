"""Create a campaign at the desk, and change what its pages say of it."""

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from signon.access.guard import for_any_lead, requires, signed_in
from signon.access.roles import Role
from signon.campaigns import policy, queries, service
from signon.campaigns.forms import CampaignForm, NewCampaignForm
from signon.campaigns.models import ACCENT
from signon.campaigns.queries import PublicCampaign
from signon.extensions import csrf
from signon.kernel import colours, slugs, wall_clock
from signon.kernel.errors import DomainError
from signon.kernel.languages import INTERFACE
from signon.markup import markdown
from signon.site.error_pages import words_of
from signon.site.languages import current
from signon.site.typed import stale

pages = Blueprint("settings", __name__, url_prefix="/desk/campaigns")

_FIELD_OF: tuple[tuple[type[DomainError], str], ...] = (
    (policy.ContactRefused, "contact"),
    (colours.TooPale, "accent"),
    (wall_clock.ZoneUnknown, "time_zone"),
    (wall_clock.ZoneMisleading, "time_zone"),
    (policy.SlugTaken, "slug"),
    (slugs.SlugUnusable, "slug"),
)
"""Beside which field a refusal stands."""


@pages.route("/new", methods=["GET", "POST"])
@csrf.exempt  # the form checks it itself and keeps what was typed
@for_any_lead
def create() -> ResponseReturnValue:
    """Create a campaign; its founder owns it."""
    lead, form = signed_in(), NewCampaignForm()
    if not lead.may_create_campaigns:
        raise NotFound
    if not form.is_submitted():
        form.accent.data, form.time_zone.data = ACCENT, "UTC"
    if not form.validate_on_submit():
        return _page("campaigns/new.html", form)
    draft = form.draft()
    try:
        service.found(draft, founder=lead.public_id)
    except DomainError as refusal:
        return _refused("campaigns/new.html", form, refusal)
    flash(_("Created. You are its owner."), "settings")
    return redirect(url_for("desk.home"), 303)


@pages.route("/<slug>/settings", methods=["GET", "POST"])
@csrf.exempt  # as above
@requires(Role.EDITOR)
def settings(slug: str) -> ResponseReturnValue:
    """Change what a campaign's pages say of it and of its host."""
    campaign, form = _campaign(slug), CampaignForm()
    if not form.is_submitted():
        form = _filled(campaign)
    if not form.validate_on_submit():
        return _page("campaigns/settings.html", form, campaign=campaign)
    try:
        stale.require_current(form, _filled(campaign))
        service.settle(slug, form.draft(slug), form.imprints(), actor=signed_in().public_id)
    except markdown.TextTooLarge as refusal:
        return _page("campaigns/settings.html", form, words_of(refusal), campaign=campaign)
    except DomainError as refusal:
        return _refused("campaigns/settings.html", form, refusal, campaign=campaign)
    flash(_("Saved."), "settings")
    return redirect(url_for(".settings", slug=slug), 303)


def _filled(campaign: PublicCampaign) -> CampaignForm:
    form = CampaignForm(formdata=None)
    form.fill(campaign, queries.texts(campaign.id), queries.imprint_sources(campaign.id))
    return form


def _refused(
    template: str,
    form: CampaignForm,
    refusal: DomainError,
    campaign: PublicCampaign | None = None,
) -> ResponseReturnValue:
    """Return the page with a refusal beside its field, above the form where it has none."""
    name = next((name for kind, name in _FIELD_OF if isinstance(refusal, kind)), "")
    if name not in form:
        return _page(template, form, words_of(refusal), campaign)
    form[name].errors = [words_of(refusal)]
    return _page(template, form, "", campaign)


def _page(
    template: str, form: CampaignForm, refusal: str = "", campaign: PublicCampaign | None = None
) -> ResponseReturnValue:
    html = render_template(
        template, form=form, refusal=refusal, languages=INTERFACE, campaign=campaign
    )
    return make_response(html, 422 if refusal or form.errors else 200)


def _campaign(slug: str) -> PublicCampaign:
    campaign = queries.campaign_by_slug(slug, current())
    if not signed_in().may(Role.EDITOR, campaign.id):
        raise NotFound
    return campaign
