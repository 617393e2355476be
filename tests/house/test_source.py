"""The guards see what they are to guard against."""

import ast

import pytest

from tests.house.source import modules, names_used, packages


@pytest.mark.parametrize(
    "text",
    [
        "from datetime import datetime\ndatetime.now()",
        "from datetime import datetime as dt\ndt.now()",
        "import datetime\ndatetime.datetime.now()",
        "import datetime as d\nx = [d.datetime.now]",
    ],
)
def test_a_name_is_found_however_it_was_imported(text: str) -> None:
    used = {name for name, _ in names_used(ast.parse(text))}

    assert "datetime.datetime.now" in used


def test_an_import_alone_is_a_use() -> None:
    assert ("flask.session", 1) in names_used(ast.parse("from flask import session"))


def test_the_whole_house_is_read() -> None:
    names = {module.name for module in modules()}

    assert {"signon.app", "signon.kernel.clock", "signon.papers"} <= names
    assert {"kernel", "papers", "submissions"} <= set(packages())
