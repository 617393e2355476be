"""The leads' room for adding who signed another way, and for repairing an entry."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.exceptions import BadRequest, NotFound

from signon.access.guard import requires, signed_in
from signon.access.roles import Role
from signon.adding import emails, pairing, policy, queries, service
from signon.adding.drafts import KEEP, REPLACE
from signon.adding.forms import AddForm, AddressForm, OtherForm
from signon.adding.proofs.drafts import Upload
from signon.adding.proofs.policy import LARGEST, ProofRefused
from signon.adding.proofs.service import checked, proof_of
from signon.adding.wordings import CHANNELS
from signon.endorsements.form import corrections
from signon.endorsements.models import Endorsement
from signon.endorsements.policy import StandsInTheWay
from signon.extensions import csrf
from signon.kernel import clock
from signon.kernel.errors import DomainError
from signon.kernel.languages import INTERFACE
from signon.papers.queries import PublicPaper, paper_by_slug
from signon.site import bodies
from signon.site.error_pages import words_of
from signon.site.languages import current
from signon.submissions.states import State

pages = Blueprint("adding", __name__, url_prefix="/desk")


@pages.route("/papers/<slug>/signatories/new", methods=["GET", "POST"])
@csrf.exempt  # the form checks it itself and keeps what was typed
@requires(Role.MODERATOR)
@bodies.takes(LARGEST)
def new(slug: str) -> ResponseReturnValue:
    """Add who signed by e-mail, on paper or by phone."""
    paper, form, lead = _paper(slug), AddForm(), signed_in()
    if not form.is_submitted():
        form.received_on.data = clock.day_in(paper.time_zone, clock.now()).isoformat()
        form.taken_by.data, form.language.data = lead.name, current()
    if form.is_submitted() and form.instead.data == KEEP and form.entry.data:
        return redirect(url_for(".repair", public_id=_entry(form.entry.data).public_id), 303)
    if not form.validate_on_submit():
        return _new(paper, form), 422 if form.errors else 200
    try:
        receipt = replace(form.receipt(), proof=_upload())
        row = service.add(paper, form.draft(), receipt, lead=lead.public_id, instead=form.chosen())
    except ProofRefused as refusal:
        form.file.errors = [words_of(refusal)]
        return _new(paper, form), refusal.status
    except StandsInTheWay as refusal:
        return _new(paper, form, refusal), refusal.status
    except policy.DayRefused as refusal:
        form.received_on.errors = [words_of(refusal)]
        return _new(paper, form), refusal.status
    except DomainError as refusal:
        return _new(paper, form, refusal), refusal.status
    flash(_added(row), "adding")
    return redirect(url_for(".repair", public_id=row.public_id), 303)


@pages.get("/signatories/<public_id>/repair")
@requires(Role.MODERATOR)
def repair(public_id: str) -> ResponseReturnValue:
    """Show how an entry came, what was repaired of it, and what can be done."""
    return _repair(_entry(public_id))


@pages.route("/signatories/<public_id>/correct", methods=["GET", "POST"])
@csrf.exempt  # as above
@requires(Role.MODERATOR)
def correct(public_id: str) -> ResponseReturnValue:
    """Correct what is public of an entry; its signatory is asked whether that is right."""
    row = _entry(public_id)
    form = corrections.details_form(row)
    if not form.validate_on_submit():
        return _form_page("adding/correct.html", row, form)
    try:
        corrections.require_current(form, row)
        changed = service.correct(row, form.details(), lead=signed_in().public_id)
    except DomainError as refusal:
        return _form_page("adding/correct.html", row, form, refusal)
    flash(_("Corrected.") if changed else _("Nothing was changed."), "adding")
    return redirect(url_for(".repair", public_id=public_id), 303)


@pages.post("/signatories/<public_id>/correction/undo")
@requires(Role.MODERATOR)
def undo_correction(public_id: str) -> ResponseReturnValue:
    """Put back what stood there before the last correction."""
    row, lead = _entry(public_id), signed_in().public_id

    def put_back() -> None:
        corrections = queries.repaired(row).corrections
        if not corrections or corrections[0].answer == "undone":
            raise policy.TooLateToUndo
        service.put_back(corrections[0], actor=lead)

    return _do(row, put_back, _("Put back."))


@pages.post("/signatories/<public_id>/ask")
@requires(Role.MODERATOR)
def ask(public_id: str) -> ResponseReturnValue:
    """Ask the mailbox of an entry that leads wrote down whether it is right."""
    row, lead = _entry(public_id), signed_in().public_id

    def ask_if_right() -> None:
        if not service.ask_if_right(row, lead=lead):
            raise policy.NotWrittenTo

    return _do(
        row, ask_if_right, _("An e-mail is on its way, as soon as this mailbox may get one.")
    )


@pages.route("/signatories/<public_id>/address", methods=["GET", "POST"])
@csrf.exempt  # as above
@requires(Role.MODERATOR)
def address(public_id: str) -> ResponseReturnValue:
    """Mend an address that was mistyped, and write to the right one."""
    row, form = _entry(public_id), AddressForm()
    if not form.validate_on_submit():
        return _form_page("adding/address.html", row, form)
    try:
        service.mend_address(row, form.email.data or "", lead=signed_in().public_id)
    except DomainError as refusal:
        return _form_page("adding/address.html", row, form, refusal)
    flash(_("Mended. The older link opens nothing any more; a new one is on its way."), "adding")
    return redirect(url_for(".repair", public_id=public_id), 303)


@pages.post("/signatories/<public_id>/pair")
@requires(Role.MODERATOR)
def pair(public_id: str) -> ResponseReturnValue:
    """Settle who stands of two: replace the other one, keep it, or add this contact to it."""
    row, form, lead = _entry(public_id), OtherForm(), signed_in().public_id
    if not form.validate():
        raise BadRequest
    other = pairing.entry_of(row.paper_id, form.other.data or "")
    if form.how.data == REPLACE:
        done = _("Replaced. Both were told.")
        return _do(row, lambda: pairing.replace(row, other, lead=lead), done)
    if form.how.data == KEEP:
        done, note = _("Kept that one; this one is off the list."), _("Another entry stands there.")
        return _do(row, lambda: pairing.keep(other, row, lead=lead, note=note), done)
    done = _("Kept as a second contact, who was told.")
    return _do(row, lambda: pairing.keep_second(other, row, lead=lead), done)


@pages.post("/signatories/<public_id>/pair/undo")
@requires(Role.MODERATOR)
def undo_pair(public_id: str) -> ResponseReturnValue:
    """Take back that one entry gave way to another."""
    row, lead = _entry(public_id), signed_in().public_id

    def part() -> None:
        known = pairing.latest(row)
        if known is None:
            raise policy.TooLateToUndo
        pairing.part(known, lead=lead)

    return _do(row, part, _("Taken back. Both stand as before, and were told."))


def _do(row: Endorsement, verb: Callable[[], None], done: str) -> ResponseReturnValue:
    """Do it and say so on the page of the entry; or say there why not, and what is in the way."""
    try:
        verb()
    except DomainError as refusal:
        return _repair(row, refusal), refusal.status
    flash(done, "adding")
    return redirect(url_for(".repair", public_id=row.public_id), 303)


def _repair(row: Endorsement, refusal: DomainError | None = None) -> str:
    return render_template(
        "adding/repair.html",
        of=queries.repaired(row),
        proof=proof_of(row.id),
        changes_of=emails.changes_of,
        channels={code: _(words) for code, words in CHANNELS.items()},
        refusal=words_of(refusal) if refusal else "",
        in_the_way=_in_the_way(refusal),
    )


def _form_page(
    template: str, row: Endorsement, form: FlaskForm, refusal: DomainError | None = None
) -> tuple[str, int]:
    html = render_template(
        template,
        row=row,
        paper=queries.paper_by_id(row.paper_id),
        form=form,
        refusal=words_of(refusal) if refusal else "",
        in_the_way=_in_the_way(refusal),
    )
    return html, refusal.status if refusal else 422 if form.errors else 200


def _new(paper: PublicPaper, form: AddForm, refusal: DomainError | None = None) -> str:
    in_the_way = _in_the_way(refusal)
    if in_the_way is not None:
        form.entry.data = in_the_way.public_id
    sent = request.files.get("file")
    if sent is not None and sent.filename and not form.file.errors:
        form.file.errors = [_("A browser keeps no file: please choose it once more.")]
    return render_template(
        "adding/new.html",
        paper=paper,
        form=form,
        channels={code: _(words) for code, words in CHANNELS.items()},
        languages=INTERFACE,
        refusal=words_of(refusal) if refusal else "",
        in_the_way=in_the_way,
    )


def _upload() -> Upload | None:
    """Return the proof that was sent along, if any was. Raises `ProofRefused`."""
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        return None
    with closing(upload):
        return checked(upload.filename, upload.stream.read())


def _in_the_way(refusal: DomainError | None) -> Endorsement | None:
    """Return the entry that a refusal names; leads of its campaign alone get this far."""
    if not isinstance(refusal, StandsInTheWay):
        return None
    return queries.entry(refusal.entry, signed_in().campaigns(Role.MODERATOR))


def _added(row: Endorsement) -> str:
    if row.state == State.PUBLISHED:
        return _("Added to the list, as “added by the hosts”.")
    if row.state == State.CONFIRMED:
        return _(
            "Added. It waits for a decision, because it is contested or looks like another one."
        )
    return _("Kept as a second contact, who was told.")


def _entry(public_id: str) -> Endorsement:
    return queries.entry(public_id, signed_in().campaigns(Role.MODERATOR))


def _paper(slug: str) -> PublicPaper:
    paper = paper_by_slug(slug, drafts=True)
    if not signed_in().may(Role.MODERATOR, paper.campaign_id):
        raise NotFound
    return paper
