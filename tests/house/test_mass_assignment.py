"""Every column name of every table, sent to every form of the desk: only its own fields count."""

from typing import Any

from flask import Flask
from sqlalchemy import Boolean, DateTime, select

from signon.extensions import db
from tests.support.whole_desk import FIELDS, PAPER, a_whole_desk, rules

NUMBER, DAY = "771177", "2031-07-07"
"""What stands in no row unless somebody took it from a form."""

AT_THE_END = ("/deletion", "/name", "/erase", "/end", "/removal", "/account/password")
"""What takes the ground from under the others."""

OWN = {
    ("paper_texts", "addressee"),
    ("paper_texts", "summary"),
    ("unsaved_texts", "addressee"),
    ("unsaved_texts", "summary"),
    ("unsaved_texts", "based_on"),
    ("translation_sources", "addressee"),
    ("translation_sources", "summary"),
    ("imports", "evidence"),
}
"""What forms have fields for by the same name: of texts, stored also as what translations are made
from, and of a list that is brought in."""

PRIVILEGES = ("accounts", "grants", "co_host_grants", "second_step_rules")


def columns() -> dict[str, str]:
    """Return a value that fits for the name of every column."""
    found = {}
    for table in db.metadata.sorted_tables:
        for column in table.columns:
            kind: Any = getattr(column.type, "impl", column.type)
            is_day = isinstance(kind, DateTime) or column.name.endswith(("_at", "_until"))
            found[column.name] = "y" if isinstance(kind, Boolean) else DAY if is_day else NUMBER
    return found


def taken() -> set[tuple[str, str]]:
    """Return the columns in which something of what was sent stands."""
    db.session.rollback()
    return {
        (table.name, column.name)
        for table in db.metadata.sorted_tables
        for row in db.session.execute(select(table))
        for column, value in zip(table.columns, row, strict=True)
        if NUMBER in str(value) or str(value).startswith(DAY)
    }


def rows(name: str) -> list[str]:
    db.session.rollback()
    table = db.metadata.tables[name]
    return sorted(str(tuple(row)) for row in db.session.execute(select(table)))


def test_no_form_of_the_desk_takes_a_column_that_it_does_not_ask_for(app: Flask) -> None:
    scene = a_whole_desk()
    mark, sent = scene.owner.mark(f"{PAPER}/manage"), {**columns(), **FIELDS, "role": "viewer"}
    before = {name: rows(name) for name in PRIVILEGES}
    done = {}

    for rule in rules(app, "POST"):
        if not str(rule).endswith(AT_THE_END) and "/people" not in str(rule):
            for seen in ({"revision": "1"}, {"revision": "0", "action": "save"}):
                told = {**sent, **seen, "csrf_token": mark}
                answer = scene.owner.post(scene.path(rule), data=told)
                done[f"{rule} {seen}"] = answer.status_code

    assert sum(status == 303 for status in done.values()) > 10, done
    assert taken() == OWN
    assert {name: rows(name) for name in PRIVILEGES} == before
