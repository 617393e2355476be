"""Numbers for Prometheus, in its text format: nothing of anybody.

https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
"""

from collections.abc import Iterable, Iterator
from typing import Any

from flask import current_app
from sqlalchemy import func, select

from signon.extensions import db
from signon.jobs import queries as jobs
from signon.kernel import clock
from signon.operations import requests, watched
from signon.outbox.returned import queries as returned
from signon.version import VERSION

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

Sample = tuple[dict[str, str], float]


def text() -> str:
    """Return all numbers of this moment."""
    return "".join(f"{line}\n" for line in _lines())


def _lines() -> Iterator[str]:
    yield from _metric("info", "gauge", "The version that runs.", [({"version": VERSION}, 1)])
    yield from _metric("requests_total", "counter", "Requests answered.", requests.samples())
    counted = jobs.counts()
    all_jobs = [({"kind": one.kind, "state": one.state}, one.number) for one in counted]
    yield from _metric("jobs", "gauge", "Jobs by kind and state.", all_jobs)
    mails = [({"state": one.state}, one.number) for one in counted if one.kind == jobs.EMAIL]
    yield from _metric("mails", "gauge", "Mails by state; sent ones for 30 days.", mails)
    yield from _metric("mails_returned", "gauge", "Mails that came back, for a time.", _back())
    yield from _metric("oldest_mail_seconds", "gauge", "Age of the oldest waiting mail.", _oldest())
    seen = jobs.seconds_since_heartbeat()
    worker: list[Sample] = [] if seen is None else [({}, seen)]
    yield from _metric("worker_seen_seconds", "gauge", "Since a worker was seen.", worker)
    yield from _metric("submissions", "gauge", "What was handed in, by state.", _submissions())
    for one in watched.gauges():
        yield from _metric(one.name, "gauge", one.words, [({}, one.value)])


def _metric(name: str, sort: str, words: str, samples: Iterable[Sample]) -> Iterator[str]:
    yield f"# HELP signon_{name} {words}"
    yield f"# TYPE signon_{name} {sort}"
    for labels, value in samples:
        said = ",".join(f'{key}="{word}"' for key, word in labels.items())
        yield f"signon_{name}{{{said}}} {value:g}" if said else f"signon_{name} {value:g}"


def _oldest() -> list[Sample]:
    oldest = jobs.mail_backlog(clock.now()).oldest_created_at
    return [({}, (clock.now() - oldest).total_seconds() if oldest else 0)]


def _back() -> list[Sample]:
    numbers = returned.counts()
    return [({"mailbox": "gone"}, numbers[True]), ({"mailbox": "there"}, numbers[False])]


def _submissions() -> Iterator[Sample]:
    kinds: dict[str, Any] = current_app.extensions["signon.kinds"]
    for name, kind in sorted(kinds.items()):
        states = select(kind.model.state, func.count()).group_by(kind.model.state)
        for state, number in db.session.execute(states.order_by(kind.model.state)):
            yield {"kind": name, "state": str(state)}, number
