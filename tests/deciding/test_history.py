"""History: every action of the trail has words; filters; what may be undone; nothing erased."""

import ast
import re
from datetime import timedelta

from signon.access.roles import Role
from signon.endorsements import service as endorsements
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.kernel import clock
from signon.review.words import TRAIL
from signon.space.models import OFFERS
from signon.submissions.states import Action
from tests.challenges.scene import a_challenge, an_entry
from tests.factories import a_paper, an_endorsement
from tests.house.source import modules
from tests.support import desk
from tests.support.clients import Browser

ROOM = "/desk/papers/ten-doors/history"
WAITING = "/desk/papers/ten-doors/to-decide"


def decide(row: Endorsement, action: str) -> Endorsement:
    db.session.rollback()
    row = db.session.get_one(Endorsement, row.id)
    endorsements.decide(row, Action(action), revision=row.revision, moderator="lead", note="So.")
    return row


def recorded() -> set[str]:
    """Return every action that the house writes into the trail."""
    found = {str(action) for action in Action} | {f"offer_{sort}" for sort in OFFERS}
    for module in modules():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("trail.record", "record"):
                found |= {
                    part.value
                    for part in node.args[:1]
                    if isinstance(part, ast.Constant) and isinstance(part.value, str)
                }
    return found


def test_every_action_of_the_trail_has_words() -> None:
    assert {"publish", "open_paper", "sign_in", "decide_in_bulk"} <= recorded()
    assert recorded() - set(TRAIL) == set()


def test_no_words_are_for_nothing() -> None:
    assert set(TRAIL) - recorded() == set()


def test_what_happened_is_said_newest_first_and_sifted(client: Browser) -> None:
    paper = a_paper(publication="after_review")
    hearth = an_endorsement(paper, name="Hearth")
    an_endorsement(paper, name="Harbour")
    elsewhere = an_endorsement(a_paper("another"), name="Elsewhere")
    decide(hearth, "publish")
    desk.sign_in(client)

    page = client.get(ROOM).text
    only = client.get(f"{ROOM}?action=publish").text
    hers = client.get(f"{ROOM}?entry=harb").text
    today = (clock.now() - timedelta(days=3)).date()
    before = client.get(f"{ROOM}?last={today}").text

    said = page.partition("<ol")[2]
    assert said.index("was put on the list") < said.index("was entered as confirmed elsewhere")
    assert f'href="/desk/signatories/{hearth.public_id}"><strong><bdi>Hearth</bdi>' in said
    assert elsewhere.name not in page
    assert "<bdi>Hearth</bdi>" in only
    assert "<bdi>Harbour</bdi>" not in only
    assert "<bdi>Harbour</bdi>" in hers
    assert "<bdi>Hearth</bdi>" not in hers
    assert "Nothing here." in before
    for odd in ("first=soon", "before=x", "before=" + "9" * 30, "actor=nobody", "entry=%25"):
        assert client.get(f"{ROOM}?{odd}").status_code == 200


def test_a_decision_is_undone_from_history_for_thirty_days(client: Browser) -> None:
    row = decide(an_endorsement(a_paper(publication="after_review")), "publish")
    desk.sign_in(client)
    page = client.get(ROOM).text
    [form] = re.findall(r'<form method="post" action="[^"]*/undo">.*?</form>', page, re.S)
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    where = re.search(r'action="([^"]+)"', form)
    assert where

    assert client.post(where[1], data=fields).status_code == 303

    db.session.rollback()
    assert db.session.get_one(Endorsement, row.id).state == "confirmed"


def test_after_thirty_days_there_is_no_button_and_no_way(
    client: Browser, monkeypatch: object
) -> None:
    row = decide(an_endorsement(a_paper(publication="after_review")), "publish")
    later = clock.now() + timedelta(days=31)
    monkeypatch.setattr(clock, "now", lambda: later)  # type: ignore[attr-defined]
    desk.sign_in(client)

    fields = {"undo": "hold", "revision": str(row.revision), "csrf_token": client.mark(WAITING)}
    answer = client.post(f"{WAITING}/endorsement/{row.public_id}/undo", data=fields)

    assert "/undo" not in client.get(ROOM).text
    assert answer.status_code == 409


def test_a_decided_dispute_is_reopened_from_history(client: Browser) -> None:
    paper = a_paper()
    entry = an_entry(paper)
    a_challenge(paper, entry)
    desk.sign_in(client)
    db.session.rollback()
    revision = str(db.session.get_one(Endorsement, entry.id).revision)
    fields = {"choice": "stays", "revision": revision, "seen": "", "note": "They told us."}
    where = f"{WAITING}/dispute/{entry.public_id}"
    client.post(where, data={**fields, "csrf_token": client.mark(WAITING)})

    assert f'action="{where}/undo"' in client.get(ROOM).text


def test_what_happened_to_a_dispute_names_the_entry_it_is_about(client: Browser) -> None:
    entry = an_entry(a_paper(), name="Doubted")
    a_challenge(a_paper(), entry)
    desk.sign_in(client, Role.VIEWER)

    page = " ".join(client.get(ROOM).text.split())

    link = f'<a href="/desk/signatories/{entry.public_id}"><strong><bdi>Doubted</bdi></strong></a>'
    assert f"{link}: Dispute – was confirmed by e-mail" in page
    assert "<p>was " not in page


def test_what_was_erased_does_not_reappear(client: Browser) -> None:
    person = {
        "capacity": "individual",
        "representative_name": "Ada Lovelace",
        "name": "Ada Lovelace",
    }
    row = an_endorsement(a_paper(accepts="both"), organisation_kind="", **person)
    desk.sign_in(client)
    assert "Ada Lovelace" in client.get(ROOM).text

    endorsements.erase(row, actor="lead")

    page = client.get(ROOM).text
    assert "Ada Lovelace" not in page
    assert "An individual" in page


def test_a_campaign_has_its_history_and_a_viewer_sees_no_address(client: Browser) -> None:
    a_paper()
    desk.sign_in(client, Role.OWNER)
    owner = client.get("/desk/campaigns/open-doors/history").text
    desk.sign_in(client, Role.VIEWER)

    viewer = client.get("/desk/campaigns/open-doors/history").text

    for words in ("the campaign was founded", "the paper was begun", "somebody was invited"):
        assert words in viewer
    assert "owner@open-doors.example.org" in owner
    assert "@" not in viewer.partition("<main")[2]
    assert "/undo" not in client.get(ROOM).text
