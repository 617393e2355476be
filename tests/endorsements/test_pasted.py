"""What is pasted with unseen signs is taken without them; what cannot be is refused."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select

from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.outbox.post import Email
from tests.factories import FORM, a_paper
from tests.support.clients import Browser
from tests.support.databases import on_one_database

PATH = "/en/papers/ten-doors/endorse"


@pytest.mark.parametrize("around", ["\u202a{}\u202c", "{}\u200b", "\ufeff{}", " \u200e{}\u00a0"])
def test_unseen_signs_around_an_address_are_left_out(
    client: Browser, outbox: Callable[[], list[Email]], around: str
) -> None:
    a_paper()
    pasted = {name: around.format(FORM[name]) for name in ("email", "website")}

    assert client.send(PATH, {**FORM, **pasted}).status_code == 303

    assert [email.to for email in outbox()] == [FORM["email"]]
    assert db.session.scalars(select(Endorsement.website)).one() == FORM["website"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "a" * 65 + "@example.org"),
        ("website", "//evil.example.org"),
        ("statement", "one\x00two"),
        ("statement", "one\x1b[1mtwo"),
        ("organisation_name", "Hearth\x00"),
        *(("organisation_name", name) for name in ("...", "☺", "12", "\u0301", "\ufe0f" * 5)),
        *(("representative_name", name) for name in ("...", "☺", "12")),
    ],
)
@on_one_database
def test_what_cannot_be_is_refused_beside_its_field(
    client: Browser, outbox: Callable[[], list[Email]], field: str, value: str
) -> None:
    a_paper()

    answer = client.send(PATH, {**FORM, field: value})

    assert answer.status_code == 422
    assert re.search(rf'id="{field}-error"', answer.text)
    assert not outbox()


@pytest.mark.parametrize("name", ["12 Key Ways", "350.org", "\u0d05\u0d35\u0d28\u0d4d\u200d"])
def test_a_name_with_letters_is_taken(client: Browser, name: str) -> None:
    a_paper()

    assert client.send(PATH, {**FORM, "organisation_name": name}).status_code == 303

    assert db.session.scalars(select(Endorsement.name)).one() == name
