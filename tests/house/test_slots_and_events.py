"""Nobody draws in a slot that no page has, and nothing is told that nobody ever hears."""

import ast
import re
from collections.abc import Iterator

from signon.capabilities import tenants
from signon.floors import FLOORS
from tests.house.source import ROOT, Module, modules

TENANTS = (*FLOORS, *tenants(sample=True))

DRAWN = re.compile(r"\bslot\(\s*[\"']([^\"']+)[\"']")

UNHEARD = {
    # A public list tells when pages and files of it are outdated; they find out by its revision.
    "signon.signatories.events.ListChanged",
    # What is public no longer, of any kind: for feeds and webhooks.
    "signon.submissions.events.Unpublished",
}
"""Events that are told though nobody listens yet."""


def test_every_slot_is_declared_once() -> None:
    declared = [name for tenant in TENANTS for name in tenant.slots]

    assert sorted(declared) == sorted(set(declared))


def test_every_slot_is_drawn_on_a_page() -> None:
    assert _declared() - _in_templates(DRAWN) == set()


def test_what_a_page_draws_is_declared() -> None:
    assert _in_templates(DRAWN) - _declared() == set()


def test_every_slot_is_filled_and_nothing_else() -> None:
    filled = {one.slot for tenant in TENANTS for one in tenant.fills}

    assert filled == _declared()


def test_every_event_is_told() -> None:
    told = {name for module in modules() for name in _named_in_calls(module, "tell")}

    assert _events() - told == set()


def test_every_event_is_heard_unless_it_is_listed() -> None:
    heard = {
        f"{listener.event.__module__}.{listener.event.__name__}"
        for tenant in TENANTS
        for listener in tenant.listeners
    }

    assert heard <= _events()
    assert _events() - heard == UNHEARD


def test_what_is_told_is_seen_wherever_it_is_made() -> None:
    lines = """
from signon.lists.events import Changed as C, Ended, Heard
from signon.events import tell
tell(C(1) if public else Ended(2))
listen(Heard())
"""
    module = Module("signon.lists.service", ROOT, ast.parse(lines))

    told = set(_named_in_calls(module, "tell"))

    assert told == {"signon.lists.events.Changed", "signon.lists.events.Ended"}


def _declared() -> set[str]:
    return {name for tenant in TENANTS for name in tenant.slots}


def _in_templates(names: re.Pattern[str]) -> set[str]:
    pages = (ROOT / "templates").rglob("*.html")
    return {name for page in pages for name in names.findall(page.read_text(encoding="utf-8"))}


def _events() -> set[str]:
    """Return the full names of all dataclasses in the rooms called `events`."""
    return {
        f"{module.name}.{node.name}"
        for module in modules()
        if module.name.endswith(".events") and module.name != "signon.events"
        for node in module.tree.body
        if isinstance(node, ast.ClassDef)
        and any("dataclass" in ast.unparse(mark) for mark in node.decorator_list)
    }


def _named_in_calls(module: Module, function: str) -> Iterator[str]:
    """Yield the full names of what is made in the arguments of calls of `function`."""
    known = {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == function:
            made = (part for arg in node.args for part in ast.walk(arg))
            names = {ast.unparse(part.func) for part in made if isinstance(part, ast.Call)}
            yield from (known.get(name, name) for name in names)
