"""`python -m bench`: see README.md beside this file."""

import argparse
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from itertools import accumulate
from pathlib import Path

from bench import (
    checking,
    deciding,
    desk,
    even,
    exports,
    lists,
    mails,
    pages,
    population,
    servers,
    service,
    sheets,
    signing,
    stores,
    table,
)
from bench.load import CLIENTS, VisitFailed
from bench.machine import Machine
from bench.population import Target, target_of
from bench.run import FULL, QUICK, Plan, Run
from bench.table import Line
from signon.papers.queries import PublicPaper

DATABASES = ("postgresql", "sqlite")
SECTIONS: dict[str, Callable[[Run], list[Line]]] = {
    "csv": exports.measure,  # first, while the workers are fresh
    "list": lists.measure,
    "page": pages.measure,
    "mail": mails.measure,  # before signing leaves mails in the queue
    "desk": desk.measure,
    "deciding": deciding.measure,  # after the pages, whose lists it changes
    "log": checking.measure,
    "signing": signing.measure,
    "even": even.measure,
    "sheets": sheets.measure,
}
TOO_FOREIGN = 0.04


class Stop(BaseException):
    """Somebody, or the clock, asks us to end."""


class Bench:
    """One run: a plan, a folder that goes away afterwards, and what has been found so far."""

    def __init__(self, plan: Plan, sections: list[str], folder: Path):
        self.plan, self.sections, self.folder = plan, sections, folder
        self.machine = Machine()
        self.failures: list[str] = []
        self._filled_for: tuple[Target, ...] = ()

    def database(self, name: str) -> None:
        """Fill one database, measure on it, print what was found."""
        lines: list[Line] = []
        heading = name
        with ExitStack() as stack:
            try:
                run = self._prepare(name, stack)
                heading = run.store.name
                for section in self.sections:
                    lines += self._measure(section, run)
            finally:
                be_deaf()
                if lines:
                    table.show(heading, lines)
        listen()
        self.machine.trees.clear()

    def _measure(self, section: str, run: Run) -> list[Line]:
        """Return the figures of one section; one that fails leaves the others alone."""
        say(f"{run.store.name}: {section} …")
        try:
            return SECTIONS[section](run)
        except (VisitFailed, mails.MailsLost, RuntimeError, OSError) as failure:
            self.failures.append(f"{run.store.name}: {section} failed: {failure}")
            say(self.failures[-1])
            return []

    def _prepare(self, name: str, stack: ExitStack) -> Run:
        folder = self.folder / name
        folder.mkdir(mode=0o700)
        store = stack.enter_context(stores.opened(name, folder))
        sink = stack.enter_context(servers.mail_sink())
        environ = service.environment(store.url, folder, sink.port)
        service.flask(environ, "db", "upgrade")
        with service.opened(environ):
            papers = service.make_papers(self.plan.sizes)
            service.make_neighbours()
        self._fill(store, papers)
        app = stack.enter_context(service.opened(environ))
        bare = {"BARE_DATABASE": store.bare, "BARE_ROWS": str(self.plan.largest)}
        forgetful = {**environ, "PAGE_CACHE_MB": "0"}
        web = [
            ("wsgi:app", environ, "service"),
            ("bench.changing:app", environ, "changing"),
            ("wsgi:app", forgetful, "forgetful"),
            ("bench.bare:app", bare, "bare"),
        ]
        ours, changing, drawing, yardstick = (
            stack.enter_context(servers.web(application, settings, folder / f"{log}.log"))
            for application, settings, log in web
        )
        for (_, _, name), server in zip(web, (ours, changing, drawing, yardstick), strict=True):
            self.machine.trees[name] = server.process
        if store.process is not None:
            self.machine.trees["database"] = store.process
        base = (self.plan, self.machine, store, app, environ, papers)
        return Run(*base, ours, changing, drawing, yardstick, sink)

    def _fill(self, store: stores.Store, papers: dict[int, PublicPaper]) -> None:
        rows, began = self.folder / "rows", time.monotonic()
        targets = tuple(_targets(papers))
        if targets != self._filled_for:
            rows.mkdir(exist_ok=True)
            population.write(rows, targets)
            self._filled_for = targets
            say(f"made {sum(self.plan.sizes):,} endorsements in {time.monotonic() - began:.0f} s")
        began = time.monotonic()
        store.fill(rows)
        store.lay_yardstick(papers[self.plan.largest].id)
        say(f"filled {store.name} in {time.monotonic() - began:.0f} s")


def _targets(papers: dict[int, PublicPaper]) -> list[Target]:
    firsts = accumulate(papers, initial=1)
    return [
        target_of(paper, size, first)
        for (size, paper), first in zip(papers.items(), firsts, strict=False)
    ]


def main() -> None:
    """Measure what was asked for, within bounded time; leave nothing behind."""
    options = _options()
    plan = QUICK if options.quick else FULL
    if options.rounds:
        plan = replace(plan, rounds=options.rounds)
    if options.minutes:
        plan = replace(plan, longest_seconds=60 * options.minutes)
    began = time.monotonic()
    listen()
    signal.alarm(plan.longest_seconds)
    sections = [name for name in SECTIONS if name in options.only]
    with tempfile.TemporaryDirectory(prefix="signon-bench-") as folder:
        bench = Bench(plan, sections, Path(folder))
        try:
            for name in options.database:
                bench.database(name)
        except (Stop, KeyboardInterrupt) as ended:
            bench.failures.append(f"ended before its time: {ended or 'Ctrl-C'}")
        _sum_up(bench.machine, time.monotonic() - began)
    sys.exit("\n".join(bench.failures) or 0)


def _sum_up(machine: Machine, seconds: float) -> None:
    share, worst = machine.foreign_share()
    sys.stdout.write(
        f"\n{servers.WEB_SERVER} for both, {CLIENTS} clients, a connection a visit; "
        f"{seconds:.0f} s in all.\n"
        f"Other programs used {share:.1%} of the machine, {worst:.1%} at worst.\n"
    )
    if share > TOO_FOREIGN:
        sys.stdout.write(f"WARNING: above {TOO_FOREIGN:.0%} no figure here can be trusted.\n")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="up to 100,000 signatories, briefly")
    parser.add_argument("--only", type=_names(tuple(SECTIONS)), default=list(SECTIONS))
    parser.add_argument("--database", type=_names(DATABASES), default=list(DATABASES))
    parser.add_argument("--rounds", type=int, help="measure each figure so often (3)")
    parser.add_argument("--minutes", type=int, help="end after so long (25, with --quick 5)")
    return parser.parse_args()


def _names(known: tuple[str, ...]) -> Callable[[str], list[str]]:
    def read(text: str) -> list[str]:
        names = text.split(",")
        if unknown := set(names) - set(known):
            raise argparse.ArgumentTypeError(f"{unknown.pop()!r} is none of {', '.join(known)}")
        return names

    return read


def say(text: str) -> None:
    """Tell whoever waits what is going on."""
    sys.stderr.write(f"{text}\n")


def listen() -> None:
    """Let Ctrl-C, SIGTERM and the clock end the run."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGALRM):
        signal.signal(number, _stop)


def be_deaf() -> None:
    """Let nobody disturb the cleaning up."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGALRM):
        signal.signal(number, signal.SIG_IGN)


def _stop(number: int, _frame: object) -> None:
    raise Stop(signal.Signals(number).name)


if __name__ == "__main__":
    main()
