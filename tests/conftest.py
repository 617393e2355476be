"""The fixtures every test may use: the app on either database, a client, what was mailed."""

import gc
import os
import secrets
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import select
from xdist.scheduler import LoadFileScheduling

import config
from signon.access import passwords
from signon.app import create_app
from signon.extensions import db
from signon.jobs.models import Job
from signon.outbox.post import Email, from_payload
from tests.support.clients import Browser
from tests.support.databases import Databases
from tests.support.scenes import KEEPS, empty
from tests.support.templates import CompiledTemplates

DATABASES = ("sqlite", "postgresql")
COSTLY = {name: getattr(passwords, name) for name in ("_HASHER", "NOBODY")}
SELDOM = (10_000, 10, 10)
"""How many new objects make it worth to look for garbage: at 700 it costs a twelfth of a test."""
TOGETHER = ("tests/journeys/", "tests/sample/")
"""Folders whose files share what takes longest to make: a running service, the sample loaded."""


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Look for garbage neither while tests are collected nor, later on, among what was then made.

    It is all kept until the end, and looking through it takes as long as many a test.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(*SELDOM)
        gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, so that at the end no worker is left alone with it."""
    items.sort(key=lambda item: [not item.get_closest_marker(name) for name in ("browser", "slow")])


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Give a file to one process, and all that share a scene that takes longest to the same one."""
    return Together(config, log) if config.getvalue("dist") == "loadfile" else None


class Together(LoadFileScheduling):
    """Gives out tests by file, but those of some folders as one."""

    def _split_scope(self, nodeid: str) -> str:
        scope = super()._split_scope(nodeid)
        return next((folder for folder in TOGETHER if scope.startswith(folder)), scope)


class Houses:
    """One app for each database, built when first asked for and kept for the whole run."""

    def __init__(self, folder: Path, databases: Databases, stack: ExitStack, compiled: Path):
        self.folder, self.databases, self.stack = folder, databases, stack
        self.templates = CompiledTemplates(str(compiled))
        self.apps: dict[str, Flask] = {}

    def app(self, database: str) -> Flask:
        if database not in self.apps:
            self.apps[database] = self._build(database)
        return self.apps[database]

    def _build(self, database: str) -> Flask:
        app = create_app(settings(self.folder, self.databases.migrated(database, self.folder)))
        app.extensions[KEEPS] = True
        app.jinja_env.bytecode_cache = self.templates
        self.stack.callback(_dispose, app)
        return app


def settings(folder: Path, url: str, **environ: str) -> config.Settings:
    """Return the settings of a test installation that keeps its files in `folder`."""
    values = config.Settings(
        {
            "SIGNON_MODE": "sample",
            "SECRET_KEY": "tests-only-" + "k" * 32,
            "DATA_DIR": str(folder),
            "DATABASE_URL": url,
            "BASE_URL": "http://signon.test",
            "MAIL_PORT": "1",
            **environ,
        }
    )
    values.TESTING = True
    values.EVEN_SECONDS = 0
    values.TRUSTED_HOSTS = ["signon.test", "127.0.0.1", "localhost"]
    return values


def migrate(folder: Path, url: str) -> None:
    """Bring a database to head."""
    app = create_app(settings(folder, url))
    with app.app_context():
        upgrade()
    _dispose(app)


def _dispose(app: Flask) -> None:
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Hash at the least cost that argon2id has: many tests sign in, and few are about its cost.

    Those few ask for `costly_passwords`.
    """
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_HASHER", hasher)
        patch.setattr(passwords, "NOBODY", hasher.hash(secrets.token_urlsafe()))
        yield


@pytest.fixture
def costly_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash as the service does."""
    for name, value in COSTLY.items():
        monkeypatch.setattr(passwords, name, value)


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    with ExitStack() as stack:
        yield Databases(tmp_path_factory.mktemp("databases"), stack, migrate)


@pytest.fixture(scope="session")
def houses(tmp_path_factory: pytest.TempPathFactory, databases: Databases) -> Iterator[Houses]:
    own = tmp_path_factory.getbasetemp()
    compiled = (own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own) / "templates"
    compiled.mkdir(exist_ok=True)
    with ExitStack() as stack:
        yield Houses(tmp_path_factory.mktemp("house"), databases, stack, compiled)


@pytest.fixture(params=DATABASES)
def app(request: pytest.FixtureRequest, houses: Houses) -> Iterator[Flask]:
    """The app with an empty database, inside an application context."""
    app = houses.app(request.param)
    with app.app_context():
        yield app
        db.session.remove()
        empty()


@pytest.fixture
def client(app: Flask) -> Browser:
    return Browser(app, app.response_class)


@pytest.fixture
def outbox(app: Flask) -> Callable[[], list[Email]]:
    """A function that returns the e-mails written so far and not delivered yet, oldest first."""

    def read() -> list[Email]:
        written = select(Job.payload).where(Job.kind == "email").order_by(Job.id)
        return [from_payload(payload) for payload in db.session.scalars(written) if payload]

    return read
