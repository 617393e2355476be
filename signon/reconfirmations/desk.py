"""The leads' room of a paper's rounds: begin one, and follow the answers."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from signon.access.guard import requires, signed_in
from signon.access.roles import Role
from signon.kernel import clock
from signon.papers import queries as papers
from signon.papers.queries import PublicPaper
from signon.reconfirmations import policy, queries, service
from signon.reconfirmations.drafts import RoundDraft
from signon.reconfirmations.forms import RoundForm
from signon.reconfirmations.models import Round
from signon.site import error_pages

pages = Blueprint("reconfirmations_desk", __name__, url_prefix="/desk")

MOST_DIGITS = 18


@pages.get("/papers/<slug>/round")
@requires(Role.EDITOR)
def show(slug: str) -> ResponseReturnValue:
    """Follow the round that is open; or plan one, and look at it before it begins."""
    paper = _paper(slug)
    if queries.open_round(paper.id) is not None or "answer_by" not in request.args:
        form = RoundForm(formdata=None, answer_by=_usual_day(paper), no_answer="keep_older")
        return _page(paper, form)
    form = RoundForm(formdata=request.args, meta={"csrf": False})
    return _page(paper, form, planned=_planned(paper, form))


@pages.post("/papers/<slug>/round")
@requires(Role.EDITOR)
def begin(slug: str) -> ResponseReturnValue:
    """Begin the round that the lead has looked at and confirmed."""
    paper = _paper(slug)
    form = RoundForm()
    planned = _planned(paper, form)
    if planned is None:
        return _page(paper, form), 422
    service.open_round(paper.id, planned, actor=signed_in().public_id)
    return redirect(url_for(".show", slug=slug), 303)


def _planned(paper: PublicPaper, form: RoundForm) -> RoundDraft | None:
    """Return the round that was typed, or None when the form says what is wrong with it."""
    if not form.validate():
        return None
    draft = form.draft(paper.time_zone)
    try:
        policy.require_date(draft.answer_by, clock.now())
    except policy.BadDate as refusal:
        form.answer_by.errors = [error_pages.words_of(refusal)]
        return None
    return draft


def _page(paper: PublicPaper, form: RoundForm, planned: RoundDraft | None = None) -> str:
    versions = papers.versions(paper.id)
    asks_up_to = policy.asks_up_to(versions)
    rounds = queries.rounds_of(paper.id)
    latest = rounds[0] if rounds else None
    reachable, unreachable = queries.to_be_asked(paper.id, asks_up_to)
    return render_template(
        "reconfirmations/desk.html",
        paper=paper,
        form=form,
        planned=planned,
        asks_up_to=asks_up_to,
        changes=[v for v in reversed(versions) if asks_up_to < v.number],
        reachable=reachable,
        unreachable=unreachable,
        rounds=[(each, queries.tally(each.id, is_open=each.closed_at is None)) for each in rounds],
        latest=latest,
        **(_followed(latest) if latest else {}),
    )


def _followed(latest: Round) -> dict[str, Any]:
    """Return what of the newest round's answers the lead wants to see."""
    standing = request.args.get("standing", "")
    standing = standing if standing in queries.STANDINGS else ""
    after = request.args.get("after", "")
    is_number = after.isascii() and after.isdigit() and len(after) <= MOST_DIGITS
    found = queries.standings(
        latest.id, standing, int(after) if is_number else 0, is_open=latest.closed_at is None
    )
    more = found[queries.PAGE - 1].row_id if len(found) > queries.PAGE else 0
    return {"standing": standing, "standings": found[: queries.PAGE], "after": more}


def _usual_day(paper: PublicPaper) -> str:
    there = clock.now().astimezone(ZoneInfo(paper.time_zone))
    return (there.date() + timedelta(days=policy.USUAL.days)).isoformat()


def _paper(slug: str) -> PublicPaper:
    paper = papers.paper_by_slug(slug, drafts=True)
    if not signed_in().may(Role.EDITOR, paper.campaign_id):
        raise NotFound
    return paper
