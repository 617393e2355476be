"""A kind that is new shows what it took in, in the space, without a line of the space's own."""

import json
from collections.abc import Callable

import pytest
from flask import Flask, current_app

from signon.outbox.addresses import address_key, mailbox_key
from signon.outbox.post import Email
from signon.space import service
from signon.submissions import sections
from signon.submissions.sections import Holder, Section
from tests.factories import a_paper, an_endorsement
from tests.space.doors import open_space
from tests.support.clients import Browser

ASKED = "ada@hearth.example.org"
KEY_OF = {"ada": ASKED, "bo": "bo@elsewhere.example.org"}


def is_asked(holder: Holder) -> bool:
    return holder.mailbox_key == mailbox_key(ASKED)


QUESTIONS = Section(
    "questions",
    addresses=lambda key: [ASKED] if key == address_key(ASKED) else [],
    draw=lambda holder, _token: "<p>One question, asked.</p>" if is_asked(holder) else "",
    stored=lambda holder: [{"question": "Why?"}] if is_asked(holder) else [],
)


@pytest.fixture(autouse=True)
def _questions(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    register = [*current_app.extensions[sections.REGISTER], QUESTIONS]
    monkeypatch.setitem(current_app.extensions, sections.REGISTER, register)


def test_who_has_only_asked_has_a_space(outbox: Callable[[], list[Email]]) -> None:
    for email in KEY_OF.values():
        service.send_link(email, "en")

    assert [mail.to for mail in outbox()] == [ASKED]


def test_a_section_stands_beside_what_was_signed(client: Browser) -> None:
    an_endorsement(a_paper(), name="Hearth", email=ASKED)
    path = open_space(client, ASKED)

    page = client.get(path).text
    stored = json.loads(client.get(f"{path}/data.json").data)

    assert page.index("Hearth") < page.index("One question, asked.")
    assert stored["questions"] == [{"question": "Why?"}]
    assert [entry["name"] for entry in stored["endorsements"]] == ["Hearth"]


def test_a_section_of_others_is_not_drawn(client: Browser) -> None:
    an_endorsement(a_paper(), name="Harbour", email=KEY_OF["bo"])

    page = client.get(open_space(client, KEY_OF["bo"])).text

    assert "Harbour" in page
    assert "One question" not in page
