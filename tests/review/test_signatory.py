"""The leads' page of one who signed: what it shows, what is done there, and where one ends up."""

import re
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import select

from signon.access import grants
from signon.access.queries import leads_of
from signon.access.roles import Role
from signon.audit import trail
from signon.endorsements import service as endorsements
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.review import past
from signon.review import service as desk
from signon.review.desk import is_at_desk
from signon.review.models import Note
from signon.submissions.states import Action
from tests.factories import a_campaign, a_paper, an_endorsement
from tests.support.clients import Browser
from tests.support.desk import sign_in

ROOM = "/desk/papers/ten-doors/signatories"


def page_of(row: Endorsement) -> str:
    return f"/desk/signatories/{row.public_id}"


def reread(row: Endorsement) -> Endorsement:
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(select(Endorsement).where(Endorsement.id == row.id)).one()


def test_the_page_shows_line_contact_evidence_mails_and_history(client: Browser) -> None:
    row = an_endorsement(
        a_paper(), confirmed=False, name="Hearth", email="ada@hearth.example.net", statement="Yes."
    )
    sign_in(client)

    page = client.get(page_of(row)).text

    for words in (
        *("Hearth", "ada@hearth.example.net", "Ada Sample", "Not confirmed yet", "Yes."),
        *("address not proven", "e-mail on its way", "was signed or handed in", "not on the list"),
    ):
        assert words in page


def test_the_first_grade_is_kept_when_a_lead_has_checked(client: Browser) -> None:
    row = an_endorsement(a_paper(), email="ada@hearth.example.net")
    assert (row.evidence, row.first_evidence) == ("mailbox", "mailbox")
    sign_in(client)
    fields = {"revision": str(row.revision), "csrf_token": client.mark(page_of(row))}

    client.post(f"/desk/endorsements/{row.public_id}/check", data=fields)

    assert (reread(row).evidence, row.first_evidence) == ("checked", "mailbox")
    page = client.get(page_of(row)).text
    assert "checked by a lead" in page
    assert "When it was confirmed: mailbox proven" in page


@pytest.mark.parametrize(
    ("role", "called"),
    [
        (Role.VIEWER, "a lead"),
        (Role.TRANSLATOR, "a lead"),
        (Role.MODERATOR, "cy@doors.example.org"),
    ],
)
def test_a_lead_without_a_name_is_called_by_the_address_where_addresses_may_be_seen(
    client: Browser, role: Role, called: str
) -> None:
    row = an_endorsement(a_paper())
    told = {"language": "en", "invited_by": "system", "campaign_title": "Open doors"}
    grants.invite("cy@doors.example.org", a_campaign().id, Role.EDITOR, **told)
    [lead] = leads_of(a_campaign().id)
    endorsements.decide(row, Action.UNPUBLISH, revision=row.revision, moderator=lead.public_id)
    sign_in(client, role)

    page = client.get(page_of(row)).text

    assert called in page
    assert ("cy@doors.example.org" in page) is (role == Role.MODERATOR)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.TRANSLATOR])
def test_viewers_see_no_address_and_nothing_to_press(client: Browser, role: Role) -> None:
    row = an_endorsement(a_paper(), email="ada@hearth.example.net")
    endorsements.decide(row, Action.UNPUBLISH, revision=row.revision, moderator="x", note="So.")
    sign_in(client, role)

    page = client.get(page_of(row)).text

    assert "@" not in re.sub(r"<head>.*</head>", "", page, flags=re.DOTALL)
    assert re.findall(r'action="(/desk/(?!sign-out)[^"]*)"', page) == []
    assert client.get(f"{page_of(row)}/reason?action=reject").status_code == 404


@pytest.mark.parametrize("action", ["hold", "reject"])
def test_the_reason_is_asked_on_a_page_where_enter_presses_nothing(
    client: Browser, action: str
) -> None:
    row = an_endorsement(a_paper())
    sign_in(client)

    pressed = unescape(client.get(f"{page_of(row)}?back={ROOM}%3Fq%3Da").text)
    [step] = re.findall(rf'href="([^"]*action={action}[^"]*)"', pressed)
    asked = client.get(step).text

    assert typed_into(pressed) == []
    assert typed_into(asked) == []  # but a text of several lines, in which Enter begins a new one
    assert reread(row).state == "published"
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', asked))
    fields["note"] = "They asked for it."
    answer = client.post(f"/desk/endorsements/{row.public_id}/decision", data=fields)
    assert (answer.status_code, answer.location) == (303, f"{ROOM}?q=a")
    assert reread(row).decision_note == "They asked for it."


def typed_into(page: str) -> list[str]:
    """Return the fields of a page in which Enter would press a button."""
    return re.findall(r'<input(?! type="(?:hidden|checkbox)")[^>]*>', page)


def test_after_a_decision_one_is_where_one_was_with_undo(client: Browser) -> None:
    row = an_endorsement(a_paper(), name="Hearth")
    sign_in(client)
    here = f"{ROOM}?state=published&order=name"
    fields = {"action": "reject", "revision": str(row.revision), "note": "So.", "back": here}
    fields["csrf_token"] = client.mark(ROOM)

    answer = client.post(f"/desk/endorsements/{row.public_id}/decision", data=fields)
    page = unescape(client.get(answer.location).text)

    assert answer.location == here
    assert "Off the list" in page
    [undo] = re.findall(r'<form method="post" class="together".*?</form>', page, re.DOTALL)
    sent = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', undo))
    answer = client.post(
        f"/desk/endorsements/{row.public_id}/decision", data={**sent, "action": "publish"}
    )
    assert (answer.location, reread(row).state) == (here, "published")


@pytest.mark.parametrize(
    "path",
    [
        *(
            "https://evil.example/",
            "//evil.example/desk/",
            "/desk//../../x",
            "/desk/\\evil.example",
        ),
        *("/en/papers/ten-doors", "/desk", "javascript:alert(1)", "/desk/\n/evil.example", ""),
        *("/desk/../en/", "/desk/é", "/desk/ x", "/desk/" + "x" * 2000, "\\/desk/"),
    ],
)
def test_nobody_is_led_away_from_the_desk(client: Browser, path: str) -> None:
    row = an_endorsement(a_paper())
    sign_in(client)
    fields = {"action": "reject", "revision": str(row.revision), "note": "So.", "back": path}
    fields["csrf_token"] = client.mark(ROOM)

    answer = client.post(f"/desk/endorsements/{row.public_id}/decision", data=fields)

    assert not is_at_desk(path)
    assert answer.location == page_of(row)


def test_what_has_changed_is_shown_beside_what_was_seen(client: Browser) -> None:
    row = an_endorsement(a_paper(), name="Hearth")
    sign_in(client)
    asked = client.get(f"{page_of(row)}/reason?action=reject").text
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', asked))
    endorsements.decide(row, Action.UNPUBLISH, revision=row.revision, moderator="x", note="First.")

    fields["note"] = "Nobody has heard of them."
    answer = client.post(f"/desk/endorsements/{row.public_id}/decision", data=fields)

    before, _, now = answer.text.partition("As it is now")
    assert answer.status_code == 409
    assert "<dd>On the list</dd>" in before
    assert "Nobody has heard of them." in before
    assert "<dd>To decide</dd>" in now
    assert "First." in now
    assert "was taken off the list until it is decided" in now
    assert "was signed or handed in" not in now
    again = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', now)
    done = client.post(
        f"/desk/endorsements/{row.public_id}/decision", data={**dict(again), "action": "reject"}
    )
    assert (done.status_code, reread(row).state) == (303, "rejected")


@pytest.mark.parametrize("junk", ["x", "9" * 30, "-1", ""])
def test_what_is_said_to_have_been_seen_is_not_believed(client: Browser, junk: str) -> None:
    row = an_endorsement(a_paper())
    sign_in(client)
    fields = {"action": "reject", "revision": "0", "note": "<b>", "saw": junk, "since": junk}
    fields["csrf_token"] = client.mark(ROOM)

    answer = client.post(f"/desk/endorsements/{row.public_id}/decision", data=fields)

    assert answer.status_code == 409
    assert "not known any more" in answer.text


def test_notes_are_read_by_leads_and_go_with_the_contact(client: Browser) -> None:
    row = an_endorsement(a_paper(), name="Hearth")
    sign_in(client)

    fields = {"csrf_token": client.mark(page_of(row)), "words": "Their board meets\non <Friday>."}
    client.post(f"{page_of(row)}/notes", data=fields)

    assert "Their board meets\non &lt;Friday&gt;." in client.get(page_of(row)).text
    assert "Friday" not in client.get(f"/en/papers/ten-doors/signatories/{row.public_id}").text
    assert trail.history(row.public_id)[-1].details == {}
    endorsements.erase(reread(row), actor="x")
    assert db.session.scalars(select(Note)).all() == []
    assert "Friday" not in client.get(page_of(row)).text


def test_a_note_is_removed_by_the_leads_of_its_campaign_alone(client: Browser) -> None:
    row = an_endorsement(a_paper())
    desk.add_note(row, "Called on Tuesday.", author="x")
    [note] = past.notes(row.public_id)
    fields = {"note": note.public_id}

    for role, campaign in ((Role.VIEWER, "open-doors"), (Role.OWNER, "another")):
        sign_in(client, role, campaign)
        fields["csrf_token"] = client.mark("/desk/")
        assert client.post(f"{page_of(row)}/notes/removal", data=fields).status_code == 404
        assert client.post(f"{page_of(row)}/notes", data=fields).status_code == 404
    assert len(past.notes(row.public_id)) == 1
    sign_in(client, Role.MODERATOR)
    fields["csrf_token"] = client.mark(page_of(row))
    client.post(f"{page_of(row)}/notes/removal", data=fields)
    assert past.notes(row.public_id) == []


@pytest.mark.parametrize("words", ["", "  \n", "x" * 2001])
def test_a_note_that_is_none_is_refused_and_kept_in_the_field(client: Browser, words: str) -> None:
    row = an_endorsement(a_paper())
    sign_in(client)
    mark = client.mark(page_of(row))

    answer = client.post(f"{page_of(row)}/notes", data={"words": words, "csrf_token": mark})

    assert answer.status_code == 422
    assert f"{words}</textarea>" in answer.text
    assert past.notes(row.public_id) == []


def test_where_nobody_is_known_no_note_is_kept(app: Flask) -> None:
    row = an_endorsement(a_paper())
    endorsements.erase(row, actor="x")

    with pytest.raises(desk.NobodyToNoteAbout):
        desk.add_note(reread(row), "They called.", author="x")


def test_one_of_another_campaign_looks_like_none(client: Browser) -> None:
    row = an_endorsement(a_paper())
    sign_in(client, campaign="another")

    for path in (page_of(row), f"{page_of(row)}/reason?action=reject", "/desk/signatories/a%20b"):
        assert client.get(path).status_code == 404
