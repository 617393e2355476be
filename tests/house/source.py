"""The source of the house, as its guards read it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "signon"


@dataclass(frozen=True)
class Module:
    """One file of Python."""

    name: str
    path: Path
    tree: ast.Module

    @property
    def capability(self) -> str:
        """The folder of the house in which it stands; its own name when it stands in none."""
        return self.name.split(".")[1]


@cache
def modules() -> tuple[Module, ...]:
    """Return every module of the house."""
    return tuple(_read(path) for path in sorted(HOUSE.rglob("*.py")))


def packages() -> list[str]:
    """Return the names of the floors and capabilities."""
    return sorted(path.parent.name for path in HOUSE.glob("*/__init__.py"))


def names_used(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Yield what a module uses of others, by its full name wherever it was imported from."""
    known: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            known |= {alias.asname or alias.name: alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                known[alias.asname or alias.name] = f"{node.module}.{alias.name}"
                yield f"{node.module}.{alias.name}", node.lineno
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            first, *rest = ast.unparse(node).split(".")
            yield ".".join([known.get(first, first), *rest]), node.lineno


def who_uses(wanted: set[str], *, but: set[str]) -> list[str]:
    """Return where in the house one of the `wanted` names is used, except in the modules `but`."""
    return [
        f"{module.name}:{line} {name}"
        for module in modules()
        if module.name not in but
        for name, line in names_used(module.tree)
        if name in wanted
    ]


def _read(path: Path) -> Module:
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    return Module(name, path, ast.parse(path.read_text(encoding="utf-8")))
