"""How many public pages can be read a second.

Kept, drawn anew after a change of the list, drawn with nothing kept, told that nothing changed.
"""

from bench.figures import Sample, compare
from bench.load import drive
from bench.run import Run
from bench.servers import Server
from bench.service import CAMPAIGN, PRIORITIES, slug
from bench.table import Aim, Line, rate_line
from bench.visits import Visits, reading, returning

WARM_UP = 0.5
KEPT, ANEW, UNCHANGED = Aim(at_least=0.6), Aim(at_least=0.35), Aim(at_least=0.6)


def measure(run: Run) -> list[Line]:
    """Compare each public page with 30 bare rows, and a 304 with a bare hello."""
    pages = _pages(run)
    kept = {f"{name}, kept": reading(path) for name, path in pages.items()}
    anew = {f"{name}, drawn anew after a signature": reading(p) for name, p in pages.items()}
    bare = {f"{name}, drawn with nothing kept": reading(path) for name, path in pages.items()}
    told = {"paper, told that it holds": returning(pages["paper"], _etag(run, pages["paper"]))}
    return [
        *_lines(run, run.service, "/rows", kept, KEPT),
        *_lines(run, run.changing, "/rows", anew, ANEW),
        *_lines(run, run.forgetful, "/rows", bare, ANEW),
        *_lines(run, run.service, "/hello", told, UNCHANGED),
    ]


def _pages(run: Run) -> dict[str, str]:
    return {
        "home": "/en/",
        "campaign": f"/en/campaigns/{CAMPAIGN}",
        "paper": f"/fr/papers/{PRIORITIES}",
        "list": f"/en/papers/{slug(run.plan.sizes[0])}/signatories",
        "form": f"/en/papers/{PRIORITIES}/endorse",
        "priorities": f"/en/papers/{PRIORITIES}/priorities",
    }


def _lines(
    run: Run, ours: Server, yardstick: str, subjects: dict[str, Visits], aim: Aim
) -> list[Line]:
    bare = reading(yardstick)

    def measured(server: Server, visits: Visits) -> Sample:
        return run.rate(server, visits, run.plan.page_seconds)

    run.rate(run.bare, bare, WARM_UP)
    for visits in subjects.values():
        run.rate(ours, visits, WARM_UP)
    rates = {name: lambda v=visits: measured(ours, v) for name, visits in subjects.items()}
    found = compare(run.plan.rounds, lambda: measured(run.bare, bare), rates)
    return [rate_line(f"page, {name}", found[name], aim) for name in found]


def _etag(run: Run, path: str) -> str:
    """Return the mark that the service gives a page."""
    seen: list[str] = []
    drive(run.service.port, reading(path, etags=seen), WARM_UP)
    return seen[-1]
