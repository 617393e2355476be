"""Rows become dataclasses by the names of their fields, never by the order of columns."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from functools import cache
from operator import itemgetter
from typing import Any, TypeVar

from sqlalchemy import ColumnElement

T = TypeVar("T")


def columns_of(
    shape: type[Any],
    *tables: Any,
    named: Mapping[str, Any] | None = None,
    but: Iterable[str] = (),
) -> tuple[ColumnElement[Any], ...]:
    """Return the columns that fill the dataclass `shape`, each labelled with its field.

    A field takes what `named` says, else the column of its own name in the first of `tables` that
    has one; the fields in `but` are left to whoever calls `filled`. Raises `LookupError` for a
    field that nothing fills.
    """
    names = (field.name for field in fields(shape) if field.name not in set(but))
    return tuple(_column(name, tables, named or {}) for name in names)


def filled(shape: Callable[..., T], row: Any, **more: Any) -> T:
    """Return the dataclass `shape` with the columns of a row under the names of its fields.

    `more` are the fields that no column has; columns that are no field are passed over. Raises
    `KeyError` for a field that has neither.
    """
    if more:
        return shape(*_values_of(shape)({**row._mapping, **more}))
    # By place like a tuple, at a third of the time that names take (lists of ten thousand lines).
    return shape(*_places_of(shape, row._fields)(row))


@cache
def _values_of(shape: Any) -> Callable[[Mapping[str, Any]], tuple[Any, ...]]:
    """Return what reads the values of a shape, in the order of its fields, from their names."""
    return _getter([field.name for field in fields(shape)])


@cache
def _places_of(shape: Any, names: tuple[str, ...]) -> Callable[[Any], tuple[Any, ...]]:
    """Return what reads the values of a shape from rows whose columns have these names."""
    places = {name: place for place, name in enumerate(names)}
    return _getter([places[field.name] for field in fields(shape)])


def _getter(keys: list[Any]) -> Callable[[Any], tuple[Any, ...]]:
    first, *others = keys
    return itemgetter(first, *others) if others else lambda found: (found[first],)


def _column(name: str, tables: tuple[Any, ...], named: Mapping[str, Any]) -> Any:
    if name in named:
        return named[name].label(name)
    for table in tables:
        if name in table.c:
            return table.c[name]
    raise LookupError(f"no column fills {name}")
