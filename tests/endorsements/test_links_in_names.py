"""What is typed into the form is mailed to an address that may be a stranger's: no links in it."""

import re
from collections.abc import Callable

import pytest

from signon.outbox.post import Email
from tests.factories import FORM, a_paper
from tests.support.clients import Browser
from tests.support.databases import on_one_database

PATH = "/en/papers/ten-doors/endorse"
LINK = "You won: http://evil.example/now"
FIELDS = (
    *("organisation_name", "acronym", "statement", "reservation"),
    *("representative_name", "representative_role"),
)


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("value", ["http://evil.example/now", "www.evil.example", "ada@evil.com"])
@on_one_database
def test_a_link_is_refused_beside_its_field_and_nothing_is_mailed(
    client: Browser, outbox: Callable[[], list[Email]], field: str, value: str
) -> None:
    a_paper(allows_reservations=True)

    answer = client.send(PATH, {**FORM, field: value})

    assert answer.status_code == 422
    error = re.search(rf'id="{field}-error".*?</p>', answer.text, re.S)
    assert error
    assert "without addresses of web pages" in error[0]
    assert not outbox()


def test_an_individual_s_affiliation_holds_no_link_either(client: Browser) -> None:
    a_paper(accepts="both")

    answer = client.send(PATH, {**FORM, "capacity": "individual", "organisation_name": LINK})

    assert answer.status_code == 422


@pytest.mark.parametrize("value", ["Avaaz.org", "350.org", "350.org Uganda"])
def test_a_name_like_a_domain_is_taken(client: Browser, value: str) -> None:
    a_paper()

    assert client.send(PATH, {**FORM, "organisation_name": value}).status_code == 303
