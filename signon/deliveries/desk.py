"""The leads' room for documents: what it shall hold, in which form, and the file."""

import tempfile

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from signon.access.guard import requires, signed_in
from signon.access.roles import Role
from signon.deliveries import service
from signon.deliveries.documents import making, order
from signon.deliveries.documents.description import number_of_names
from signon.deliveries.documents.order import Order
from signon.kernel.errors import DomainError
from signon.kernel.languages import INTERFACE
from signon.organisations.kinds import KINDS
from signon.papers.queries import PublicPaper, paper_by_slug
from signon.signatories import queries
from signon.site import headers
from signon.site.error_pages import words_of
from signon.site.streams import close_if_it_fails, streamed

pages = Blueprint("documents", __name__, url_prefix="/desk/papers/<slug>/documents")

CHUNK = 65536


@pages.get("")
@requires(Role.VIEWER)
def documents(slug: str) -> ResponseReturnValue:
    """Ask what a document shall hold, and as which file."""
    return _page(_paper(slug), Order("pdf"))


@pages.post("")
@requires(Role.VIEWER)
def make(slug: str) -> ResponseReturnValue:
    """Send a document of what is public, and let the trail say so."""
    paper = _paper(slug)
    wanted = Order("pdf")
    try:
        wanted = order.of_form(request.form)
        order.require_room_at_once(wanted, number_of_names(paper, wanted))
        return _sent(paper, wanted)
    except DomainError as refusal:
        return _page(paper, wanted, words_of(refusal)), refusal.status


def _sent(paper: PublicPaper, wanted: Order) -> ResponseReturnValue:
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed when the answer has been sent
    with close_if_it_fails(file):
        names = making.make(paper, wanted, file)
        service.note_document(paper, actor=signed_in().public_id, form=wanted.form, names=names)
        file.seek(0)
        response = streamed(iter(lambda: file.read(CHUNK), b""), "application/octet-stream")
    response.call_on_close(file.close)
    return headers.attachment(response, making.file_name(paper, wanted))


def _page(paper: PublicPaper, wanted: Order, refusal: str = "") -> str:
    overview = queries.overview(paper.id)
    languages = {*(text.language for text in paper.texts), *INTERFACE}
    there = {*overview.organisations.by_country(), *overview.individuals.by_country()}
    return render_template(
        "deliveries/documents.html",
        paper=paper,
        wanted=wanted,
        refusal=refusal,
        forms=order.ENDINGS,
        languages=sorted(languages),
        countries=there,
        kinds=[kind for kind in KINDS if kind in overview.organisations.by_kind()],
        number=number_of_names(paper, Order("txt")),
    )


def _paper(slug: str) -> PublicPaper:
    paper = paper_by_slug(slug, drafts=True)
    if not signed_in().may(Role.VIEWER, paper.campaign_id):
        raise NotFound
    return paper
