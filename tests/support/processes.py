"""Other processes on the same database, as several workers of a web server are."""

import sys
from pathlib import Path

from flask import Flask

from tests.support.programs import FORKS

START = 30


def write_from(app: Flask, processes: int, times: int) -> None:
    """Let so many processes enter `times` endorsements each, all at once, and wait for them."""
    folder, url = app.config["DATA_DIR"], app.config["SQLALCHEMY_DATABASE_URI"]
    gate = FORKS.Barrier(processes)
    started = [
        FORKS.Process(target=_enter, args=(folder, url, gate, number, times))
        for number in range(processes)
    ]
    for process in started:
        process.start()
    for process in started:
        process.join()
    assert [process.exitcode for process in started] == [0] * processes


def _enter(folder: str, url: str, gate: object, number: int, times: int) -> None:
    from signon.app import create_app
    from signon.extensions import db
    from signon.papers.queries import paper_by_slug
    from tests.conftest import settings
    from tests.factories import an_endorsement

    app = create_app(settings(Path(folder), url))
    with app.app_context():
        paper = paper_by_slug("ten-doors")
        gate.wait(START)  # type: ignore[attr-defined]  # a barrier between processes
        for count in range(times):
            name, email = f"Body {number} {count}", f"{number}-{count}@example.org"
            an_endorsement(paper, name=name, email=email)
        db.session.remove()
        db.engine.dispose()
    sys.exit(0)
