"""Sorts of organisations."""

import pytest

from signon.imports.cells import kinds


@pytest.mark.parametrize(
    ("cell", "code"),
    [("NGO", "ngo"), ("Réseau", "network"), ("Gewerkschaft", "union"), ("جامعة", "academic"),
     ("Trade union federation", "network"), ("local_authority", "local_authority"), ("", ""),
     ("Otra", "other"), ("Something else", "")],
)  # fmt: skip
def test_a_kind_is_known_by_its_words(cell: str, code: str) -> None:
    assert kinds.code_of(cell) == code
