"""No dataclass is made of a row by position: a column more would move all that come after it."""

import ast
from collections.abc import Iterator

from tests.house.source import ROOT, Module, modules


def test_no_dataclass_is_made_by_position_of_what_is_unpacked() -> None:
    shapes = {name for module in modules() for name in _dataclasses_of(module)}

    found = [f"{m.name}:{place}" for m in modules() for place in _unpacked_into(m, shapes)]

    assert len(shapes) > 100
    assert found == []


def test_what_is_unpacked_is_found_wherever_the_dataclass_comes_from() -> None:
    lines = """
from itertools import starmap
from signon.lists import shapes
from signon.lists.shapes import Line as L
@dataclass(frozen=True)
class Own: ...
Own(*row); L(*row[1:], late=True); shapes.Line(1, *rest); starmap(L, rows); cls = Own
select(*columns); L(row.name); L(**values); shapes.Other(*row); map(L, names, kinds)
"""
    module = Module("signon.lists.queries", ROOT, ast.parse(lines))
    shapes = {"signon.lists.shapes.Line", *_dataclasses_of(module)}

    found = [place.partition(" ")[2] for place in _unpacked_into(module, shapes)]

    assert shapes == {"signon.lists.shapes.Line", "signon.lists.queries.Own"}
    assert sorted(found) == [
        "L(*row[1:], late=True)",
        "Own(*row)",
        "shapes.Line(1, *rest)",
        "starmap(L, rows)",
    ]


def _dataclasses_of(module: Module) -> Iterator[str]:
    """Yield the full names of the dataclasses that a module makes."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ClassDef) and any(
            "dataclass" in ast.unparse(mark) for mark in node.decorator_list
        ):
            yield f"{module.name}.{node.name}"


def _unpacked_into(module: Module, shapes: set[str]) -> Iterator[str]:
    """Yield line and text of every call that unpacks something into one of these dataclasses."""
    known = {name.rpartition(".")[2]: name for name in _dataclasses_of(module)}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom):
            known |= {one.asname or one.name: f"{node.module}.{one.name}" for one in node.names}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and _full(_unpacks_into(node), known) in shapes:
            yield f"{node.lineno} {ast.unparse(node)}"


def _unpacks_into(call: ast.Call) -> ast.expr | None:
    """Return what is called with unpacked values, be it by `starmap`."""
    if ast.unparse(call.func).split(".")[-1] == "starmap" and call.args:
        return call.args[0]
    return call.func if any(isinstance(one, ast.Starred) for one in call.args) else None


def _full(called: ast.expr | None, known: dict[str, str]) -> str:
    if called is None:
        return ""
    first, *rest = ast.unparse(called).split(".")
    return ".".join([known.get(first, first), *rest])
