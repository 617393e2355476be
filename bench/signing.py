"""How many organisations a second can sign: open the form, fill it in, send it."""

from bench.figures import Sample, compare
from bench.run import Run
from bench.servers import Server
from bench.service import slug
from bench.table import Aim, Line, rate_line
from bench.visits import Visits, inserting, signing

WARM_UP = 1.0
OF_INSERTS = Aim(at_least=0.18)
FLAT = Aim(at_most=1.15)
PATIENCE = Aim(at_most=3)


def measure(run: Run) -> list[Line]:
    """Compare signatures with bare inserts, on a short list and on the longest."""
    sizes = (run.plan.sizes[0], run.plan.largest)
    visits = {size: signing(f"/en/papers/{slug(size)}/endorse") for size in sizes}
    inserts = inserting("/insert")

    def measured(server: Server, visits: Visits) -> Sample:
        return run.rate(server, visits, run.plan.signing_seconds)

    for server, these in ((run.bare, inserts), *((run.service, visits[size]) for size in sizes)):
        run.rate(server, these, WARM_UP)
    subjects = {str(size): lambda v=visits[size]: measured(run.service, v) for size in sizes}
    found = compare(run.plan.rounds, lambda: measured(run.bare, inserts), subjects)
    few, many = (found[str(size)] for size in sizes)
    text = f"signing, seconds in which 99 of 100 have signed, {sizes[1]:,} signatories"
    return [
        rate_line(f"signing, {sizes[0]:,} signatories, against inserts", few, OF_INSERTS),
        rate_line(f"signing, {sizes[1]:,} signatories, against inserts", many, OF_INSERTS),
        Line(f"signing, CPU at {sizes[1]:,} over CPU at {sizes[0]:,}", many.dearer_than(few), FLAT),
        Line(text, many.ours.patience, PATIENCE),
    ]
