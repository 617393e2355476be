"""What somebody who is signed in sends to the desk by hand is refused in words, never a fault."""

from typing import Any

import pytest

from signon.audit import trail
from signon.transaction import command
from tests.challenges.scene import a_challenge, an_entry
from tests.duplicates.merges import a_paper_of
from tests.factories import a_paper, an_endorsement, change_paper
from tests.imports.lists import kept, rows_of
from tests.support import desk
from tests.support.clients import Browser
from tests.support.scenes import Kept
from tests.support.whole_desk import everything

PAPER = "/desk/papers/ten-doors"
CAMPAIGN = "/desk/campaigns/open-doors"
NUL = "a\x00b"
TOO_MANY = "&".join(f"a{number}=1" for number in range(40))
REASON = {"revision": 1, "note": NUL}
BY_HAND: list[tuple[str, str, dict[str, Any]]] = [
    ("a filter of many fields", "{paper}/decisions", {"action": "publish", "everything": "y"}),
    ("a filter of many fields", "{paper}/export", {"format": "csv"}),
    ("a filter of many fields", "{paper}/signatories/columns", {"column": "name"}),
    ("a reason", "{waiting}", {"choice": "reject", **REASON}),
    ("a reason", "{dispute}", {"choice": "stays", **REASON}),
    ("a reason", "/desk/endorsements/{key}/decision", {"action": "reject", **REASON}),
    ("a reason", "/desk/endorsements/{key}/reason", REASON),
    ("a note", "/desk/signatories/{key}/notes", {"words": NUL}),
    ("what is taken back", "{waiting}/undo", {"undo": "nonsense", "revision": 1}),
    ("what is taken back", "{waiting}/undo", {"undo": "erase", "revision": 1}),
    ("what is taken back", "{waiting}/undo", {"undo": NUL, "revision": 1}),
    ("another entry", "/desk/signatories/{key}/pair", {"how": "replace", "other": NUL}),
    ("a list", "{paper}/imports", {"file": NUL}),
    ("a list", "{paper}/imports/a%00b/rows", {}),
    ("a list", "{paper}/imports/nowhere/undo", {"sure": "y"}),
    ("its evidence", "{list}/rows", {"evidence": NUL}),
    ("how many are asked", "{list}/questions", {"number": NUL}),
    ("how it is taken", "{list}/file", {"format": NUL}),
    ("whether it is undone", "{list}/undo", {"sure": NUL}),
    ("an entry to keep", "{paper}/signatories/new", {"instead": "keep", "entry": NUL}),
    ("an entry to keep", "{paper}/signatories/new", {"instead": "keep", "entry": "../../x"}),
    ("a name", f"{CAMPAIGN}/co-hosts", {"name": NUL}),
]
"""What is sent, where, and with which fields; a filter has `TOO_MANY`."""


def made() -> dict[str, str]:
    disputed = an_entry(a_paper())
    a_challenge(a_paper(), disputed)
    change_paper(publication="after_review")
    row = an_endorsement(a_paper(publication="after_review"))
    room = f"{PAPER}/to-decide"
    return {
        "paper": PAPER,
        "key": row.public_id,
        "list": f"{PAPER}/imports/{kept(a_paper(), *rows_of('House')).public_id}",
        "waiting": f"{room}/endorsement/{row.public_id}",
        "dispute": f"{room}/dispute/{disputed.public_id}",
    }


MADE = Kept(made)


def a_desk(client: Browser) -> dict[str, str]:
    """Sign an owner in; return the addresses of one that waits and of one that is disputed."""
    places = MADE.set()
    desk.sign_in(client)
    return places


@pytest.mark.parametrize(("what", "path", "fields"), BY_HAND)
def test_a_form_filled_by_hand_is_refused_and_changes_nothing(
    client: Browser, what: str, path: str, fields: dict[str, Any]
) -> None:
    places = a_desk(client)
    more = {"filter": TOO_MANY} if what == "a filter of many fields" else {}
    mark, before = client.mark(f"{PAPER}/to-decide"), everything()

    sent = {"csrf_token": mark, **fields, **more}
    answer = client.post(path.format(**places), data=sent)

    assert 400 <= answer.status_code < 500
    assert everything() == before


def test_a_reason_for_many_holds_no_sign_that_nobody_types(client: Browser) -> None:
    places = a_desk(client)
    mark, before = client.mark(f"{PAPER}/to-decide"), everything()
    sure = {"sure": "y", "number": "1", "csrf_token": mark, "action": "reject"}

    answer = client.post(f"{PAPER}/decisions", data={**sure, "id": places["key"], "note": NUL})

    assert answer.status_code == 422
    assert everything() == before


@command
def fill_the_trail(subject: str) -> None:
    """Let so much happen to something that its history has a second page."""
    for _ in range(60):
        trail.record("export", subject, actor=trail.SYSTEM, format="csv", contacts=False, rows=1)


@pytest.mark.parametrize(
    "room", [f"{PAPER}/history", f"{CAMPAIGN}/history", f"{PAPER}/signatories"]
)
@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2026-W01-1"])
def test_a_day_at_the_edge_of_time_is_passed_over(client: Browser, room: str, day: str) -> None:
    a_paper(time_zone="Europe/Brussels")
    desk.sign_in(client)
    asked = {"first": day, "last": day, "since": day, "until": day}

    for name, value in asked.items():
        assert client.get(room, query_string={name: value}).status_code == 200, name


@pytest.mark.parametrize(
    "asked",
    [
        {"_scheme": "javascript"},
        {"_external": "1", "_scheme": "javascript"},
        {"_anchor": "x", "_method": "POST"},
        {"slug": "another", "endpoint": "x", "self": "x"},
    ],
)
def test_an_address_gives_no_orders_to_what_builds_addresses(
    client: Browser, asked: dict[str, str]
) -> None:
    paper = a_paper()
    desk.sign_in(client)
    fill_the_trail(paper.public_id)

    moved = client.get(f"{PAPER}/endorsements", query_string={"state": "published", **asked})
    pages = [client.get(f"{one}/history", query_string=asked) for one in (PAPER, CAMPAIGN)]

    assert moved.location == f"{PAPER}/signatories?state=published"
    for page in pages:
        assert page.status_code == 200
        assert "Older" in page.text
        assert "javascript:" not in page.text


def test_the_name_of_a_co_host_turns_nothing_round(client: Browser) -> None:
    a_paper()
    desk.sign_in(client)
    room = f"{CAMPAIGN}/co-hosts"

    assert client.send(room, {"name": "Part\u202ener\u200b  Ltd"}).status_code == 303

    assert "Partner Ltd" in client.get(room).text


def test_a_forged_selection_reaches_nothing_of_another_paper(client: Browser) -> None:
    places = a_desk(client)
    elsewhere = a_paper_of("closed-doors", "ten-roofs")
    change_paper("ten-roofs", publication="after_review")
    theirs = an_endorsement(elsewhere, name="Theirs Alone").public_id
    mark, before = {"csrf_token": client.mark(f"{PAPER}/to-decide")}, everything()
    one = {"revision": 1, "choice": "publish", "undo": "unpublish", **mark}
    bulk = {"action": "publish", "id": theirs, **mark}

    answers = [
        client.post(f"{PAPER}/decisions", data={**bulk, "sure": "y", "number": "0"}),
        client.post(f"{PAPER}/decisions", data={**bulk, "sure": "y", "number": "1"}),
        client.post(f"{PAPER}/to-decide/endorsement/{theirs}", data=one),
        client.post(f"{PAPER}/to-decide/endorsement/{theirs}/undo", data=one),
        client.post(f"{PAPER}/to-decide/endorsement/{theirs}/open", data=one),
        client.post(
            f"/desk/signatories/{places['key']}/pair",
            data={"how": "replace", "other": theirs, **mark},
        ),
    ]
    unchanged = everything() == before
    file = client.post(f"{PAPER}/export", data={"format": "csv", "id": theirs, **mark})

    assert [one.status_code for one in answers] == [422, 409, 404, 404, 404, 404]
    assert unchanged
    assert file.status_code == 200
    assert "Theirs Alone" not in "".join(one.text for one in (*answers, file))
