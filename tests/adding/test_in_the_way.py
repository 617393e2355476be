"""A decision that another entry of the organisation forbids is no dead end: three ways lead out."""

import pytest
from flask import Flask

from signon.access.roles import Role
from signon.endorsements.models import Endorsement
from signon.submissions.states import State
from tests.adding.scene import again, listed, mails_to
from tests.factories import a_paper, an_endorsement, confirm
from tests.support import desk
from tests.support.clients import Browser

OLD, NEW = "old@hearth.example.net", "new@hearth.example.org"
ROOM = "/desk/papers/ten-doors/to-decide"
WAYS = {
    "keep": "Keep that one, and take this one off",
    "replace": "Replace that one by this one",
    "second": "Keep that one, and this contact as its second",
}


@pytest.fixture
def two(app: Flask) -> tuple[Endorsement, Endorsement]:
    """The entry that is listed, and another one of the same organisation that waits."""
    paper = a_paper()
    old = an_endorsement(paper, name="Hearth", email=OLD)
    return old, confirm(an_endorsement(paper, confirmed=False, name="Hearth", email=NEW))


def put_on(lead: Browser, row: Endorsement, room: str) -> tuple[int, str]:
    """Press "Put on the list", in the queue or on the page of the entry."""
    seen = {"revision": str(row.revision)}
    page = f"/desk/signatories/{row.public_id}"
    if room == "queue":
        page = f"{ROOM}/endorsement/{row.public_id}"
        answer = lead.send(page, {**seen, "choice": "publish"})
    else:
        typed = {**seen, "action": "publish", "csrf_token": lead.mark(page)}
        answer = lead.post(f"/desk/endorsements/{row.public_id}/decision", data=typed)
    return answer.status_code, answer.text


def take(lead: Browser, row: Endorsement, other: Endorsement, way: str) -> int:
    typed = {"other": other.public_id, "how": way, "csrf_token": lead.mark(ROOM)}
    return lead.post(f"/desk/signatories/{row.public_id}/pair", data=typed).status_code


@pytest.mark.parametrize("room", ["queue", "entry"])
@pytest.mark.parametrize("way", WAYS)
def test_a_refused_decision_offers_three_ways_and_each_works(
    client: Browser, two: tuple[Endorsement, Endorsement], room: str, way: str
) -> None:
    old, new = two
    lead = desk.sign_in(client, Role.MODERATOR)

    status, page = put_on(lead, new, room)

    assert status == 409
    assert "This organisation is on the list already, by another entry." in page
    assert f'value="{way}">{WAYS[way]}</button>' in page
    assert f'action="/desk/signatories/{new.public_id}/pair"' in page
    assert f'name="other" value="{old.public_id}"' in page

    assert take(lead, new, old, way) == 303

    stands = new if way == "replace" else old
    assert [line.public_id for line in listed(a_paper())] == [stands.public_id]
    assert again(old if way == "replace" else new).state == State.REJECTED
    seconds = "second contact" in "".join(mail.parts[0].text for mail in mails_to(NEW))
    assert seconds is (way == "second")


def test_what_is_off_the_list_takes_the_place_of_what_came_meanwhile(
    client: Browser, two: tuple[Endorsement, Endorsement]
) -> None:
    old, new = two
    lead = desk.sign_in(client, Role.MODERATOR)
    assert take(lead, new, old, "keep") == 303
    off = again(new)

    status, page = put_on(lead, off, "entry")

    assert status == 409
    assert WAYS["replace"] in page
    assert take(lead, off, old, "replace") == 303
    assert [line.public_id for line in listed(a_paper())] == [new.public_id]


def test_to_keep_the_other_one_is_undone_as_any_decision(
    client: Browser, two: tuple[Endorsement, Endorsement]
) -> None:
    old, new = two
    lead = desk.sign_in(client, Role.MODERATOR)
    assert take(lead, new, old, "keep") == 303

    page = f"/desk/signatories/{new.public_id}"
    assert "Another entry stands there." in lead.get(page).text
    typed = {"action": "restore", "undoes": "y", "revision": str(again(new).revision)}
    typed["csrf_token"] = lead.mark(page)
    undone = lead.post(f"/desk/endorsements/{new.public_id}/decision", data=typed)

    assert undone.status_code == 303
    assert again(new).state == State.CONFIRMED


def test_to_undo_in_the_queue_is_refused_with_the_same_ways(
    client: Browser, two: tuple[Endorsement, Endorsement]
) -> None:
    """Taken off in the queue; the other one was listed by the time that was to be taken back."""
    old, new = two
    lead = desk.sign_in(client, Role.MODERATOR)
    assert take(lead, new, old, "replace") == 303
    held = again(new)
    page = f"/desk/signatories/{new.public_id}"
    typed = {"action": "reject", "note": "Wrong", "revision": str(held.revision)}
    typed["csrf_token"] = lead.mark(page)
    lead.post(f"/desk/endorsements/{new.public_id}/decision", data=typed)
    typed = {"action": "publish", "revision": str(again(old).revision)}
    typed["csrf_token"] = lead.mark(page)
    lead.post(f"/desk/endorsements/{old.public_id}/decision", data=typed)

    back = {"undo": "publish", "revision": str(again(new).revision), "csrf_token": lead.mark(page)}
    refused = lead.post(f"{ROOM}/endorsement/{new.public_id}/undo", data=back)

    assert refused.status_code == 409
    assert WAYS["replace"] in refused.text
    assert [line.public_id for line in listed(a_paper())] == [old.public_id]


def test_nothing_is_offered_where_nothing_stands_in_the_way(client: Browser) -> None:
    row = confirm(an_endorsement(a_paper(), confirmed=False, name="Hearth", email=NEW))
    lead = desk.sign_in(client, Role.MODERATOR)

    for page in (f"{ROOM}/endorsement/{row.public_id}", f"/desk/signatories/{row.public_id}"):
        assert WAYS["replace"] not in lead.get(page).text
