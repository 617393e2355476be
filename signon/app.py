"""Builds the app: configuration, extensions, shared floors, then the capabilities."""

from collections.abc import Iterable
from copy import copy
from functools import partial
from pathlib import Path
from typing import Any

from click import Group
from flask import Flask
from flask.cli import AppGroup
from werkzeug.middleware.proxy_fix import ProxyFix

from signon import events, extensions, rooms
from signon.access import guard, throttle
from signon.access.account.desk import pages as account_pages
from signon.access.routes import pages as access_pages
from signon.access.second_step.desk import pages as second_step_pages
from signon.audit.cli import audit
from signon.backup.cli import backup
from signon.backup.places import KEPT
from signon.backup.service import TWIN
from signon.capabilities import tenants
from signon.capability import Capability
from signon.floors import FLOORS
from signon.jobs.cli import worker
from signon.kernel import database
from signon.links import guessing, purposes
from signon.operations import requests, watched
from signon.operations import routes as operations
from signon.operations.cli import config, jobs
from signon.outbox.mailer import mail
from signon.site import (
    addresses,
    assets,
    bodies,
    cookies,
    error_pages,
    fast_path,
    formats,
    headers,
    languages,
    logs,
    one_line,
    page_cache,
    settled,
    slots,
)
from signon.site.template_environment import LanguageEnvironment
from signon.submissions import queues, sections
from signon.submissions.cli import erasure
from signon.submissions.routes import pages as confirmation_pages

ROOT = Path(__file__).resolve().parent.parent
ROOMS = (
    addresses,
    logs,
    cookies,
    languages,
    headers,
    error_pages,
    assets,
    formats,
    page_cache,
    settled,
    fast_path,
    slots,
)
"""What every page shares, in the order in which it is asked."""

THREADS = 8
"""Threads of one web worker, as `make run` starts it."""


class House(Flask):
    """Flask with the template engine of the house."""

    jinja_environment = LanguageEnvironment


def create_app(settings: Any, capabilities: Iterable[Capability] | None = None) -> Flask:
    """Return the app for one installation; tests may leave out a capability."""
    app = House("signon", root_path=str(ROOT / "signon"), template_folder=str(ROOT / "templates"))
    app.static_folder = str(ROOT / "static")
    app.config.from_object(settings)
    bodies.init_app(app)
    _prepare_database(app)
    _bind_extensions(app)
    for room in ROOMS:
        room.init_app(app)
    events.init_app(app)
    _close_doors(app)
    guessing.init_app(app, throttle.limit)
    for blueprint in (access_pages, account_pages, second_step_pages, confirmation_pages):
        app.register_blueprint(blueprint)
    requests.init_app(app)
    operations.init_app(app)
    for command in (audit, backup, config, jobs, worker, erasure):
        app.cli.add_command(command)
    _open_registers(app)
    if capabilities is None:
        capabilities = tenants(sample=settings.SAMPLE)
    capabilities = tuple(capabilities)
    app.extensions[TWIN] = partial(_twin, settings, capabilities)
    for tenant in (*FLOORS, *capabilities):
        _move_in(app, tenant)
    one_line.init_app(app)
    if app.config["TRUSTED_PROXIES"]:
        hops = app.config["TRUSTED_PROXIES"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]
    return app


def _twin(settings: Any, capabilities: tuple[Capability, ...], url: str, folder: Path) -> Flask:
    """Return the same app on another database and another data folder."""
    own = copy(settings)
    own.SQLALCHEMY_DATABASE_URI, own.DATA_DIR = url, str(folder)
    return create_app(own, capabilities)


def _prepare_database(app: Flask) -> None:
    Path(app.config["DATA_DIR"]).mkdir(mode=0o700, parents=True, exist_ok=True)
    # An exception must not carry what somebody typed into a log. Every thread of a web worker keeps
    # two connections, its own and its counters': one that the pool does not keep is opened and
    # closed for each request, which costs more than the page.
    options: dict[str, Any] = {
        "hide_parameters": True,
        "pool_size": 2 * THREADS,
        "max_overflow": THREADS,
    }
    if app.config["SQLALCHEMY_DATABASE_URI"].startswith("postgresql"):
        options |= database.postgresql_options(app.config["SQLALCHEMY_DATABASE_URI"])
        options["pool_size"] = THREADS  # the server has few, and others need them too
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", options)


def _bind_extensions(app: Flask) -> None:
    extensions.db.init_app(app)
    extensions.migrate.init_app(app, extensions.db)
    mail.init_app(app)


def _close_doors(app: Flask) -> None:
    """Ask who somebody is, and then for the safety mark: it went with a session that is over."""
    guard.init_app(app)
    extensions.csrf.init_app(app)


def _open_registers(app: Flask) -> None:
    app.extensions["signon.kinds"] = {}
    app.extensions["signon.handlers"] = {}
    app.extensions["signon.schedule"] = []
    app.extensions[KEPT] = []
    sections.init_app(app)
    queues.init_app(app)
    rooms.init_app(app)
    watched.init_app(app)


def _together(app: Flask, group: AppGroup) -> AppGroup:
    """Return a group of commands with what others have handed over under the same name."""
    known = app.cli.commands.get(group.name or "")
    commands = {**(known.commands if isinstance(known, Group) else {}), **group.commands}
    return AppGroup(group.name, help=group.help, commands=commands)


def _move_in(app: Flask, capability: Capability) -> None:
    for blueprint in capability.blueprints:
        app.register_blueprint(blueprint)
    for command in capability.commands:
        app.cli.add_command(_together(app, command))
    for kind in capability.kinds:
        app.extensions["signon.kinds"][kind.name] = kind
    slots.offer(app, capability.slots)
    slots.fill(app, capability.fills)
    events.listen(app, capability.listeners)
    app.extensions["signon.handlers"].update(capability.handlers)
    app.extensions["signon.schedule"].extend(capability.schedule)
    app.extensions[KEPT].extend(capability.keeps)
    purposes.register(app, capability.link_purposes)
    sections.register(app, capability.sections)
    queues.register(app, capability.queues)
    rooms.register(app, capability.rooms)
    watched.register(app, capability.watched)
    app.jinja_env.globals.update(capability.template_functions)
