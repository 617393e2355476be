"""Rows are written by the capability or floor whose tables they stand in, and by nobody else.

Seen are rows that are made, as `Model(…)`, and statements that insert, update or delete. What
happens to a row that another one has handed over is not seen.
"""

import ast
from collections.abc import Iterator

import pytest

from tests.house.source import Module, modules

WRITING = {"insert", "insert_for", "update", "delete"}

WRITES_FOR_OTHERS = {
    # A colleague or a second person is a contact before anything of theirs is handed in.
    "signon.space.offers signon.submissions.models.Contact",
}
"""Which module may write which rows of others."""


def test_rows_are_written_by_their_own_package() -> None:
    tables = {table for module in modules() for table in _tables(module)}

    writes = {
        f"{module.name} {table}"
        for module in modules()
        for table in _written(module.tree)
        if table in tables and table.split(".")[1] != module.capability
    }

    assert writes == WRITES_FOR_OTHERS


@pytest.mark.parametrize(
    "line",
    [
        "db.session.add(Line(name='A'))",
        "row = models.Line()",
        "insert(Line).values(name='A')",
        "sqlalchemy.update(Line).where(Line.id == 1)",
        "delete(_LINES)",
        "insert_for(db.session(), LINES)",
    ],
)
def test_a_row_is_seen_being_written(line: str) -> None:
    module = f"""
from signon.lists import models
from signon.lists.models import LINES, Line
_LINES = cast(Table, Line.__table__)
{line}
"""

    written = set(_written(ast.parse(module)))

    assert written & {"signon.lists.models.Line", "signon.lists.models.LINES"}


def test_reading_a_row_is_no_writing() -> None:
    module = "from signon.lists.models import Line\nselect(Line).where(Line.id == 1)\n"

    assert "signon.lists.models.Line" not in set(_written(ast.parse(module)))


def _tables(module: Module) -> set[str]:
    """Return the full names of a module's mapped classes, and of its other names for them."""
    if not module.name.endswith(".models"):
        return set()
    mapped = {
        node.name
        for node in module.tree.body
        if isinstance(node, ast.ClassDef)
        and any("__tablename__" in ast.unparse(part) for part in node.body)
    }
    others = {name for name, meant in _known(module.tree).items() if meant in mapped}
    return {f"{module.name}.{name}" for name in mapped | others}


def _written(tree: ast.Module) -> Iterator[str]:
    """Yield the full name of whatever is called like a class, or stands in a writing statement."""
    known = _known(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = _full_name(node.func, known)
            yield called
            if called.rpartition(".")[2] in WRITING:
                yield from (_full_name(arg, known) for arg in node.args)


def _full_name(node: ast.expr, known: dict[str, str]) -> str:
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "cast":
        node = node.args[1]
    name = ast.unparse(node).removesuffix(".__table__")
    first, dot, rest = name.partition(".")
    return known.get(first, first) + dot + rest


def _known(tree: ast.Module) -> dict[str, str]:
    """Return the full name of what was imported, and of what is another name for it."""
    known: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            known |= {a.asname or a.name: f"{node.module}.{a.name}" for a in node.names}
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            target = node.target if isinstance(node, ast.AnnAssign) else node.targets[0]
            known[ast.unparse(target)] = _full_name(node.value, known)
    return known
