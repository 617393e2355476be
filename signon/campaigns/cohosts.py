"""Rooms about co-hosts: for the owners of a campaign, and for the people of a co-host."""

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from signon.access.guard import for_any_lead, requires, signed_in
from signon.access.partners import service as partners
from signon.access.partners.queries import people_of
from signon.access.policy import AddressRefused
from signon.access.roles import Role
from signon.campaigns import cohosting, queries
from signon.campaigns.forms import CoHostForm, PartnerForm
from signon.campaigns.policy import NameRefused
from signon.campaigns.queries import CoHosting, PublicCampaign
from signon.kernel.languages import INTERFACE
from signon.site.error_pages import words_of
from signon.site.languages import current

pages = Blueprint("cohosts", __name__, url_prefix="/desk")

_ROOMS = "/campaigns/<slug>/co-hosts"


@pages.get(_ROOMS)
@requires(Role.OWNER)
def index(slug: str) -> ResponseReturnValue:
    """Show who hosts a campaign too."""
    return _page(_campaign(slug), CoHostForm(formdata=None))


@pages.post(_ROOMS)
@requires(Role.OWNER)
def add(slug: str) -> ResponseReturnValue:
    """Add a co-host, which gets a link of its own."""
    campaign, form = _campaign(slug), CoHostForm()
    if not form.validate():
        return _page(campaign, form)
    try:
        cohosting.add(campaign.id, form.cleaned(), actor=signed_in().public_id)
    except NameRefused as refusal:
        form.name.errors = [words_of(refusal)]
        return _page(campaign, form)
    return _saved(slug, _("Added, with a link of its own."))


@pages.post(f"{_ROOMS}/<public_id>/end")
@requires(Role.OWNER)
def end(slug: str, public_id: str) -> ResponseReturnValue:
    """Let a co-host go; its people are out at once."""
    co_host = _co_host(_campaign(slug), public_id)
    cohosting.end(co_host.id, actor=signed_in().public_id)
    return _saved(slug, _("Its people are out, and its link credits nobody any more."))


@pages.post(f"{_ROOMS}/<public_id>/people")
@requires(Role.OWNER)
def invite(slug: str, public_id: str) -> ResponseReturnValue:
    """Invite somebody of a co-host."""
    campaign, form = _campaign(slug), PartnerForm()
    co_host = _co_host(campaign, public_id)
    if co_host.is_over:
        raise NotFound
    try:
        if form.validate():
            _invite(form, campaign, co_host)
            return _saved(slug, _("Invited: %(email)s", email=(form.email.data or "").strip()))
    except AddressRefused as refusal:
        form.email.errors = [words_of(refusal)]
    return _page(campaign, CoHostForm(formdata=None), form.email.errors[0])


@pages.post(f"{_ROOMS}/<public_id>/people/<account_id>/removal")
@requires(Role.OWNER)
def remove(slug: str, public_id: str, account_id: str) -> ResponseReturnValue:
    """Let somebody of a co-host see its room no more."""
    co_host = _co_host(_campaign(slug), public_id)
    partners.revoke(account_id, co_host.id, actor=signed_in().public_id)
    return _saved(slug, _("Removed, and signed out on every device."))


@pages.get("/co-hosts/<public_id>")
@for_any_lead
def room(public_id: str) -> ResponseReturnValue:
    """Show the people of a co-host their link, what came by it, and the public lists."""
    co_host = queries.co_host(public_id)
    if co_host is None or co_host.id not in signed_in().co_hosts:
        raise NotFound
    campaign = queries.campaign_by_id(co_host.campaign_id, current())
    return render_template("campaigns/co_host.html", campaign=campaign, co_host=co_host)


def _invite(form: PartnerForm, campaign: PublicCampaign, co_host: CoHosting) -> None:
    partners.invite(
        form.email.data or "",
        co_host.id,
        language=form.language.data or current(),
        invited_by=signed_in().public_id,
        of=(campaign.title, co_host.name),
    )


def _saved(slug: str, words: str) -> ResponseReturnValue:
    flash(words, "co-hosts")
    return redirect(url_for(".index", slug=slug), 303)


def _page(campaign: PublicCampaign, form: CoHostForm, refusal: str = "") -> ResponseReturnValue:
    co_hosts = queries.co_hosts(campaign.id)
    html = render_template(
        "campaigns/co_hosts.html",
        campaign=campaign,
        form=form,
        refusal=refusal,
        co_hosts=[(one, people_of(one.id)) for one in co_hosts],
        languages=INTERFACE,
        language_of_mail=current(),
    )
    return make_response(html, 422 if form.errors or refusal else 200)


def _campaign(slug: str) -> PublicCampaign:
    campaign = queries.campaign_by_slug(slug, current())
    if not signed_in().may(Role.OWNER, campaign.id):
        raise NotFound
    return campaign


def _co_host(campaign: PublicCampaign, public_id: str) -> CoHosting:
    co_host = queries.co_host(public_id)
    if co_host is None or co_host.campaign_id != campaign.id:
        raise NotFound
    return co_host
