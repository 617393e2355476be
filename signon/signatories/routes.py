"""Public pages: the list, one entry of it, and the list as files."""

import tempfile
from collections.abc import Iterator

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from signon.access.guard import public
from signon.papers import editions
from signon.papers.queries import PublicPaper, paper_by_slug
from signon.signatories import files, queries
from signon.signatories.listing import filters, list_page
from signon.site import headers
from signon.site.languages import PREFIX, current
from signon.site.page_cache import cached
from signon.site.streams import close_if_it_fails, streamed

pages = Blueprint("signatories", __name__, url_prefix=f"{PREFIX}/papers/<slug>")
data = Blueprint("signatories_data", __name__, url_prefix="/papers/<slug>")

CHUNK = 65536


@pages.get("/signatories")
@public
@cached(editions.of_paper, *filters.FIELDS)
def index(slug: str) -> ResponseReturnValue:
    """Show the public list: search, filters, groups, pages."""
    return list_page.draw(paper_by_slug(slug))


@pages.get("/signatories/<public_id>")
@public
@cached(lambda slug, public_id: editions.of_paper(slug))
def entry(slug: str, public_id: str) -> ResponseReturnValue:
    """Show one entry of the list at an address of its own."""
    paper = paper_by_slug(slug)
    line, former = queries.line(paper.id, public_id), queries.former(paper.id, public_id)
    if line is None and former is not None:
        return render_template("signatories/former.html", paper=paper, former=former), 410
    if line is None:
        raise NotFound
    return render_template("signatories/entry.html", paper=paper, line=line)


@data.get("/signatories.csv")
@public
def csv(slug: str) -> Response:
    """Send the list as CSV."""
    paper = paper_by_slug(slug)
    lines = files.as_csv(paper, filters.wanted(request.args))
    return _file(paper, "csv", "text/csv; charset=utf-8", lines)


@data.get("/signatories.json")
@public
def json(slug: str) -> Response:
    """Send the list as JSON."""
    paper = paper_by_slug(slug)
    records = files.as_json(paper, filters.wanted(request.args))
    return _file(paper, "json", "application/json", records)


@data.get("/signatories.xlsx")
@public
def xlsx(slug: str) -> Response:
    """Send the list as a spreadsheet."""
    paper = paper_by_slug(slug)
    wanted = filters.wanted(request.args)  # what is refused leaves no file open
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed when the answer has been sent
    with close_if_it_fails(file):
        files.write_xlsx(file, paper, wanted, current())
    file.seek(0)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    response = _file(paper, "xlsx", kind, iter(lambda: file.read(CHUNK), b""))
    response.call_on_close(file.close)
    return response


def _file(paper: PublicPaper, ending: str, kind: str, chunks: Iterator[bytes]) -> Response:
    response = streamed(chunks, kind)
    headers.attachment(response, f"{paper.slug}-signatories.{ending}")
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return headers.public(response)
