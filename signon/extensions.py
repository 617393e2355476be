"""Flask extensions, created once and bound to the app by the factory."""

from functools import cache
from pathlib import Path
from typing import Any

from flask_babel import Babel
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session
from flask_wtf import CSRFProtect
from sqlalchemy import Connection, Engine

from signon.kernel.database import Base

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
        if self.info.get(RUNNING) or engine.dialect.name != "postgresql":
            return engine
        return _reading(engine)


@cache
def _reading(engine: Engine) -> Engine:
    return engine.execution_options(isolation_level="AUTOCOMMIT")


db = SQLAlchemy(
    model_class=Base,
    disable_autonaming=True,
    # A command commits and the page then shows what it changed, without asking again.
    session_options={"expire_on_commit": False, "class_": HouseSession},
)
migrate = Migrate(directory=str(ROOT / "migrations"), render_as_batch=True)
csrf = CSRFProtect()
babel = Babel()
