"""The leads' table of signatories: numbers, columns, selection."""

import re

from flask import Flask

from signon.access.roles import Role
from signon.endorsements import service as endorsements
from signon.endorsements.models import GRADES
from signon.review import queries, waiting, words
from signon.review.table import listing
from signon.signatories.models import SOURCES
from signon.submissions.states import Action
from tests.factories import a_paper, an_endorsement
from tests.review.signed import ROOM, asked
from tests.support.clients import Browser
from tests.support.desk import sign_in


def test_numbers_are_right_after_every_change(app: Flask) -> None:
    paper = a_paper()
    row = an_endorsement(paper)
    an_endorsement(paper, confirmed=False)
    an_endorsement(paper, confirmed=False)
    assert queries.by_standing(paper.id) == {"published": 1, "submitted": 2}

    endorsements.decide(row, Action.UNPUBLISH, revision=row.revision, moderator="x", note="So.")

    assert queries.by_standing(paper.id) == {"confirmed": 1, "submitted": 2}
    assert listing.count(asked(paper, state="confirmed")) == 1


def test_the_old_address_leads_on_with_its_query(client: Browser) -> None:
    a_paper()
    sign_in(client)

    answer = client.get("/desk/papers/ten-doors/endorsements?state=confirmed&q=a%26b")

    assert answer.location == f"{ROOM}?q=a%26b&state=confirmed"


def test_columns_are_remembered_for_each_lead_and_paper(client: Browser) -> None:
    an_endorsement(a_paper(), acronym="ANC")
    an_endorsement(a_paper("roofs"), acronym="ANC")
    sign_in(client, Role.VIEWER)
    fields = {"column": ["acronym", "version", "email", "nonsense"], "csrf_token": ""}

    fields["csrf_token"] = client.mark(ROOM)
    answer = client.post(f"{ROOM}/columns", data={**fields, "filter": "state=published"})

    assert answer.location == f"{ROOM}?state=published"
    assert headings(client.get(ROOM).text) == ["Name", "Acronym", "Version"]
    assert "Acronym" not in headings(client.get("/desk/papers/roofs/signatories").text)
    sign_in(client, Role.OWNER)
    assert "Acronym" not in headings(client.get(ROOM).text)


def headings(page: str) -> list[str]:
    return re.findall(r'<th scope="col">(.*?)</th>', page)


def test_rows_are_selected_in_one_form(client: Browser) -> None:
    row = an_endorsement(a_paper(), name="Anchor")
    sign_in(client)

    page = client.get(f"{ROOM}?state=published&order=name").text

    [form] = re.findall(r'<form id="selection".*?</form>', page, re.DOTALL)
    assert f'name="id" value="{row.public_id}"' in form
    assert 'name="everything" value="y"' in form
    assert 'name="filter" value="state=published&amp;order=name"' in form
    assert form.count("<form") == 1
    assert "Take these along" in form


def test_every_grade_and_source_has_words_and_a_place_in_the_queue() -> None:
    assert set(words.EVIDENCE) == set(GRADES) == set(waiting.RANKS)
    assert set(words.SOURCES) == set(SOURCES)
