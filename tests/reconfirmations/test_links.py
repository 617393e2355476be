"""The page behind a mailed question: it asks, it answers, and it helps when it cannot."""

import pytest
from flask import Flask
from sqlalchemy import update

from signon.audit import trail
from signon.endorsements.capability import ENDORSEMENT
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.kernel import clock, tokens
from signon.links.writer import write
from signon.reconfirmations import service, tasks
from signon.reconfirmations.links import ROUND
from signon.reconfirmations.models import Round
from signon.submissions import workflow
from signon.submissions.links import NOT_US
from signon.submissions.states import Action, State
from tests.factories import a_paper, an_endorsement
from tests.reconfirmations.rounds import (
    DAY,
    NOTE,
    a_round,
    answer_to,
    deliver,
    links_in,
    listed,
    mails,
    now,
)
from tests.support.clients import Browser


@pytest.fixture
def asked(app: Flask) -> tuple[Endorsement, str]:
    """A signatory who is asked, and the path of the page that asks."""
    [row] = a_round(name="Hearth <& Harbour>", no_answer="withdraw")
    return row, next(links_in(mails()[0]))


def let_the_date_pass() -> None:
    with db.engine.begin() as connection:
        past = {"opened_at": clock.now() - 14 * DAY, "answer_by": clock.now()}
        connection.execute(update(Round).values(past))


def test_opening_the_link_shows_the_facts_and_changes_nothing(
    client: Browser, asked: tuple[Endorsement, str]
) -> None:
    row, path = asked

    for _ in range(3):
        page = client.get(path)

    assert page.status_code == 200
    for words in ("Hearth &lt;&amp; Harbour&gt;", NOTE, "UTC", "Harbour&gt; is taken off the list"):
        assert words in page.text
    assert "/en/papers/ten-doors/changes?from=1&amp;to=2" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in page.headers
    assert answer_to(row).answer is None
    assert listed() == {row.public_id: 1}


def test_a_button_keeps_and_the_page_then_says_so(
    client: Browser, asked: tuple[Endorsement, str]
) -> None:
    row, path = asked

    answer = client.send(path, {"answer": "keep"})

    assert (answer.status_code, answer.headers["Location"]) == (303, path)
    page = client.get(path).text
    assert "You stand under the changed text" in page
    assert 'value="keep"' not in page
    assert listed() == {row.public_id: 2}
    assert client.send(path, {"answer": "withdraw"}).status_code == 303
    assert listed() == {}


def test_a_button_withdraws_with_a_public_reason_and_there_is_a_way_back(
    client: Browser, asked: tuple[Endorsement, str]
) -> None:
    row, path = asked

    client.send(path, {"answer": "withdraw", "reason": "  We see it\r\notherwise. "})

    assert now(row).withdrawal_reason == "We see it\notherwise."
    page = client.get(path)
    assert "Off the list" in page.text
    assert "/en/papers/ten-doors/endorse" in page.text
    assert client.post(path, data={"answer": "keep"}).status_code == 400


@pytest.mark.parametrize("fields", [{}, {"answer": ""}, {"answer": "both"}, {"answer": "\x00"}])
def test_an_answer_that_is_none_changes_nothing(
    client: Browser, asked: tuple[Endorsement, str], fields: dict[str, str]
) -> None:
    row, path = asked

    assert client.send(path, fields).status_code == 400
    assert answer_to(row).answer is None


def test_a_reason_that_is_too_long_is_given_back(
    client: Browser, asked: tuple[Endorsement, str]
) -> None:
    row, path = asked

    answer = client.send(path, {"answer": "withdraw", "reason": "Long. " * 200})

    assert answer.status_code == 422
    assert "Long. Long." in answer.text
    assert 'id="reason-error"' in answer.text
    assert now(row).state == State.PUBLISHED


def test_an_answer_without_the_mark_of_the_page_changes_nothing(
    client: Browser, asked: tuple[Endorsement, str]
) -> None:
    row, path = asked

    for mark in ("", "made up"):
        answer = client.post(path, data={"answer": "withdraw", "csrf_token": mark})
        assert answer.status_code == 400
    assert listed() == {row.public_id: 1}


def test_the_page_is_there_in_every_language(
    client: Browser, asked: tuple[Endorsement, str]
) -> None:
    _, path = asked

    for language in ("en", "fr", "es", "ar"):
        assert client.get(path.replace("/en/", f"/{language}/", 1)).status_code == 200


def test_a_broken_link_and_one_for_another_door_are_answered_alike(
    client: Browser, asked: tuple[Endorsement, str]
) -> None:
    row, path = asked
    other = write(NOT_US, "one", row.public_id, (row.address_key or "")[:16])
    short = tokens.sign(ROUND.name, row.public_id)
    unknown = write(ROUND, "none", row.public_id, "x")

    for token in ("x", "%00", path.rsplit("/", 1)[1][:-1], other, short, unknown, "x" * 3000):
        page = client.get(f"/en/rounds/{token}")
        assert page.status_code == 404
        assert "<h1" in page.text


@pytest.mark.parametrize("key", ["another-key", None])
def test_a_changed_or_erased_address_kills_the_link(
    client: Browser, asked: tuple[Endorsement, str], key: str | None
) -> None:
    row, path = asked
    mark = client.mark(path)
    with db.engine.begin() as connection:
        connection.execute(update(Endorsement).values(address_key=key))

    page = client.get(path)
    sent = client.post(path, data={"csrf_token": mark, "answer": "withdraw"})

    assert (page.status_code, sent.status_code) == (410, 410)
    assert "no longer on record" in page.text
    assert "Hearth" not in page.text
    assert listed() == {row.public_id: 1}


def test_after_the_date_the_page_says_what_counts(
    client: Browser, asked: tuple[Endorsement, str]
) -> None:
    row, path = asked
    mark = client.mark(path)
    service.keep(answer_to(row).id, "en")
    let_the_date_pass()

    sent = client.post(path, data={"csrf_token": mark, "answer": "withdraw"})

    assert sent.status_code == 410
    assert "Too late to answer here" in sent.text
    assert "you stand under the changed text" in sent.text
    assert listed() == {row.public_id: 2}


def test_who_was_taken_off_for_want_of_an_answer_is_told_so(
    client: Browser, asked: tuple[Endorsement, str]
) -> None:
    row, path = asked
    deliver()
    let_the_date_pass()
    tasks.close()

    page = client.get(path)

    assert "There was no answer in time" in page.text
    assert listed() == {}
    assert now(row).contact_id is None


def test_what_was_removed_or_withdrawn_elsewhere_has_a_page(
    client: Browser, asked: tuple[Endorsement, str]
) -> None:
    row, path = asked
    workflow.decide(row, Action.REJECT, revision=row.revision, moderator="lead")
    removed = client.get(path)
    workflow.decide(now(row), Action.PUBLISH, revision=now(row).revision, moderator="lead")
    workflow.withdraw(ENDORSEMENT, now(row), actor=trail.SIGNATORY)

    assert removed.status_code == 410
    assert "no longer stands on record" in removed.text
    assert "Off the list" in client.get(path).text


def test_the_paper_says_that_its_signatories_are_being_asked(
    client: Browser, asked: tuple[Endorsement, str]
) -> None:
    page = client.get("/en/papers/ten-doors").text

    assert "signatories are being asked until" in page
    assert "Who does not answer is taken off the list." in page
    assert "changes?from=1&amp;to=2" in page
    let_the_date_pass()
    tasks.close()
    assert "being asked" not in client.get("/en/papers/ten-doors").text


def test_a_line_says_which_version_it_backs_unless_it_is_the_current_one(client: Browser) -> None:
    an_endorsement(a_paper(), name="Alone")
    alone = client.get("/en/papers/ten-doors/signatories").text
    assert 'class="version"' not in alone

    rows = a_round(2)
    service.keep(answer_to(rows[0]).id, "en")
    page = client.get("/en/papers/ten-doors/signatories").text

    assert page.count('class="version"') == 2
    assert "version 1</span>" in page
    assert "version 2</span>" not in page


def test_whoever_keeps_what_is_not_listed_does_not_read_that_the_list_says_so(
    client: Browser, asked: tuple[Endorsement, str]
) -> None:
    row, path = asked
    workflow.decide(row, Action.UNPUBLISH, revision=row.revision, moderator="lead")

    client.send(path, {"answer": "keep"})

    page = client.get(path).text
    assert "The entry is not on the list at the moment" in page
    assert "the list says so" not in page
