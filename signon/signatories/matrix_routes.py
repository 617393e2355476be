"""The page of priorities by organisations, and the same as files."""

from collections.abc import Iterator

from flask import Blueprint, Response, get_template_attribute, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from signon.access.guard import public
from signon.kernel.files import tabular
from signon.kernel.files.tabular import Column
from signon.papers import editions
from signon.papers.queries import PublicPaper, paper_by_slug
from signon.papers.texts.priorities import numbers
from signon.signatories import matrix, queries
from signon.signatories.matrix import PartLine, PriorityRow
from signon.signatories.shapes import Overview
from signon.site import headers
from signon.site.formats import number
from signon.site.languages import PREFIX, current
from signon.site.page_cache import cached
from signon.site.slots import framed
from signon.site.streams import streamed

pages = Blueprint("priorities", __name__, url_prefix=f"{PREFIX}/papers/<slug>")
data = Blueprint("priorities_data", __name__, url_prefix="/papers/<slug>")


@pages.get("/priorities")
@public
@cached(editions.of_paper, "after")
def show(slug: str) -> ResponseReturnValue:
    """Show how many endorse each priority, and who endorses in part."""
    paper, _overview = _paper(slug)
    found = matrix.matrix(paper, current())
    kinds = ("endorsing", "in_part", "without", *(("older",) if found.older else ()))
    counts = get_template_attribute("signatories/_matrix.html", "matrix_counts")
    return framed(
        "signatories/priorities.html",
        (paper, kinds),
        lambda: {"paper": paper, "matrix": found, "numbers": kinds},
        {
            **{
                f"{kind}{row.priority.number}": number(getattr(row, kind))
                for row in found.rows
                for kind in kinds
            },
            "counts": counts(found),
            "in part": _in_part(paper, found),
        },
    )


def _in_part(paper: PublicPaper, found: matrix.Matrix) -> str:
    """Draw the page that is asked for of the organisations that endorse in part."""
    after = request.args.get("after", "")
    return render_template(
        "signatories/_matrix_lines.html",
        paper=paper,
        matrix=found,
        page=matrix.page(paper, after),
        after=after,
    )


@data.get("/priorities.csv")
@public
def csv(slug: str) -> Response:
    """Send the numbers as CSV; with `by=organisation`, who endorses what in part."""
    paper, _overview = _paper(slug)
    by_organisation = request.args.get("by") == "organisation"
    lines = _organisations(paper) if by_organisation else _priorities(paper)
    answer = streamed(lines, "text/csv; charset=utf-8")
    name = "organisations-in-part" if by_organisation else "priorities"
    headers.attachment(answer, f"{paper.slug}-{name}.csv")
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return headers.public(answer)


def _paper(slug: str) -> tuple[PublicPaper, Overview]:
    """Return a paper that is or was endorsed in part; 404 for any other."""
    paper = paper_by_slug(slug)
    overview = queries.overview(paper.id)
    if not (paper.takes_parts or overview.organisations.in_part):
        raise NotFound
    return paper, overview


def _priorities(paper: PublicPaper) -> Iterator[bytes]:
    columns: list[Column[PriorityRow]] = [
        Column("number", lambda row: row.priority.number),
        Column("title", lambda row: row.priority.title),
        Column("organisations", lambda row: row.endorsing),
        Column("of_them_in_part", lambda row: row.in_part),
        Column("left_out_by", lambda row: row.without),
        Column("under_older_versions", lambda row: row.older),
    ]
    return tabular.csv_lines(columns, matrix.matrix(paper, paper.authoritative_language).rows)


def _organisations(paper: PublicPaper) -> Iterator[bytes]:
    columns: list[Column[PartLine]] = [
        Column("name", lambda line: line.name),
        Column("acronym", lambda line: line.acronym),
        Column("country", lambda line: line.country),
        *(_column(number) for number in numbers(paper.priorities)),
        Column("reservation", lambda line: line.reservation),
        Column("id", lambda line: line.public_id),
    ]
    return tabular.csv_lines(columns, matrix.every(paper))


def _column(number: int) -> Column[PartLine]:
    return Column(f"priority_{number}", lambda line: "yes" if number in line.chosen else "no")
