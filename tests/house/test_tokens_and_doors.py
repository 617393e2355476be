"""Every mailed link opens its own door alone; at all others it is answered like garbage."""

import itertools
import re
import secrets
from datetime import date
from urllib.parse import urlsplit

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from signon.access import grants
from signon.access import service as access
from signon.access.roles import Role
from signon.adding import service as adding
from signon.adding.drafts import Receipt
from signon.kernel import tokens
from signon.mailings import service as mailings
from signon.outbox.post import Link
from signon.space import offers
from signon.space import service as space
from signon.submissions.drafts import ContactDraft
from tests.access.leads import PASSWORD, a_lead
from tests.challenges.scene import OFFICE, a_challenge, an_entry, checked
from tests.factories import a_campaign, a_draft, a_paper, an_endorsement, confirm
from tests.mailings.scene import a_reader, planned
from tests.reconfirmations.rounds import a_round
from tests.space.doors import mails
from tests.support.clients import Browser
from tests.support.scenes import Kept

DOORS = {
    "/en/confirm/": "confirm",
    "/en/not-us/": "not-us",
    "/en/never-again/": "never-again",
    "/en/space/": "space",
    "/en/offers/": "offer",
    "/en/join/": "join",
    "/en/rounds/": "round",
    "/en/updates/": "updates",
    "/en/did-not-sign/": "challenge",
    "/en/answer/": "answer",
    "/en/added/": "added",
    "/en/corrected/": "corrected",
    "/desk/password/": "invitation",
    "/desk/not-me/": "not-me",
}
GARBAGE = "made.up.token"
_MARK = re.compile(r'name="csrf_token" value="[^"]*"')


def somebody_got_mail() -> dict[str, str]:
    """Let every mail be written that has a link; return a token for each door."""
    known = checked(an_entry(a_paper("first"), email=OFFICE))
    wrong = confirm(
        an_endorsement(a_paper("second"), confirmed=False, name="Hearth", email="eve@gmail.com")
    )
    a_challenge(a_paper("second"), wrong)
    space.send_link(OFFICE, "en")
    offers.ask(known, "successor", ContactDraft("Bo Sample", "", "bo@hearth.example.net"))
    twin = an_endorsement(
        a_paper("first"), confirmed=False, name="Hearth", email="cy@hearth.example.net"
    )
    confirm(twin)
    a_round()
    a_reader(a_paper("first"), "news")
    mailing = planned(a_paper("first"))
    mailings.go_on(mailing.public_id)
    receipt = Receipt("paper", date(2026, 11, 2), "Lea Sample", ask=True)
    third = a_draft(email="di@hearth.example.net")
    adding.add(a_paper("third"), third, receipt, lead="lead")
    adding.correct(known, {"acronym": "HH"}, lead="lead")
    words = {"language": "en", "invited_by": "system", "campaign_title": "Open doors"}
    grants.invite("lead@example.org", a_campaign().id, Role.OWNER, **words)
    a_lead(email="eda@example.org")
    for _ in range(2):
        access.sign_in("eda@example.org", PASSWORD, "a network")
    found: dict[str, str] = {}
    for mail in mails():
        for url in (mail.way_out, *(part.url for part in mail.parts if isinstance(part, Link))):
            door, _, token = urlsplit(url).path.rpartition("/")
            found.setdefault(f"{door}/", token)
    return found


SCENE = Kept(somebody_got_mail)


@pytest.fixture
def mailed(app: Flask) -> dict[str, str]:
    """A token that somebody got by mail, for each door."""
    return SCENE.set()


def values_in(token: str) -> list[str]:
    """Return what a token carries between its purpose, its time and its signature."""
    return token.split(".")[1:-2]


def seen(answer: TestResponse, token: str) -> tuple[int, str]:
    """Return what somebody sees of an answer, without what only repeats their own address."""
    return answer.status_code, _MARK.sub("", answer.text.replace(token, "TOKEN"))


@pytest.mark.parametrize("door", DOORS)
def test_a_token_opens_its_own_door(client: Browser, mailed: dict[str, str], door: str) -> None:
    assert client.get(door + mailed[door]).status_code in (200, 303)


@pytest.mark.parametrize("door", DOORS)
def test_no_token_opens_another_door(client: Browser, mailed: dict[str, str], door: str) -> None:
    garbage = seen(client.get(door + GARBAGE), GARBAGE)
    posted = seen(client.post(door + GARBAGE, data={"answer": "yes"}), GARBAGE)
    assert 400 <= garbage[0] < 500

    for other, purpose in DOORS.items():
        if purpose == DOORS[door]:
            continue
        # Somebody else's token, and one that says all that this door wants under another purpose.
        for token in (mailed[other], tokens.sign(purpose, *values_in(mailed[door]))):
            assert seen(client.get(door + token), token) == garbage, other
            answer = client.post(door + token, data={"answer": "yes"})
            assert seen(answer, token) == posted, other


@pytest.mark.parametrize("door", DOORS)
def test_a_token_with_one_letter_changed_is_garbage(
    client: Browser, mailed: dict[str, str], door: str
) -> None:
    garbage = seen(client.get(door + GARBAGE), GARBAGE)
    token = mailed[door]

    for place in range(0, len(token), 7):
        letter = "A" if token[place] != "A" else "B"
        changed = token[:place] + letter + token[place + 1 :]
        assert seen(client.get(door + changed), changed) == garbage, place


@pytest.mark.parametrize("door", DOORS)
def test_an_older_key_still_opens_while_it_is_a_fallback(
    app: Flask,
    client: Browser,
    mailed: dict[str, str],
    door: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = app.config["SECRET_KEY"]
    monkeypatch.setitem(app.config, "SECRET_KEY", "another-" + "k" * 32)

    unknown = client.get(door + mailed[door]).status_code
    monkeypatch.setitem(app.config, "SECRET_KEY_FALLBACKS", [before])

    assert 400 <= unknown < 500
    assert client.get(door + mailed[door]).status_code in (200, 303)


@pytest.mark.parametrize("door", DOORS)
def test_a_link_under_a_key_that_was_given_up_says_so(
    app: Flask,
    client: Browser,
    mailed: dict[str, str],
    door: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    token = mailed[door]
    monkeypatch.setitem(app.config, "SECRET_KEYS_DROPPED", [app.config["SECRET_KEY"]])
    monkeypatch.setitem(app.config, "SECRET_KEY", "another-" + "k" * 32)

    answer = client.get(door + token)

    assert answer.status_code == 410
    assert "keys of this site have been changed" in answer.text
    assert client.get(door + token[:-2] + "xx").status_code == 404


@pytest.mark.parametrize("door", DOORS)
def test_who_guesses_tokens_has_to_wait_and_a_good_one_still_opens(
    client: Browser, mailed: dict[str, str], door: str
) -> None:
    shapes = ("{}", "{0}.{0}", DOORS[door] + ".{}.{}.{}.{}", "é{}", "{}" * 40)
    guesses = [
        shape.format(*(secrets.token_urlsafe(16) for _ in range(shape.count("{"))))
        for shape in itertools.islice(itertools.cycle(shapes), 70)
    ]

    answers = [client.get(f"{door}{guess}").status_code for guess in guesses]

    assert answers == [404] * 60 + [429] * 10
    assert client.get(f"{door}{mailed[door]}").status_code == 200


@pytest.mark.parametrize("door", DOORS)
def test_guesses_at_one_row_are_counted_together_wherever_they_come_from(
    client: Browser, mailed: dict[str, str], door: str
) -> None:
    said, _, _proof = mailed[door].rpartition(".")
    peers = [{"REMOTE_ADDR": f"192.0.2.{number}"} for number in range(40)]

    answers = [
        client.get(f"{door}{said}.{secrets.token_urlsafe(20)}", environ_base=peer).status_code
        for peer in peers
    ]

    assert answers == [404] * 30 + [429] * 10
    assert client.get(f"{door}{mailed[door]}").status_code == 200
