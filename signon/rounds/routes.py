"""The page that a mailed question leads to. GET only asks; a button answers."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from signon.access.doors import public
from signon.extensions import csrf
from signon.kernel import clock
from signon.links import pressed as presses
from signon.papers import queries as papers
from signon.rounds import emails, links, service
from signon.rounds.forms import AnswerForm
from signon.rounds.links import Asked
from signon.rounds.questions import question_of
from signon.site import faults, headers
from signon.site.languages import PREFIX, current
from signon.submissions.kinds import kind_of

ISOLATE, END_OF_ISOLATE = "\u2068", "\u2069"

pages = Blueprint("rounds", __name__, url_prefix=f"{PREFIX}/rounds")


@pages.route("/<token>", methods=["GET", "POST"])
@csrf.exempt  # the mark of the page is checked instead; see presses
@public
def answer(token: str) -> ResponseReturnValue:
    """Show what was changed and ask; take the answer when a button is pressed."""
    try:
        asked = links.read(token)
        if request.method == "POST":
            return _take(asked, token)
        return _question(asked, token, AnswerForm(formdata=None))
    except links.LinkUnusable as refusal:
        if request.method == "POST" and not presses.was_pressed(token):
            raise presses.NotPressed from None
        return _unusable(refusal)


def _take(asked: Asked, token: str) -> ResponseReturnValue:
    if not presses.was_pressed(token):
        raise presses.NotPressed
    form = AnswerForm()
    if not form.validate():
        if form.answer.errors:
            raise BadRequest
        return _question(asked, token, form, 422)
    if form.answer.data == "keep":
        service.keep(asked.answer.id, current())
    else:
        service.withdraw(asked.answer.id, form.reason.data or "")
    return redirect(url_for(".answer", token=token), 303)


def _question(asked: Asked, token: str, form: AnswerForm, status: int = 200) -> Response:
    question = question_of(asked.round, asked.answer, asked.row)
    return _private(
        "rounds/answer.html",
        status,
        asked=asked,
        question=question,
        paper=question.paper,
        text=question.paper.text(current()),
        facts=kind_of(asked.row).facts_of(asked.row),
        # A name may run the other way than the sentence it stands in.
        rule=emails.rule(replace(question, name=f"{ISOLATE}{question.name}{END_OF_ISOLATE}")),
        mark=presses.mark(token),
        form=form,
    )


def _unusable(refusal: links.LinkUnusable) -> Response:
    asked = refusal.asked
    if asked is None:
        return _private("rounds/damaged.html", refusal.status, message=faults.words_of(refusal))
    paper = papers.paper_by_id(asked.round.paper_id)
    return _private(
        "rounds/over.html",
        refusal.status,
        message=faults.words_of(refusal),
        asked=asked,
        paper=paper,
        may_sign=paper.status(clock.now()) == "open",
    )


def _private(template: str, status: int, **values: Any) -> Response:
    return headers.secret(make_response(render_template(template, **values), status))
