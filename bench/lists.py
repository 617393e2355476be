"""How many pages of the public list can be read a second, wherever in it and however long it is."""

from sqlalchemy import func, select

from bench.figures import Sample, compare
from bench.run import Run
from bench.servers import Server
from bench.service import slug
from bench.table import Aim, Line, rate_line
from bench.visits import Visits, reading
from signon.extensions import db
from signon.kernel import cursors
from signon.signatories.models import Signatory
from signon.signatories.shapes import PAGE

WARM_UP = 1.0
OF_ROWS = Aim(at_least=0.4)
FLAT = Aim(at_most=1.15)
ANYWHERE = 5000


def measure(run: Run) -> list[Line]:
    """Compare first and last pages with 30 bare rows out of the longest list."""
    rows = reading("/rows")
    pages = {name: reading(*paths) for name, paths in _pages(run).items()}

    def measured(server: Server, visits: Visits) -> Sample:
        return run.rate(server, visits, run.plan.page_seconds)

    for server, visits in ((run.bare, rows), *((run.service, page) for page in pages.values())):
        run.rate(server, visits, WARM_UP / 2)
    subjects = {name: lambda v=page: measured(run.service, v) for name, page in pages.items()}
    found = compare(run.plan.rounds, lambda: measured(run.bare, rows), subjects)
    lines = [rate_line(f"list, {name}, against 30 rows", found[name], OF_ROWS) for name in found]
    shortest, longest = run.plan.sizes[0], run.plan.largest
    for page in ("first", "last"):
        dearer = found[_name(page, longest)].dearer_than(found[_name(page, shortest)])
        text = f"list, {page} page, CPU at {longest:,} over CPU at {shortest:,}"
        lines.append(Line(text, dearer, FLAT))
    first, last = found[_name("first", longest)], found[_name("last", longest)]
    text = f"list, CPU of the last page of {longest:,} over the first"
    return [*lines, Line(text, last.dearer_than(first), FLAT)]


def _pages(run: Run) -> dict[str, list[str]]:
    """Return pages that the service has at hand, and so many of one list that it has not."""
    pages = {}
    for size, paper in run.papers.items():
        path = f"/en/papers/{slug(size)}/signatories"
        pages[_name("first", size)] = [path]
        pages[_name("last", size)] = [f"{path}?after={_before_the_end(paper.id)}"]
    anywhere = [f"{path}?after={cursor}" for cursor in _anywhere(paper.id)]
    pages[_name("any", size)] = anywhere
    db.session.remove()
    return pages


def _before_the_end(paper_id: int) -> str:
    """Return the cursor after which one full page is left."""
    line = (
        select(Signatory.sort_key, Signatory.public_id)
        .where(Signatory.paper_id == paper_id, Signatory.capacity == "organisation")
        .order_by(Signatory.sort_key.desc(), Signatory.public_id.desc())
        .offset(PAGE)
        .limit(1)
    )
    return cursors.of_name(*db.session.execute(line).one())


def _anywhere(paper_id: int) -> list[str]:
    """Return cursors from all over a list, many more than a process keeps pages of."""
    line = select(Signatory.sort_key, Signatory.public_id).where(
        Signatory.paper_id == paper_id, Signatory.capacity == "organisation"
    )
    some = line.order_by(func.random()).limit(ANYWHERE)
    return [cursors.of_name(*row) for row in db.session.execute(some)]


def _name(page: str, size: int) -> str:
    return f"{page} page of {size:,}"
