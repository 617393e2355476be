"""An older log in place of a newer one is noticed, and waits for a person."""

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from signon.audit import trail
from signon.extensions import db
from signon.log import noted, service
from signon.log.models import (
    LogCheckpoint,
    LogHead,
    LogLeaf,
    LogLine,
    LogList,
    LogOpening,
    LogTile,
)
from tests.factories import a_paper, an_endorsement
from tests.log.scene import a_minute_later, advance, kinds, meddle, said, signed
from tests.support.databases import on_one_database


def set_back() -> None:
    """Put the log back to where it was before its newest two leaves, as a restore does."""
    with db.engine.begin() as connection:
        connection.execute(delete(LogCheckpoint).where(LogCheckpoint.size > 2))
        connection.execute(delete(LogOpening))
        connection.execute(delete(LogLine))
        connection.execute(delete(LogList))
        connection.execute(delete(LogLeaf).where(LogLeaf.number >= 2))
        kept = connection.scalar(select(LogTile.hashes)) or b""
        connection.execute(update(LogTile).values(hashes=kept[:64]))
        connection.execute(update(LogHead).values(size=2))
    db.session.rollback()


def two_signed() -> None:
    paper = a_paper()
    an_endorsement(paper)
    advance()
    an_endorsement(paper)
    with a_minute_later():
        advance()


def test_an_older_database_in_place_of_a_newer_is_noticed_and_waits(app: Flask) -> None:
    two_signed()
    set_back()
    an_endorsement(a_paper())

    with pytest.raises(service.SetBack, match="had come to 4 leaves and now has 2"):
        service.advance()

    assert len(kinds()) == 2


def test_a_restore_that_a_person_accepted_is_said_for_ever(app: Flask) -> None:
    two_signed()
    lost = signed()[-1]
    set_back()

    with a_minute_later():
        service.accept_restore()
        advance()

    told = said()[2]
    assert (told["kind"], told["size"], told["root"]) == ("restored", 4, lost.root.hex())
    assert signed()[-1].size == 3
    assert noted.kept() == db.session.scalars(select(LogCheckpoint.note)).all()[-1]
    assert trail.history("log")[-1].details == {"lost": 4, "size": 3}


def test_there_is_nothing_to_accept_where_all_agrees(app: Flask) -> None:
    two_signed()

    with pytest.raises(service.NothingToAccept):
        service.accept_restore()


def test_a_tree_that_is_not_the_signed_one_is_never_signed(app: Flask) -> None:
    two_signed()
    an_endorsement(a_paper())
    meddle(LogTile, hashes=b"\1" * 128)

    for verb in (service.advance, service.accept_restore):
        with pytest.raises(service.SetBack, match="not that of checkpoint 4"):
            verb()


@on_one_database
def test_a_missing_or_foreign_note_waits_for_a_person(app: Flask) -> None:
    two_signed()

    noted.forget()
    with pytest.raises(service.SetBack, match="missing"):
        service.advance()
    noted.place().write_text("signon.test/log\n9\n????\n")
    with pytest.raises(service.SetBack, match="not signed with the key"):
        service.advance()


@pytest.mark.parametrize("left", ["", "\n", noted.BEGUN])
@on_one_database
def test_an_emptied_note_hides_no_older_database(app: Flask, left: str) -> None:
    two_signed()
    with a_minute_later():
        an_endorsement(a_paper())
        advance()

    noted.place().write_text(left)

    with pytest.raises(service.SetBack, match="nobody knows"):
        service.advance()


@on_one_database
def test_an_emptied_note_is_noticed_beside_a_database_before_the_first(app: Flask) -> None:
    noted.place().touch()
    an_endorsement(a_paper())

    with pytest.raises(service.SetBack, match="is empty"):
        service.advance()


@on_one_database
def test_who_was_killed_before_the_first_was_kept_holds_nobody_up(app: Flask) -> None:
    an_endorsement(a_paper())
    advance()
    first = noted.kept()
    noted.place().write_text(noted.BEGUN)

    service.advance()

    assert noted.kept() == first


@on_one_database
def test_a_log_that_is_begun_twice_at_once_has_one_note(app: Flask) -> None:
    noted.begin()
    noted.begin()

    assert noted.kept() == noted.BEGUN
    assert [one.name for one in noted.place().parent.glob(f".{noted.NAME}*")] == []


@on_one_database
def test_a_note_of_a_smaller_tree_replaces_none_of_a_larger(app: Flask) -> None:
    two_signed()
    newest = noted.kept()

    noted.keep(db.session.scalars(select(LogCheckpoint.note)).first() or "")

    assert noted.kept() == newest
