"""A lead says that two records are one: what moves, what is held, and who may say so."""

import pytest
from flask import Flask
from sqlalchemy import select

from signon.audit.models import AuditEntry
from signon.duplicates import plans, service
from signon.duplicates.models import OrganisationMerge
from signon.duplicates.policy import ChoiceMissing, NeedsMoreRights
from signon.extensions import db
from signon.kernel.errors import Changed
from signon.organisations.models import Organisation
from signon.submissions.states import State
from tests.duplicates.merges import (
    LEAD,
    NOTE,
    a_paper_of,
    chosen,
    count,
    every_campaign,
    lines,
    merge,
    reread,
)
from tests.factories import a_paper, an_endorsement, change_paper


def test_entries_of_both_belong_to_the_one_that_stays(app: Flask) -> None:
    first, second = a_paper(), a_paper("ten-roofs")
    kept = an_endorsement(first, name="Hearth")
    other = an_endorsement(second, name="Hearth of Ghent")
    waiting = an_endorsement(first, confirmed=False, name="Harbour")

    merge(kept, other)

    assert reread(other).organisation_id == kept.organisation_id
    assert reread(waiting).organisation_id is None
    assert (lines(first), lines(second)) == (["Hearth"], ["Hearth of Ghent"])
    assert an_endorsement(second, name="HEARTH OF GHENT").organisation_id == kept.organisation_id


@pytest.mark.parametrize("winner", ["kept", "other"])
def test_of_two_on_one_list_one_stays_and_the_other_is_held_with_its_contact(
    app: Flask, winner: str
) -> None:
    paper = a_paper()
    two = {"kept": an_endorsement(paper, name="Hearth")}
    two["other"] = an_endorsement(paper, name="Harbour", email="bo@example.org")
    stays = two.pop(winner)
    [held] = two.values()

    kept, other = (stays, held) if winner == "kept" else (held, stays)
    merge(kept, other, stays=(stays,))

    assert lines(paper) == [stays.name]
    held = reread(held)
    assert (held.state, held.decision_note, held.decided_by) == (State.CONFIRMED, NOTE, LEAD)
    assert held.contact is not None
    assert held.organisation_id == kept.organisation_id == reread(stays).organisation_id


def test_a_chosen_name_stands_on_every_list_and_can_be_searched(app: Flask) -> None:
    first, second = a_paper(), a_paper("ten-roofs")
    kept, other = an_endorsement(first, name="Hearth"), an_endorsement(second, name="Harbour")

    done = merge(kept, other, name="other")

    assert (lines(first), lines(second)) == (["Harbour"], ["Harbour"])
    assert done.before["renamed"] == [{"id": kept.id, "was": "Hearth", "became": "Harbour"}]


def test_a_merge_without_a_choice_for_every_list_changes_nothing(app: Flask) -> None:
    paper = a_paper()
    kept, other = an_endorsement(paper, name="Hearth"), an_endorsement(paper, name="Harbour")

    for stays in ((), (kept, other)):
        with pytest.raises(ChoiceMissing):
            merge(kept, other, stays=stays)

    assert lines(paper) == ["Harbour", "Hearth"]
    assert count(OrganisationMerge) == 0


def test_a_merge_does_what_the_lead_saw_or_nothing(app: Flask) -> None:
    paper = a_paper()
    kept, other = an_endorsement(paper, name="Hearth"), an_endorsement(paper, name="Harbour")
    ids, choice = chosen(kept, other, stays=(kept,))
    an_endorsement(a_paper("ten-roofs"), name="Harbour")

    with pytest.raises(Changed):
        service.merge(ids, choice, mine=every_campaign(), moderator=LEAD, note=NOTE)

    assert reread(other).organisation_id == other.organisation_id
    assert db.session.get_one(Organisation, ids[1]).merged_into_id is None


def test_what_is_merged_is_not_merged_again(app: Flask) -> None:
    paper = a_paper()
    kept, other = an_endorsement(paper, name="Hearth"), an_endorsement(paper, name="Harbour")
    ids, choice = chosen(kept, other, stays=(kept,))
    merge(kept, other, stays=(kept,))

    with pytest.raises(Changed):
        service.merge(ids, choice, mine=every_campaign(), moderator=LEAD, note=NOTE)


@pytest.mark.parametrize("state", ["published", "confirmed"])
def test_a_lead_merges_only_what_lies_in_campaigns_of_theirs(app: Flask, state: str) -> None:
    paper, foreign = a_paper(), a_paper_of("other-campaign", "ten-roofs")
    kept, other = an_endorsement(paper, name="Hearth"), an_endorsement(paper, name="Harbour")
    if state == "confirmed":
        change_paper("ten-roofs", publication="after_review")
    an_endorsement(foreign, name="Harbour")
    ids, choice = chosen(kept, other, stays=(kept,))

    with pytest.raises(NeedsMoreRights):
        service.merge(ids, choice, mine={paper.campaign_id}, moderator=LEAD, note=NOTE)
    assert lines(paper) == ["Harbour", "Hearth"]

    service.merge(ids, choice, mine=every_campaign(), moderator=LEAD, note=NOTE)
    assert lines(paper) == ["Hearth"]


def test_the_trail_holds_public_ids_and_numbers_only(app: Flask) -> None:
    paper = a_paper()
    kept, other = an_endorsement(paper, name="Hearth"), an_endorsement(paper, name="Harbour")
    ids, choice = chosen(kept, other, stays=(other,), name="kept")

    done = service.merge(ids, choice, mine=every_campaign(), moderator=LEAD, note=NOTE)

    entries = select(AuditEntry).where(AuditEntry.action == "merge_organisations")
    entry = db.session.scalars(entries).one()
    assert (entry.subject, entry.actor) == (choice.kept, LEAD)
    numbers = {"moved": 1, "held": 1, "renamed": 1}
    assert entry.details == {"merged": choice.merged, "merge": done, **numbers}


def test_the_plan_says_what_will_happen(app: Flask) -> None:
    paper = a_paper()
    kept = an_endorsement(paper, name="Hearth")
    other = an_endorsement(paper, name="Harbour", acronym="HB", country="FR")
    ids, choice = chosen(kept, other)

    plan = plans.plan(*ids, choice.merged)

    assert [entry.public_id for entry in plan.moved] == [other.public_id]
    assert plan.on_one_list == [(kept.public_id, other.public_id)]
    assert [alias.name for alias in plan.gained] == ["Harbour", "HB"]
    assert (plan.name, [entry.name for entry in plan.renamed]) == ("Harbour", ["Hearth"])
    assert plan.seen == plans.plan(ids[1], ids[0]).seen
