"""The public list: its lines, words and numbers move together."""

import random
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import func, select

from signon.endorsements.capability import ENDORSEMENT
from signon.endorsements.models import Endorsement
from signon.endorsements.policy import AlreadyListed
from signon.extensions import db
from signon.kernel.cursors import CursorBroken
from signon.papers.queries import PublicPaper
from signon.signatories import queries
from signon.signatories.listing import filters, paging
from signon.signatories.listing.facets import groups
from signon.signatories.models import Signatory, SignatoryWord
from signon.signatories.shapes import PAGE, ListFilter
from signon.submissions import workflow
from signon.submissions.states import Action, State, TransitionRefused
from tests.factories import a_paper, an_endorsement, confirm


def names(paper: PublicPaper, **query: str) -> list[str]:
    return [line.name for line in paging.page(paper.id, filters.wanted(query)).lines]


def test_names_stand_in_alphabetical_order_without_regard_to_accents_case_or_article(
    app: Flask,
) -> None:
    paper = a_paper()
    for name in ("Zebra", "école libre", "The Eagle", "Édition", "apple", "Ágora", "Ελπίδα"):
        an_endorsement(paper, name=name)

    assert names(paper) == [
        "Ágora",
        "apple",
        "The Eagle",
        "école libre",
        "Édition",
        "Zebra",
        "Ελπίδα",
    ]


@pytest.mark.parametrize("typed", ["etrangers", "ÉTRANGERS", "droit etr", "  étrang"])
def test_words_are_found_without_regard_to_accents_and_by_their_beginning(
    app: Flask, typed: str
) -> None:
    paper = a_paper()
    an_endorsement(paper, name="Droits des étrangers")
    an_endorsement(paper, name="Other people")

    assert names(paper, q=typed) == ["Droits des étrangers"]


def test_country_and_kind_filter_together(app: Flask) -> None:
    paper = a_paper()
    an_endorsement(paper, name="Union of Rabat", country="MA", organisation_kind="union")
    an_endorsement(paper, name="Network of Rabat", country="MA", organisation_kind="network")
    an_endorsement(paper, name="Union of Ghent", country="BE", organisation_kind="union")

    assert names(paper, country="ma", kind="union") == ["Union of Rabat"]
    counts = queries.overview(paper.id).organisations
    assert counts.by_country("union") == {"MA": 1, "BE": 1}
    assert counts.by_kind("MA") == {"union": 1, "network": 1}


@pytest.mark.parametrize("query", [{}, {"sort": "newest"}])
def test_pages_follow_each_other_without_gap_or_repetition(
    app: Flask, query: dict[str, str]
) -> None:
    paper = a_paper()
    for number in range(PAGE * 2 + 3):
        an_endorsement(paper, name=f"Organisation {number % 7}", country="BE")

    seen, after = [], ""
    while True:
        page = paging.page(paper.id, filters.wanted({**query, "after": after}))
        seen += [line.public_id for line in page.lines]
        after = page.after
        if not after:
            break

    assert len(seen) == len(set(seen)) == queries.overview(paper.id).organisations.total()


def test_groups_follow_in_the_readers_order_over_pages(app: Flask) -> None:
    paper = a_paper()
    for number in range(PAGE + 5):
        an_endorsement(paper, name=f"A {number:03}", country="DE")
    for country in ("AT", "ES", "EG"):
        an_endorsement(paper, name=f"From {country}", country=country)
    wanted = filters.wanted({"group": "country"})
    numbers = groups(queries.overview(paper.id).organisations, wanted, "fr")

    first = paging.grouped_page(paper.id, wanted, numbers)
    rest = paging.grouped_page(
        paper.id, filters.wanted({"group": "country", "after": first.after}), numbers
    )

    # Allemagne, Autriche, Égypte, Espagne
    assert [line.country for line in first.lines] == ["DE"] * PAGE
    assert [line.country for line in rest.lines] == ["DE"] * 5 + ["AT", "EG", "ES"]
    assert not rest.after


@pytest.mark.parametrize(
    "cursor", ["x", "~~", "~!~a", "a~b~c~d", "~" + "A" * 900, "\x00~~", "~é~x", "9" * 40 + "~x"]
)
@pytest.mark.parametrize("sort", ["name", "newest"])
def test_an_absurd_cursor_is_refused(app: Flask, cursor: str, sort: str) -> None:
    paper = a_paper()
    try:
        page = paging.page(paper.id, ListFilter(after=cursor, sort=sort))
    except CursorBroken:
        return
    assert page.lines == ()


def test_an_organisation_stands_once_on_a_list_and_the_second_waits_for_a_lead(app: Flask) -> None:
    paper = a_paper()
    an_endorsement(paper, name="Hearth & Harbour")

    second = an_endorsement(paper, name="HEARTH & HARBOUR", email="bo@example.org")

    assert second.state == State.CONFIRMED
    with pytest.raises(AlreadyListed):
        workflow.decide(second, Action.PUBLISH, revision=second.revision, moderator="lead")
    assert names(paper) == ["Hearth & Harbour"]


def test_individuals_have_a_list_and_numbers_of_their_own(app: Flask) -> None:
    paper = a_paper(accepts="both")
    an_endorsement(paper, name="Hearth")
    person = {"capacity": "individual", "organisation_kind": "", "authorised": False}
    an_endorsement(paper, name="Bo Sample", affiliation="University of Somewhere", **person)

    overview = queries.overview(paper.id)

    assert (overview.organisations.total(), overview.individuals.total()) == (1, 1)
    assert names(paper) == ["Hearth"]
    assert names(paper, capacity="individual") == ["Bo Sample"]
    assert names(paper, capacity="individual", q="somewhere") == ["Bo Sample"]


def play(app: Flask, ids: list[int], number: int) -> None:
    """Confirm or disown one endorsement, chosen by lot."""
    dice = random.Random(number)
    with app.app_context():
        row = db.session.get(Endorsement, dice.choice(ids))
        try:
            if dice.random() < 0.6:
                confirm(row)
            else:
                workflow.disown(ENDORSEMENT, row)
        except TransitionRefused:
            pass  # somebody was faster
        finally:
            db.session.remove()


def test_numbers_equal_a_recount_after_a_storm(app: Flask) -> None:
    paper = a_paper()
    rows = [an_endorsement(paper, confirmed=False, country=c) for c in ("BE", "FR", "MA") * 6]
    ids = [row.id for row in rows]

    with ThreadPoolExecutor(6) as crowd:
        list(crowd.map(partial(play, app, ids), range(60)))
    db.session.rollback()

    published = select(func.count()).where(Endorsement.state == State.PUBLISHED)
    lines = select(func.count()).select_from(Signatory)
    total = queries.overview(paper.id).organisations.total()
    assert db.session.scalar(published) == db.session.scalar(lines) == total
    words = SignatoryWord.signatory_id.not_in(select(Signatory.id))
    assert db.session.scalars(select(SignatoryWord).where(words)).first() is None
