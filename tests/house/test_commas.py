"""The comma between two things of a page is one of its language: "،" in Arabic."""

import re

from tests.house.source import ROOT

COMMA = re.compile(r"(?:^|[}>]), ?(?:\{\{|<|$)", re.MULTILINE)


def test_no_template_sets_a_comma_of_its_own_between_two_values() -> None:
    files = sorted((ROOT / "templates").rglob("*.html"))

    found = [path.name for path in files if COMMA.search(path.read_text(encoding="utf-8"))]

    assert found == []


def test_such_a_comma_is_seen() -> None:
    assert COMMA.search("<bdi>{{ name }}</bdi>, <bdi>{{ role }}</bdi>")
    assert COMMA.search("{% if late %}\n, {{ day }}")
    assert not COMMA.search('{{ name }}{{ _(", ") }}{{ role }}')
    assert not COMMA.search("Signed by {{ name }}, who has confirmed it.")
