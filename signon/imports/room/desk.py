"""The leads' room for lists that were signed elsewhere: looked at, brought in, undone."""

from collections.abc import Callable, Iterable
from contextlib import closing

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import BadRequest, NotFound

from signon.access.guard import requires, signed_in
from signon.access.roles import Role
from signon.imports import keeping, policy, queries, reading, service
from signon.imports.drafts import Sheet
from signon.imports.models import READ, Import
from signon.imports.records import Reading, Wishes
from signon.imports.room import files, forms, wordings
from signon.kernel.errors import DomainError
from signon.kernel.languages import INTERFACE
from signon.papers.queries import PublicPaper, paper_by_slug
from signon.site import bodies, headers
from signon.site.error_pages import words_of
from signon.site.languages import current

pages = Blueprint("imports", __name__, url_prefix="/desk/papers/<slug>/imports")

SHOWN = 100
"""Rows that a page shows, those with a problem before others."""
_MIMES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@pages.get("")
@requires(Role.MODERATOR)
def index(slug: str) -> ResponseReturnValue:
    """Show where a file is chosen, and the lists that were brought in before."""
    return _index(_paper(slug))


@pages.post("")
@requires(Role.MODERATOR)
@bodies.takes(policy.LARGEST)
def upload(slug: str) -> ResponseReturnValue:
    """Read a file, and keep it until the lead has seen what it says."""
    paper = _paper(slug)
    try:
        sheet = _sent()
        found, wishes = _read_as_before(paper, sheet)
    except DomainError as refusal:
        return _index(paper, words_of(refusal)), refusal.status
    run = service.keep(paper, sheet, found, wishes, lead=signed_in().public_id)
    return redirect(url_for(".show", slug=slug, public_id=run), 303)


@pages.get("/<public_id>")
@requires(Role.MODERATOR)
def show(slug: str, public_id: str) -> ResponseReturnValue:
    """Show what a file says before it is brought in, or what has become of its rows."""
    paper = _paper(slug)
    return _show(paper, queries.run_of(paper, public_id))


@pages.post("/<public_id>/reading")
@requires(Role.MODERATOR)
def read_again(slug: str, public_id: str) -> ResponseReturnValue:
    """Read a file in the way that the lead has chosen."""

    def read(_paper: PublicPaper, run: Import) -> None:
        if run.content is None:
            raise policy.AlreadyBegun
        wishes = forms.wishes(run)
        found = reading.read(run.content, run.filename, wishes)
        service.read_again(run, found, wishes)

    return _do(slug, public_id, read)


@pages.post("/<public_id>/rows")
@requires(Role.MODERATOR)
def write(slug: str, public_id: str) -> ResponseReturnValue:
    """Let the rows be written; the page that follows says how far that is."""
    lead = signed_in().public_id
    return _do(
        slug, public_id, lambda paper, run: service.write(run, forms.terms(paper), lead=lead)
    )


@pages.post("/<public_id>/removal")
@requires(Role.MODERATOR)
def drop(slug: str, public_id: str) -> ResponseReturnValue:
    """Delete a file that was only looked at."""
    paper = _paper(slug)
    service.drop(queries.run_of(paper, public_id))
    flash(_("The file is deleted, and nothing of it was brought in."), "imports")
    return redirect(url_for(".index", slug=slug), 303)


@pages.post("/<public_id>/undo")
@requires(Role.MODERATOR)
def undo(slug: str, public_id: str) -> ResponseReturnValue:
    """Undo a list as a whole, once the lead has said that this is meant."""
    lead = signed_in().public_id

    def undo_all(_paper: PublicPaper, run: Import) -> None:
        if request.form.get("sure") != "y":
            raise BadRequest
        service.undo(run, lead=lead)

    return _do(slug, public_id, undo_all)


@pages.post("/<public_id>/questions")
@requires(Role.MODERATOR)
def ask(slug: str, public_id: str) -> ResponseReturnValue:
    """Have the mailboxes of a list asked whether it is right, as many as the lead has seen."""
    lead = signed_in().public_id

    def ask_all(_paper: PublicPaper, run: Import) -> None:
        if request.form.get("number") != str(len(queries.still_to_ask(run))):
            raise policy.NumberChanged
        service.ask_all(run, lead=lead)
        flash(_("They are being asked. What they answer stands with their entries."), "imports")

    return _do(slug, public_id, ask_all)


@pages.post("/<public_id>/file")
@requires(Role.MODERATOR)
def take(slug: str, public_id: str) -> ResponseReturnValue:
    """Hand the rows out with what is wrong in a last column; the trail says so."""
    paper, kind = _paper(slug), request.form.get("format", "")
    if kind not in files.FORMATS:
        raise BadRequest
    run = queries.run_of(paper, public_id)
    content = files.file_of(run, queries.all_rows(run), kind, current())
    name = f"{run.filename.rpartition('.')[0] or run.filename}-problems.{kind}"
    service.note_taken(run, lead=signed_in().public_id)
    return headers.attachment(current_app.response_class(content, mimetype=_MIMES[kind]), name)


def _sent() -> Sheet:
    """Return the file that was sent. Raises `FileMissing`, `FileEmpty` or `FileTooLarge`."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise policy.FileMissing
    with closing(sent):
        content = sent.stream.read(policy.LARGEST + 1)
    policy.require_file(content)
    return Sheet(sent.filename, content)


def _read_as_before(paper: PublicPaper, sheet: Sheet) -> tuple[Reading, Wishes]:
    """Read a file with the columns that were chosen for the same header before, if any were."""
    optional = request.form.get("email_optional") == "y"
    wishes = Wishes(email_required=not optional, time_zone=paper.time_zone)
    found = reading.read(sheet.content, sheet.filename, wishes)
    known = queries.mapping_of(paper, keeping.header_key(found.header))
    if known is None:
        return found, wishes
    wishes = Wishes(mapping=known, email_required=not optional, time_zone=paper.time_zone)
    return reading.read(sheet.content, sheet.filename, wishes), wishes


def _do(
    slug: str, public_id: str, verb: Callable[[PublicPaper, Import], None]
) -> ResponseReturnValue:
    """Do it and show the list; or say there why not."""
    paper = _paper(slug)
    run = queries.run_of(paper, public_id)
    try:
        verb(paper, run)
    except DomainError as refusal:
        return _show(paper, queries.run_of(paper, public_id), words_of(refusal)), refusal.status
    return redirect(url_for(".show", slug=slug, public_id=public_id), 303)


def _index(paper: PublicPaper, refusal: str = "") -> str:
    return render_template(
        "imports/index.html",
        paper=paper,
        runs=queries.runs_of(paper),
        stages=wordings.STAGES,
        refusal=refusal,
    )


def _show(paper: PublicPaper, run: Import, refusal: str = "") -> str:
    page = "imports/preview.html" if run.stage == READ else "imports/run.html"
    header = run.found["header"]
    mapped = run.found["layout"]["mapping"]
    return render_template(
        page,
        paper=paper,
        run=run,
        refusal=refusal,
        numbers=queries.numbers(run),
        rows=queries.rows_of(run, SHOWN),
        places={target: header.index(title) for target, title in mapped.items() if title in header},
        to_ask=len(queries.still_to_ask(run)),
        earlier=queries.same_file(paper, run),
        words=wordings,
        problem_of=files.problem_of,
        languages=INTERFACE,
        encodings=forms.ENCODINGS,
        twice=_twice,
    )


def _twice(values: Iterable[str]) -> list[tuple[str, str]]:
    """Return options that are called by their values."""
    return [(value, value) for value in values]


def _paper(slug: str) -> PublicPaper:
    paper = paper_by_slug(slug, drafts=True)
    if not signed_in().may(Role.MODERATOR, paper.campaign_id):
        raise NotFound
    return paper
