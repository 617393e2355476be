"""A merge is taken back: everything as before, but for what somebody has changed since."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from signon.audit import trail
from signon.duplicates import history, service
from signon.duplicates.policy import MergedFurther, NeedsMoreRights
from signon.endorsements.capability import ENDORSEMENT
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.organisations.models import OrganisationName
from signon.submissions import workflow
from signon.submissions.states import Action, State
from signon.transaction import command
from tests.duplicates.merges import (
    LEAD,
    NOTE,
    a_paper_of,
    everything,
    lines,
    merge,
    reread,
    undo,
)
from tests.factories import a_paper, an_endorsement


def decide(row: Endorsement, action: Action, note: str = "") -> None:
    row = reread(row)
    workflow.decide(row, action, revision=row.revision, moderator=LEAD, note=note)


@pytest.mark.parametrize("name", ["", "kept", "other"])
@pytest.mark.parametrize("winner", [0, 1])
def test_everything_is_as_it_was(app: Flask, name: str, winner: int) -> None:
    first, second = a_paper(), a_paper("ten-roofs")
    two = an_endorsement(first, name="Hearth"), an_endorsement(first, name="Harbour", acronym="HB")
    an_endorsement(second, name="Harbour", country="BE")
    decide(two[1 - winner], Action.UNPUBLISH)
    decide(two[1 - winner], Action.PUBLISH, "Asked them by telephone.")
    before = everything()

    done = merge(*two, name=name, stays=(two[winner],))
    assert everything() != before
    undone = undo(done)

    assert everything() == before
    assert (undone.left_alone, undone.undone_by) == ([], LEAD)
    assert lines(first) == ["Harbour", "Hearth"]
    assert trail.verify() is None


def test_undoing_twice_is_harmless_and_merging_again_is_possible(app: Flask) -> None:
    paper = a_paper()
    two = an_endorsement(paper, name="Hearth"), an_endorsement(paper, name="Harbour")
    done = merge(*two, stays=(two[0],))

    undo(done)
    again = merge(two[1], two[0], stays=(two[0],))
    state = everything()
    undo(done)

    assert everything() == state
    undo(again)
    assert lines(paper) == ["Harbour", "Hearth"]


def withdrawn(_kept: Endorsement, held: Endorsement, _paper: object) -> None:
    workflow.withdraw(ENDORSEMENT, reread(held), actor=LEAD)


def rejected(_kept: Endorsement, held: Endorsement, _paper: object) -> None:
    decide(held, Action.REJECT, "Not theirs.")


def looked_at(_kept: Endorsement, held: Endorsement, _paper: object) -> None:
    decide(held, Action.REJECT)
    decide(held, Action.RESTORE, "Wait for their board.")


@pytest.mark.parametrize("change", [withdrawn, rejected, looked_at])
def test_who_was_held_and_decided_on_since_is_left_alone(
    app: Flask, change: Callable[..., None]
) -> None:
    paper = a_paper()
    kept, held = an_endorsement(paper, name="Hearth"), an_endorsement(paper, name="Harbour")
    done = merge(kept, held, stays=(kept,))
    change(kept, held, paper)
    state = reread(held).state

    undone = undo(done)

    assert undone.left_alone == [{"endorsement": held.public_id, "why": "held"}]
    assert reread(held).state == state
    assert reread(held).organisation_id == held.organisation_id != kept.organisation_id
    assert lines(paper) == ["Hearth"]


def test_what_came_to_the_one_that_stayed_stays_there_and_is_named(app: Flask) -> None:
    paper, other = a_paper(), a_paper("ten-roofs")
    kept, held = an_endorsement(paper, name="Hearth"), an_endorsement(paper, name="Harbour")
    done = merge(kept, held, stays=(kept,))
    late = an_endorsement(other, name="HARBOUR")
    own = an_endorsement(a_paper("ten-walls"), name="Hearth")

    undone = undo(done)

    assert undone.left_alone == [{"endorsement": late.public_id, "why": "came"}]
    assert reread(late).organisation_id == reread(own).organisation_id == kept.organisation_id
    [shown] = history.merges_of(paper.campaign_id)
    assert shown.left_alone == (("HARBOUR", "came"),)


def test_who_stands_on_the_list_by_another_entry_stays_held(app: Flask) -> None:
    paper = a_paper()
    kept, held = an_endorsement(paper, name="Hearth"), an_endorsement(paper, name="Harbour")
    done = merge(held, kept, stays=(kept,))
    decide(kept, Action.UNPUBLISH)
    newer = an_endorsement(paper, name="Harbour", email="bo@example.org")
    assert newer.state == State.PUBLISHED

    undone = undo(done)

    assert undone.left_alone == [{"endorsement": held.public_id, "why": "listed"}]
    assert lines(paper) == ["Harbour"]


def test_a_name_that_was_changed_since_is_kept(app: Flask) -> None:
    first, second = a_paper(), a_paper("ten-roofs")
    kept, other = an_endorsement(first, name="Hearth"), an_endorsement(second, name="Harbour")
    done = merge(kept, other, name="kept")

    @command
    def change() -> None:
        reread_inside = db.session.get_one(Endorsement, other.id)
        reread_inside.name = "Harbour House"
        alias = db.session.scalars(select(OrganisationName)).one()
        alias.name, alias.key = "Quay", "quay"

    change()
    undone = undo(done)

    assert undone.left_alone == [
        {"endorsement": other.public_id, "why": "renamed"},
        {"name": "Quay", "why": "named"},
    ]
    assert reread(other).name == "Harbour House"


def test_merges_that_build_on_each_other_are_undone_from_the_end(app: Flask) -> None:
    paper = a_paper()
    a, b, c = (an_endorsement(paper, name=name) for name in ("Hearth", "Harbour", "Quay"))
    before = everything()
    first = merge(b, a, stays=(b,))
    second = merge(c, b, stays=(c,))

    with pytest.raises(MergedFurther):
        undo(first)
    assert [merge.merged_further for merge in history.merges_of(paper.campaign_id)] == [False, True]
    undo(second)
    undo(first)

    assert everything() == before


def test_two_merges_into_one_are_undone_in_any_order(app: Flask) -> None:
    paper = a_paper()
    a, b, c = (an_endorsement(paper, name=name) for name in ("Hearth", "Harbour", "Quay"))
    before = everything()
    first = merge(a, b, stays=(a,))
    second = merge(a, c, stays=(a,))

    undo(first)
    undo(second)

    assert everything() == before


def test_a_lead_undoes_only_what_lies_in_campaigns_of_theirs(app: Flask) -> None:
    paper = a_paper()
    kept, other = an_endorsement(paper, name="Hearth"), an_endorsement(paper, name="Harbour")
    done = merge(kept, other, stays=(kept,))
    an_endorsement(a_paper_of("other-campaign", "ten-roofs"), name="Harbour")

    with pytest.raises(NeedsMoreRights):
        service.undo(done.id, mine={paper.campaign_id}, moderator=LEAD)

    assert reread(other).decision_note == NOTE
