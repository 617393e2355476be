"""Registers that hold only what a test puts into them."""

from collections.abc import Iterator

import pytest
from flask import Flask

from signon.jobs.registry import Handler
from signon.jobs.schedule import Scheduled


@pytest.fixture
def schedule(app: Flask) -> Iterator[list[Scheduled]]:
    """The register of scheduled work, empty for one test."""
    kept = app.extensions["signon.schedule"]
    app.extensions["signon.schedule"] = []
    yield app.extensions["signon.schedule"]
    app.extensions["signon.schedule"] = kept


@pytest.fixture
def handlers(app: Flask, schedule: list[Scheduled]) -> Iterator[dict[str, Handler]]:
    """The register of handlers, empty for one test, while no scheduled work is due."""
    kept = app.extensions["signon.handlers"]
    app.extensions["signon.handlers"] = {}
    yield app.extensions["signon.handlers"]
    app.extensions["signon.handlers"] = kept
