"""The leads' room for documents: anybody who may look at the list takes what is public of it."""

from typing import Any

import pytest
from sqlalchemy import select

from signon.access.roles import Role
from signon.audit.models import AuditEntry
from signon.deliveries.documents import order
from signon.extensions import db
from tests.factories import a_paper, an_endorsement
from tests.support.clients import Browser
from tests.support.desk import sign_in

ROOM = "/desk/papers/ten-doors/documents"


def take(client: Browser, **fields: Any) -> Any:
    sent = {"csrf_token": client.mark(ROOM), "format": "txt", "language": "en", **fields}
    return client.post(ROOM, data=sent)


def noted() -> list[dict[str, Any]]:
    db.session.rollback()
    found = select(AuditEntry).where(AuditEntry.action == "export")
    return [entry.details for entry in db.session.scalars(found)]


def test_a_viewer_takes_a_document_and_the_trail_says_so(client: Browser) -> None:
    an_endorsement(a_paper(), name="Hearth", email="secret@example.org")
    sign_in(client, Role.VIEWER)

    answer = take(client, text="y", group="country", country="BE")

    assert answer.status_code == 200
    assert "Hearth" in answer.text
    assert "secret@example.org" not in answer.text
    assert 'filename="ten-doors-signatories-' in answer.headers["Content-Disposition"]
    assert noted() == [{"format": "txt", "contacts": False, "rows": 1}]


def test_a_pdf_comes_at_once(client: Browser) -> None:
    an_endorsement(a_paper(), name="Hearth")
    sign_in(client, Role.VIEWER)

    assert take(client, format="pdf").data.startswith(b"%PDF-1.7")


@pytest.mark.parametrize(
    "fields", [{"format": "exe"}, {"group": "x"}, {"sort": "\x00"}, {"country": "ZZ"}]
)
def test_what_is_not_offered_is_said_on_the_page(client: Browser, fields: dict[str, str]) -> None:
    a_paper()
    sign_in(client, Role.VIEWER)

    answer = take(client, **fields)

    assert answer.status_code == 422
    assert "Please choose one of the forms that are offered." in answer.text
    assert noted() == []


def test_too_many_names_for_an_answer_are_refused_with_ways_out(
    client: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = a_paper()
    an_endorsement(paper, name="Hearth", email="one@example.org")
    an_endorsement(paper, name="Anchor", email="two@example.org")
    sign_in(client, Role.VIEWER)
    monkeypatch.setitem(order.AT_ONCE, "docx", 1)

    refused, narrow = take(client, format="docx"), take(client, format="docx", country="FR")

    assert (refused.status_code, "take the web page and print it" in refused.text) == (422, True)
    assert narrow.status_code == 200


def test_whoever_is_of_another_campaign_finds_no_room(client: Browser) -> None:
    a_paper()
    sign_in(client, Role.OWNER, campaign="another")

    assert client.get(ROOM).status_code == 404
