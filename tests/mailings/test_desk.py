"""The leads' room: write in several languages, see who gets what, plan, follow, stop."""

from datetime import timedelta

import pytest
from werkzeug.test import TestResponse

from signon.access.roles import Role
from signon.extensions import db
from signon.jobs.models import JOBS
from signon.kernel import clock
from signon.mailings.models import Mailing
from signon.outbox.post import from_payload
from tests.factories import a_paper, an_endorsement
from tests.mailings.scene import a_reader, planned
from tests.support import desk
from tests.support.clients import Browser

ROOM = "/desk/papers/ten-doors/mailings"
TEXTS = {
    "subject_en": "Delivered",
    "body_en": "It was **delivered**.",
    "subject_ar": "سُلّمت",
    "body_ar": "سُلّمت الورقة.",
}


@pytest.fixture
def room(client: Browser) -> Browser:
    paper = a_paper()
    a_reader(paper, "Hearth")
    a_reader(paper, "Harbour", language="ar")
    an_endorsement(paper, name="Unasked", email="unasked@example.org")
    return desk.sign_in(client)


def press(client: Browser, address: str, button: str, **fields: str) -> TestResponse:
    """Press a button of an update's page."""
    mark = client.mark(address)
    return client.post(f"{address}/{button}", data={"csrf_token": mark, **fields})


def begin(client: Browser, **fields: str) -> str:
    """Begin an update, write it, and return its address."""
    client.get(ROOM)
    address = client.send(ROOM, {}).headers["Location"]
    client.get(address)
    answer = client.send(address, {**TEXTS, **fields})
    assert answer.status_code == 303, answer.text
    return address


def test_a_lead_sees_exactly_who_gets_what_before_it_leaves(room: Browser) -> None:
    page = room.get(begin(room) + "/preview").text

    assert "2 signatories get it." in page
    assert "<dt>Did not ask for updates</dt><dd>1</dd>" in page
    assert page.count("1 reader\n") + page.count("1 reader<") == 2
    assert "<strong>delivered</strong>" in page
    assert "Send it to 2 signatories" in page
    assert "@" not in page.partition("<main")[2].partition("</main>")[0]


def test_an_update_is_planned_followed_and_stopped(room: Browser) -> None:
    address = begin(room)
    when = (clock.now() + timedelta(days=2)).strftime("%Y-%m-%dT09:00")

    answer = press(room, address, "plan", send_at=when, not_after="")
    page = room.get(answer.headers["Location"]).text

    assert (answer.status_code, "Planned" in page) == (303, True)
    for action, word in (("pause", "Paused"), ("resume", "Planned"), ("stop", "Stopped")):
        assert press(room, address, "state", action=action).status_code == 303
        assert word in room.get(address).text
    assert (
        press(room, ROOM, address.rpartition("/")[2] + "/state", action="resume").status_code == 409
    )
    assert (
        press(room, ROOM, address.rpartition("/")[2] + "/state", action="explode").status_code
        == 400
    )
    assert "Delivered" in room.get(ROOM).text


def test_a_test_mail_goes_to_the_lead_alone(room: Browser) -> None:
    address = begin(room)
    before = len(db.session.scalars(db.select(JOBS.c.payload)).all())

    press(room, address, "trial")

    new = db.session.scalars(db.select(JOBS.c.payload).order_by(JOBS.c.id)).all()[before:]
    mails = [from_payload(payload) for payload in new]
    assert {(mail.to, mail.subject) for mail in mails} == {
        ("owner@open-doors.example.org", "Test: Delivered"),
        ("owner@open-doors.example.org", "اختبار: سُلّمت"),
    }


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"body_en": ""}, "both are needed"),
        ({"subject_fr": "Remise"}, "both are needed"),
        ({"subject_en": "x" * 121}, "120"),
        (dict.fromkeys(TEXTS, ""), "one language at least"),
        ({"body_en": "> " * 40 + "x"}, "go too deep"),
    ],
)
def test_what_is_not_whole_is_said_at_its_field(
    room: Browser, fields: dict[str, str], words: str
) -> None:
    room.get(ROOM)
    address = room.send(ROOM, {}).headers["Location"]

    answer = room.send(address, {**TEXTS, **fields})

    assert (answer.status_code, words in answer.text) == (422, True)


@pytest.mark.parametrize(
    "typed", ["tomorrow", "2020-01-01T10:00", "9999-12-31T23:59", "0001-01-01T00:00"]
)
def test_a_moment_that_cannot_be_is_refused(room: Browser, typed: str) -> None:
    address = begin(room)

    for fields in ({"send_at": typed}, {"not_after": typed}):
        assert press(room, address, "plan", **fields).status_code == 422


@pytest.mark.parametrize("role", [Role.VIEWER, Role.TRANSLATOR, Role.MODERATOR, Role.EXPORTER])
def test_whoever_may_not_edit_has_no_such_room(client: Browser, role: Role) -> None:
    paper = a_paper()
    a_reader(paper)
    row = planned(paper)
    desk.sign_in(client, role)

    for address in (ROOM, f"{ROOM}/{row.public_id}"):
        assert client.get(address).status_code in (403, 404)


def test_the_update_of_another_paper_is_not_there(room: Browser) -> None:
    other = a_paper("other")
    a_reader(other)
    row = planned(other)

    assert room.get(f"{ROOM}/{row.public_id}").status_code == 404
    assert room.get(f"{ROOM}/%00").status_code == 404


def test_a_draft_is_deleted(room: Browser) -> None:
    press(room, begin(room), "removal")

    assert db.session.scalars(db.select(Mailing)).all() == []
    assert "The draft is deleted." in room.get(ROOM).text
