"""The pages of the leads' table: each row once, in the order of an index, at a bounded cost."""

import itertools
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import text

from signon.extensions import db
from signon.kernel.prepared import Prepared
from signon.review.table import listing
from signon.review.table.listing import Asked
from tests.factories import SIGNED_PAPER, a_paper, an_endorsement
from tests.review.signed import AT, ROOM, asked
from tests.support.clients import Browser
from tests.support.desk import sign_in
from tests.support.statements import sent


@pytest.mark.parametrize("order", ["newest", "name", "state"])
def test_pages_show_each_once_in_both_directions(
    app: Flask, monkeypatch: pytest.MonkeyPatch, order: str
) -> None:
    monkeypatch.setattr(listing, "PAGE", 3)
    paper = a_paper()
    for number in range(8):  # some at the very same moment
        name = f"{['École', 'Anchor', 'Zebra'][number % 3]} {number}"
        an_endorsement(paper, name=name, at=AT + timedelta(hours=number // 4))
    whole = [record.name for record in listing.every(asked(paper, order=order))]

    forwards = list(walk(asked(paper, order=order), "after"))
    backwards = list(walk(asked(paper, order=order), "before"))

    assert len(set(whole)) == 8
    assert [len(page) for page in forwards] == [3, 3, 2]
    assert list(itertools.chain(*forwards)) == whole
    assert list(itertools.chain(*reversed(backwards))) == whole
    if order == "name":
        assert [name[0] for name in whole] == list("AAAÉÉÉZZ")


def walk(wanted: Asked, way: str) -> Any:
    """Yield the names of every page, from the first one on or from the last one back."""
    cursor = listing.END if way == "before" else ""
    while True:
        page = listing.page(wanted, **({way: cursor} if cursor else {}))
        yield [record.name for record in page.records]
        cursor = getattr(page, way)
        if not cursor:
            return


@pytest.mark.parametrize("cursor", ["x", "~", "published~1", "confirmed~~", "a~b~c", "\0"])
@pytest.mark.parametrize("order", ["newest", "name", "state"])
def test_a_broken_cursor_is_said_to_be_one(client: Browser, order: str, cursor: str) -> None:
    SIGNED_PAPER.set()
    sign_in(client)
    if order == "name" and cursor.count("~") == 2:
        return  # nobody has such a name, but it is a place among names

    for way in ("after", "before"):
        query = urlencode({"order": order, way: cursor})
        assert client.get(f"{ROOM}?{query}").status_code == 400


@pytest.mark.parametrize("order", ["newest", "name", "state"])
@pytest.mark.parametrize("wanted", [{}, {"state": "published"}])
def test_a_page_is_read_in_the_order_of_an_index(
    app: Flask, monkeypatch: pytest.MonkeyPatch, order: str, wanted: dict[str, str]
) -> None:
    paper = a_paper()
    for number in range(3):
        an_endorsement(paper, name=f"Anchor {number}", at=AT + timedelta(hours=number))
    first = listing.page(asked(paper, order=order, **wanted)).records[0]
    cursor = listing.cursor_of(order, first)

    statements = handed_over(monkeypatch)

    listing.page(asked(paper, order=order, **wanted), after=cursor)

    plan = plan_of(*statements[-1])
    assert "ix_endorsements_desk" in plan
    assert "TEMP B-TREE" not in plan
    assert "Sort" not in plan


def handed_over(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Any]]:
    """Return a list to which is added what the driver is handed of each prepared statement."""
    seen: list[tuple[str, Any]] = []
    run = Prepared.run

    def note(self: Prepared, engine: Any, values: Any) -> list[Any]:
        found = run(self, engine, values)
        made = self._compiled[engine.dialect.name]
        seen.append((made.sql, made.values(values)))
        return found

    monkeypatch.setattr(Prepared, "run", note)
    return seen


def plan_of(statement: str, values: Any) -> str:
    """Return how the database reads a statement when it must not read or sort whole tables."""
    with db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            explained = f"EXPLAIN QUERY PLAN {statement}"
        else:
            for way in (
                "seqscan",
                "sort",
                "incremental_sort",
                "hashjoin",
                "mergejoin",
                "bitmapscan",
            ):
                connection.execute(text(f"SET LOCAL enable_{way} = off"))
            explained = f"EXPLAIN {statement}"
        found = connection.exec_driver_sql(explained, values)
        return "\n".join(str(row[-1]) for row in found)


@pytest.mark.parametrize("query", ["", "?country=BE&state=published", "?q=anchor", "?order=name"])
def test_a_page_asks_the_database_so_often_however_many_it_shows(
    client: Browser, query: str
) -> None:
    paper = a_paper()
    an_endorsement(paper, name="Anchor")
    sign_in(client)
    few = cost(client, query)
    for number in range(12):
        an_endorsement(paper, name=f"Anchor {number}")

    assert cost(client, query) == few <= 24


def cost(client: Browser, query: str) -> int:
    client.get(f"{ROOM}{query}")
    with sent() as statements:
        assert client.get(f"{ROOM}{query}").status_code == 200
    return len(statements)
