"""INSERT … ON CONFLICT on either database."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, scoped_session


def insert_for(
    session: Session | scoped_session[Any], table: Any
) -> sqlite.Insert | postgresql.Insert:
    """Return an INSERT into `table` that knows ON CONFLICT in the words of this database."""
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)
