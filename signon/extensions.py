"""Flask extensions, created once and bound to the app by the factory."""

from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from flask_babel import Babel
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session
from flask_wtf import CSRFProtect
from sqlalchemy import Connection, Engine, Executable

from signon.kernel.database import COUNTING, WRITING, Base
from signon.kernel.prepared import Prepared

ROOT = Path(__file__).resolve().parent.parent

RUNNING = "signon.running"
"""Under this name a session knows that a command is running in it."""


class HouseSession(Session):
    """A session in which only commands open a transaction on PostgreSQL.

    A page reads by single statements, each of one moment; sending BEGIN and ROLLBACK around them
    would cost two more ways to the server. SQLite begins by itself, at no such cost.
    """

    def get_bind(self, *args: Any, **kwargs: Any) -> Engine | Connection:
        engine = super().get_bind(*args, **kwargs)
        return engine if self.info.get(RUNNING) else reading(engine)


def rows(statement: Executable | Prepared, values: dict[str, Any] | None = None) -> Sequence[Any]:
    """Return what one statement finds.

    Inside a command it sees what the command has done. Elsewhere it sees one moment, on a
    connection that it gives back at once: a public page has no use for a session, which costs as
    much as its statements.
    """
    asked = statement.statement if isinstance(statement, Prepared) else statement
    if in_command():
        return db.session.execute(asked, values).all()
    engine = db.engine
    if isinstance(statement, Prepared):
        # What the driver refuses is asked once more below, where it is told what is wrong, and
        # where a connection that was lost meanwhile is replaced.
        with suppress(engine.dialect.loaded_dbapi.Error):
            return statement.run(engine, values or {})
    with reading(engine).connect() as connection:
        return connection.execute(asked, values).all()


def in_command() -> bool:
    """Tell whether a command is running, whose own changes its reads have to see."""
    return db.session.registry.has() and bool(db.session().info.get(RUNNING))


@cache
def reading(engine: Engine) -> Engine:
    """Return the engine for statements that need no transaction around them."""
    if engine.dialect.name != "postgresql":
        return engine
    return engine.execution_options(isolation_level="AUTOCOMMIT")


@cache
def writing(engine: Engine) -> Engine:
    """Return the engine for single statements that write, each a transaction of its own."""
    if engine.dialect.name != "postgresql":
        return engine.execution_options(**WRITING)
    return reading(engine)


@cache
def counting(engine: Engine) -> Engine:
    """Return the engine for the counters of limits: as for writing, few of a process at a time."""
    if engine.dialect.name != "postgresql":
        return writing(engine)
    return reading(engine).execution_options(**COUNTING)


db = SQLAlchemy(
    model_class=Base,
    disable_autonaming=True,
    # A command commits and the page then shows what it changed, without asking again.
    session_options={"expire_on_commit": False, "class_": HouseSession},
)
migrate = Migrate(directory=str(ROOT / "migrations"), render_as_batch=True)
csrf = CSRFProtect()
babel = Babel()
