"""Who endorses chosen priorities and stays keeps these priorities, not their numbers."""

import pytest
from flask import Flask
from sqlalchemy import select

from signon.audit import trail
from signon.endorsements import policy
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.papers import queries as papers
from signon.papers import service as paper_service
from signon.papers.drafts import PaperDraft
from signon.reconfirmations import service
from signon.signatories.models import PartTally, Signatory
from tests.factories import a_campaign, a_text, an_endorsement, change_paper
from tests.reconfirmations.rounds import answer_to, edit, now, open_one

DOORS = "Doors\n\nEvery door of the house stays open.\n\n"
ROOFS = "Roofs\n\nEverybody has one that is dry and warm.\n\n"
WALLS = "Walls\n\nThey are thin enough to hear the neighbours.\n\n"
BRIDGES = "Bridges\n\nThere is one across every river and road.\n\n"
HOMES = ROOFS.replace("Roofs", "A home for everybody")


def numbered(*priorities: str) -> str:
    return "".join(f"## {number}. {text}" for number, text in enumerate(priorities, start=1))


def an_endorsement_of(chosen: str) -> Endorsement:
    a_campaign()
    draft = PaperDraft("open-doors", "ten-doors", a_text(markdown=numbered(DOORS, WALLS, ROOFS)))
    paper_service.write(draft, actor=trail.SYSTEM)
    change_paper(state="open", allows_parts=True)
    return an_endorsement(papers.paper_by_slug("ten-doors"), priorities=chosen)


def keep(row: Endorsement) -> str:
    """Answer that an endorsement stays, and return what it endorses then."""
    open_one()
    service.keep(answer_to(row).id, "en")
    return now(row).priorities


@pytest.mark.parametrize(
    ("chosen", "after", "expected"),
    [
        ("3", (DOORS, BRIDGES, WALLS, ROOFS), "4"),
        ("3", (ROOFS, DOORS, WALLS), "1"),
        ("1,3", (ROOFS, BRIDGES, WALLS), "1"),
        ("2-3", (DOORS, WALLS, HOMES), "2-3"),
        ("1,3", (DOORS, ROOFS), ""),
    ],
)
def test_a_priority_is_followed_to_its_new_number(
    app: Flask, chosen: str, after: tuple[str, ...], expected: str
) -> None:
    row = an_endorsement_of(chosen)
    edit(markdown=numbered(*after))

    assert keep(row) == expected


def test_the_list_and_its_numbers_follow(app: Flask) -> None:
    row = an_endorsement_of("3")
    edit(markdown=numbered(DOORS, BRIDGES, WALLS, ROOFS))

    keep(row)

    db.session.rollback()
    assert db.session.execute(select(Signatory.version, Signatory.priorities)).one() == (2, "4")
    counted = select(PartTally.version, PartTally.aspect).where(PartTally.number > 0)
    assert set(db.session.execute(counted).all()) == {(2, "part"), (2, "4")}


def test_a_priority_is_followed_over_several_versions(app: Flask) -> None:
    row = an_endorsement_of("2")
    edit(markdown=numbered(WALLS, DOORS, ROOFS))
    edit(markdown=numbered(BRIDGES, WALLS.replace("thin", "thick"), DOORS))

    assert keep(row) == "2"


def test_when_nothing_chosen_is_left_the_answer_is_refused_and_changes_nothing(app: Flask) -> None:
    row = an_endorsement_of("2")
    edit(markdown=numbered(DOORS, BRIDGES, ROOFS))

    with pytest.raises(policy.PriorityUnknown):
        keep(row)

    assert (now(row).priorities, answer_to(row).answer) == ("2", None)


def test_the_whole_paper_stays_the_whole_paper(app: Flask) -> None:
    row = an_endorsement_of("")
    edit(markdown=numbered(BRIDGES))

    assert keep(row) == ""
