"""The leads' page of one who signed: what is known, what happened, and everything to be done."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.exceptions import BadRequest
from wtforms import HiddenField, IntegerField, TextAreaField
from wtforms.validators import AnyOf, InputRequired, Length

from signon.access.guard import requires, signed_in
from signon.access.roles import Role
from signon.endorsements import policy, resemblance, service
from signon.endorsements.models import Endorsement
from signon.kernel.errors import Changed, DomainError
from signon.papers.queries import PublicPaper, paper_by_id
from signon.review import decisions, past, queries, words
from signon.review import service as desk
from signon.review.desk import campaigns, may, pages, sees_contacts, way_back
from signon.review.past import Event
from signon.review.queries import Record
from signon.signatories.queries import line
from signon.site.bodies import shown
from signon.site.error_pages import words_of
from signon.submissions.states import (
    INVERSE,
    NEEDS_REASON,
    TRANSITIONS,
    Action,
    State,
    TransitionRefused,
)

TAKE_DOWN = "take_reason_down"
ASKED_WHY = (*(str(action) for action in NEEDS_REASON), TAKE_DOWN)
"""What a lead says why about, on a page of its own."""


class DecisionForm(FlaskForm):
    """One decision about one entry, as the lead saw it: its revision, state and last event."""

    action = HiddenField(validators=[AnyOf([str(action) for action in decisions.DECISIONS])])
    revision = IntegerField(validators=[InputRequired()])
    note = TextAreaField(validators=[Length(max=500), shown])
    undoes = HiddenField()


class NoteForm(FlaskForm):
    """Why a lead does something, as they saw it."""

    revision = IntegerField(validators=[InputRequired()])
    note = TextAreaField(validators=[Length(max=500), shown])


class CheckForm(FlaskForm):
    """What a lead has checked, as they saw it."""

    revision = IntegerField(validators=[InputRequired()])


@pages.get("/signatories/<public_id>")
@requires(Role.VIEWER)
def signatory(public_id: str) -> ResponseReturnValue:
    """Show one who signed, in whichever state."""
    return _show(_mine(public_id, Role.VIEWER))


@pages.get("/signatories/<public_id>/reason")
@requires(Role.MODERATOR)
def ask_why(public_id: str) -> ResponseReturnValue:
    """Ask for the reason of what was pressed, before it is done."""
    row, action = _mine(public_id, Role.MODERATOR), request.args.get("action", "")
    if action not in ASKED_WHY:
        raise BadRequest
    return _ask(row, action)


@pages.post("/endorsements/<public_id>/decision")
@requires(Role.MODERATOR)
def decide(public_id: str) -> ResponseReturnValue:
    """Carry out a decision, and offer to undo it."""
    row, form = _mine(public_id, Role.MODERATOR), DecisionForm()
    if not form.validate():
        raise BadRequest
    note, action = (form.note.data or "").strip(), Action(form.action.data or "")

    def carry_out() -> ResponseReturnValue:
        decisions.require_reason(row, action, note, undoes=bool(form.undoes.data))
        revision, lead = form.revision.data or 0, signed_in().public_id
        before = service.decide(row, action, revision=revision, moderator=lead, note=note)
        _offer_to_undo(row, before)
        return _back(row)

    return _unless_refused(row, carry_out, action=action, note=note)


@pages.post("/endorsements/<public_id>/check")
@requires(Role.MODERATOR)
def check(public_id: str) -> ResponseReturnValue:
    """Note that a lead has checked who signed."""
    row, form = _mine(public_id, Role.MODERATOR), CheckForm()
    if not form.validate():
        raise BadRequest

    def carry_out() -> ResponseReturnValue:
        lead = signed_in().public_id
        service.check(row, revision=form.revision.data or 0, moderator=lead)
        flash(_("Noted that you have checked it."), "noted")
        return _back(row)

    return _unless_refused(row, carry_out, action="check")


@pages.post("/endorsements/<public_id>/reason")
@requires(Role.MODERATOR)
def take_reason_down(public_id: str) -> ResponseReturnValue:
    """Take down the public reason of an entry that was withdrawn; the lead says why."""
    row, form = _mine(public_id, Role.MODERATOR), NoteForm()
    if not form.validate():
        raise BadRequest
    note, revision = (form.note.data or "").strip(), form.revision.data or 0

    def carry_out() -> ResponseReturnValue:
        lead = signed_in().public_id
        service.take_reason_down(row, revision=revision, moderator=lead, note=note)
        flash(_("The reason is not public any more."), "noted")
        return _back(row)

    return _unless_refused(row, carry_out, action=TAKE_DOWN, note=note)


@pages.post("/endorsements/<public_id>/erase")
@requires(Role.EDITOR)
def erase(public_id: str) -> ResponseReturnValue:
    """Erase the person behind an endorsement, who has asked for it."""
    row = _mine(public_id, Role.EDITOR)
    service.erase(row, actor=signed_in().public_id)
    flash(_("The name and address are erased."), "noted")
    return _back(row)


@pages.post("/signatories/<public_id>/notes")
@requires(Role.MODERATOR)
def add_note(public_id: str) -> ResponseReturnValue:
    """Let other leads read something about an entry."""
    row, typed = _mine(public_id, Role.MODERATOR), request.form.get("words", "")
    try:
        desk.add_note(row, typed, author=signed_in().public_id)
    except DomainError as refusal:
        return _show(row, words_of(refusal)), refusal.status
    return redirect(_address(row), 303)


@pages.post("/signatories/<public_id>/notes/removal")
@requires(Role.MODERATOR)
def remove_note(public_id: str) -> ResponseReturnValue:
    """Remove a note about an entry."""
    row = _mine(public_id, Role.MODERATOR)
    desk.remove_note(row, request.form.get("note", ""), by=signed_in().public_id)
    return redirect(_address(row), 303)


def _mine(public_id: str, role: Role) -> Endorsement:
    return queries.endorsement(public_id, campaigns(role))


def _address(row: Endorsement) -> str:
    back = way_back("") or None
    return url_for(".signatory", public_id=row.public_id, back=back)


def _back(row: Endorsement) -> ResponseReturnValue:
    return redirect(way_back(url_for(".signatory", public_id=row.public_id)), 303)


def _offer_to_undo(row: Endorsement, before: State) -> None:
    undo = INVERSE[before, State(row.state)]
    message = {"name": row.name, "state": row.state, "id": row.public_id}
    flash({**message, "undo": undo, "revision": row.revision}, "decision")  # type: ignore[arg-type]


def _unless_refused(
    row: Endorsement, act: Callable[[], ResponseReturnValue], *, action: str, note: str = ""
) -> ResponseReturnValue:
    """Return what an act answers, or the page that says what stands in its way."""
    try:
        return act()
    except (Changed, TransitionRefused) as refusal:
        return _changed(row, action, note), refusal.status
    except (decisions.ReasonMissing, policy.ReasonMissing) as refusal:
        return _ask(row, action, words_of(refusal)), refusal.status
    except DomainError as refusal:
        return _show(row, words_of(refusal)), refusal.status


def _show(row: Endorsement, refusal: str = "") -> str:
    paper, record = _seen(row)
    decides = may(Role.MODERATOR, paper)
    return render_template(
        "review/signatory.html",
        **_both(paper, record),
        refusal=refusal,
        public=line(paper.id, row.public_id),
        mails=past.mails(row.public_id),
        mailbox_is_gone=past.mailbox_is_gone(row),
        resemblance=_resemblance(record),
        undo=decisions.to_undo([record]).get(row.public_id) if decides else None,
        may_decide=decides,
        may_erase=may(Role.EDITOR, paper),
    )


def _ask(row: Endorsement, action: str, refusal: str = "") -> str:
    page = _both(*_seen(row))
    for name in ("saw", "since", "revision"):  # what was seen before a refusal is still that
        page[name] = request.form.get(name) or page[name]
    typed = request.form.get("note", "")
    return render_template(
        "review/reason.html", **page, action=action, typed=typed, refusal=refusal
    )


def _changed(row: Endorsement, action: str, note: str) -> str:
    """Return the page that shows what the lead saw beside what is so now."""
    page = _both(*_seen(row))
    saw, since = request.form.get("saw", ""), request.form.get("since", "")
    last = int(since) if since.isascii() and since.isdigit() and len(since) < 18 else None
    events: list[Event] = page["events"]
    page["meanwhile"] = [one for one in events if last is not None and one.number > last]
    page["then"] = words.STATES.get(saw, "")
    page["is_possible"] = _is_possible(row, action)
    return render_template("review/changed.html", **page, action=action, typed=note)


def _is_possible(row: Endorsement, action: str) -> bool:
    """Tell whether a decision can still be carried out, as the entry is now."""
    known = action in list(Action)
    return known and State(row.state) in TRANSITIONS[Action(action)][0]


def _seen(row: Endorsement) -> tuple[PublicPaper, Record]:
    paper = paper_by_id(row.paper_id)
    record = queries.record(paper.id, row.public_id)
    return paper, record if sees_contacts(paper) else queries.without_address(record)


def _both(paper: PublicPaper, record: Record) -> dict[str, Any]:
    """Return what every page of an entry shows."""
    addresses = sees_contacts(paper)
    events = past.events(record.public_id, signed_in(), sees_contacts=addresses)
    usual = url_for(".signatories", slug=paper.slug)
    return {
        "paper": paper,
        "record": record,
        "state": words.state_of(record, paper.time_zone),
        "states": words.STATES,
        "evidence": words.EVIDENCE,
        "sources": words.SOURCES,
        "capacities": words.CAPACITIES,
        "events": events,
        "revision": record.revision,
        "saw": record.standing,
        "since": events[0].number if events else 0,
        "back": way_back(""),
        "list": way_back(usual),
    }


def _resemblance(record: Record) -> str:
    """Return why an entry waits that looks like another one, in words."""
    if record.state != State.CONFIRMED:
        return ""
    one = resemblance.found_in([record.row_id]).get(record.row_id)
    return _(resemblance.WORDS[one.how], name=one.name) if one else ""
