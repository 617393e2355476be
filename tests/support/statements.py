"""What is sent to the database, by SQLAlchemy and by what was prepared."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from sqlalchemy import event

from signon.extensions import db
from signon.kernel.prepared import Prepared


@contextmanager
def sent() -> Iterator[list[tuple[str, Any]]]:
    """Yield a list to which every statement is added as it is sent, with its values."""
    seen: list[tuple[str, Any]] = []
    run, within = Prepared.run, Prepared.within

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_more: Any) -> None:
        seen.append((statement, values))

    def run_and_note(self: Prepared, engine: Any, values: Any) -> list[Any]:
        seen.append((str(self.statement), values))
        return run(self, engine, values)

    def note_within(self: Prepared, connection: Any, values: Any) -> list[Any]:
        seen.append((str(self.statement), values))
        return within(self, connection, values)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        with (
            patch.object(Prepared, "run", run_and_note),
            patch.object(Prepared, "within", note_within),
        ):
            yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
