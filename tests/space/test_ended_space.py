"""A form of a space that this browser does not have open any more says so, and nothing of marks."""

import pytest
from flask import Flask

from tests.factories import a_paper, an_endorsement
from tests.space.doors import another_browser, open_space
from tests.support.clients import Browser

EMAIL = "ada@hearth.org"
FORMS = ["correct", "hand-over", "withdraw", "share-no-more"]


@pytest.mark.parametrize("form", [*FORMS, "leave", "silence"])
def test_a_form_of_a_closed_space_leads_to_a_new_link(
    app: Flask, client: Browser, form: str
) -> None:
    row = an_endorsement(a_paper(), email=EMAIL)
    space = open_space(client, EMAIL)
    mark = client.mark(f"{space}/{row.public_id}/correct")
    place = f"{space}/{row.public_id}" if form in FORMS else space

    answer = another_browser(app).post(f"{place}/{form}", data={"csrf_token": mark})

    assert answer.status_code == 410
    assert 'href="/en/space"' in answer.text
    assert "safety mark" not in answer.text


@pytest.mark.parametrize("form", [*FORMS, "leave", "silence"])
def test_an_open_space_takes_no_form_without_its_mark(client: Browser, form: str) -> None:
    row = an_endorsement(a_paper(), email=EMAIL)
    space = open_space(client, EMAIL)
    place = f"{space}/{row.public_id}" if form in FORMS else space

    for fields in ({}, {"csrf_token": "made up"}):
        answer = client.post(f"{place}/{form}", data=fields)
        assert answer.status_code == 400
        assert "safety mark" in answer.text

    assert client.get(f"{space}/{row.public_id}/correct").status_code == 200
