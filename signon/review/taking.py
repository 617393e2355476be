"""The leads' page on which they choose what to take along, and the file."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import BadRequest

from signon.access.guard import requires, signed_in
from signon.access.roles import Role
from signon.kernel.languages import INTERFACE
from signon.papers.queries import PublicPaper
from signon.review import choices, columns, exports, filters, service, words
from signon.review.desk import may, pages, paper_for, way_back
from signon.review.exports import Order
from signon.review.filters import Filter
from signon.review.signatories import asked_for
from signon.review.table import listing
from signon.site import headers
from signon.site.languages import current
from signon.site.streams import streamed

CHUNK = 65536
MOST_SELECTED = 1000
YES = ("y", "yes")


@pages.get("/papers/<slug>/export")
@requires(Role.VIEWER)
def choose_export(slug: str) -> ResponseReturnValue:
    """Ask which columns are wanted of what the page has shown, and as which file."""
    paper = paper_for(slug, Role.VIEWER)
    return _page(paper, filters.of_query(request.args), [])


@pages.post("/papers/<slug>/export/selection")
@requires(Role.VIEWER)
def choose_export_of_selected(slug: str) -> ResponseReturnValue:
    """Ask the same for what was selected on the page."""
    paper, wanted = paper_for(slug, Role.VIEWER), filters.of_text(request.form.get("filter", ""))
    everything, only = request.form.get("everything") in YES, _selected()
    if not everything and not only:  # else nothing selected would be taken for all of it
        flash(_("Please select at least one row first."), "noted")
        return redirect(way_back(url_for(".signatories", slug=paper.slug, **wanted.query())), 303)
    return _page(paper, wanted, [] if everything else only)


@pages.post("/papers/<slug>/export")
@requires(Role.VIEWER)
def export(slug: str) -> ResponseReturnValue:
    """Send a file; contacts only on request and for a purpose, and the trail says so."""
    contacts = request.form.get("contacts") in YES
    paper = paper_for(slug, Role.EXPORTER if contacts else Role.VIEWER)
    wanted, purpose = filters.of_text(request.form.get("filter", "")), request.form.get("purpose")
    if contacts and purpose not in words.PURPOSES:
        refusal = _("Please say what the contacts are for: the trail keeps it.")
        return _page(paper, wanted, _selected(), refusal), 422
    order = _order(paper, contacts=contacts)
    made = exports.make(paper, asked_for(paper, wanted), order)
    service.note_export(
        paper,
        actor=signed_in().public_id,
        kind=order.kind,
        contacts=contacts,
        rows=made.rows,
        purpose=purpose or "",
    )
    response = streamed(iter(lambda: made.file.read(CHUNK), b""), "application/octet-stream")
    response.call_on_close(made.file.close)
    return headers.attachment(response, exports.file_name(paper, order.kind))


def _order(paper: PublicPaper, *, contacts: bool) -> Order:
    """Return what the form asks for, and remember its columns for the next time."""
    kind, language = request.form.get("format", ""), request.form.get("language", current())
    if kind not in exports.FORMATS or language not in INTERFACE:
        raise BadRequest
    among, typed = columns.in_files(contacts=contacts), request.form.getlist("column")
    if typed:
        every = columns.in_files(contacts=True)
        names = [column.name for column in columns.chosen(typed, every)]
        service.choose(signed_in().account_id, paper.id, choices.FILE, names)
    chosen = columns.chosen(typed, among) or among
    notes = request.form.get("notes") in YES
    return Order(kind, tuple(chosen), contacts, notes, language, frozenset(_selected()))


def _selected() -> list[str]:
    found = request.form.getlist("id")
    if len(found) > MOST_SELECTED:
        raise BadRequest
    return found


def _page(paper: PublicPaper, wanted: Filter, only: list[str], refusal: str = "") -> str:
    takes_contacts = may(Role.EXPORTER, paper)
    mine = choices.of(signed_in().account_id, paper.id).file
    among = columns.in_files(contacts=takes_contacts)
    return render_template(
        "review/export.html",
        paper=paper,
        wanted=wanted,
        only=only,
        number=len(only) or listing.count(asked_for(paper, wanted)),
        among=among,
        chosen=[column.name for column in among] if mine is None else mine,
        takes_contacts=takes_contacts,
        purposes=words.PURPOSES,
        languages=INTERFACE,
        refusal=refusal,
        back=way_back(url_for(".signatories", slug=paper.slug, **wanted.query())),
    )
