"""Runs migrations on either engine.

On SQLite a table is altered by copying it, and dropping the old one would empty every table that
refers to it with ON DELETE CASCADE. So foreign keys are off while a migration runs, which SQLite
allows only outside a transaction, and are checked before it is committed.
"""

from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy import Connection, create_engine, pool
from sqlalchemy.types import TypeDecorator

from signon.extensions import db
from signon.kernel.database import WRITING

LOCK = 5_142_026
"""Key of PostgreSQL's advisory lock: only one machine migrates at a time."""


def render_item(kind: str, item: Any, _context: Any) -> str | bool:
    """Write the house's own types as plain ones: a migration imports nothing from the house."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl!r}"
    return False


def migrate(connection: Connection) -> None:
    """Run the migrations, all or none."""
    sqlite = connection.dialect.name == "sqlite"
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        render_as_batch=True,
        render_item=render_item,
        compare_type=True,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        if not sqlite:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
        context.run_migrations()
        if sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
            raise RuntimeError("the migration would leave a row that refers to nothing")


url = current_app.config["SQLALCHEMY_DATABASE_URI"]
engine = create_engine(url, poolclass=pool.NullPool, execution_options=WRITING)
with engine.connect() as connection:
    if connection.dialect.name == "sqlite":
        driver: Any = connection.connection.driver_connection
        driver.execute("PRAGMA foreign_keys=OFF")
    migrate(connection)
engine.dispose()
