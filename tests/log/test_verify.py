"""`flask log verify` finds whatever somebody changed afterwards, and names it."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import delete, select

from signon.extensions import db
from signon.log import keys, leaves, noted
from signon.log.models import LogCheckpoint, LogHead, LogLeaf, LogLine, LogOpening, LogTile
from signon.signatories.models import Signatory
from tests.factories import a_paper, an_endorsement
from tests.log.scene import a_minute_later, advance, meddle, signed


def verify(app: Flask) -> tuple[int, str]:
    db.session.rollback()
    done = app.test_cli_runner().invoke(args=["log", "verify"])
    return done.exit_code, done.output


def signed_two() -> None:
    paper = a_paper()
    for name in ("Hearth", "Harbour"):
        an_endorsement(paper, name=name)
    advance()


def deleted(*tables: type) -> None:
    with db.engine.begin() as connection:
        for table in tables:
            connection.execute(delete(table))


def test_a_log_that_is_whole_says_so(app: Flask) -> None:
    signed_two()
    an_endorsement(a_paper(), name="Still waiting")

    code, words = verify(app)

    assert (code, words.startswith("The log is whole")) == (0, True)


def test_a_log_that_was_never_begun_is_whole(app: Flask) -> None:
    assert verify(app)[0] == 0


FAULTS: dict[str, tuple[Callable[[], None], str]] = {
    "a leaf is another": (
        lambda: meddle(LogLeaf, LogLeaf.number == 0, entry='{"kind":"published","list":"x"}'),
        "The tree is not that of the leaves.",
    ),
    "a leaf is no JSON": (
        lambda: meddle(LogLeaf, LogLeaf.number == 0, entry="?"),
        "Leaf 0 is malformed.",
    ),
    "the head is another": (
        lambda: meddle(LogHead, size=7),
        "There are 3 leaves, and the head says 7.",
    ),
    "a tile is another": (
        lambda: meddle(LogTile, hashes=b"\1" * 96),
        "The tree is not that of the leaves.",
    ),
    "a tile is gone": (lambda: deleted(LogTile), "The tree cannot be read"),
    "a note is another": (
        lambda: meddle(LogCheckpoint, note="signon.test/log\n3\n????\n\n"),
        "Checkpoint 3 is not signed with the key of this place.",
    ),
    "a line reads otherwise": (
        lambda: meddle(Signatory, Signatory.name == "Hearth", name="Hearthless"),
        "reads otherwise than the log says",
    ),
    "a line is gone from the list": (
        lambda: meddle(Signatory, Signatory.name == "Hearth", public_id="other"),
        "is public, and it is not",
    ),
    "a line came past the log": (
        lambda: deleted(LogOpening, LogLine),
        "is public, and the log does not say so",
    ),
    "what stands is another": (
        lambda: meddle(LogLine, LogLine.leaf == 0, commitment=leaves.digest([])),
        "No leaf says that entry",
    ),
    "the kept note is gone": (noted.forget, "is missing, so that nobody knows"),
}


@pytest.mark.parametrize("what", FAULTS)
def test_what_was_changed_afterwards_is_found(app: Flask, what: str) -> None:
    signed_two()
    meddled, words = FAULTS[what]

    meddled()

    code, said = verify(app)
    assert code == 1
    assert words in said


def test_a_key_that_cannot_be_read_is_named(app: Flask) -> None:
    signed_two()
    whole = keys.place().read_bytes()
    keys.place().write_bytes(b"nothing")

    code, said = verify(app)

    keys.place().write_bytes(whole)
    assert (code, "holds no key" in said) == (1, True)


def test_a_person_accepts_or_catches_up_by_a_command(app: Flask) -> None:
    signed_two()
    noted.forget()
    run = app.test_cli_runner().invoke

    assert run(args=["log", "catch-up"]).exit_code == 0
    accepted = run(args=["log", "accept-restore"])
    assert accepted.output.startswith("Accepted: ")
    again = run(args=["log", "accept-restore"])
    assert (again.exit_code, "nothing to accept" in again.output) == (1, True)
    advance()
    assert verify(app)[0] == 0
    assert "restored" in " ".join(db.session.scalars(select(LogLeaf.entry)))


def test_a_site_that_gets_another_address_keeps_its_log(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_two()
    monkeypatch.setitem(app.config, "BASE_URL", "https://other.example.org")
    an_endorsement(a_paper("moved"))

    with a_minute_later():
        advance()

    assert [one.origin for one in signed()] == ["signon.test/log", "other.example.org/log"]
    assert verify(app)[0] == 0
