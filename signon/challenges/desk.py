"""The leads' room: which entries are disputed, by whom and on what grounds; what is decided."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from werkzeug.exceptions import BadRequest, NotFound
from wtforms import IntegerField
from wtforms.validators import InputRequired

from signon.access.guard import requires, signed_in
from signon.access.roles import Role
from signon.challenges import queries, service
from signon.challenges.forms import DecisionForm
from signon.challenges.kind import CHALLENGE
from signon.challenges.wordings import ENDED
from signon.endorsements.models import Endorsement
from signon.kernel.errors import DomainError
from signon.papers.queries import PublicPaper, paper_by_id, paper_by_slug
from signon.site import error_pages
from signon.submissions.outcomes import Decision

pages = Blueprint("challenges_desk", __name__, url_prefix="/desk")


class UndoForm(FlaskForm):
    """A decision to be taken back, as the lead left it."""

    revision = IntegerField(validators=[InputRequired()])


@pages.get("/papers/<slug>/challenges")
@requires(Role.MODERATOR)
def challenges(slug: str) -> ResponseReturnValue:
    """List a paper's disputed entries with both sides."""
    paper = paper_by_slug(slug, drafts=True)
    if not signed_in().may(Role.MODERATOR, paper.campaign_id):
        raise NotFound
    return _page(paper)


@pages.post("/challenges/<public_id>/decision")
@requires(Role.MODERATOR)
def decide(public_id: str) -> ResponseReturnValue:
    """Decide about a disputed entry, and offer to undo it."""
    row = _entry(public_id)
    form = DecisionForm()
    if not form.validate():
        if set(form.errors) != {"note"}:
            raise BadRequest
        return _page(paper_by_id(row.paper_id), form, public_id), 422
    outcome = CHALLENGE.outcome(form.outcome.data or "")
    moderator, note = signed_in().public_id, form.note.data or ""
    decision = Decision(form.revision.data or 0, moderator, note)
    try:
        outcome.carry_out(queries.open_challenge(row), decision)
    except DomainError as refusal:
        kept = {"name": row.name, "words": error_pages.words_of(refusal), "note": note}
        return _page(paper_by_id(row.paper_id), form, public_id, kept), refusal.status
    message = {"name": row.name, "id": public_id, "revision": row.revision, "said": outcome.said}
    flash(message, "challenge")  # type: ignore[arg-type]
    return _back(row)


@pages.post("/challenges/<public_id>/undo")
@requires(Role.MODERATOR)
def undo(public_id: str) -> ResponseReturnValue:
    """Take the last decision about an entry back."""
    row = _entry(public_id)
    form = UndoForm()
    if not form.validate():
        raise BadRequest
    service.reopen(row, revision=form.revision.data or 0, moderator=signed_in().public_id)
    return _back(row)


def _page(
    paper: PublicPaper,
    form: DecisionForm | None = None,
    about: str = "",
    refusal: dict[str, str] | None = None,
) -> str:
    return render_template(
        "challenges/desk.html",
        refusal=refusal,
        paper=paper,
        disputes=queries.disputes(paper.id),
        decided=queries.decided(paper.id),
        outcomes=CHALLENGE.outcomes,
        outcome_names={**{one.code: one.name for one in CHALLENGE.outcomes}, "gone": ENDED},
        form=form or DecisionForm(formdata=None),
        about=about,
    )


def _entry(public_id: str) -> Endorsement:
    return queries.disputed(public_id, set(signed_in().campaigns(Role.MODERATOR)))


def _back(row: Endorsement) -> ResponseReturnValue:
    return redirect(url_for(".challenges", slug=paper_by_id(row.paper_id).slug), 303)
