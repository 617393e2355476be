"""A tour of the desk in five steps, on its first page, until a lead puts it away."""

from dataclasses import dataclass

from flask import Blueprint, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from signon.access.guard import requires, signed_in
from signon.access.roles import Role
from signon.campaigns.queries import PublicCampaign, campaign_by_slug
from signon.kernel.words import N_
from signon.papers.queries import papers_of
from signon.site.slots import Fill

PAPER, CHANGED = "12-key-ways", "regional-reviews"
"""The papers of the sample to which its steps lead."""

COOKIE = "sample_tour"
PUT_AWAY = "put-away"
LASTS = 400 * 24 * 60 * 60
"""Seconds; as long as browsers keep a cookie at all."""

pages = Blueprint("sample_tour", __name__, url_prefix="/desk/campaigns")


@dataclass(frozen=True)
class Step:
    """A step, for whom it is, and where it leads: to the first of its places that is there."""

    title: str
    words: str
    role: Role
    places: tuple[tuple[str, str], ...]
    """Endpoints, each with the paper that it shows; "" for a page of the campaign."""


STEPS = (
    Step(
        N_("What waits"),
        N_(
            "Some signatures wait for a lead: a mailbox that anybody can have, a name that looks "
            "like another one, an organisation that stands on the list already."
        ),
        Role.MODERATOR,
        (("deciding.to_decide", PAPER), ("review.endorsements", PAPER)),
    ),
    Step(
        N_("One signatory"),
        N_(
            "Choose one from the list: what the public sees, what supports it, and what you can do "
            "about it. One of them never got our mail."
        ),
        Role.VIEWER,
        (("review.signatories", PAPER), ("review.endorsements", PAPER)),
    ),
    Step(
        N_("A dispute"),
        N_("A board says that nobody was allowed to sign in its name. Hear both sides and decide."),
        Role.MODERATOR,
        (("challenges_desk.challenges", PAPER),),
    ),
    Step(
        N_("The text"),
        N_(
            "This statement was changed after it had been signed, so its signatories are being "
            "asked again. Here are its versions and languages."
        ),
        Role.VIEWER,
        (("writing.texts", CHANGED),),
    ),
    Step(
        N_("People"),
        N_("Invite somebody to this campaign and choose what they may see and do."),
        Role.OWNER,
        (("people.people", ""),),
    ),
)


def draw(campaign: PublicCampaign) -> str:
    """Draw the tour above the papers of the sample's campaign; nothing in any other one."""
    slugs = {paper.slug for paper in papers_of(campaign.id, drafts=True)}
    if not {PAPER, CHANGED} <= slugs:
        return ""
    is_put_away = request.cookies.get(COOKIE) == PUT_AWAY
    steps = [] if is_put_away else _steps(campaign)
    return render_template("sample/_tour.html", campaign=campaign, steps=steps)


@pages.post("/<slug>/tour")
@requires(Role.VIEWER)
def keep(slug: str) -> ResponseReturnValue:
    """Put the tour away, or take it out again, in this browser."""
    campaign = campaign_by_slug(slug)
    if not signed_in().may(Role.VIEWER, campaign.id):
        raise NotFound
    response = make_response(redirect(url_for("desk.home"), 303))
    response.set_cookie(
        COOKIE,
        PUT_AWAY if request.form.get("put_away") else "",
        max_age=LASTS,
        path=url_for("desk.home"),
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Strict",
    )
    return response


def _steps(campaign: PublicCampaign) -> list[tuple[Step, str]]:
    """Return the steps that this lead may take, with their addresses."""
    lead = signed_in()
    mine = [step for step in STEPS if lead.may(step.role, campaign.id)]
    found = [(step, _address(step, campaign)) for step in mine]
    return [(step, address) for step, address in found if address]


def _address(step: Step, campaign: PublicCampaign) -> str:
    for endpoint, paper in step.places:
        if endpoint in current_app.view_functions:
            return url_for(endpoint, slug=paper or campaign.slug)
    return ""


FILLS = (Fill("desk.campaign", 5, draw),)
