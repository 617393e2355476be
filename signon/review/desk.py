"""The leads' room: who endorsed, with what evidence; hold, publish, remove, undo; export."""

from dataclasses import replace

from flask import (
    Blueprint,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.exceptions import BadRequest, NotFound
from wtforms import HiddenField, IntegerField, StringField
from wtforms.validators import AnyOf, InputRequired, Length

from signon.access.guard import requires, signed_in
from signon.access.roles import Role
from signon.endorsements import resemblance, service
from signon.jobs.queries import mail_state
from signon.kernel.errors import DomainError
from signon.kernel.text import search
from signon.papers.queries import PublicPaper, paper_by_id, paper_by_slug
from signon.review import decisions, exports, queries
from signon.review.queries import Record
from signon.site import headers
from signon.site.error_pages import words_of
from signon.site.streams import close_if_it_fails, streamed
from signon.submissions.states import INVERSE, Action, State

pages = Blueprint("review", __name__, url_prefix="/desk")

CHUNK = 65536


class DecisionForm(FlaskForm):
    """One decision about one endorsement, as the lead saw it."""

    action = HiddenField(validators=[AnyOf([str(action) for action in decisions.DECISIONS])])
    revision = IntegerField(validators=[InputRequired()])
    note = StringField(validators=[Length(max=500)])
    undoes = HiddenField()


class NoteForm(FlaskForm):
    """Why a lead does something, as they saw it."""

    revision = IntegerField(validators=[InputRequired()])
    note = StringField(validators=[Length(max=500)])


class CheckForm(FlaskForm):
    """What a lead has checked, as they saw it."""

    revision = IntegerField(validators=[InputRequired()])


@pages.get("/papers/<slug>/endorsements")
@requires(Role.VIEWER)
def endorsements(slug: str) -> ResponseReturnValue:
    """List a paper's endorsements in every state."""
    return _list(_paper(slug, Role.VIEWER), request.args.get("state", ""))


def _list(paper: PublicPaper, state: str, refusal: dict[str, str] | None = None) -> str:
    state = state if state in queries.STANDINGS else ""
    typed = request.args.get("q", "")[: search.LONGEST_QUERY]
    found, after = queries.page(paper.id, state, typed, request.args.get("after", ""))
    if not (may_decide := _may(paper, Role.MODERATOR)):
        found = [replace(record, email=None) for record in found]
    return render_template(
        "review/desk.html",
        paper=paper,
        refusal=refusal,
        records=found,
        after=after,
        state=state,
        typed=typed,
        unsearchable=search.is_unsearchable(typed),
        numbers=queries.by_standing(paper.id),
        resemblances=_resemblances(found),
        undoing=decisions.to_undo(found) if may_decide else {},
        mail=mail_state([record.public_id for record in found]),
        form=DecisionForm(formdata=None),
        may_decide=may_decide,
        may_take_contacts=_may(paper, Role.EXPORTER),
    )


@pages.post("/endorsements/<public_id>/decision")
@requires(Role.MODERATOR)
def decide(public_id: str) -> ResponseReturnValue:
    """Carry out a decision, and offer to undo it."""
    row = queries.endorsement(public_id, _campaigns(Role.MODERATOR))
    form = DecisionForm()
    if not form.validate():
        raise BadRequest
    note, action = (form.note.data or "").strip(), Action(form.action.data or "")
    try:
        decisions.require_reason(row, action, note, undoes=bool(form.undoes.data))
        before = service.decide(
            row,
            action,
            revision=form.revision.data or 0,
            moderator=signed_in().public_id,
            note=note,
        )
    except DomainError as refusal:
        kept = {"id": public_id, "name": row.name, "words": words_of(refusal), "note": note}
        return _list(paper_by_id(row.paper_id), request.form.get("back", ""), kept), refusal.status
    undo = INVERSE[before, State(row.state)]
    message = {"name": row.name, "state": row.state, "id": public_id}
    flash({**message, "undo": undo, "revision": row.revision}, "decision")  # type: ignore[arg-type]
    return redirect(_back_to(row.paper_id), 303)


@pages.post("/endorsements/<public_id>/check")
@requires(Role.MODERATOR)
def check(public_id: str) -> ResponseReturnValue:
    """Note that a lead has checked who signed."""
    row = queries.endorsement(public_id, _campaigns(Role.MODERATOR))
    form = CheckForm()
    if not form.validate():
        raise BadRequest
    service.check(row, revision=form.revision.data or 0, moderator=signed_in().public_id)
    flash(_("Noted that you have checked it."), "noted")
    return redirect(_back_to(row.paper_id), 303)


@pages.post("/endorsements/<public_id>/reason")
@requires(Role.MODERATOR)
def take_reason_down(public_id: str) -> ResponseReturnValue:
    """Take down the public reason of an entry that was withdrawn; the lead says why."""
    row = queries.endorsement(public_id, _campaigns(Role.MODERATOR))
    form = NoteForm()
    if not form.validate():
        raise BadRequest
    note, revision = (form.note.data or "").strip(), form.revision.data or 0
    moderator = signed_in().public_id
    try:
        service.take_reason_down(row, revision=revision, moderator=moderator, note=note)
    except DomainError as refusal:
        kept = {"id": public_id, "name": row.name, "words": words_of(refusal), "note": note}
        return _list(paper_by_id(row.paper_id), request.form.get("back", ""), kept), refusal.status
    flash(_("The reason is not public any more."), "noted")
    return redirect(_back_to(row.paper_id), 303)


@pages.post("/endorsements/<public_id>/erase")
@requires(Role.EDITOR)
def erase(public_id: str) -> ResponseReturnValue:
    """Erase the person behind an endorsement, who has asked for it."""
    row = queries.endorsement(public_id, _campaigns(Role.EDITOR))
    service.erase(row, actor=signed_in().public_id)
    flash(_("The name and address are erased."), "noted")
    return redirect(_back_to(row.paper_id), 303)


@pages.post("/papers/<slug>/export")
@requires(Role.VIEWER)
def export(slug: str) -> ResponseReturnValue:
    """Send a file; contacts only on request, and the trail says so."""
    contacts = request.form.get("contacts") == "yes"
    paper = _paper(slug, Role.EXPORTER if contacts else Role.VIEWER)
    kind = request.form.get("format", "")
    if kind not in exports.FORMATS:
        raise BadRequest
    file = exports.file_of(paper, kind, contacts=contacts)
    with close_if_it_fails(file):
        exports.note_export(paper, actor=signed_in().public_id, kind=kind, contacts=contacts)
    response = streamed(iter(lambda: file.read(CHUNK), b""), "application/octet-stream")
    response.call_on_close(file.close)
    return headers.attachment(response, f"{paper.slug}-endorsements.{kind}")


def _paper(slug: str, role: Role) -> PublicPaper:
    paper = paper_by_slug(slug, drafts=True)
    if not _may(paper, role):
        raise NotFound
    return paper


def _campaigns(role: Role) -> set[int]:
    return set(signed_in().campaigns(role))


def _may(paper: PublicPaper, role: Role) -> bool:
    return signed_in().may(role, paper.campaign_id)


def _resemblances(records: list[Record]) -> dict[int, str]:
    """Return why entries wait that look like another one, in words, by their row numbers."""
    waiting = [record.row_id for record in records if record.state == State.CONFIRMED]
    found = resemblance.found_in(waiting) if waiting else {}
    return {row_id: _(resemblance.WORDS[one.how], name=one.name) for row_id, one in found.items()}


def _back_to(paper_id: int) -> str:
    state = request.form.get("back", "")
    slug = paper_by_id(paper_id).slug
    return url_for(".endorsements", slug=slug, state=state or None)
