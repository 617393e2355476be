"""Merging while others confirm, publish, withdraw, merge and undo: as if one came after another."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import NamedTuple

import pytest
from flask import Flask
from sqlalchemy import select

from signon.audit import trail
from signon.duplicates import service
from signon.duplicates.models import OrganisationMerge
from signon.duplicates.policy import ChoiceMissing
from signon.endorsements.capability import ENDORSEMENT
from signon.endorsements.models import Endorsement
from signon.endorsements.policy import AlreadyListed
from signon.extensions import db
from signon.kernel.errors import Changed, DomainError
from signon.organisations.models import Organisation
from signon.papers.queries import PublicPaper
from signon.submissions import workflow
from signon.submissions.states import Action, TransitionRefused
from tests.duplicates.merges import LEAD, NOTE, chosen, every_campaign, lines, merge, reread
from tests.factories import a_paper, an_endorsement, confirm

pytestmark = pytest.mark.slow

ROUNDS = 10
PATIENCE = 60
AS_A_LATECOMER = (Changed, TransitionRefused, ChoiceMissing, AlreadyListed)
"""What somebody is told who comes after another; `Busy`, a deadlock, is no such thing."""

Call = Callable[[], object]


def at_once(app: Flask, *calls: Call) -> list[object]:
    """Do everything at the same moment; return what came back or was refused."""
    barrier = Barrier(len(calls))

    def do(call: Call) -> object:
        with app.app_context():
            barrier.wait(PATIENCE)
            try:
                return call()
            except AS_A_LATECOMER as refusal:
                return refusal
            finally:
                db.session.remove()

    db.session.remove()
    with ThreadPoolExecutor(len(calls)) as pool:
        return [done.result(PATIENCE) for done in [pool.submit(do, call) for call in calls]]


def until_done(call: Call) -> object:
    """Do as a lead does who looks again when something has changed."""
    for _ in range(20):
        try:
            return call()
        except Changed:
            db.session.rollback()
    raise AssertionError("always changed")


class Signed(NamedTuple):
    """What a thread needs to know of an endorsement, without the session that found it."""

    id: int
    public_id: str
    organisation_id: int
    name: str
    revision: int

    @property
    def row(self) -> Endorsement:
        return db.session.get_one(Endorsement, self.id)


def signed(paper: PublicPaper, name: str, *, confirmed: bool = True) -> Signed:
    row = an_endorsement(paper, name=name, confirmed=confirmed)
    return Signed(row.id, row.public_id, row.organisation_id, row.name, row.revision)


def two_on_a_list(number: int) -> tuple[PublicPaper, Signed, Signed]:
    paper = a_paper(f"paper-{number}")
    return paper, signed(paper, f"Hearth {number}"), signed(paper, f"Harbour {number}")


def listed_once_and_by_standing_records(paper: PublicPaper) -> list[str]:
    """Return a paper's list, after a recount; nobody on it has been merged away."""
    names = lines(paper)
    standing = select(Organisation.id).where(Organisation.merged_into_id.is_(None))
    stray = select(Endorsement.id).where(
        Endorsement.organisation_id.is_not(None), Endorsement.organisation_id.not_in(standing)
    )
    assert db.session.scalars(stray).first() is None
    return names


@pytest.fixture(autouse=True)
def whole_trail(app: Flask) -> object:
    yield
    db.session.rollback()
    assert trail.verify() is None


def test_while_another_entry_of_it_is_confirmed(app: Flask) -> None:
    for number in range(ROUNDS):
        confirmed_meanwhile(app, number)


def confirmed_meanwhile(app: Flask, number: int) -> None:
    paper, kept, other = two_on_a_list(number)
    elsewhere = a_paper(f"elsewhere-{number}")
    # The new entry belongs to the record that goes, under the same paper or a new one.
    late = signed(paper if number % 2 else elsewhere, other.name, confirmed=False)

    at_once(
        app,
        lambda: until_done(lambda: merge(kept, other, stays=(kept,))),
        lambda: confirm(late.row),
    )

    assert reread(late).organisation_id == kept.organisation_id
    assert reread(late).state == ("confirmed" if number % 2 else "published")
    assert listed_once_and_by_standing_records(paper) == [kept.name]
    listed_once_and_by_standing_records(elsewhere)


def test_while_one_of_the_two_is_withdrawn(app: Flask) -> None:
    for number in range(ROUNDS):
        withdrawn_meanwhile(app, number)


def withdrawn_meanwhile(app: Flask, number: int) -> None:
    paper, kept, other = two_on_a_list(number)
    gone, left = (kept, other) if number % 2 else (other, kept)
    ids, choice = chosen(kept, other, stays=(kept,))

    [merged, _] = at_once(
        app,
        lambda: service.merge(ids, choice, mine=every_campaign(), moderator=LEAD, note=NOTE),
        lambda: workflow.withdraw(ENDORSEMENT, gone.row, actor=LEAD),
    )

    assert reread(gone).state == "withdrawn"
    names = listed_once_and_by_standing_records(paper)
    if isinstance(merged, DomainError):  # the withdrawal came first, and nothing was merged
        assert names == [left.name]
        assert reread(other).organisation_id == other.organisation_id
    else:
        assert names == ([] if gone is kept else [kept.name])
        assert reread(other).organisation_id == kept.organisation_id


def test_while_one_of_the_two_is_published(app: Flask) -> None:
    for number in range(ROUNDS):
        published_meanwhile(app, number)


def published_meanwhile(app: Flask, number: int) -> None:
    paper, kept, other = two_on_a_list(number)
    workflow.decide(kept.row, Action.UNPUBLISH, revision=kept.revision, moderator=LEAD)
    revision = reread(kept).revision

    [merged, published] = at_once(
        app,
        lambda: merge(kept, other),
        lambda: workflow.decide(kept.row, Action.PUBLISH, revision=revision, moderator=LEAD),
    )

    names = listed_once_and_by_standing_records(paper)
    if isinstance(merged, DomainError):  # what was published first stands in its way
        assert not isinstance(published, DomainError)
        assert names == [other.name, kept.name]
    else:  # the organisation is on the list already
        assert isinstance(published, AlreadyListed)
        assert names == [other.name]


def test_two_leads_merge_the_same_two_the_other_way_round(app: Flask) -> None:
    for number in range(ROUNDS):
        merged_both_ways(app, number)


def merged_both_ways(app: Flask, number: int) -> None:
    paper, one, other = two_on_a_list(number)

    outcomes = at_once(
        app,
        lambda: merge(one, other, stays=(one,)),
        lambda: merge(other, one, stays=(other,)),
    )

    assert [isinstance(outcome, DomainError) for outcome in outcomes].count(True) == 1
    assert listed_once_and_by_standing_records(paper) in ([one.name], [other.name])


def test_three_become_one_by_merges_that_cross(app: Flask) -> None:
    for number in range(ROUNDS):
        crossing(app, number)


def crossing(app: Flask, number: int) -> None:
    paper, a, b = two_on_a_list(number)
    elsewhere = a_paper(f"elsewhere-{number}")
    c = signed(elsewhere, f"Quay {number}")

    outcomes = at_once(
        app, lambda: merge(a, b, stays=(a,)), lambda: merge(c, b), lambda: merge(c, a)
    )

    assert not all(isinstance(outcome, DomainError) for outcome in outcomes)
    listed_once_and_by_standing_records(paper)
    assert listed_once_and_by_standing_records(elsewhere) == [c.name]


def test_undone_twice_at_once_while_another_entry_is_confirmed(app: Flask) -> None:
    for number in range(ROUNDS):
        undone_meanwhile(app, number)


def undone_meanwhile(app: Flask, number: int) -> None:
    paper, kept, other = two_on_a_list(number)
    done = merge(kept, other, stays=(kept,)).id
    late = signed(a_paper(f"elsewhere-{number}"), other.name, confirmed=False)

    def take_back() -> object:
        return service.undo(done, mine=every_campaign(), moderator=LEAD)

    outcomes = at_once(app, take_back, take_back, lambda: confirm(late.row))

    assert not [one for one in outcomes if isinstance(one, DomainError)]
    assert listed_once_and_by_standing_records(paper) == [other.name, kept.name]
    undone = db.session.get_one(OrganisationMerge, done)
    came = [{"endorsement": late.public_id, "why": "came"}]
    if reread(late).organisation_id == kept.organisation_id:
        assert undone.left_alone in ([], came)
    else:
        assert reread(late).organisation_id == other.organisation_id
        assert undone.left_alone == []
