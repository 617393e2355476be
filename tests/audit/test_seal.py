"""Whoever can write to the database alone cannot cut the trail's end, nor make up another one."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from signon.audit import chain, seal, trail
from signon.audit.models import AuditEntry, AuditHead
from signon.extensions import db
from signon.transaction import command
from tests.audit.test_trail import note, tamper


@command
def cut(to: int) -> None:
    """Delete the newest entries, and move the head back to one that was genuine."""
    db.session.execute(delete(AuditEntry).where(AuditEntry.number > to))
    newest = select(AuditEntry.hash).where(AuditEntry.number == to).scalar_subquery()
    db.session.execute(update(AuditHead).values(number=to, hash=newest))


@command
def forge(number: int) -> None:
    """Change an entry and compute every hash from there on, as everybody can."""
    entries = select(AuditEntry).where(AuditEntry.number >= number).order_by(AuditEntry.number)
    previous = None
    for entry in db.session.scalars(entries):
        entry.actor = "somebody" if entry.number == number else entry.actor
        entry.previous_hash = previous or entry.previous_hash
        entry.hash = previous = _digest(entry)
        db.session.flush()
    db.session.execute(update(AuditHead).values(hash=previous))


@command
def add(seal_of: str) -> None:
    """Write an entry that no command has written; a trigger moves the head along."""
    last = db.session.scalars(select(AuditEntry).order_by(AuditEntry.number.desc())).first()
    assert last is not None
    made: dict[str, Any] = {
        name: getattr(last, name) for name in ("happened_at", "actor", "action", "details")
    }
    entry = AuditEntry(
        **made, number=last.number + 1, subject="x", previous_hash=last.hash, seal=seal_of
    )
    entry.hash = _digest(entry)
    db.session.add(entry)


def _digest(entry: AuditEntry) -> str:
    columns = ("number", "happened_at", "actor", "action", "subject", "details", "previous_hash")
    return chain.digest(chain.Link(**{name: getattr(entry, name) for name in columns}))


def fault() -> trail.Fault:
    found = trail.verify()
    assert found is not None
    return found


def test_a_cut_tail_is_noticed_though_the_head_was_moved_back(app: Flask) -> None:
    note("subject", 5)

    cut(3)

    assert trail.chain_fault() is None
    assert fault() == trail.Fault(4, "Entry 4 is missing: the trail had come to 5.")


def test_a_trail_that_was_emptied_is_noticed(app: Flask) -> None:
    note("subject", 5)

    tamper(delete(AuditEntry))
    tamper(delete(AuditHead))

    assert fault().number == 1


def test_a_cut_tail_that_grew_again_is_noticed(app: Flask) -> None:
    note("subject", 5)
    cut(3)

    note("later", 4)

    assert trail.chain_fault() is None
    assert fault().number == 5


def test_entries_whose_hashes_were_made_anew_are_noticed(app: Flask) -> None:
    note("subject", 5)

    forge(2)

    assert trail.chain_fault() is None
    assert fault().number == 5


def test_an_entry_that_was_added_has_no_seal_nor_that_of_another(app: Flask) -> None:
    note("subject", 2)
    genuine = trail.history("subject")[-1].seal

    add(genuine)

    assert trail.chain_fault() is None
    assert fault().number == 3
    assert "not sealed" in fault().words


def test_what_the_data_folder_knows_cannot_be_lowered_without_the_key(app: Flask) -> None:
    note("subject", 5)
    third = trail.history("subject")[2]
    cut(3)

    seal.place().write_text(f"3 {third.hash} {'0' * 64}\n")

    assert "not written with a key" in fault().words


def test_a_folder_that_lost_what_it_knew_says_so(app: Flask) -> None:
    note("subject", 5)

    seal.forget()

    assert "is missing" in fault().words


def test_what_is_known_never_goes_back_by_itself(app: Flask) -> None:
    note("subject", 5)
    third = trail.history("subject")[2]

    seal.note(seal.Head(3, third.hash, third.seal))

    known = seal.noted()
    assert known is not None
    assert known.number == 5


@pytest.fixture
def new_key(app: Flask) -> Any:
    """A key that takes the place of the old one, which may stay among its fallbacks."""
    old = app.config["SECRET_KEY"]

    def change(*, keep: bool) -> None:
        app.config["SECRET_KEY"] = "another-" + "z" * 40
        app.config["SECRET_KEY_FALLBACKS"] = [old] if keep else []

    yield change
    app.config["SECRET_KEY"], app.config["SECRET_KEY_FALLBACKS"] = old, []


def test_the_trail_stays_whole_while_an_old_key_counts(app: Flask, new_key: Any) -> None:
    note("before", 3)
    new_key(keep=True)

    whole = trail.verify()
    note("after")
    app.config["SECRET_KEY_FALLBACKS"] = []

    assert whole is None
    assert trail.verify() is None


def test_under_a_dropped_key_one_command_seals_what_is_there(app: Flask, new_key: Any) -> None:
    note("before", 3)
    new_key(keep=False)
    runner = app.test_cli_runner()

    refused = runner.invoke(args=["audit", "verify"])
    sealed = runner.invoke(args=["audit", "seal"])

    assert refused.exit_code == 1
    assert "not written with a key" in refused.output
    assert sealed.exit_code == 0
    assert trail.verify() is None
    assert trail.history("trail")[-1].details == {"noted": 3}


def test_a_broken_chain_cannot_be_sealed(app: Flask) -> None:
    note("subject", 3)
    tamper(update(AuditEntry).where(AuditEntry.number == 2).values(actor="somebody"))

    refused = app.test_cli_runner().invoke(args=["audit", "seal"])

    assert refused.exit_code == 1
    assert "Entry 2 " in refused.output


def test_an_end_that_was_noted_elsewhere_is_looked_for(app: Flask) -> None:
    runner = app.test_cli_runner()
    note("subject", 3)
    noted = runner.invoke(args=["audit", "verify"]).output.split()[-1]
    note("later")
    there = runner.invoke(args=["audit", "verify", "--head", noted])
    cut(2)
    runner.invoke(args=["audit", "seal"])

    gone = runner.invoke(args=["audit", "verify", "--head", noted])
    senseless = runner.invoke(args=["audit", "verify", "--head", "3"])

    assert there.exit_code == 0
    assert gone.exit_code == 1
    assert "Entry 3 " in gone.output
    assert senseless.exit_code == 1


def test_entries_of_before_there_were_seals_ask_for_one(app: Flask) -> None:
    note("old", 3)
    tamper(update(AuditEntry).values(seal=""))
    seal.forget()

    asked = fault().words
    trail.vouch()

    assert "audit seal" in asked
    assert trail.verify() is None
