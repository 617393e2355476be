"""A lead takes down what somebody gave as the public reason of their leaving."""

from collections.abc import Callable
from functools import partial

import pytest
from flask import Flask

from signon.access.roles import Role
from signon.audit import trail
from signon.endorsements.kind import ENDORSEMENT
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.submissions import workflow
from tests.factories import a_paper, an_endorsement
from tests.support import desk
from tests.support.clients import Browser

ROOM = "/desk/papers/ten-doors/signatories"
REASON = "Because of what Bo Sample did."
SignIn = Callable[..., Browser]


@pytest.fixture
def sign_in(app: Flask, client: Browser) -> SignIn:
    """A function that signs a lead in with a role in the campaign."""
    return partial(desk.sign_in, client)


def withdrawn() -> Endorsement:
    row = an_endorsement(a_paper(), name="Hearth")
    workflow.withdraw(ENDORSEMENT, row, actor=trail.SIGNATORY, reason=REASON)
    return row


def take_down(client: Browser, row: Endorsement, **fields: str) -> int:
    sent = {"revision": str(row.revision), "note": "It names a person.", **fields}
    sent["csrf_token"] = client.mark(ROOM)
    return client.post(f"/desk/endorsements/{row.public_id}/reason", data=sent).status_code


def page_of(row: Endorsement) -> str:
    return f"/desk/signatories/{row.public_id}"


def public_page(client: Browser, row: Endorsement) -> str:
    answer = client.get(f"/en/papers/ten-doors/signatories/{row.public_id}")
    assert answer.status_code == 410
    return answer.text


def now(row: Endorsement) -> Endorsement:
    db.session.expire_all()
    return db.session.get_one(Endorsement, row.id)


def test_the_page_goes_on_without_the_reason(client: Browser, sign_in: SignIn) -> None:
    row = withdrawn()
    sign_in()
    assert REASON in client.get(page_of(row)).text
    assert REASON in public_page(client, row)

    assert take_down(client, row) == 303

    assert REASON not in public_page(client, row)
    assert REASON not in client.get(page_of(row)).text
    assert (now(row).withdrawal_reason, row.decision_note) == (None, "It names a person.")
    last = trail.history(row.public_id)[-1]
    assert (last.action, last.details) == ("take_reason_down", {"reasoned": True})
    assert last.actor == row.decided_by != trail.SIGNATORY
    assert trail.verify() is None


@pytest.mark.parametrize(("fields", "status"), [({"note": " "}, 422), ({"revision": "1"}, 409)])
def test_why_is_asked_and_what_has_changed_is_not_touched(
    client: Browser, sign_in: SignIn, fields: dict[str, str], status: int
) -> None:
    row = withdrawn()
    sign_in()

    assert take_down(client, row, **fields) == status

    assert now(row).withdrawal_reason == REASON
    assert REASON in public_page(client, row)


def test_a_viewer_reads_it_and_takes_nothing_down(client: Browser, sign_in: SignIn) -> None:
    row = withdrawn()
    sign_in(Role.VIEWER)

    assert "Take the public reason down" not in client.get(page_of(row)).text
    assert take_down(client, row) in (403, 404)
    assert now(row).withdrawal_reason == REASON


def test_where_no_reason_is_public_there_is_none_to_take_down(
    client: Browser, sign_in: SignIn
) -> None:
    row = an_endorsement(a_paper())
    sign_in()

    assert take_down(client, row) == 409
    assert now(row).decision_note is None
