"""What every measurement of one database needs at hand."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Flask

from bench.figures import Sample
from bench.load import VisitFailed, drive
from bench.machine import Machine
from bench.servers import Server, Sink
from bench.stores import Store
from bench.visits import Visits
from signon.papers.queries import PublicPaper

MOST_FAILURES = 0.01
"""Above this share of visits a measurement is of something else."""


@dataclass(frozen=True)
class Plan:
    """How much is measured."""

    sizes: tuple[int, ...]
    rounds: int
    signing_seconds: float
    page_seconds: float
    mails: int
    timings: int
    """How often each sort of address is tried in each form."""
    longest_seconds: int

    @property
    def largest(self) -> int:
        return self.sizes[-1]


FULL = Plan((100, 10_000, 100_000, 1_000_000), 3, 3.0, 1.5, 2000, 200, 1500)
QUICK = Plan((100, 10_000, 100_000), 3, 1.2, 0.8, 300, 40, 300)


@dataclass(frozen=True)
class Run:
    """One database, filled, with the service and the yardstick in front of it."""

    plan: Plan
    machine: Machine
    store: Store
    app: Flask
    environ: Mapping[str, str]
    papers: Mapping[int, PublicPaper]
    service: Server
    changing: Server
    """The service just after a signature, over and over: see `changing`."""
    forgetful: Server
    """The service again, which keeps no page: everything that it shows is drawn."""
    bare: Server
    sink: Sink

    def rate(self, server: Server, visits: Visits, seconds: float) -> Sample:
        """Let visitors come to one of the servers; return how many were served."""
        with self.machine.measured() as cost:
            outcome = drive(server.port, visits, seconds)
        failed = sum(outcome.failures.values())
        if failed > MOST_FAILURES * outcome.visits:
            raise VisitFailed(f"{failed} of {outcome.visits + failed}: {dict(outcome.failures)}")
        ours = ("service", "changing", "forgetful")
        trees = {getattr(self, name).port: name for name in ours}
        tree = trees.get(server.port, "bare")
        own, database = (cost.milliseconds(name, outcome.visits) for name in (tree, "database"))
        return Sample(outcome.visits / outcome.seconds, own, database, outcome.patience)
