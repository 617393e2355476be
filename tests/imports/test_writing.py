"""A list is brought in: written once, marked as such, put on the list, and nobody is mailed."""

import pytest
from flask import Flask

from signon.imports import policy, service
from signon.imports.drafts import Terms
from signon.signatories.queries import overview
from signon.submissions import workflow
from signon.submissions.kinds import kind_of
from tests.adding.scene import listed
from tests.factories import a_paper, an_endorsement
from tests.imports.lists import a_row, brought, entries, kept, outcomes, rows_of, statuses
from tests.space.doors import mails


def test_each_row_becomes_an_entry_marked_as_imported(app: Flask) -> None:
    paper = a_paper()

    run = brought(paper, *rows_of("Hearth", "Harbour"))

    assert (run.stage, outcomes(run)) == ("done", ["written", "written"])
    assert [(row.name, row.source, row.evidence, row.state) for row in entries()] == [
        ("Hearth", "import", "import", "published"),
        ("Harbour", "import", "import", "published"),
    ]
    assert [line.source for line in listed(paper)] == ["import", "import"]
    assert overview(paper.id).organisations.brought == 2
    assert mails() == []


def test_the_file_itself_is_deleted_as_its_rows_are_written(app: Flask) -> None:
    run = kept(a_paper(), *rows_of("Hearth"))
    assert run.content is not None

    service.write(run, Terms("", "en", lists_at_once=False), lead="system")

    assert run.content is None


def test_rows_wait_where_the_lead_does_not_list_them_at_once(app: Flask) -> None:
    paper = a_paper()

    brought(paper, *rows_of("Hearth"), terms=Terms("", "en", lists_at_once=False))

    assert [row.state for row in entries()] == ["confirmed"]
    assert listed(paper) == []


def test_the_same_list_twice_brings_nothing_new(app: Flask) -> None:
    paper = a_paper()
    brought(paper, *rows_of("Hearth", "Harbour"))

    again = kept(paper, *rows_of("HEARTH", "Harbour"))

    assert statuses(again) == [("duplicate", "same_organisation_and_email")] * 2
    with pytest.raises(policy.NothingNew):
        service.write(again, Terms("", "en", lists_at_once=True), lead="system")
    assert len(entries()) == 2


def test_only_what_was_mended_is_written_when_the_list_comes_again(app: Flask) -> None:
    paper = a_paper()
    brought(paper, *rows_of("Hearth"))

    again = brought(paper, *rows_of("Hearth", "Mended"))

    assert outcomes(again) == ["left", "written"]
    assert [row.name for row in entries()] == ["Hearth", "Mended"]


def test_another_address_of_the_same_organisation_waits_beside_what_stands(app: Flask) -> None:
    paper = a_paper()
    known = an_endorsement(paper, name="Hearth", country="FR")

    run = brought(paper, a_row(2, "Hearth", "other@example.org"))

    assert (statuses(run), outcomes(run)) == ([("accepted", "")], ["written"])
    assert [row.state for row in entries()] == [known.state, "confirmed"]


def test_who_has_taken_it_back_is_not_brought_in_again(app: Flask) -> None:
    paper = a_paper()
    brought(paper, *rows_of("Hearth"))
    row = entries()[0]
    workflow.withdraw(kind_of(row), row, actor="signatory")

    again = kept(paper, *rows_of("Hearth"))

    assert statuses(again) == [("rejected", "withdrawn")]


def test_one_organisation_twice_in_a_list_stands_on_it_once(app: Flask) -> None:
    paper = a_paper()

    run = brought(paper, a_row(2, "Hearth"), a_row(3, "Hearth", "second@example.org"))

    assert outcomes(run) == ["written", "written"]
    assert [row.state for row in entries()] == ["published", "confirmed"]


def test_a_paper_that_has_no_place_for_organisations_any_more_leaves_rows(app: Flask) -> None:
    paper = a_paper(accepts="individuals")

    run = brought(paper, *rows_of("Hearth"))

    assert (run.stage, outcomes(run), entries()) == ("done", ["left"], [])
