"""Statements that are compiled once, for pages that cost little more than their statement.

SQLAlchemy compiles and checks a statement each time that it is executed, and begins and ends a
transaction around it: five times what the driver takes for the statement itself (190 µs and 40 µs
on SQLite). A kept page is one or two statements and nothing else, an endorsement is seven.
"""

from collections import namedtuple
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BindParameter,
    CompoundSelect,
    Connection,
    Dialect,
    Engine,
    Insert,
    Select,
    bindparam,
)

from signon.kernel.database import translated

Statement = Select[Any] | CompoundSelect[Any] | Insert


def places(size: int) -> list[BindParameter[Any]]:
    """Return what stands in an `in_()` for `size` keys that `keyed` will hand over."""
    return [bindparam(f"key{number}") for number in range(size)]


def keyed(
    make: Callable[[int], "Prepared"], keys: Collection[Any]
) -> tuple["Prepared", dict[str, Any]]:
    """Return the statement that `make` builds for so many keys, and its values.

    A prepared statement knows no list, so there is one for 1, 2, 4, 8 … keys, the last key
    repeated where fewer are asked for; for none it finds nothing. `make` keeps what it builds.
    """
    size = 1 << max(len(keys) - 1, 0).bit_length()
    known = [*keys] or [None]
    known += known[-1:] * (size - len(known))
    return make(size), {f"key{number}": key for number, key in enumerate(known)}


@dataclass(frozen=True)
class _Compiled:
    """What a driver is handed, and how a row is made of what it returns."""

    sql: str
    names: tuple[str, ...] | None
    """The values in the order of their places, for drivers that know no names."""
    taken: tuple[tuple[str, Callable[[Any], Any]], ...]
    """What makes of a value what the driver takes, by its name, where it is not the same."""
    fixed: Mapping[str, Any]
    """Values that the statement itself names, as the driver takes them."""
    returned: tuple[tuple[int, Callable[[Any], Any]], ...]
    """What makes values of what the driver returns, with their places, where it is not the same."""
    shape: Callable[..., Any]

    def values(self, given: Mapping[str, Any]) -> Any:
        known = {**self.fixed, **given}
        for name, process in self.taken:
            known[name] = process(known[name])
        return known if self.names is None else tuple(known[name] for name in self.names)

    def row(self, found: tuple[Any, ...]) -> Any:
        if not self.returned:
            return self.shape(*found)
        values = list(found)
        for place, process in self.returned:
            values[place] = process(values[place])
        return self.shape(*values)


class Prepared:
    """A statement whose values are all given by name when it is run; for lists see `keyed`.

    An `insert` without values of its own writes the columns that `names` names.
    """

    def __init__(self, statement: Statement, names: Collection[str] = ()) -> None:
        self.statement = statement
        self._names = [*names] or None
        self._compiled: dict[str, _Compiled] = {}

    def run(self, engine: Engine, values: Mapping[str, Any]) -> list[Any]:
        """Return the rows, as named tuples, of one moment outside any transaction.

        Raises what the driver raises.
        """
        compiled = self._for(engine.dialect)
        with closing(engine.raw_connection()) as lent:
            driver: Any = lent.driver_connection
            is_postgresql = engine.dialect.name == "postgresql"
            if is_postgresql:  # a single statement needs no BEGIN and no ROLLBACK on the way
                driver.autocommit = True
            try:
                found = driver.execute(compiled.sql, compiled.values(values)).fetchall()
            finally:
                if is_postgresql:
                    driver.autocommit = False
        return [compiled.row(row) for row in found]

    def within(self, connection: Connection, values: Mapping[str, Any]) -> list[Any]:
        """Return the rows, as named tuples, that it finds or returns in a transaction begun before.

        What an object mapper has not yet written is not seen. Raises what SQLAlchemy raises.
        """
        compiled = self._for(connection.dialect)
        driver: Any = connection.connection.driver_connection
        try:
            done = driver.execute(compiled.sql, compiled.values(values))
            found = done.fetchall() if done.description else ()
        except connection.dialect.loaded_dbapi.Error as error:
            raise translated(connection, error, compiled.sql) from error
        return [compiled.row(row) for row in found]

    def _for(self, dialect: Dialect) -> _Compiled:
        compiled = self._compiled.get(dialect.name)
        if compiled is None:
            compiled = _compile(self.statement, dialect, self._names)
            self._compiled[dialect.name] = compiled
        return compiled


def _compile(statement: Statement, dialect: Dialect, names: list[str] | None) -> _Compiled:
    compiled: Any = statement.compile(dialect=dialect, column_keys=names)
    if "POSTCOMPILE" in compiled.string:
        raise ValueError("a list of any length cannot be prepared")
    if isinstance(statement, Insert) and names:
        left = [one for one in statement.table.columns if one.name not in names]
        if any(one.default is not None for one in left):
            raise ValueError("a default that Python fills in cannot be prepared")
    columns, binds = statement.exported_columns, compiled.binds
    taken = {name: _of(bind.type, dialect).bind_processor(dialect) for name, bind in binds.items()}
    return _Compiled(
        compiled.string,
        tuple(compiled.positiontup) if compiled.positional else None,
        tuple((name, process) for name, process in taken.items() if process is not None),
        {name: bind.value for name, bind in binds.items() if not bind.required},
        tuple(_processors(columns, dialect)),
        _shape([column.key or "" for column in columns]),
    )


def _processors(columns: Any, dialect: Dialect) -> Iterator[tuple[int, Callable[[Any], Any]]]:
    for place, column in enumerate(columns):
        process = _of(column.type, dialect).result_processor(dialect, None)
        if process is not None:
            yield place, process


def _shape(names: list[str]) -> Callable[..., Any]:
    """Return a named tuple that is read like a row of SQLAlchemy."""
    plain: Any = namedtuple("Row", names, rename=True)  # type: ignore[misc]  # made of a query
    return type("Row", (plain,), {"__slots__": (), "_mapping": property(plain._asdict)})


def _of(type_: Any, dialect: Dialect) -> Any:
    return type_.dialect_impl(dialect)
