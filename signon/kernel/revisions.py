"""Whether the tables are those that this version of the code was written for."""

from functools import cache

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from signon.kernel import troubles


def fault(connection: Connection) -> str:
    """Return in words what is wrong with the version of the tables, "" when it is today's."""
    found = MigrationContext.configure(connection).get_current_revision()
    if found == _head():
        return ""
    return f"the tables are of {found or 'no version'}, not of {_head()}; {troubles.MIGRATE}"


@cache
def _head() -> str | None:
    return ScriptDirectory(str(troubles.HOUSE / "migrations")).get_current_head()
