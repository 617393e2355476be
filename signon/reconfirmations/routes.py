"""The page that a mailed question leads to. GET only asks; a button answers."""

from dataclasses import replace

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from signon.links.pages import Opened, asks_then_acts
from signon.reconfirmations import emails, links, service
from signon.reconfirmations.forms import AnswerForm
from signon.reconfirmations.links import Asked
from signon.reconfirmations.questions import question_of
from signon.site.languages import PREFIX, current
from signon.submissions.kinds import kind_of

ISOLATE, END_OF_ISOLATE = "\u2068", "\u2069"

pages = Blueprint("reconfirmations", __name__, url_prefix=f"{PREFIX}/rounds")


@asks_then_acts(pages, "/<token>", links.read, links.ROUND)
def answer(link: Opened[Asked]) -> ResponseReturnValue:
    """Show what was changed and ask."""
    return _question(link, AnswerForm(formdata=None))


@answer.acts
def _take(link: Opened[Asked]) -> ResponseReturnValue:
    """Take the answer."""
    asked, form = link.found, AnswerForm()
    if not form.validate():
        if form.answer.errors:
            raise BadRequest
        return _question(link, form), 422
    if form.answer.data == "keep":
        service.keep(asked.answer.id, current())
    else:
        service.withdraw(asked.answer.id, form.reason.data or "")
    return redirect(url_for(".answer", token=link.token), 303)


def _question(link: Opened[Asked], form: AnswerForm) -> str:
    asked = link.found
    question = question_of(asked.round, asked.answer, asked.row)
    return render_template(
        "reconfirmations/answer.html",
        asked=asked,
        question=question,
        paper=question.paper,
        text=question.paper.text(current()),
        facts=kind_of(asked.row).facts_of(asked.row),
        # A name may run the other way than the sentence it stands in.
        rule=emails.rule(replace(question, name=f"{ISOLATE}{question.name}{END_OF_ISOLATE}")),
        mark=link.mark,
        form=form,
    )
