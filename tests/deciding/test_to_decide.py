"""One queue for everything that waits: order, claims, decisions, undo, what changed meanwhile."""

import re
from datetime import timedelta

import pytest

from signon.access.roles import Role
from signon.challenges.models import Challenge
from signon.deciding import queries, service
from signon.deciding.models import Claim
from signon.endorsements import service as endorsements
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.kernel import clock
from signon.submissions.states import Action
from tests.challenges.scene import OFFICE, a_challenge, an_entry, establish
from tests.duplicates.merges import find
from tests.factories import a_paper, an_endorsement
from tests.support import desk
from tests.support.clients import Browser

ROOM = "/desk/papers/ten-doors/to-decide"


def reread(row: Endorsement) -> Endorsement:
    db.session.rollback()
    return db.session.get_one(Endorsement, row.id)


def address(row: Endorsement, kind: str = "endorsement") -> str:
    return f"{ROOM}/{kind}/{row.public_id}"


def decide(client: Browser, row: Endorsement, choice: str, **more: str) -> str:
    fields = {"choice": choice, "revision": str(row.revision), "seen": "Waiting for you", **more}
    answer = client.post(address(row), data={**fields, "csrf_token": client.mark(ROOM)})
    return f"{answer.status_code} {answer.headers.get('Location', '')} {answer.text}"


def test_the_weakest_evidence_comes_first_whatever_its_kind(client: Browser) -> None:
    disputed = an_entry(a_paper(), name="Doubted")
    a_challenge(a_paper(), disputed)
    paper = a_paper(publication="after_review")
    site = "https://strong.example.net/"
    an_endorsement(paper, name="Strong", website=site, email="a@strong.example.net")
    an_endorsement(paper, name="Anybody", email="anybody@gmail.com")
    desk.sign_in(client)

    page = client.get(ROOM).text

    names = re.findall(r'<h2 id="w-\d+"><bdi>([^<]+)', page)
    assert names[0] == "Doubted"
    assert names.index("Anybody") < names.index("Strong")
    assert "Somebody" in page
    assert "This paper lists nobody before one of you has looked" in page


@pytest.mark.parametrize(
    ("email", "words"),
    [
        (OFFICE, "Somebody with more evidence than the signature says that it is wrong."),
        ("bo@elsewhere.example.com", "Somebody says that this signature is wrong."),
    ],
)
def test_the_queue_says_whether_who_disputes_has_the_better_ground(
    client: Browser, email: str, words: str
) -> None:
    establish()
    a_challenge(a_paper(), an_entry(a_paper()), email)
    desk.sign_in(client)

    assert words in client.get(ROOM).text


def test_what_may_be_one_stands_in_the_same_queue(client: Browser) -> None:
    paper = a_paper()
    for name in ("Caritas Europa", "Caritas Europe"):
        an_endorsement(paper, name=name, website=f"https://{len(name)}.example.org/")
    find()
    desk.sign_in(client)

    page = client.get(ROOM).text
    key = re.search(r"/to-decide/duplicate/([\w~-]+)/open", page)
    assert key
    shown = client.get(f"{ROOM}/duplicate/{key[1]}")

    assert shown.status_code == 200
    assert "These are two" in shown.text
    fields = {"choice": "apart", "revision": "1", "seen": "", "csrf_token": client.mark(ROOM)}
    assert client.post(f"{ROOM}/duplicate/{key[1]}", data=fields).status_code == 303
    assert "/to-decide/duplicate/" not in client.get(ROOM).text.partition("Undo")[2]


def test_opening_claims_for_ten_minutes_and_locks_nobody_out(client: Browser) -> None:
    paper = a_paper(publication="after_review")
    row = an_endorsement(paper, name="Hearth")
    desk.sign_in(client, Role.OWNER)

    opened = client.post(f"{address(row)}/open", data={"csrf_token": client.mark(ROOM)})

    assert opened.status_code == 303
    mine = db.session.query(Claim).one()
    assert mine.until - clock.now() <= timedelta(minutes=10)
    assert "has this open" not in client.get(ROOM).text
    assert [one.by for one in queries.claims_of_others(0).values()] == [
        "owner@open-doors.example.org"
    ]
    other = Browser(client.application, client.application.response_class)
    desk.sign_in(other, Role.MODERATOR)
    assert "owner@open-doors.example.org has this open." in other.get(ROOM).text
    assert decide(other, row, "publish").startswith("303")
    assert reread(row).state == "published"
    assert db.session.query(Claim).all() == []


def test_to_look_changes_nothing(client: Browser) -> None:
    row = an_endorsement(a_paper(publication="after_review"))
    desk.sign_in(client)

    assert client.get(address(row)).status_code == 200

    assert db.session.query(Claim).all() == []


def test_a_claim_ends(client: Browser) -> None:
    row = an_endorsement(a_paper(publication="after_review"))
    desk.sign_in(client)
    client.post(f"{address(row)}/open", data={"csrf_token": client.mark(ROOM)})

    later = clock.now() + timedelta(minutes=11)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: later)
        assert queries.claims_of_others(0) == {}
        service.forget_claims()

    assert db.session.query(Claim).all() == []


def test_after_a_decision_the_next_one_with_undo(client: Browser) -> None:
    paper = a_paper(publication="after_review")
    first, second = an_endorsement(paper, name="First"), an_endorsement(paper, name="Second")
    desk.sign_in(client)

    answer = decide(client, first, "publish")

    assert address(second) in answer
    page = client.get(address(second)).text
    assert "<bdi>First</bdi>: On the list." in page
    undo = re.search(
        r'name="undo" value="(\w+)">\s*<input type="hidden" name="revision" value="(\d+)"', page
    )
    assert undo
    fields = {"undo": undo[1], "revision": undo[2], "csrf_token": client.mark(ROOM)}
    assert client.post(f"{address(first)}/undo", data=fields).status_code == 303
    assert reread(first).state == "confirmed"


def test_the_reason_is_asked_after_off_the_list_and_enter_never_decides(client: Browser) -> None:
    row = an_endorsement(a_paper(publication="after_review"))
    desk.sign_in(client)
    page = client.get(address(row)).text

    assert decide(client, row, "reject", note=" ").startswith("422")
    assert reread(row).state == "confirmed"
    assert decide(client, reread(row), "reject", note="Nobody knows them.").startswith("303")

    assert reread(row).decision_note == "Nobody knows them."
    forms = re.findall(r'<form method="post" action="[^"]*to-decide[^"]*">.*?</form>', page, re.S)
    assert forms
    for form in forms:  # Enter in a field of one line would press the first button
        assert not re.search(r'<input(?! type="hidden")', form)


def test_a_decision_about_what_has_changed_shows_both_states(client: Browser) -> None:
    row = an_endorsement(a_paper(publication="after_review"), name="Hearth")
    desk.sign_in(client)
    seen = row.revision
    endorsements.decide(
        row, Action.REJECT, revision=row.revision, moderator="another", note="Not theirs."
    )

    fields = {"choice": "publish", "revision": str(seen), "seen": "Waiting for you"}
    answer = client.post(address(row), data={**fields, "csrf_token": client.mark(ROOM)})

    assert answer.status_code == 409
    for words in ("Somebody was here before you", "Waiting for you", "Off the list"):
        assert words in answer.text
    assert reread(row).state == "rejected"


def test_a_dispute_is_decided_in_the_queue(client: Browser) -> None:
    paper = a_paper()
    entry = an_entry(paper)
    a_challenge(paper, entry)
    desk.sign_in(client)
    entry = reread(entry)
    fields = {"choice": "stays", "revision": str(entry.revision), "seen": ""}
    where = address(entry, "dispute")

    assert client.post(where, data={**fields, "csrf_token": client.mark(ROOM)}).status_code == 422
    fields |= {"note": "Their chair has told us.", "csrf_token": client.mark(ROOM)}
    assert client.post(where, data=fields).status_code == 303

    assert [one.outcome for one in db.session.query(Challenge).all()] == ["stays"]


def test_nobody_but_reviewers_of_the_campaign_comes_in(client: Browser) -> None:
    row = an_endorsement(a_paper(publication="after_review"))
    desk.sign_in(client, Role.VIEWER)

    for url in (ROOM, address(row)):
        assert client.get(url).status_code == 404


def test_what_is_of_another_paper_is_not_found_here(client: Browser) -> None:
    row = an_endorsement(a_paper("another", publication="after_review"))
    a_paper()
    desk.sign_in(client)

    for kind in ("endorsement", "dispute", "duplicate", "unknown"):
        assert client.get(address(row, kind)).status_code == 404
    assert reread(row).state == "confirmed"
