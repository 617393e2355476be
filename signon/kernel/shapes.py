"""Rows become dataclasses by the names of their fields, never by the order of columns."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from sqlalchemy import ColumnElement


def columns_of(
    shape: type[Any], *tables: Any, named: Mapping[str, Any] | None = None
) -> tuple[ColumnElement[Any], ...]:
    """Return the columns that fill the dataclass `shape`, in the order of its fields.

    A field takes what `named` says, else the column of its own name in the first of `tables` that
    has one. What is selected by them is the arguments of the shape: `shape(*row)`.
    Raises `LookupError` for a field that nothing fills.
    """
    return tuple(_column(field.name, tables, named or {}) for field in fields(shape))


def _column(name: str, tables: tuple[Any, ...], named: Mapping[str, Any]) -> Any:
    if name in named:
        return named[name].label(name)
    for table in tables:
        if name in table.c:
            return table.c[name]
    raise LookupError(f"no column fills {name}")
