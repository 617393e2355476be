"""A list is undone as a whole: what nobody touched goes, what somebody has touched stays."""

from functools import partial
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from signon.adding import service as adding
from signon.deciding import bulk, selection
from signon.deciding.models import BulkItem
from signon.endorsements.entering import service as entering
from signon.extensions import db
from signon.imports import running, service
from signon.imports.drafts import Terms
from signon.imports.models import ImportRow
from signon.submissions import workflow
from signon.submissions.kinds import kind_of
from signon.submissions.models import Contact
from tests.adding.scene import listed
from tests.challenges import scene as challenges
from tests.deciding.test_bulk_portions import statements_of
from tests.factories import a_paper
from tests.imports.lists import brought, entries, kept, outcomes, rows_of, run_of, undone


def count(model: Any) -> int:
    return db.session.scalars(select(func.count()).select_from(model)).one()


def test_untouched_rows_go_with_their_contacts(app: Flask) -> None:
    paper = a_paper()
    run = brought(paper, *rows_of("Hearth", "Harbour"))

    run = undone(run)

    assert (run.stage, outcomes(run)) == ("undone", ["taken_back", "taken_back"])
    assert (entries(), count(Contact), listed(paper)) == ([], 0, [])
    rows = db.session.scalars(select(ImportRow)).all()
    assert [(row.fields, row.cells) for row in rows] == [({}, []), ({}, [])]


def test_what_was_confirmed_corrected_or_withdrawn_since_stays(app: Flask) -> None:
    paper = a_paper()
    run = brought(paper, *rows_of("Confirmed", "Corrected", "Withdrawn", "Untouched"))
    confirmed, corrected, withdrawn, _ = entries()
    entering.prove(confirmed)
    adding.correct(corrected, {"name": "Corrected Inc."}, lead="lead")
    workflow.withdraw(kind_of(withdrawn), withdrawn, actor="signatory")

    run = undone(run)

    assert outcomes(run) == ["kept", "kept", "kept", "taken_back"]
    assert [row.name for row in entries()] == ["Confirmed", "Corrected Inc.", "Withdrawn"]


def test_what_is_disputed_stays(app: Flask) -> None:
    paper = a_paper()
    run = brought(paper, *rows_of("Hearth"))
    challenges.a_challenge(paper, entries()[0])

    assert outcomes(undone(run)) == ["kept"]


def test_one_that_must_stay_keeps_no_other(app: Flask) -> None:
    paper = a_paper()
    run = brought(paper, *rows_of("Hearth", "Harbour", "House"))
    challenges.a_challenge(paper, entries()[1])

    assert outcomes(undone(run)) == ["taken_back", "kept", "taken_back"]
    assert [row.name for row in entries()] == ["Harbour"]
    assert (count(Contact), [line.name for line in listed(paper)]) == (2, ["Harbour"])


def test_one_more_row_takes_few_statements_more(app: Flask) -> None:
    few, many = a_paper("few"), a_paper("many")
    runs = [
        brought(paper, *rows_of(*(f"House {n} of {paper.slug}" for n in range(number))))
        for paper, number in ((few, 5), (many, 15))
    ]

    undoing = [statements_of(partial(undone, run)) for run in runs]

    assert undoing[1] - undoing[0] <= 40


def test_what_a_lead_put_on_the_list_goes_too(app: Flask) -> None:
    paper = a_paper()
    run = brought(paper, *rows_of("Hearth"), terms=Terms("", "en", lists_at_once=False))
    chosen = selection.of_ids(paper.id, [entries()[0].public_id], "publish").chosen
    public_id = bulk.begin(paper, "publish", chosen, note="", moderator="lead")
    bulk._decide_portion(public_id)
    assert [row.state for row in entries()] == ["published"]

    assert outcomes(undone(run_of(run.public_id))) == ["taken_back"]
    assert (entries(), count(BulkItem)) == ([], 0)


def test_a_list_can_be_brought_in_again_once_it_is_undone(app: Flask) -> None:
    paper = a_paper()
    undone(brought(paper, *rows_of("Hearth")))

    again = brought(paper, *rows_of("Hearth"))

    assert outcomes(again) == ["written"]


def test_undoing_stops_the_writing(app: Flask) -> None:
    names = [f"House {number}" for number in range(running.PORTION + 5)]
    run = kept(a_paper(), *rows_of(*names))
    service.write(run, Terms("", "en", lists_at_once=True), lead="system")
    assert running.write_portion(run.public_id)

    run = undone(run)

    assert outcomes(run) == ["taken_back"] * running.PORTION + ["left"] * 5
    assert not running.write_portion(run.public_id)
    assert entries() == []
