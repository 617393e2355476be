"""Decisions about many: looked at before, followed while they are carried out, taken back."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import func, select
from werkzeug.exceptions import BadRequest, NotFound

from signon.access.guard import requires, signed_in
from signon.access.roles import Role
from signon.deciding import bulk, emails, selection
from signon.deciding.models import BulkItem, BulkRun
from signon.deciding.policy import FROM
from signon.deciding.selection import Selection
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.kernel import clock
from signon.kernel.errors import Changed, DomainError
from signon.kernel.text import names
from signon.outbox.post import Email
from signon.papers.queries import PublicPaper, paper_by_slug
from signon.review import filters
from signon.review.desk import way_back
from signon.review.signatories import asked_for
from signon.site.error_pages import words_of
from signon.submissions.outcomes import UNDONE_WITHIN
from signon.submissions.states import Action

pages = Blueprint("bulk", __name__, url_prefix="/desk/papers/<slug>/decisions")

EXAMPLES = 5
SHOWN = 200
"""Items of a run that its page lists, those that were left first."""

LONGEST_NOTE = 500


@pages.post("")
@requires(Role.MODERATOR)
def decide(slug: str) -> ResponseReturnValue:
    """Show what a decision about many would do; carry it out once the lead is sure of that."""
    paper, form = _paper(slug), request.form
    action, note = form.get("action", ""), form.get("note", "").strip()[:LONGEST_NOTE]
    names.require_shown(note)
    if action not in FROM:
        raise BadRequest
    chosen = _selection(paper, action)
    if form.get("sure") != "y":
        return _preview(paper, action, chosen)
    if form.get("number") != str(len(chosen.chosen)):
        words = _("Their number has changed meanwhile. Please look again, and then decide.")
        return _preview(paper, action, chosen, words), Changed.status
    lead = signed_in().public_id
    try:
        run = bulk.begin(paper, action, chosen.chosen, note=note, moderator=lead)
    except DomainError as refusal:
        return _preview(paper, action, chosen, words_of(refusal)), refusal.status
    return redirect(url_for(".show", slug=slug, public_id=run), 303)


@pages.get("/<public_id>")
@requires(Role.MODERATOR)
def show(slug: str, public_id: str) -> ResponseReturnValue:
    """Follow a run, and see what became of its items."""
    paper = _paper(slug)
    run = _run(paper, public_id)
    wanted = (
        select(BulkItem, Endorsement.name, Endorsement.public_id)
        .join(Endorsement, Endorsement.id == BulkItem.endorsement_id)
        .where(BulkItem.run_id == run.id)
        .order_by(BulkItem.why == "", BulkItem.position)
        .limit(SHOWN)
    )
    return render_template(
        "deciding/run.html",
        paper=paper,
        run=run,
        items=db.session.execute(wanted).all(),
        numbers=_numbers(run),
        may_undo=run.finished_at is not None and run.created_at > clock.now() - UNDONE_WITHIN,
    )


@pages.post("/<public_id>/undo")
@requires(Role.MODERATOR)
def undo(slug: str, public_id: str) -> ResponseReturnValue:
    """Take a whole run back; what was changed since stays."""
    run = _run(_paper(slug), public_id)
    bulk.begin_undo(run, moderator=signed_in().public_id)
    return redirect(url_for(".show", slug=slug, public_id=public_id), 303)


@pages.post("/<public_id>/undo-one")
@requires(Role.MODERATOR)
def undo_one(slug: str, public_id: str) -> ResponseReturnValue:
    """Take one item of a run back."""
    run, typed = _run(_paper(slug), public_id), request.form.get("position", "")
    if not (typed.isascii() and typed.isdecimal() and len(typed) < 9):
        raise BadRequest
    if bulk.undo_one(run, int(typed), moderator=signed_in().public_id):
        flash(_("Taken back: it is as it was before."), "run")
    else:
        flash(_("It was changed since, and stays as it is."), "run")
    return redirect(url_for(".show", slug=slug, public_id=public_id), 303)


def _selection(paper: PublicPaper, action: str) -> Selection:
    if request.form.get("everything") == "y":
        wanted = filters.of_text(request.form.get("filter", ""))
        return selection.of_filter(asked_for(paper, wanted), action)
    return selection.of_ids(paper.id, request.form.getlist("id"), action)


def _preview(paper: PublicPaper, action: str, chosen: Selection, refusal: str = "") -> str:
    everything = request.form.get("everything") == "y"
    return render_template(
        "deciding/preview.html",
        paper=paper,
        action=action,
        chosen=chosen.chosen,
        left_out=chosen.left_out,
        examples=chosen.chosen[:EXAMPLES],
        mail=_mail(paper, action, chosen),
        note=request.form.get("note", ""),
        refusal=refusal,
        ids=[] if everything else [one.public_id for one in chosen.chosen],
        filter=request.form.get("filter", ""),
        everything=everything,
        back=way_back(url_for("deciding.to_decide", slug=paper.slug)),
    )


def _mail(paper: PublicPaper, action: str, chosen: Selection) -> Email | None:
    """Return the e-mail that the first one would read, None where nobody is told."""
    if not chosen.chosen:
        return None
    row = db.session.get_one(Endorsement, chosen.chosen[0].id)
    what = emails.PUT_ON if action == Action.PUBLISH else emails.TAKEN_OFF
    return emails.decided(paper, row, what, to="")


def _numbers(run: BulkRun) -> dict[str, int]:
    counted = (
        select(BulkItem.outcome, func.count().label("number"))
        .where(BulkItem.run_id == run.id)
        .group_by(BulkItem.outcome)
    )
    found: dict[str, Any] = {row.outcome: row.number for row in db.session.execute(counted)}
    return {name: found.get(name, 0) for name in ("waiting", "done", "left", "undone", "kept")}


def _run(paper: PublicPaper, public_id: str) -> BulkRun:
    wanted = BulkRun.public_id == public_id, BulkRun.paper_id == paper.id
    run = db.session.scalar(select(BulkRun).where(*wanted))
    if run is None:
        raise NotFound
    return run


def _paper(slug: str) -> PublicPaper:
    paper = paper_by_slug(slug, drafts=True)
    if not signed_in().may(Role.MODERATOR, paper.campaign_id):
        raise NotFound
    return paper
