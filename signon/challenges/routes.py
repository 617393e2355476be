"""Public pages: the form against an entry of a list, and what mailed links open."""

from functools import partial

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from signon.access.guard import public
from signon.access.throttle import limit
from signon.challenges import links, service
from signon.challenges.forms import AnswerForm, ChallengeForm
from signon.endorsements.models import Endorsement
from signon.extensions import csrf
from signon.kernel.errors import DomainError
from signon.links.pages import Opened, asks_then_acts
from signon.papers import policy
from signon.papers.queries import paper_by_id, paper_by_slug
from signon.signatories import queries
from signon.site import error_pages
from signon.site.languages import PREFIX, current
from signon.submissions.receiving import public_form

pages = Blueprint("challenges", __name__, url_prefix=f"{PREFIX}/papers/<slug>")
mailed = Blueprint("challenges_mailed", __name__, url_prefix=PREFIX)

COUNT = partial(limit, "challenge", "12/10 minutes", "60/day")
"""How often one network may send the form, mistakes included: a flood is no challenge."""


@pages.route("/signatories/<public_id>/challenge", methods=["GET", "POST"])
@csrf.exempt  # the form checks it itself and keeps what was typed
@public
def challenge(slug: str, public_id: str) -> ResponseReturnValue:
    """Show the form; take in what was typed; answer alike whoever sends it."""
    paper = paper_by_slug(slug)
    line = queries.line_or_404(paper.id, public_id)
    form = ChallengeForm(line.capacity, partial(policy.keeps_promise, paper))

    def draw(refusal: str) -> str:
        values = {"paper": paper, "line": line, "form": form, "mark": generate_csrf()}
        return render_template("challenges/challenge.html", refusal=refusal, **values)

    def hand_in() -> None:
        service.challenge(paper, public_id, form.draft(current()))

    then = url_for(".look_into_your_mailbox", slug=slug)
    return public_form.handle(form, COUNT, draw, public_form.discreetly(form, hand_in, then=then))


@pages.get("/challenge/look-into-your-mailbox")
@public
def look_into_your_mailbox(slug: str) -> ResponseReturnValue:
    """Say what happens next, the same to everybody."""
    paper = paper_by_slug(slug)
    return render_template("challenges/look_into_your_mailbox.html", paper=paper)


@pages.get("/challenge/received")
@public
def received(slug: str) -> ResponseReturnValue:
    """Say that the hosts know, the same to everybody."""
    return render_template("challenges/received.html", paper=paper_by_slug(slug))


@asks_then_acts(mailed, "/did-not-sign/<token>", links.read_did_not_sign, links.CHALLENGE)
def did_not_sign(link: Opened[tuple[Endorsement, Endorsement]]) -> ResponseReturnValue:
    """Ask a known contact whether an entry is wrong."""
    endorsement, _told = link.found
    paper = paper_by_id(endorsement.paper_id)
    return render_template(
        "challenges/did_not_sign.html", mark=link.mark, paper=paper, endorsement=endorsement
    )


@did_not_sign.acts
def _dispute(link: Opened[tuple[Endorsement, Endorsement]]) -> ResponseReturnValue:
    """Dispute the entry."""
    endorsement, told = link.found
    paper = paper_by_id(endorsement.paper_id)
    service.challenge_as_known(endorsement, told)
    return redirect(url_for("challenges.received", slug=paper.slug), 303)


@asks_then_acts(mailed, "/answer/<token>", links.read_answer, links.ANSWER)
def answer(link: Opened[Endorsement]) -> ResponseReturnValue:
    """Ask the one who signed for their side."""
    return _answer_page(link, AnswerForm())


@answer.acts
def _tell_the_hosts(link: Opened[Endorsement]) -> ResponseReturnValue:
    """Tell the hosts what the one who signed says."""
    form = AnswerForm()
    if not form.validate():
        return _answer_page(link, form), 422
    try:
        service.answer(link.found, form.answer.data or "")
    except DomainError as refusal:
        return _answer_page(link, form, refusal=error_pages.words_of(refusal)), refusal.status
    return _answer_page(link, form, taken=True)


def _answer_page(
    link: Opened[Endorsement], form: AnswerForm, *, taken: bool = False, refusal: str = ""
) -> str:
    return render_template(
        "challenges/answer.html",
        mark=link.mark,
        paper=paper_by_id(link.found.paper_id),
        endorsement=link.found,
        form=form,
        taken=taken,
        refusal=refusal,
    )
