"""How fast the whole list leaves as CSV, and how much memory that takes."""

import http.client
import threading
import time
from dataclasses import dataclass

from bench.figures import Comparison, Sample
from bench.load import HOST, VisitFailed
from bench.machine import resident
from bench.run import Run
from bench.service import slug
from bench.table import Aim, Line, time_line
from bench.visits import SITE, reading

PATIENCE = 120
CHUNK = 262_144
WARM_UP = 1.0
SECONDS_BETWEEN_LOOKS = 0.01

WALL = Aim(at_most=3.0)
MEMORY = Aim(at_most=60.0)
FIRST_BYTE = Aim(at_most=0.3)


@dataclass
class Download:
    """One file as it came: seconds to its first byte and to its last, and the workers' memory."""

    first_byte: float
    seconds: float
    peak: dict[int, float]
    sample: Sample


def measure(run: Run) -> list[Line]:
    """Compare the file of the longest list with the database's own copy of it."""
    size = run.plan.largest
    paper = run.papers[size]
    # The first page wakes both workers: what they hold then is what they hold when idle.
    run.rate(run.service, reading(f"/en/papers/{slug(size)}/signatories"), WARM_UP)
    idle = resident(run.service.process)
    loose, ordered, downloads = [], [], []
    for _ in range(run.plan.rounds):
        any_order = _copy(run, paper.id, in_order=False)
        in_order = _copy(run, paper.id, in_order=True)
        download = _download(run, size)
        loose.append((any_order, download.sample))
        ordered.append((in_order, download.sample))
        downloads.append(download)
    growth = max(d.peak[number] - idle[number] for d in downloads for number in idle)
    waited = sorted(d.first_byte for d in downloads)[len(downloads) // 2]
    copying = "\\copy" if run.store.process else "cursor and csv.writer"
    what = f"CSV of {size:,}"
    return [
        time_line(f"{what}, time against {copying}, any order", Comparison(tuple(loose)), WALL),
        time_line(f"{what}, time against {copying}, same order", Comparison(tuple(ordered))),
        Line(f"{what}, MiB of the worker over idle", growth, MEMORY),
        Line(f"{what}, seconds to the first byte", waited, FIRST_BYTE),
    ]


def _copy(run: Run, paper_id: int, *, in_order: bool) -> Sample:
    with run.machine.measured() as cost:
        run.store.copy(paper_id, in_order=in_order)
    return Sample(1 / cost.wall, 1000 * cost.trees["all"], cost.milliseconds("database", 1))


def _download(run: Run, size: int) -> Download:
    with run.machine.measured() as cost, _Watch(run) as watch:
        first_byte, seconds, lines = _fetch(run.service.port, size)
    if lines != size + 1:
        raise VisitFailed(f"the file has {lines} lines and not {size + 1}")
    own, database = (cost.milliseconds(name, 1) for name in ("service", "database"))
    return Download(first_byte, seconds, watch.peak, Sample(1 / seconds, own, database))


def _fetch(port: int, size: int) -> tuple[float, float, int]:
    """Return the seconds to the first byte and to the last, and the number of lines."""
    connection = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)
    began = time.perf_counter()
    headers = {"Host": SITE, "X-Forwarded-Proto": "https"}
    connection.request("GET", f"/papers/{slug(size)}/signatories.csv", headers=headers)
    reply = connection.getresponse()
    if reply.status != 200:
        raise VisitFailed(f"status {reply.status}")
    lines = reply.read(1).count(b"\n")
    first_byte = time.perf_counter() - began
    while part := reply.read(CHUNK):
        lines += part.count(b"\n")
    connection.close()
    return first_byte, time.perf_counter() - began, lines


class _Watch:
    """Looks at the memory of the workers again and again."""

    def __init__(self, run: Run):
        self.run = run
        self.peak: dict[int, float] = {}
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> "_Watch":
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.thread.join()

    def _look(self) -> None:
        while not self.over.wait(SECONDS_BETWEEN_LOOKS):
            for number, size in resident(self.run.service.process).items():
                self.peak[number] = max(self.peak.get(number, 0.0), size)
