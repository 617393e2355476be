"""Individuals who are counted and do not show their name."""

import io
import json
import random
import re
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from signon.endorsements import publication
from signon.endorsements import tasks as endorsements
from signon.endorsements.capability import ENDORSEMENT
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.kernel import clock
from signon.outbox.post import Email, Facts
from signon.papers import service as papers
from signon.papers.queries import PublicPaper, paper_by_slug
from signon.signatories import queries
from signon.signatories.models import Signatory, Tally, UnnamedSignatory
from signon.signatories.shapes import PAGE, Counts
from signon.submissions import tasks, workflow
from signon.submissions.states import Action, State
from signon.transaction import command
from tests.factories import FORM, a_paper, an_endorsement, change_paper
from tests.support.clients import Browser
from tests.support.desk import sign_in
from tests.support.pages import evict_pages
from tests.support.statements import sent

PATH = "/en/papers/ten-doors/endorse"
LIST = "/en/papers/ten-doors/signatories?capacity=individual"
CANARY = "canaryqzxvkwjm"
PERSON = {"capacity": "individual", "organisation_kind": "", "authorised": False}


def a_person(paper: PublicPaper, **changes: Any) -> Endorsement:
    return an_endorsement(
        paper, **{**PERSON, "name": f"Bo {CANARY}", "hides_name": True, **changes}
    )


def individuals(paper: PublicPaper) -> Counts:
    return queries.overview(paper.id).individuals


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def decide(row: Endorsement, action: Action) -> None:
    workflow.decide(row, action, revision=row.revision, moderator="lead")


def recount() -> tuple[dict, dict]:
    """Return how many are published and how many of them late, counted one by one."""
    db.session.rollback()
    every: Counter = Counter()
    late: Counter = Counter()
    for row in db.session.scalars(select(Endorsement).where(Endorsement.state == State.PUBLISHED)):
        place = (row.capacity, row.country, "hidden" if row.hides_name else row.organisation_kind)
        every[place] += 1
        late[place] += int(row.is_late)
    return dict(every), dict(+late)


def kept() -> tuple[dict, dict]:
    """Return the same as the list keeps it."""
    rows = list(db.session.scalars(select(Tally)))
    every = {(t.capacity, t.country, t.kind): t.number for t in rows if t.number}
    return every, {(t.capacity, t.country, t.kind): t.late for t in rows if t.late}


def test_an_individual_may_tick_not_to_show_the_name(client: Browser) -> None:
    a_paper(accepts="both")

    client.send(PATH, {**FORM, "capacity": "individual", "hides_name": "y"})

    assert db.session.scalars(select(Endorsement)).one().hides_name


def test_an_organisation_always_shows_its_name(client: Browser) -> None:
    a_paper(accepts="both")

    client.send(PATH, {**FORM, "hides_name": "y"})

    assert not db.session.scalars(select(Endorsement)).one().hides_name


@pytest.mark.parametrize(("accepts", "asked"), [("organisations", False), ("individuals", True)])
def test_only_where_individuals_sign_the_form_asks(
    client: Browser, accepts: str, asked: bool
) -> None:
    a_paper(accepts=accepts)

    assert ('name="hides_name"' in client.get(PATH).text) is asked


def test_a_hidden_name_reaches_nothing_public(client: Browser) -> None:
    paper = a_paper(accepts="both")
    row = a_person(paper, affiliation=f"At {CANARY}", statement=f"So {CANARY}")
    assert row.state == State.PUBLISHED

    for path in (
        LIST,
        f"{LIST}&group=country",
        f"{LIST}&sort=newest",
        f"{LIST}&q={CANARY[:6]}",
        f"{LIST}&country=BE",
        "/en/papers/ten-doors",
        "/en/",
        f"/en/papers/ten-doors/thank-you?entry={row.public_id}",
        "/papers/ten-doors/signatories.csv?capacity=individual",
        "/papers/ten-doors/signatories.json?capacity=individual",
        "/papers/ten-doors/signatories.xlsx?capacity=individual",
    ):
        answer = client.get(path)
        assert answer.status_code == 200
        body = answer.data.replace(f'value="{CANARY[:6]}"'.encode(), b"")
        if ".xlsx" in path:
            sheet = openpyxl.load_workbook(io.BytesIO(body)).active
            body = str([[cell.value for cell in row] for row in sheet.rows]).encode()
        assert CANARY.encode() not in body
    assert db.session.scalars(select(Signatory)).all() == []
    assert (
        json.loads(client.get("/papers/ten-doors/signatories.json?capacity=individual").data) == []
    )


def test_the_list_says_in_words_who_is_counted_without_a_line(client: Browser) -> None:
    paper = a_paper(accepts="both")
    a_person(paper, name="Shown", hides_name=False)
    for country in ("BE", "BE", "FR"):
        a_person(paper, country=country)

    every, belgian, french = (
        plain(client.get(f"{LIST}{more}").text) for more in ("", "&country=BE", "&country=FR")
    )

    assert "4 individuals, 3 of them without showing a name" in every
    assert "and 3 who do not show their names" in every
    assert "1 entry:" in belgian
    assert "and 2 who do not show their names" in belgian
    assert "1 individual who does not show a name." in french
    assert "Belgium 3" in every
    assert "4 individuals" in plain(client.get("/en/papers/ten-doors").text)


def test_a_search_finds_names_alone(client: Browser) -> None:
    paper = a_paper(accepts="both")
    a_person(paper, name="Shown", hides_name=False)
    a_person(paper)

    page = plain(client.get(f"{LIST}&q=shown").text)

    assert "1 entry:" in page
    assert "and 1 who" not in page


def test_a_list_by_country_is_whole_though_some_show_no_name(client: Browser) -> None:
    paper = a_paper(accepts="both")
    for number in range(PAGE + 10):
        a_person(paper, country="BE", hides_name=number >= 5)
    for country in ("FR", "MA"):
        a_person(paper, country=country, name=f"Of {country}", hides_name=False)

    page = client.get(f"{LIST}&group=country").text

    assert page.count('<li id="s-') == 7
    assert "Of MA" in page
    assert 'Belgium <span class="number">5<' in page


@pytest.mark.parametrize("action", [Action.UNPUBLISH, Action.REJECT])
def test_a_hidden_one_is_counted_exactly_once_and_no_longer_when_off_the_list(
    app: Flask, action: Action
) -> None:
    paper = a_paper(accepts="both")
    row = a_person(paper)
    assert individuals(paper).total() == individuals(paper).unnamed() == 1

    decide(row, action)
    command(publication.unpublish)(row)
    assert individuals(paper).total() == 0
    decide(row, Action.PUBLISH)
    assert individuals(paper).total() == 1
    workflow.withdraw(ENDORSEMENT, row, actor="signatory")

    assert individuals(paper).total() == 0
    assert recount() == kept()
    assert db.session.scalars(select(UnnamedSignatory)).all() == []


def test_who_changes_their_mind_about_name_or_country_is_counted_once(app: Flask) -> None:
    paper = a_paper(accepts="both")
    row = a_person(paper)

    @command
    def change(**columns: Any) -> None:
        mine = db.session.get(Endorsement, row.id)
        for name, value in columns.items():
            setattr(mine, name, value)
        publication.refresh(mine)

    for columns in (
        {"country": "FR"},
        {"hides_name": False},
        {"hides_name": True, "country": "MA"},
    ):
        change(**columns)
        assert recount() == kept()
    assert individuals(paper).by_country() == {"MA": 1}


def test_numbers_equal_a_recount_whatever_happens(app: Flask) -> None:
    paper = a_paper(accepts="both", late_desk=True)
    dice = random.Random(7)
    for number in range(12):
        a_person(paper, country=dice.choice(("BE", "FR")), hides_name=bool(number % 2))
        an_endorsement(paper, country=dice.choice(("BE", "FR")))
    change_paper(closes_at=clock.now())
    paper = paper_by_slug("ten-doors")
    for _ in range(6):
        late = an_endorsement(
            paper, confirmed=False, **{**PERSON, "hides_name": dice.random() < 0.5}
        )
        decide(workflow.confirm(ENDORSEMENT, late), Action.PUBLISH)

    for row in list(db.session.scalars(select(Endorsement))):
        verb = dice.choice((Action.UNPUBLISH, Action.REJECT, "withdraw", "disown", "refresh"))
        if verb == "withdraw":
            workflow.withdraw(ENDORSEMENT, row, actor="signatory")
        elif verb == "disown":
            workflow.disown(ENDORSEMENT, row)
        elif verb == "refresh":
            command(publication.refresh)(row)
        else:
            decide(row, verb)
        assert recount() == kept()


def test_the_person_is_told_that_no_name_is_shown(
    client: Browser, outbox: Callable[[], list[Email]]
) -> None:
    paper = a_paper(accepts="both")
    row = a_person(paper, confirmed=False, affiliation=f"At {CANARY}")

    [facts] = [part.rows for part in outbox()[0].parts if isinstance(part, Facts)]
    assert CANARY not in str(facts)
    workflow.confirm(ENDORSEMENT, row)

    page = client.get(f"/en/papers/ten-doors/thank-you?entry={row.public_id}").text
    assert "You are counted, and your name is not shown." in page


def test_the_desk_sees_the_name_and_that_it_is_hidden(client: Browser) -> None:
    a_person(a_paper(accepts="both"))
    sign_in(client)

    page = client.get("/desk/papers/ten-doors/signatories").text

    assert CANARY in page
    assert "the name is not shown" in page


def test_a_name_that_was_never_shown_is_erased_with_the_contact(app: Flask) -> None:
    paper = a_paper(accepts="both")
    hidden = a_person(paper, affiliation=f"At {CANARY}", statement=f"So {CANARY}")
    shown = a_person(paper, name="Shown", hides_name=False)
    papers.close_paper("ten-doors", actor="system")

    with time_machine.travel(clock.now() + timedelta(days=373)):
        endorsements.follow_closing_dates()
        tasks.erase()

    db.session.rollback()
    db.session.refresh(hidden)
    db.session.refresh(shown)
    assert (hidden.name, hidden.affiliation, hidden.statement) == ("", "", "")
    assert shown.name == "Shown"
    assert individuals(paper).total() == 2


@pytest.mark.parametrize(("contacts", "named"), [("", False), ("yes", True)])
def test_a_file_of_the_published_list_has_no_hidden_name(
    client: Browser, contacts: str, named: bool
) -> None:
    a_person(a_paper(accepts="both"))
    sign_in(client)
    mark = client.mark("/desk/papers/ten-doors/signatories")
    fields = {"csrf_token": mark, "format": "json", "contacts": contacts, "purpose": "check"}

    [record] = json.loads(client.post("/desk/papers/ten-doors/export", data=fields).data)

    assert (CANARY in str(record)) is named
    assert record["name_hidden"] == "yes"


def test_late_and_hidden_ones_cost_the_list_no_statement(client: Browser) -> None:
    paper = a_paper(accepts="both")
    a_person(paper, name="Shown", hides_name=False)

    def listed() -> int:
        evict_pages()  # else the page is not drawn
        with sent() as seen:
            assert client.get(LIST).status_code == 200
        return len([statement for statement, _ in seen if statement.startswith("SELECT")])

    before = listed()
    a_person(paper)
    assert listed() == before
    assert before <= 5  # edition, paper, when it was changed, numbers, lines
