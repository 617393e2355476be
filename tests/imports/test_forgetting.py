"""What a sheet said of somebody is forgotten with them, and in any case after a while."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from signon.adding import service as adding
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.imports import policy, service
from signon.imports.models import Import, ImportRow
from signon.imports.records import DUPLICATE
from signon.kernel import clock
from signon.space import offers
from signon.space.models import Offer
from signon.submissions import workflow
from signon.submissions.drafts import ContactDraft
from signon.submissions.kinds import kind_of
from tests.factories import a_paper
from tests.imports.lists import TERMS, a_row, brought, entries, kept, rows_of, run_of

BO = ContactDraft("Bo Sample", "Chair", "bo@example.org")


def withdraw(row: Endorsement) -> None:
    workflow.withdraw(kind_of(row), row, actor="signatory")


def disown(row: Endorsement) -> None:
    workflow.disown(kind_of(row), row)


def erase(row: Endorsement) -> None:
    workflow.erase_person(kind_of(row), row, actor="signatory")


def hand_over(row: Endorsement) -> None:
    offers.ask(row, "successor", BO)
    offers.answer(db.session.scalars(select(Offer)).one(), yes=True)


def mend(row: Endorsement) -> None:
    adding.mend_address(row, BO.email, lead="lead")


def said(run: Import) -> list[bool]:
    """Tell of each row of a list whether anything is still kept of what it said."""
    db.session.rollback()
    rows = select(ImportRow).where(ImportRow.import_id == run.id).order_by(ImportRow.record)
    kept = [(row.fields, row.cells) for row in db.session.scalars(rows)]
    assert all(bool(fields) == bool(cells) for fields, cells in kept)
    return [bool(cells) for _fields, cells in kept]


@pytest.mark.parametrize("act", [withdraw, disown, erase, hand_over, mend])
def test_whoever_is_parted_from_an_entry_goes_from_all_sheets(
    app: Flask, act: Callable[[Endorsement], None]
) -> None:
    paper, rows = a_paper(), rows_of("Hearth", "Harbour")
    run = brought(paper, *rows)
    again = kept(paper, *rows)
    assert (said(run), said(again)) == ([True, True], [True, True])

    act(entries()[0])

    assert (said(run), said(again)) == ([False, True], [False, True])


def test_what_a_sheet_said_twice_of_somebody_goes_too(app: Flask) -> None:
    row = a_row(2, "Hearth")
    run = brought(a_paper(), row, replace(row, record=3, status=DUPLICATE, duplicate_of=2))

    withdraw(entries()[0])

    assert said(run) == [False, False]


def test_a_file_that_nobody_brings_in_is_deleted_after_its_time(app: Flask) -> None:
    run = kept(a_paper(), *rows_of("Hearth"))
    with time_machine.travel(clock.now() + policy.READ_FOR - timedelta(minutes=1)):
        service.forget_old()
    assert said(run) == [True]

    with time_machine.travel(clock.now() + policy.READ_FOR + timedelta(minutes=1)):
        service.forget_old()

    assert db.session.scalars(select(Import)).all() == []
    assert db.session.scalars(select(ImportRow)).all() == []


def test_what_rows_said_is_deleted_after_its_time_and_their_numbers_stay(app: Flask) -> None:
    run = brought(a_paper(), *rows_of("Hearth", "Harbour"))
    with time_machine.travel(clock.now() + policy.ROWS_FOR - timedelta(minutes=1)):
        service.forget_old()
    assert said(run) == [True, True]

    with time_machine.travel(clock.now() + policy.ROWS_FOR + timedelta(minutes=1)):
        service.forget_old()

    assert said(run) == [False, False]
    run = run_of(run.public_id)
    assert (run.stage, run.emptied_at is None) == ("done", False)
    assert len(entries()) == 2


def test_a_list_that_is_still_being_written_is_not_forgotten(app: Flask) -> None:
    run = kept(a_paper(), *rows_of("Hearth"))
    service.write(run, TERMS, lead="system")

    with time_machine.travel(clock.now() + policy.ROWS_FOR * 2):
        service.forget_old()

    assert said(run) == [True]
