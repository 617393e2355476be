"""The counters of public changes: raised in the commit of a change, and never going back."""

from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
import time_machine
from flask import Flask, current_app

from signon.audit import trail
from signon.endorsements import service as endorsements
from signon.extensions import db
from signon.kernel.errors import Busy
from signon.papers import service as papers
from signon.site.changes import note
from signon.site.models import PublicChange
from signon.submissions import workflow
from signon.submissions.kinds import all_kinds
from signon.transaction import command
from tests.factories import a_campaign, a_paper, an_endorsement

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)


@command
def change(*keys: int) -> None:
    for key in keys:
        note("paper", key)


@command
def change_and_fail(key: int) -> None:
    note("paper", key)
    raise RuntimeError


def last_change(key: int, scope: str = "paper") -> tuple[int, datetime | None]:
    """Return the number of the last public change, 0 before the first, and its moment."""
    found = db.session.get(PublicChange, (scope, key), populate_existing=True)
    return (found.number, found.changed_at) if found else (0, None)


def number(key: int, scope: str = "paper") -> int:
    return last_change(key, scope)[0]


def test_a_command_raises_a_counter_once(app: Flask) -> None:
    assert last_change(7) == (0, None)

    with time_machine.travel(NOON, tick=False):
        change(7, 7, 8)

    assert last_change(7) == (1, NOON)
    assert (number(8), number(9)) == (1, 0)


def test_what_fails_changes_nothing(app: Flask) -> None:
    with pytest.raises(RuntimeError):
        change_and_fail(7)
    change(8)

    assert (number(7), number(8)) == (0, 1)


def test_a_clock_that_goes_back_takes_the_moment_nowhere(app: Flask) -> None:
    with time_machine.travel(NOON, tick=False):
        change(7)
    with time_machine.travel(NOON - timedelta(hours=2), tick=False):
        change(7)

    assert last_change(7) == (2, NOON)


def test_of_many_at_once_none_is_lost(app: Flask) -> None:
    house = current_app._get_current_object()  # type: ignore[attr-defined]

    def work(keys: tuple[int, ...]) -> None:
        with house.app_context():
            for _ in range(10):
                change(*keys)

    threads = [Thread(target=work, args=(keys,)) for keys in ((1, 2), (2, 1), (1,), (2,))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (number(1), number(2)) == (30, 30)


@command
def change_and_record(*, record_first: bool) -> None:
    if record_first:
        trail.record("write", "paper-7", actor="lead")
    note("paper", 7)
    if not record_first:
        trail.record("publish", "paper-7", actor="lead")


def test_who_records_first_and_who_changes_first_do_not_wait_for_each_other(app: Flask) -> None:
    house = current_app._get_current_object()  # type: ignore[attr-defined]
    failed: list[Exception] = []

    def work(record_first: bool) -> None:
        with house.app_context():
            try:
                for _ in range(60):
                    change_and_record(record_first=record_first)
            except Busy as busy:
                failed.append(busy)

    threads = [Thread(target=work, args=(first,)) for first in (True, False, True, False)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (failed, number(7)) == ([], 240)


def test_whatever_changes_a_papers_pages_raises_its_counter(app: Flask) -> None:
    paper = a_paper(accepts="both")
    seen = [number(paper.id)]

    row = an_endorsement(paper)
    seen.append(number(paper.id))
    workflow.withdraw(all_kinds()["endorsement"], row, actor="signatory")
    seen.append(number(paper.id))
    endorsements.erase(an_endorsement(paper, capacity="individual"), actor="lead")
    seen.append(number(paper.id))
    papers.set_rules(paper.slug, actor="lead", late_desk=True)
    seen.append(number(paper.id))
    papers.close_paper(paper.slug, actor="lead")
    seen.append(number(paper.id))

    assert seen == sorted(set(seen))


def test_a_signature_changes_no_paper_itself(app: Flask) -> None:
    paper = a_paper()
    before = number(paper.id, "paper_itself")

    an_endorsement(paper)
    assert number(paper.id, "paper_itself") == before
    papers.set_rules(paper.slug, actor="lead", late_desk=True)

    assert number(paper.id, "paper_itself") == before + 1


def test_founding_a_campaign_is_a_public_change(app: Flask) -> None:
    assert number(a_campaign().id, "campaign") == 1
