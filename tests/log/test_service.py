"""What becomes of a public line becomes a leaf, and what a signed tree has said stays so."""

import json
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from signon.audit import trail
from signon.endorsements import publication
from signon.endorsements.capability import ENDORSEMENT
from signon.endorsements.models import Endorsement
from signon.events import tell
from signon.extensions import db
from signon.kernel import clock
from signon.log import comparing, keys, leaves, noted, queries, service, tree, verifying
from signon.log.models import (
    LogCheckpoint,
    LogLeaf,
    LogLine,
    LogOpening,
    LogPending,
)
from signon.papers.events import TimeZoneChanged
from signon.submissions import workflow
from signon.submissions.states import Action
from signon.transaction import command
from tests.factories import a_paper, an_endorsement, change_paper
from tests.log.scene import a_minute_later, advance, kinds, said, signed
from tests.support.statements import sent


def withdraw(row: Endorsement) -> None:
    workflow.withdraw(ENDORSEMENT, row, actor=trail.SIGNATORY)


@command
def rename(row: Endorsement, name: str) -> None:
    mine = db.session.get_one(Endorsement, row.id)
    mine.name = name
    publication.refresh(mine)


def number_of(table: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_a_published_line_becomes_a_leaf_and_the_list_another(app: Flask) -> None:
    paper = a_paper()
    row = an_endorsement(paper, name="Hearth & Harbour")

    advance()

    line, whole = said()
    opening = db.session.get_one(LogOpening, row.public_id)
    assert (line["kind"], line["list"]) == ("published", paper.public_id)
    assert line["after"] == leaves.commitment(json.loads(opening.line), opening.salt)
    assert json.loads(opening.line)["name"] == "Hearth & Harbour"
    assert whole == {
        "kind": "list",
        "list": paper.public_id,
        "paper": paper.slug,
        "number": 1,
        "digest": leaves.digest([line["after"]]),
        "time": line["time"],
    }
    assert [one.size for one in signed()] == [2]
    assert number_of(LogPending) == 0


def test_no_leaf_says_who_stands_on_a_list(app: Flask) -> None:
    row = an_endorsement(a_paper(), name="Hearth & Harbour")

    advance()

    written = " ".join(db.session.scalars(select(LogLeaf.entry)))
    assert "Hearth" not in written
    assert row.public_id not in written


def test_who_withdraws_leaves_a_leaf_and_nothing_that_opens_it(app: Flask) -> None:
    row = an_endorsement(a_paper())
    advance()
    published = said()[0]["after"]

    withdraw(row)

    assert number_of(LogOpening) == 0  # at once, before the worker comes
    advance()
    *_, withdrawn, whole = said()
    assert (withdrawn["kind"], withdrawn["before"]) == ("withdrawn", published)
    assert (whole["number"], whole["digest"]) == (0, leaves.digest([]))
    assert number_of(LogLine) == 0


@pytest.mark.parametrize(
    ("action", "reason"), [(Action.REJECT, "decision"), (Action.UNPUBLISH, "review")]
)
def test_who_is_taken_off_is_removed_for_a_reason(app: Flask, action: Action, reason: str) -> None:
    row = an_endorsement(a_paper())
    advance()

    workflow.decide(row, action, revision=row.revision, moderator="someone", note="Wrong")
    advance()

    removed = said()[-2]
    assert (removed["kind"], removed["reason"]) == ("removed", reason)


def test_who_comes_back_is_published_under_another_commitment(app: Flask) -> None:
    row = an_endorsement(a_paper())
    advance()
    workflow.decide(row, Action.REJECT, revision=row.revision, moderator="someone", note="Wrong")
    advance()
    row = db.session.get_one(Endorsement, row.id)

    workflow.decide(row, Action.PUBLISH, revision=row.revision, moderator="someone")
    advance()

    changes = [leaf for leaf in said() if leaf["kind"] != "list"]
    assert [leaf["kind"] for leaf in changes] == ["published", "removed", "published"]
    assert changes[0]["after"] == changes[1]["before"] != changes[2]["after"]


def test_a_corrected_line_points_at_the_one_before(app: Flask) -> None:
    row = an_endorsement(a_paper(), name="Hearth")
    advance()

    rename(row, "Harbour")
    advance()

    first, _, corrected, _ = said()
    assert (corrected["kind"], corrected["before"]) == ("corrected", first["after"])
    assert "Harbour" in db.session.scalars(select(LogOpening.line)).one()


def test_what_comes_and_goes_within_a_minute_leaves_nothing(app: Flask) -> None:
    withdraw(an_endorsement(a_paper()))

    advance()

    assert said() == []
    assert signed_size() == 0


def signed_size() -> int:
    return number_of(LogCheckpoint)


def test_individuals_who_hide_their_names_are_in_no_leaf(app: Flask) -> None:
    an_endorsement(a_paper(accepts="both"), capacity="individual", hides_name=True)

    advance()

    assert kinds() == []


def test_a_list_of_many_takes_a_slice_at_a_time(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = a_paper()
    for _ in range(5):
        an_endorsement(paper)
    monkeypatch.setattr(service, "SLICE", 2)

    assert [service.advance() for _ in range(3)] == [True, True, False]

    numbers = [leaf["number"] for leaf in said() if leaf["kind"] == "list"]
    assert numbers == [2, 4, 5]
    assert [one.size for one in signed()] == [3]  # one in a minute
    with a_minute_later():
        advance()
    assert [one.size for one in signed()] == [3, 8]


def test_nothing_is_signed_where_nothing_changed(app: Flask) -> None:
    an_endorsement(a_paper())
    advance()

    with a_minute_later():
        advance()

    assert len(signed()) == 1


def test_a_clock_that_was_ahead_holds_up_no_checkpoint(app: Flask) -> None:
    paper = a_paper()
    an_endorsement(paper)
    with time_machine.travel(clock.now() + timedelta(days=365), tick=False):
        advance()

    an_endorsement(paper)
    advance()

    assert [one.size for one in signed()] == [2, 4]
    an_endorsement(paper)
    advance()  # in the minute that has one already, or the next
    assert list(verifying.findings()) == []


def test_a_checkpoint_proves_the_one_before(app: Flask) -> None:
    paper = a_paper()
    an_endorsement(paper)
    advance()
    an_endorsement(paper)
    with a_minute_later():
        advance()

    old, new = signed()
    with db.engine.connect() as connection:
        proof = tree.consistency_proof(old.size, new.size, queries.reader(connection))
    tree.require_consistent((old.size, old.root), (new.size, new.root), proof)


def test_an_endorsement_writes_one_row_for_the_log_and_reads_none(app: Flask) -> None:
    paper = a_paper()
    an_endorsement(paper)

    with sent() as statements:
        an_endorsement(paper)

    ours = [sql for sql, _ in statements if "log_" in sql]
    assert len(ours) == 1, ours
    assert ours[0].startswith("INSERT INTO log_pending")


def test_days_of_another_time_zone_are_corrected_lines(app: Flask) -> None:
    paper = a_paper()
    an_endorsement(paper, at=datetime(2026, 5, 12, 15, tzinfo=UTC))
    advance()

    change_paper(time_zone="Pacific/Kiritimati")  # where it was the 13th by then
    command(lambda: tell(TimeZoneChanged(paper.id)))()
    advance()

    assert kinds()[2:] == ["corrected", "list"]


def test_looking_at_everything_again_says_nothing_new(app: Flask) -> None:
    an_endorsement(a_paper())
    advance()

    service.note_all()
    advance()

    assert kinds() == ["published", "list"]


def test_the_key_and_the_newest_checkpoint_are_for_their_owner_alone(app: Flask) -> None:
    an_endorsement(a_paper())
    advance()

    for place in (keys.place(), noted.place()):
        assert place.stat().st_mode & 0o777 == 0o600
    assert noted.kept() == db.session.scalars(select(LogCheckpoint.note)).one()


def test_each_reason_is_one_word_that_names_nobody() -> None:
    assert set(comparing._REASONS.values()) == {"decision", "review", "disowned", "name_hidden"}
