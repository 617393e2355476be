"""What a mail says of a dispute is where the entry stands, and not what a lead pressed."""

import pytest
from flask import Flask

from signon.audit import trail
from signon.challenges import service
from signon.challenges.capability import CHALLENGE
from signon.endorsements import service as endorsements
from signon.endorsements.capability import ENDORSEMENT
from signon.endorsements.models import Endorsement
from signon.submissions import workflow
from signon.submissions.outcomes import Decision
from signon.submissions.states import Action, State
from tests.challenges.scene import Outbox, a_challenge, an_entry, establish, reread
from tests.factories import a_paper

LISTED = "The entry stands on the list, without a mark."
WAITING = "The entry is not on the list: the hosts look at it first"
REMOVED = "The entry is not on the list: the hosts have removed it for another reason."

FOUND = [(State.PUBLISHED, LISTED), (State.CONFIRMED, WAITING), (State.REJECTED, REMOVED)]
ACTIONS = {State.CONFIRMED: Action.UNPUBLISH, State.REJECTED: Action.REJECT}


def marked_in(state: State) -> tuple[Endorsement, object]:
    """Return a disputed entry that leads have brought into a state, and the challenge of it."""
    establish()
    paper = a_paper(contested_shown="marked")
    entry = an_entry(paper)
    challenge = a_challenge(paper, entry)
    if state in ACTIONS:
        row = reread(entry)
        endorsements.decide(row, ACTIONS[state], revision=row.revision, moderator="lead")
    return reread(entry), challenge


@pytest.mark.parametrize(("state", "said"), FOUND)
def test_an_entry_that_was_found_right_is_called_listed_only_if_it_is(
    app: Flask, outbox: Outbox, state: State, said: str
) -> None:
    entry, _challenge = marked_in(state)

    service.decide(entry, "stays", Decision(entry.revision, "lead", "We asked."))

    assert reread(entry).state == state
    for mail in outbox()[-2:]:
        assert said in mail.parts[0].text
        assert mail.subject.startswith("The entry stays") == (state == State.PUBLISHED)


@pytest.mark.parametrize(("state", "said"), FOUND[:2])
def test_an_entry_that_nobody_disputes_any_more_is_called_listed_only_if_it_is(
    app: Flask, outbox: Outbox, state: State, said: str
) -> None:
    _entry, challenge = marked_in(state)

    workflow.withdraw(CHALLENGE, challenge, actor=trail.SIGNATORY)

    assert said in outbox()[-1].parts[0].text


def test_an_entry_that_a_round_takes_off_is_not_said_to_be_taken_back_by_its_signatory(
    app: Flask, outbox: Outbox
) -> None:
    entry, _challenge = marked_in(State.PUBLISHED)

    workflow.withdraw(ENDORSEMENT, entry, actor=trail.SYSTEM)

    assert "has been withdrawn or removed" in outbox()[-1].parts[0].text
