"""Portions of a bulk decision: decided at once, and still item by item in what becomes of them."""

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, event, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from signon.audit import trail
from signon.deciding import bulk, notices
from signon.deciding.models import BulkItem, BulkRun
from signon.endorsements import service as endorsements
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.jobs.models import Job
from signon.papers.queries import PublicPaper
from signon.signatories.models import ListState, PartTally, Signatory, Tally
from signon.submissions import workflow
from signon.submissions.states import Action
from tests.deciding.test_bulk import a_reviewed_paper, a_run, outcomes, states, work
from tests.duplicates.test_contention import at_once
from tests.endorsements.test_unnamed import a_person
from tests.factories import a_paper, an_endorsement


def rows_of(paper: PublicPaper) -> list[Endorsement]:
    db.session.rollback()
    wanted = select(Endorsement).where(Endorsement.paper_id == paper.id)
    return list(db.session.scalars(wanted.order_by(Endorsement.id)))


def statements_of(call: Callable[[], object]) -> int:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        call()
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    return len(seen)


def test_one_more_takes_few_statements_more(app: Flask) -> None:
    few, many = (a_paper(slug, publication="after_review") for slug in ("few", "many"))
    for paper, number in ((few, 3), (many, 13)):
        for _ in range(number):
            an_endorsement(paper)
    runs = [a_run(few), a_run(many)]

    deciding = [statements_of(partial(work, run)) for run in runs]
    db.session.rollback()
    for run in runs:
        bulk.begin_undo(run, moderator="lead")
    undoing = [statements_of(partial(work, run, bulk.UNDOING)) for run in runs]

    assert deciding[1] - deciding[0] <= 30
    assert undoing[1] - undoing[0] <= 40


def test_the_list_and_its_numbers_are_as_if_each_had_been_decided_alone(app: Flask) -> None:
    reviewed = {"publication": "after_review", "accepts": "both"}
    alone, together = (a_paper(slug, **reviewed) for slug in ("one", "all"))
    for paper in (alone, together):
        for country in ("BE", "BE", "FR"):
            an_endorsement(paper, country=country)
        a_person(paper)
    for row in rows_of(alone):
        endorsements.decide(row, Action.PUBLISH, revision=row.revision, moderator="lead")

    work(a_run(together))

    assert numbers(together) == numbers(alone)
    assert [row.evidence for row in rows_of(together)] == ["checked"] * 4


def numbers(paper: PublicPaper) -> tuple[object, ...]:
    db.session.rollback()
    places = (Tally.capacity, Tally.country, Tally.kind, Tally.number, Tally.late)
    parts = (PartTally.capacity, PartTally.version, PartTally.aspect, PartTally.number)
    tallies = db.session.execute(select(*places).where(Tally.paper_id == paper.id)).all()
    counted = db.session.execute(select(*parts).where(PartTally.paper_id == paper.id)).all()
    lines = select(Signatory.country, Signatory.version).where(Signatory.paper_id == paper.id)
    changed = db.session.scalar(
        select(ListState.revision > 0).where(ListState.paper_id == paper.id)
    )
    return sorted(tallies), sorted(counted), sorted(db.session.execute(lines).all()), changed


def test_one_that_is_refused_stops_no_other_and_the_trail_tells_of_each_once(app: Flask) -> None:
    paper = a_reviewed_paper(3)
    twice = [an_endorsement(paper, name="Hearth", email=f"{n}@hearth.example.org") for n in "ab"]
    assert twice[0].organisation_id == twice[1].organisation_id
    an_endorsement(paper)
    run = a_run(paper)

    work(run)

    assert outcomes(run) == ["done"] * 4 + ["left", "done"]
    [why] = db.session.scalars(select(BulkItem.why).where(BulkItem.outcome == "left"))
    assert "already" in why
    assert states(paper) == ["published"] * 4 + ["confirmed", "published"]
    told = Counter(entry.action for row in rows_of(paper) for entry in trail.history(row.public_id))
    assert told["publish"] == 5
    assert trail.verify() is None
    jobs = db.session.scalars(select(Job.subject).where(Job.kind == notices.KIND)).all()
    assert sorted(jobs) == sorted(r.public_id for r in rows_of(paper) if r.state == "published")


@pytest.mark.parametrize(
    "trouble", [StaleDataError("stale"), IntegrityError("INSERT", {}, ValueError("unique"))]
)
def test_one_that_the_database_refuses_stops_no_other(
    app: Flask, monkeypatch: pytest.MonkeyPatch, trouble: Exception
) -> None:
    paper = a_reviewed_paper(5)
    bad, decided = rows_of(paper)[2].id, endorsements.decide_all

    def refuse_one(seen: Any, *args: Any, **values: Any) -> object:
        before = decided(seen, *args, **values)
        if bad in [row.id for row, _ in seen]:
            raise trouble
        return before

    run = a_run(paper)
    monkeypatch.setattr(endorsements, "decide_all", refuse_one)
    work(run)

    assert outcomes(run) == ["done", "done", "left", "done", "done"]
    assert states(paper) == ["published", "published", "confirmed", "published", "published"]


@pytest.mark.slow
def test_whoever_withdraws_meanwhile_and_the_run_never_wait_for_each_other(app: Flask) -> None:
    for number in range(5):
        paper = a_paper(f"paper-{number}")
        rows = [an_endorsement(paper) for _ in range(6)]
        ids, run = [row.id for row in rows], a_run(paper, "reject", note="A test.").public_id

        def withdraw_from_the_end(ids: list[int] = ids) -> None:
            for one in reversed(ids):
                row = db.session.get_one(Endorsement, one)
                workflow.withdraw(workflow.kind_of(row), row, actor=trail.SIGNATORY)

        def decide(run: str = run) -> None:
            bulk._decide_portion(run)

        found = at_once(app, decide, withdraw_from_the_end)

        assert not any(isinstance(one, AssertionError) for one in found)
        assert set(states(paper)) <= {"withdrawn", "rejected"}


@pytest.mark.parametrize("round_", range(3))
def test_one_taken_back_beside_its_whole_run_is_noted_as_taken_back(
    app: Flask, round_: int
) -> None:
    paper = a_reviewed_paper(3)
    run = a_run(paper)
    work(run)
    bulk.begin_undo(run, moderator="lead")
    key, public_id = run.id, run.public_id

    def take_one_back() -> object:
        return bulk.undo_one(db.session.get_one(BulkRun, key), round_, moderator="lead")

    def take_all_back() -> None:
        work(db.session.get_one(BulkRun, key), bulk.UNDOING)

    at_once(app, take_one_back, take_all_back)

    assert states(paper) == ["confirmed"] * 3
    done = db.session.scalars(select(BulkRun).where(BulkRun.public_id == public_id)).one()
    assert outcomes(done) == ["undone"] * 3
