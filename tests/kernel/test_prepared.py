"""Statements compiled once say what SQLAlchemy says, at every moment and on both databases."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import bindparam, insert, select
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from signon.endorsements.models import Endorsement
from signon.extensions import db, rows
from signon.jobs.models import SCHEDULE
from signon.kernel import clock
from signon.kernel.errors import Busy
from signon.kernel.prepared import Prepared, keyed, places
from signon.papers import service
from signon.papers.models import Paper, PaperText
from signon.transaction import command
from tests.factories import a_paper, change_paper

_BY_SLUG = select(Paper.__table__).where(Paper.slug == bindparam("slug"), Paper.state != "draft")
_TEXT = select(PaperText.__table__).where(PaperText.language == bindparam("language"))


@pytest.mark.parametrize(
    ("statement", "values"), [(_BY_SLUG, {"slug": "ten-doors"}), (_TEXT, {"language": "en"})]
)
def test_it_returns_the_same_rows_under_the_same_names(app: Flask, statement, values) -> None:
    a_paper()

    [expected], [found] = rows(statement, values), rows(Prepared(statement), values)

    assert dict(zip(found._fields, found, strict=True)) == dict(expected._mapping)
    assert [type(value) for value in found] == [type(value) for value in expected]


def test_it_finds_nothing_where_there_is_nothing(app: Flask) -> None:
    assert rows(Prepared(_BY_SLUG), {"slug": "none"}) == []


def test_within_a_command_it_sees_what_the_command_has_done(app: Flask) -> None:
    a_paper()
    prepared = Prepared(_BY_SLUG)

    @command
    def rename() -> str:
        db.session.scalars(select(Paper)).one().host = "Another Host"
        [row] = rows(prepared, {"slug": "ten-doors"})
        db.session.rollback()
        return str(row.host)

    before = rows(prepared, {"slug": "ten-doors"})[0].host
    assert rename() == "Another Host" != before
    assert rows(prepared, {"slug": "ten-doors"})[0].host == before


def test_it_sees_what_was_committed_a_moment_ago(app: Flask) -> None:
    a_paper()
    prepared = Prepared(_BY_SLUG)

    assert rows(prepared, {"slug": "ten-doors"})[0].state == "open"
    service.close_paper("ten-doors", actor="lead")
    assert rows(prepared, {"slug": "ten-doors"})[0].state == "closed"


def test_a_connection_that_was_lost_is_replaced(app: Flask) -> None:
    a_paper()
    prepared = Prepared(_BY_SLUG)
    rows(prepared, {"slug": "ten-doors"})
    db.session.remove()

    lent = db.engine.raw_connection()
    lent.driver_connection.close()  # as the server does when it restarts
    lent.close()

    assert len(rows(prepared, {"slug": "ten-doors"})) == 1


def test_it_leaves_no_transaction_open(app: Flask) -> None:
    a_paper()
    rows(Prepared(_BY_SLUG), {"slug": "ten-doors"})

    change_paper(host="Yet Another")  # would wait for a reader that SQLite still serves

    assert rows(Prepared(_BY_SLUG), {"slug": "ten-doors"})[0].host == "Yet Another"


def test_a_list_of_any_length_is_refused(app: Flask) -> None:
    of_any = select(Paper.id).where(Paper.id.in_(bindparam("ids", expanding=True)))

    with pytest.raises(ValueError, match="length"):
        rows(Prepared(of_any), {"ids": [1]})


@pytest.mark.parametrize("number", [0, 1, 2, 3, 5])
def test_it_takes_as_many_keys_as_there_are(app: Flask, number: int) -> None:
    made = [a_paper(f"doors-{n}") for n in range(5)]

    def by_ids(size: int) -> Prepared:
        return Prepared(select(Paper.slug).where(Paper.id.in_(places(size))))

    found = rows(*keyed(by_ids, [paper.id for paper in made[:number]]))

    assert {row.slug for row in found} == {paper.slug for paper in made[:number]}


_TICK = Prepared(insert(SCHEDULE), ["name", "next_run_at"])
_TICKS = Prepared(select(SCHEDULE).where(SCHEDULE.c.name == bindparam("name")))


def test_within_a_transaction_it_writes_what_is_undone_with_it(app: Flask) -> None:
    values = {"name": "tried", "next_run_at": clock.now()}

    @command
    def write(*, fails: bool) -> list[Any]:
        connection = db.session.connection()
        assert _TICK.within(connection, values) == []
        if fails:
            raise LookupError
        return _TICKS.within(connection, {"name": "tried"})

    with pytest.raises(LookupError):
        write(fails=True)
    assert rows(_TICKS, {"name": "tried"}) == []

    [found] = write(fails=False)
    assert (found.name, found.next_run_at) == tuple(values.values())
    assert rows(_TICKS, {"name": "tried"}) == [found]


def test_it_raises_what_sqlalchemy_raises_and_tells_no_value(app: Flask) -> None:
    values = {"name": "ada@example.org", "next_run_at": clock.now()}

    @command
    def write_twice() -> None:
        for _ in range(2):
            _TICK.within(db.session.connection(), values)

    with pytest.raises(IntegrityError) as raised:
        write_twice()

    assert raised.value.params is None
    assert "ada@example.org" not in str(raised.value).replace(str(raised.value.orig), "")
    assert rows(_TICKS, {"name": "ada@example.org"}) == []


def test_a_connection_lost_within_a_transaction_is_not_lent_again(app: Flask) -> None:
    if db.engine.dialect.name != "postgresql":
        return  # nobody cuts a file off
    raised: list[DBAPIError] = []

    @command
    def lose() -> None:
        connection = db.session.connection()
        connection.connection.driver_connection.close()
        try:
            _TICKS.within(connection, {"name": "any"})
        except OperationalError as error:
            raised.append(error)
            raise

    with pytest.raises(Busy):
        lose()

    assert raised[0].connection_invalidated
    assert rows(_TICKS, {"name": "any"}) == []


def test_a_default_that_python_fills_in_is_refused(app: Flask) -> None:
    whole = Prepared(insert(Endorsement.__table__), ["paper_id"])

    with pytest.raises(ValueError, match="default"):
        whole.within(db.session.connection(), {"paper_id": 1})
