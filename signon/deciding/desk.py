"""To decide: everything that waits in one queue; one of it opened, decided, undone."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from werkzeug.exceptions import BadRequest, NotFound
from wtforms import HiddenField, IntegerField, TextAreaField
from wtforms.validators import InputRequired, Length

from signon.access.guard import requires, signed_in
from signon.access.roles import Role
from signon.deciding import queries, service
from signon.kernel.errors import Changed, DomainError
from signon.papers.queries import PublicPaper, paper_by_slug
from signon.review.words import EVIDENCE
from signon.site.bodies import shown
from signon.site.error_pages import words_of
from signon.submissions import queues
from signon.submissions.outcomes import Decision
from signon.submissions.queues import Case, Item, Queue

pages = Blueprint("deciding", __name__, url_prefix="/desk/papers/<slug>/to-decide")

PAGE = 50
"""Items on one page of the queue."""

GRADES = ("domain", "mailbox", "freemail", "disposable")
"""Grades of evidence whose waiting ones may be decided about together."""

Texts = dict[str, Any]


class ChoiceForm(FlaskForm):
    """What a lead decides about one item, as they saw it."""

    choice = HiddenField(validators=[InputRequired()])
    revision = IntegerField(validators=[InputRequired()])
    seen = HiddenField(validators=[Length(max=200)])
    """The state in words, as the page showed it; said again beside what it is now."""
    note = TextAreaField(validators=[Length(max=500), shown])


class UndoForm(FlaskForm):
    """A decision to be taken back, as the lead left it."""

    undo = HiddenField(validators=[InputRequired(), Length(max=40)])
    revision = IntegerField(validators=[InputRequired()])


@pages.get("")
@requires(Role.MODERATOR)
def to_decide(slug: str) -> ResponseReturnValue:
    """List what waits, the weakest evidence first; an empty page leads back to where that stands.

    Whoever decides the last one of a page would else read that nothing waits.
    """
    paper, page = _paper(slug), _page_number()
    found = queues.first(paper, PAGE + 1, start=(page - 1) * PAGE)
    if page > 1 and not found:
        return redirect(url_for(".to_decide", slug=slug), 303)
    return render_template(
        "deciding/to_decide.html",
        paper=paper,
        items=found[:PAGE],
        page=page,
        more=len(found) > PAGE,
        numbers={queue.kind: queue.number(paper) for queue in queues.all_queues()},
        labels=_labels(),
        grades={grade: EVIDENCE[grade] for grade in GRADES},
        open_elsewhere=queries.claims_of_others(signed_in().account_id),
    )


@pages.post("/<kind>/<key>/open")
@requires(Role.MODERATOR)
def open_(slug: str, kind: str, key: str) -> ResponseReturnValue:
    """Open an item, which others see for ten minutes."""
    queues.queue_of(kind).case(_paper(slug), key)
    service.claim(kind, key, signed_in().account_id)
    return redirect(url_for(".show", slug=slug, kind=kind, key=key), 303)


@pages.get("/<kind>/<key>")
@requires(Role.MODERATOR)
def show(slug: str, kind: str, key: str) -> ResponseReturnValue:
    """Show an item with what speaks for it, and how it may end."""
    paper, queue = _paper(slug), queues.queue_of(kind)
    return _page(paper, queue, queue.case(paper, key))


@pages.post("/<kind>/<key>")
@requires(Role.MODERATOR)
def decide(slug: str, kind: str, key: str) -> ResponseReturnValue:
    """Decide about an item, offer to undo it, and go on with the next one."""
    paper, queue, form = _paper(slug), queues.queue_of(kind), ChoiceForm()
    if not form.validate():
        raise BadRequest
    choice, case = queue.choice(form.choice.data or ""), queue.case(paper, key)
    following = _next(paper, case.item)
    try:
        done = queue.decide(paper, key, choice.code, _decision(form))
    except Changed as refusal:
        was = {"seen": form.seen.data, "note": form.note.data, "choice": choice}
        return _page(paper, queue, queue.case(paper, key), overtaken=was), refusal.status
    except DomainError as refusal:
        kept = {"refusal": words_of(refusal), "note": form.note.data, "chosen": choice.code}
        return _page(paper, queue, queue.case(paper, key), **kept), refusal.status
    service.release(kind, key)
    said = {"kind": kind, "key": key, "name": case.item.name, "said": choice.said}
    flash({**said, "undo": done.undo, "revision": done.revision}, "decided")  # type: ignore[arg-type]
    return _on(slug, following)


@pages.post("/<kind>/<key>/undo")
@requires(Role.MODERATOR)
def undo(slug: str, kind: str, key: str) -> ResponseReturnValue:
    """Take the last decision about an item back, and show it again."""
    paper, queue, form = _paper(slug), queues.queue_of(kind), UndoForm()
    if not form.validate():
        raise BadRequest
    decision = Decision(form.revision.data or 0, signed_in().public_id, "")
    try:
        queue.undo(paper, key, form.undo.data or "", decision)
    except DomainError as refusal:
        page = _page(paper, queue, queue.case(paper, key), refusal=words_of(refusal))
        return page, refusal.status
    flash("undone", "undone")
    return redirect(url_for(".show", slug=slug, kind=kind, key=key), 303)


def _decision(form: ChoiceForm) -> Decision:
    note = (form.note.data or "").strip()
    return Decision(form.revision.data or 0, signed_in().public_id, note)


def _next(paper: PublicPaper, decided: Item) -> Item | None:
    """Return what stands behind an item in the queue, else what stands first."""
    others = [item for item in queues.first(paper, PAGE) if item.key != decided.key]
    behind = (item for item in others if item.place > decided.place)
    return next(behind, others[0] if others else None)


def _on(slug: str, following: Item | None) -> ResponseReturnValue:
    if following is None:
        return redirect(url_for(".to_decide", slug=slug), 303)
    service.claim(following.queue, following.key, signed_in().account_id)
    url = url_for(".show", slug=slug, kind=following.queue, key=following.key)
    return redirect(url, 303)


def _page(paper: PublicPaper, queue: Queue, case: Case, **more: object) -> str:
    usual: Texts = {"refusal": "", "note": "", "chosen": "", "overtaken": None}
    opened = queries.claims_of_others(signed_in().account_id)
    return render_template(
        "deciding/show.html",
        paper=paper,
        queue=queue,
        case=case,
        open_by=opened.get((queue.kind, case.item.key)),
        labels=_labels(),
        **{**usual, **more},
    )


def _labels() -> dict[str, str]:
    return {queue.kind: queue.label for queue in queues.all_queues()}


def _paper(slug: str) -> PublicPaper:
    paper = paper_by_slug(slug, drafts=True)
    if not signed_in().may(Role.MODERATOR, paper.campaign_id):
        raise NotFound
    return paper


def _page_number() -> int:
    typed = request.args.get("page", "1")
    return max(1, int(typed)) if typed.isascii() and typed.isdecimal() and len(typed) < 6 else 1
