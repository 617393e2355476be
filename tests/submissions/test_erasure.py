"""What was erased stays erased, also after an older backup has been restored."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, insert, select

from signon import events
from signon.audit import trail
from signon.endorsements import service as endorsements
from signon.endorsements.capability import ENDORSEMENT
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.jobs.models import Job
from signon.kernel import clock
from signon.outbox import suppression
from signon.outbox.addresses import address_key
from signon.signatories.models import Signatory
from signon.space import offers
from signon.space.models import Offer
from signon.submissions import tasks, workflow
from signon.submissions.drafts import ContactDraft
from signon.submissions.events import Erased
from signon.submissions.lifetime import erasure, ledger
from signon.submissions.models import Contact
from signon.submissions.states import Action, State
from tests.factories import a_paper, an_endorsement, confirm
from tests.support.pages import evict_pages
from tests.support.scenes import NEVER_EMPTIED

Dump = dict[str, list[dict[str, Any]]]


@pytest.fixture(autouse=True)
def own_folder(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "DATA_DIR", str(tmp_path))


def backup() -> Dump:
    db.session.rollback()
    tables = [table for table in db.metadata.sorted_tables if table.name not in NEVER_EMPTIED]
    with db.engine.connect() as connection:
        return {t.name: [dict(r._mapping) for r in connection.execute(select(t))] for t in tables}


def restore(dump: Dump) -> None:
    """Put every table back as it was, without asking the application."""
    db.session.remove()
    evict_pages()
    tables = [table for table in db.metadata.sorted_tables if table.name in dump]
    with db.engine.begin() as connection:
        for table in reversed(tables):
            connection.execute(table.delete())
        for table in tables:
            if dump[table.name]:
                connection.execute(insert(table), dump[table.name])


def contacts() -> list[str]:
    return sorted(db.session.scalars(select(Contact.email)))


def test_what_was_withdrawn_is_withdrawn_again(app: Flask) -> None:
    row = an_endorsement(a_paper(), email="ada@hearth.org")
    kept = an_endorsement(a_paper(), email="bo@harbour.org").public_id
    before = backup()
    workflow.withdraw(ENDORSEMENT, row, actor=trail.SIGNATORY)
    restore(before)
    assert contacts() == ["ada@hearth.org", "bo@harbour.org"]

    done = erasure.apply()

    db.session.expire_all()
    assert done == {"withdraw": 1}
    assert contacts() == ["bo@harbour.org"]
    assert [s.public_id for s in db.session.scalars(select(Signatory))] == [kept]


@pytest.mark.parametrize(("yes", "stays"), [(True, []), (False, ["ada@hearth.org"])])
def test_who_handed_over_and_who_did_not_want_to_do_not_come_back(
    app: Flask, yes: bool, stays: list[str]
) -> None:
    """Nor who was asked by the one who has handed over: in that backup it is not answered yet."""
    row = an_endorsement(a_paper(), email="ada@hearth.org")
    offers.ask(row, "successor", ContactDraft("Bo", "Chair", "bo@hearth.org", None, None))
    before = backup()
    offer = db.session.scalars(select(Offer)).one()
    offers.answer(offer, yes=yes)
    assert contacts() == (["bo@hearth.org"] if yes else ["ada@hearth.org"])
    now = backup()
    assert erasure.apply() == {}
    assert backup() == now
    restore(before)

    done = erasure.apply()

    db.session.expire_all()
    left = db.session.scalars(select(Endorsement)).one()
    assert done == {"contact": 1}
    assert contacts() == stays
    assert (left.state, left.address_key is None) == (State.PUBLISHED, yes)


def test_who_was_asked_by_somebody_who_is_erased_does_not_come_back(app: Flask) -> None:
    """And whom a newer backup knows as the contact since then is not taken for the one asked."""
    row = an_endorsement(a_paper(), email="ada@hearth.org")
    offers.ask(row, "successor", ContactDraft("Bo", "Chair", "bo@hearth.org", None, None))
    before = backup()
    workflow.erase_person(ENDORSEMENT, row, actor=trail.SIGNATORY)
    assert contacts() == []
    assert [entry["what"] for entry in ledger.valid()] == ["erase"]
    restore(before)

    erasure.apply()

    assert contacts() == []


def test_doing_it_twice_changes_nothing(app: Flask) -> None:
    row = an_endorsement(a_paper())
    before = backup()
    workflow.withdraw(ENDORSEMENT, row, actor=trail.SIGNATORY)
    restore(before)
    erasure.apply()
    after = backup()

    assert erasure.apply() == {}

    assert backup() == after


def test_whoever_wants_no_mail_gets_none_after_a_restore(app: Flask) -> None:
    row = an_endorsement(a_paper(), confirmed=False, email="ada@hearth.org")
    before = backup()
    workflow.disown(ENDORSEMENT, row, for_good=True)
    restore(before)
    assert not suppression.is_suppressed(address_key("ada@hearth.org"))

    erasure.apply()

    assert suppression.is_suppressed(address_key("ada@hearth.org"))
    assert db.session.scalars(select(Endorsement.state)).one() == State.DISOWNED


def test_what_was_taken_back_since_is_not_done_again_after_a_restore(app: Flask) -> None:
    row = an_endorsement(a_paper(), email="ada@hearth.org")
    workflow.disown(ENDORSEMENT, row, for_good=True)
    workflow.reclaim(ENDORSEMENT, row)
    confirm(row)
    before = backup()
    restore(before)

    erasure.apply()

    assert db.session.scalars(select(Endorsement.state)).one() == State.PUBLISHED
    assert not suppression.is_suppressed(address_key("ada@hearth.org"))


def test_a_person_may_be_erased_while_the_endorsement_stays(app: Flask) -> None:
    row = an_endorsement(a_paper(), name="Hearth")
    before = backup()
    workflow.erase_person(ENDORSEMENT, row, actor=trail.SIGNATORY)
    restore(before)

    erasure.apply()

    assert contacts() == []
    assert db.session.scalars(select(Signatory.name)).all() == ["Hearth"]


def test_mail_that_could_not_be_delivered_is_erased_too(
    app: Flask, outbox: Callable[[], list[Any]]
) -> None:
    row = an_endorsement(a_paper(), confirmed=False)
    assert outbox() != []

    workflow.disown(ENDORSEMENT, row)

    assert db.session.scalar(select(func.count()).select_from(Job)) == 0


def test_the_ledger_names_nobody(app: Flask) -> None:
    row = an_endorsement(a_paper(), name="Hearth", email="ada@hearth.org")
    workflow.withdraw(ENDORSEMENT, row, actor=trail.SIGNATORY, reason="Our board decided.")

    text = ledger.place().read_text()

    assert row.public_id in text
    for word in ("ada", "hearth", "Hearth", "board"):
        assert word not in text
    assert ledger.place().stat().st_mode & 0o077 == 0


def test_a_line_that_was_cut_off_stops_nothing(app: Flask) -> None:
    row = an_endorsement(a_paper())
    before = backup()
    workflow.withdraw(ENDORSEMENT, row, actor=trail.SIGNATORY)
    restore(before)
    whole = ledger.place().read_text()
    ledger.place().write_text('{"at": "2026-1' + "\n" + whole + '["x"]\n{"what": "withdraw"}\n')

    assert erasure.apply() == {"withdraw": 1}


def test_the_command_says_what_it_did(app: Flask) -> None:
    row = an_endorsement(a_paper())
    before = backup()
    workflow.withdraw(ENDORSEMENT, row, actor=trail.SIGNATORY)
    restore(before)

    result = app.test_cli_runner().invoke(args=["erasure", "apply"])

    assert result.exit_code == 0
    assert "withdraw: 1" in result.output


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"Some text.\n", b"[1]\n{}\n"])
def test_a_file_that_is_no_ledger_is_refused_in_one_line(
    app: Flask, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "other.jsonl"
    file.write_bytes(content)

    result = app.test_cli_runner().invoke(args=["erasure", "apply", "--ledger", str(file)])

    assert (result.exit_code, result.output) == (1, f"Error: {file} is no ledger of erasures.\n")


def test_a_damaged_line_of_a_ledger_hides_no_other(app: Flask) -> None:
    row = an_endorsement(a_paper())
    before = backup()
    workflow.withdraw(ENDORSEMENT, row, actor=trail.SIGNATORY)
    restore(before)
    whole = ledger.place().read_bytes()
    ledger.place().write_bytes(b"\xff\xfe\n" + whole)

    assert erasure.apply() == {"withdraw": 1}


def test_a_code_of_somebody_erased_opens_nothing(app: Flask) -> None:
    row = an_endorsement(a_paper(), confirmed=False)
    was_kept = row.code_hash
    workflow.erase_person(ENDORSEMENT, row, actor=trail.SIGNATORY)

    kept = db.session.execute(select(Endorsement.code_hash, Endorsement.address_key)).one()
    assert was_kept
    assert tuple(kept) == (None, None)


@pytest.mark.parametrize("action", [None, Action.REJECT])
def test_of_an_individual_whom_the_hosts_erase_no_name_is_left(
    app: Flask, action: Action | None
) -> None:
    paper = a_paper(accepts="both", publication="after_review")
    person = {"capacity": "individual", "name": "Ada Sample", "affiliation": "Hearth"}
    row = an_endorsement(paper, confirmed=action is not None, **person)
    if action is not None:
        endorsements.decide(row, action, revision=row.revision, moderator="lead", note="No.")

    endorsements.erase(row, actor="lead")

    kept = db.session.execute(select(*Endorsement.__table__.columns)).one()
    assert "Ada" not in repr(kept)
    assert "Hearth" not in repr(kept)
    assert contacts() == []


@pytest.mark.parametrize(
    ("days", "name", "affiliation"), [(6, "Ada Sample", "Hearth"), (8, "", "")]
)
def test_of_an_individual_who_was_disowned_no_name_is_left_after_a_week(
    app: Flask, days: int, name: str, affiliation: str
) -> None:
    person = {"capacity": "individual", "name": "Ada Sample", "affiliation": "Hearth"}
    row = an_endorsement(a_paper(accepts="both"), confirmed=False, **person)
    workflow.disown(ENDORSEMENT, row)

    with time_machine.travel(clock.now() + timedelta(days=days)):
        tasks.erase()

    db.session.rollback()
    kept = db.session.execute(select(Endorsement.name, Endorsement.affiliation)).one()
    assert tuple(kept) == (name, affiliation)
    assert len(contacts()) == (1 if name else 0)


def test_what_may_still_be_reclaimed_and_what_is_erased_already_are_not_erased(app: Flask) -> None:
    """The worker's list may be older than what stands there when its turn comes."""
    row = an_endorsement(a_paper(), confirmed=False)
    assert not workflow.erase_disowned(ENDORSEMENT, row.id)
    workflow.disown(ENDORSEMENT, row)

    with time_machine.travel(clock.now() + timedelta(days=6)):
        assert not workflow.erase_disowned(ENDORSEMENT, row.id)
        assert len(contacts()) == 1
    with time_machine.travel(clock.now() + timedelta(days=8)):
        assert workflow.erase_disowned(ENDORSEMENT, row.id)
        assert not workflow.erase_disowned(ENDORSEMENT, row.id)

    assert contacts() == []


def test_erasing_a_person_is_told_once(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    row = an_endorsement(a_paper())
    heard: list[Erased] = []
    monkeypatch.setitem(app.extensions[events.REGISTER], Erased, [heard.append])

    workflow.erase_person(ENDORSEMENT, row, actor="lead")

    assert heard == [Erased(Endorsement, [row.id])]
