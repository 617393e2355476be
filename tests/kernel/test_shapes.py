"""A dataclass is filled by the names of its fields, whatever the order of the columns."""

from dataclasses import dataclass

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, Text, create_engine, literal, select

from signon.kernel.shapes import columns_of, filled

DOORS = Table("doors", MetaData(), Column("id", Integer), Column("name", Text))


@dataclass(frozen=True)
class Door:
    """Somewhere to come in."""

    name: str
    id: int


@dataclass(frozen=True)
class House:
    """A door, and what no table knows of it."""

    name: str
    doors: int
    is_open: bool


@dataclass(frozen=True)
class Name:
    """One field alone."""

    name: str


def test_columns_in_another_order_fill_their_own_fields() -> None:
    row = _row(literal(7).label("id"), literal("spare").label("colour"), literal("e").label("name"))

    assert filled(Door, row) == Door(name="e", id=7)
    assert filled(Name, row) == Name("e")


def test_what_no_column_has_is_said_beside_the_row() -> None:
    row = _row(literal("Hearth").label("name"), literal(1).label("doors"))

    assert filled(House, row, doors=2, is_open=True) == House("Hearth", 2, is_open=True)
    with pytest.raises(KeyError):
        filled(House, row)


def test_a_shape_names_its_columns() -> None:
    columns = columns_of(House, DOORS, named={"doors": DOORS.c.id}, but=("is_open",))

    assert [column.name for column in columns] == ["name", "doors"]
    with pytest.raises(LookupError):
        columns_of(House, DOORS)


def _row(*columns):
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        row = connection.execute(select(*columns)).one()
    engine.dispose()
    return row
