"""A challenge is confirmed at the very moment in which somebody else acts on the entry."""

from collections.abc import Callable
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import func, select

from signon.audit import trail
from signon.challenges import service
from signon.challenges.capability import CHALLENGE
from signon.challenges.models import Challenge
from signon.challenges.policy import MOST_OF_ONE_HOUSE
from signon.endorsements import service as endorsements
from signon.endorsements.capability import ENDORSEMENT
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.kernel.errors import Busy
from signon.papers.queries import PublicPaper
from signon.signatories import queries
from signon.signatories.models import Signatory
from signon.submissions import workflow
from signon.submissions.outcomes import Decision
from signon.submissions.states import Action, State
from tests.access.leads import at_once
from tests.challenges.scene import a_challenge, an_entry, establish, on_list, reread
from tests.factories import a_paper, an_endorsement

ROUNDS = 8


def entry_of(row_id: int) -> Endorsement:
    return db.session.get_one(Endorsement, row_id)


def confirm(challenge_id: int) -> None:
    workflow.confirm(CHALLENGE, db.session.get_one(Challenge, challenge_id))


def take_back(row_id: int) -> None:
    workflow.withdraw(ENDORSEMENT, entry_of(row_id), actor=trail.SIGNATORY)


def disown(row_id: int) -> None:
    workflow.disown(ENDORSEMENT, entry_of(row_id))


def hold_and_publish(row_id: int) -> None:
    for action in (Action.UNPUBLISH, Action.PUBLISH):
        row = entry_of(row_id)
        revision = row.revision
        endorsements.decide(row, action, revision=revision, moderator="lead")


def reject(row_id: int) -> None:
    row = entry_of(row_id)
    endorsements.decide(row, Action.REJECT, revision=row.revision, moderator="lead")


def decide(row_id: int) -> None:
    row = entry_of(row_id)
    service.decide(row, "stays", Decision(row.revision, "lead", "Asked."))


def disown_first(row_id: int) -> None:
    first = select(Challenge).where(Challenge.endorsement_id == row_id).order_by(Challenge.id)
    workflow.disown(CHALLENGE, db.session.scalars(first.limit(1)).one())


def an_entry_of(paper: PublicPaper, number: int) -> Endorsement:
    """Return a wrong entry. Each has a domain of its own, or one house would dispute too many."""
    own = {"name": f"Hearth {number}", "website": f"https://hearth{number}.com"}
    establish(**own, email=f"chair@hearth{number}.com")
    return an_entry(paper, email=f"eve{number}@gmail.com", **own)


def require_whole(paper: PublicPaper, entry: Endorsement) -> None:
    """Whatever came first: list, entry and challenges say the same."""
    row = reread(entry)
    shown = on_list(paper, row)
    open_ones = db.session.scalars(
        select(Challenge).where(
            Challenge.endorsement_id == row.id,
            Challenge.state == State.CONFIRMED,
            Challenge.outcome.is_(None),
        )
    ).all()
    assert (shown != "absent") == (row.state == State.PUBLISHED)
    assert shown != "contested", "this paper hides what is disputed"
    if row.state in (State.CONFIRMED, State.PUBLISHED):
        assert (row.contested_at is not None) == any(one.effect != "none" for one in open_ones)
    if row.state in (State.WITHDRAWN, State.DISOWNED):
        assert not open_ones


@pytest.mark.parametrize("act", [take_back, disown, hold_and_publish, reject])
def test_confirming_against_what_happens_to_the_entry(
    app: Flask, act: Callable[[int], None]
) -> None:
    paper = a_paper()
    for number in range(ROUNDS):
        entry = an_entry_of(paper, number)
        row = a_challenge(paper, entry, f"a@hearth{number}.com", confirmed=False)
        entry_id, challenge_id = entry.id, row.id

        did = at_once(app, partial(confirm, challenge_id), partial(act, entry_id))

        assert not [one for one in did if isinstance(one, Busy)], "they waited for each other"
        require_whole(paper, entry)
    assert_numbers(paper)


@pytest.mark.parametrize("act", [take_back, disown, decide, disown_first])
def test_a_second_challenge_against_what_ends_the_first(
    app: Flask, act: Callable[[int], None]
) -> None:
    paper = a_paper()
    for number in range(ROUNDS):
        entry = an_entry_of(paper, number)
        second = a_challenge(paper, entry, f"b@hearth{number}.com", confirmed=False)
        a_challenge(paper, entry, f"a@hearth{number}.com")
        entry_id, challenge_id = entry.id, second.id

        did = at_once(app, partial(confirm, challenge_id), partial(act, entry_id))

        assert not [one for one in did if isinstance(one, Busy)], "they waited for each other"
        require_whole(paper, entry)
    assert_numbers(paper)


def test_a_house_that_confirms_many_at_once_marks_five_entries_at_most(app: Flask) -> None:
    paper = a_paper(contested_shown="marked")
    entries = [an_endorsement(paper) for _ in range(MOST_OF_ONE_HOUSE + 3)]
    for entry in entries:
        known = f"chair@c{entry.id}.evil.example.com"
        establish(name=entry.name, email=known, website="https://evil.example.com")
    waiting = [
        a_challenge(paper, entry, f"bo{entry.id}@evil.example.com", confirmed=False).id
        for entry in entries
    ]

    did = at_once(app, *[partial(confirm, one) for one in waiting])

    assert did == [None] * len(waiting)
    db.session.rollback()
    shown = [on_list(paper, entry) for entry in entries]
    assert shown.count("contested") == MOST_OF_ONE_HOUSE


def test_confirming_twice_at_once_disputes_once(app: Flask) -> None:
    establish()
    paper = a_paper()
    entry = an_entry(paper)
    challenge_id = a_challenge(paper, entry, confirmed=False).id

    at_once(app, *[partial(confirm, challenge_id)] * 6)

    db.session.rollback()
    actions = [one.action for one in trail.history(entry.public_id)]
    assert actions.count("challenge") == actions.count("hold") == 1


def assert_numbers(paper: PublicPaper) -> None:
    of_paper = select(func.count()).where(Signatory.paper_id == paper.id)
    lines = db.session.scalar(of_paper)
    assert queries.overview(paper.id).organisations.total() == lines
    assert trail.verify() is None
