"""A dictionary that is written down names each key once: of two, one is never read."""

import ast
from collections import Counter
from pathlib import Path

import pytest

from tests.house.source import ROOT

FOLDERS = ("signon", "scripts", "bench", "tests")


def named_twice(source: str) -> list[str]:
    """Return the keys that one dictionary of the source names twice, with their lines."""
    dictionaries = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Dict)]
    return [
        f"{node.lineno}: {key}"
        for node in dictionaries
        for key, times in Counter(ast.unparse(key) for key in node.keys if key).items()
        if times > 1
    ]


def files() -> list[Path]:
    return [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py"))]


def test_no_dictionary_names_a_key_twice() -> None:
    twice = [f"{path}:{one}" for path in files() for one in named_twice(path.read_text())]

    assert twice == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("{'a': 1, 'b': 2, 'a': 3}", ["1: 'a'"]),
        ("{'a': 1, 'a': 1}", ["1: 'a'"]),
        ("{State.A: 1,\n State.A: 2}", ["1: State.A"]),
        ("{**one, **other, 'a': {'a': 1}}", []),
    ],
)
def test_a_key_that_is_named_twice_is_found(source: str, found: list[str]) -> None:
    assert named_twice(source) == found
