"""An entry's page and the form against it: what they ask, and what they never tell."""

import re
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from signon.audit import trail
from signon.challenges import tasks
from signon.challenges.capability import CHALLENGE
from signon.challenges.models import Challenge
from signon.endorsements.capability import ENDORSEMENT
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.kernel import clock
from signon.outbox.addresses import address_key
from signon.outbox.post import Code
from signon.outbox.suppression import suppress
from signon.papers import service as papers
from signon.submissions import tasks as shared
from signon.submissions import workflow
from signon.submissions.models import Contact
from tests.challenges.scene import (
    FORM,
    OFFICE,
    Outbox,
    a_challenge,
    an_entry,
    on_list,
    path_in,
    reread,
    subjects,
)
from tests.factories import a_paper, an_endorsement, change_paper
from tests.support.clients import MARK, Browser
from tests.support.databases import on_one_database

SENT = "/en/papers/ten-doors/challenge/look-into-your-mailbox"
RECEIVED = "/en/papers/ten-doors/challenge/received"
LIST = "/en/papers/ten-doors/signatories"

pytestmark = pytest.mark.usefixtures("established")


@pytest.fixture
def path(app: Flask) -> str:
    """The path of the form against an entry of Hearth."""
    return f"{LIST}/{an_entry().public_id}/challenge"


def challenges() -> list[Challenge]:
    return list(db.session.scalars(select(Challenge).order_by(Challenge.id)))


def press(client: Browser, path: str) -> str:
    found = MARK.search(client.get(path).text)
    assert found
    answer = client.post(path, data={"csrf_token": found[1]})
    return str(answer.location)


def test_every_name_of_the_list_leads_to_its_own_page(client: Browser) -> None:
    entry = an_entry(a_paper(), statement="Open them.")
    page = client.get(LIST).text

    link = re.search(r'<a href="([^"]+)"><bdi>Hearth', page)
    assert link
    own = client.get(link[1])

    assert link[1] == f"{LIST}/{entry.public_id}"
    assert own.status_code == 200
    for words in ("Hearth", "Open them.", "Version 1", "did not sign"):
        assert words in own.text
    assert "eve@" not in own.text
    assert "Ada Sample" not in own.text
    assert "Set-Cookie" not in own.headers


@pytest.mark.parametrize("entry", ["nothing", "%00", "%ED%A0%80", "x" * 3000])
def test_what_is_not_on_the_list_has_no_page(client: Browser, entry: str) -> None:
    a_paper()

    for page in (f"{LIST}/{entry}", f"{LIST}/{entry}/challenge"):
        assert client.get(page).status_code == 404
    assert client.get(f"/en/papers/ten-doors/thank-you?entry={entry}").status_code in (200, 400)


def test_what_is_not_public_has_no_page_and_cannot_be_challenged(client: Browser) -> None:
    paper = a_paper()
    mark = client.mark(f"{LIST}/{an_entry(paper).public_id}/challenge")
    waiting = an_endorsement(paper, confirmed=False)
    elsewhere = an_endorsement(a_paper("other"))

    for row in (waiting, elsewhere):
        page = f"{LIST}/{row.public_id}"
        assert client.get(page).status_code == 404
        sent = client.post(f"{page}/challenge", data={**FORM, "csrf_token": mark})
        assert sent.status_code == 404
    assert challenges() == []


def test_the_form_leads_over_the_mailbox_to_the_hosts(
    client: Browser, outbox: Outbox, path: str
) -> None:
    answer = client.send(path, FORM)
    assert (answer.status_code, answer.location) == (303, SENT)
    assert "Look into your mailbox" in client.get(SENT).text

    [mail] = outbox()
    link = path_in(mail, "confirm")
    asked = client.get(link).text
    assert FORM["explanation"] in asked
    assert "publish" not in asked
    assert press(client, link) == RECEIVED

    assert client.get(RECEIVED).status_code == 200
    assert client.get(link).status_code == 200
    assert client.get(path).status_code == 404
    assert on_list(a_paper(), an_entry_of(challenges()[0])) == "absent"


def an_entry_of(challenge: Challenge) -> Endorsement:
    return db.session.get_one(Endorsement, challenge.endorsement_id)


def test_the_code_is_a_second_way(client: Browser, outbox: Outbox, path: str) -> None:
    client.send(path, FORM)
    code = next(part.code for part in outbox()[0].parts if isinstance(part, Code))

    answer = client.send("/en/confirm", {"code": code})

    assert press(client, answer.location) == RECEIVED


def test_not_us_takes_it_back_in_words_of_its_own(
    client: Browser, outbox: Outbox, path: str
) -> None:
    client.send(path, FORM)
    press(client, path_in(outbox()[0], "confirm"))

    not_us = path_in(outbox()[0], "not-us")
    assert "a signature is wrong" in client.get(not_us).text
    press(client, not_us)

    assert client.get(path).status_code == 200  # the entry is back


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("representative_name", " ", "Enter your name."),
        ("representative_role", "", "Enter your role"),
        ("email", "nobody", "does not look like an e-mail address"),
        ("explanation", "", "what is wrong"),
        ("explanation", "x" * 2001, "2000"),
        ("explanation", "You won: http://evil.example/now", "without addresses of web pages"),
        ("representative_name", "www.evil.example", "without addresses of web pages"),
        ("authorised", "", "Tick this box"),
    ],
)
@on_one_database
def test_what_is_missing_is_said_beside_its_field_and_the_rest_is_kept(
    client: Browser, path: str, field: str, value: str, words: str
) -> None:
    answer = client.send(path, {**FORM, field: value})

    assert answer.status_code == 422
    error = re.search(rf'id="{field}-error".*?</p>', answer.text, re.S)
    assert error
    assert words.lower() in error[0].lower()
    if field != "representative_role":
        assert 'value="Director"' in answer.text
    assert challenges() == []


@pytest.mark.parametrize("junk", ["\x00", "\ud800", "a\r\nBcc: x@example.org", "x" * 100_000])
@pytest.mark.parametrize("field", sorted(FORM))
def test_hostile_values_never_break_the_form(
    client: Browser, path: str, field: str, junk: str
) -> None:
    sent = {**FORM, field: junk.encode("utf-8", "surrogatepass")}

    assert client.send(path, sent).status_code in (303, 413, 422)


def test_a_person_says_that_they_did_not_sign(client: Browser) -> None:
    person = {"capacity": "individual", "organisation_kind": "", "authorised": False}
    entry = an_endorsement(a_paper(accepts="both"), name="Bo Sample", **person)
    form = f"{LIST}/{entry.public_id}/challenge"

    assert "I am this person" in client.get(form).text
    assert client.send(form, {**FORM, "representative_role": ""}).status_code == 303


def test_a_robot_gets_the_same_page_and_no_mail(client: Browser, outbox: Outbox, path: str) -> None:
    answer = client.send(path, {**FORM, "fax_number": "1"})

    assert (answer.status_code, answer.location) == (303, SENT)
    assert (challenges(), outbox()) == ([], [])


def test_a_form_whose_cookie_is_gone_comes_back_filled_in(client: Browser, path: str) -> None:
    mark = client.mark(path)
    client.delete_cookie("signon")

    answer = client.post(path, data={**FORM, "csrf_token": mark})

    assert answer.status_code == 422
    assert FORM["explanation"] in answer.text


def answer_of(client: Browser, path: str, email: str) -> tuple[object, ...]:
    answer = client.send(path, {**FORM, "email": email})
    kept = {"Location", "Content-Type", "Cache-Control", "Vary"}
    shown = sorted((name, value) for name, value in answer.headers if name in kept)
    page = client.get(answer.location).text
    return answer.status_code, answer.text, tuple(shown), MARK.sub("", page)


def test_whoever_asks_the_answer_is_the_same(client: Browser) -> None:
    paper = a_paper(contested_shown="marked")
    entry = an_entry(paper, email="signer@elsewhere.example.com")
    form = f"{LIST}/{entry.public_id}/challenge"
    a_challenge(paper, entry, "pending@example.org", confirmed=False)
    a_challenge(paper, entry, "confirmed@example.org")
    workflow.disown(CHALLENGE, a_challenge(paper, entry, "disowned@example.org"))
    suppress(address_key("silent@example.org"), "asked")

    people = [f"{who}@example.org" for who in ("new", "pending", "confirmed", "disowned", "silent")]
    answers = {answer_of(client, form, who) for who in (*people, OFFICE, "signer@example.com")}

    assert len(answers) == 1


def test_a_network_that_sends_many_is_asked_to_wait(client: Browser, path: str) -> None:
    mark = client.mark(path)

    def post(number: int) -> int:
        fields = {**FORM, "email": f"bo{number}@example.org", "csrf_token": mark}
        return client.post(path, data=fields).status_code

    answers = [post(number) for number in range(70)]

    assert answers[:12] == [303] * 12
    assert answers[-1] == 429


def test_four_people_of_an_office_who_each_err_twice_are_all_heard(
    client: Browser, path: str
) -> None:
    mark = client.mark(path)

    for number in range(4):
        fields = {**FORM, "email": f"bo{number}@example.org", "csrf_token": mark}
        for mistake in ({"explanation": ""}, {"authorised": ""}):
            assert client.post(path, data={**fields, **mistake}).status_code == 422
        assert client.post(path, data=fields).status_code == 303

    assert len(challenges()) == 4


def test_a_link_of_what_was_taken_back_leads_to_the_entry_and_speaks_of_no_signing(
    client: Browser, outbox: Outbox, path: str
) -> None:
    client.send(path, FORM)
    link = path_in(outbox()[0], "confirm")
    workflow.disown(CHALLENGE, challenges()[0])

    over = client.get(link)

    assert over.status_code == 410
    assert "what you said was taken back" in over.text
    assert re.search(rf'href="{path.removesuffix("/challenge")}"[^>]*>See the entry<', over.text)
    assert "sign again" not in over.text.lower()


def test_whoever_challenges_learns_nothing_of_who_signed_and_is_not_believed_for_more(
    client: Browser, outbox: Outbox
) -> None:
    paper = a_paper()
    entry = an_entry(paper)
    challenge = a_challenge(paper, entry)

    for mail in outbox():
        if mail.to == OFFICE:
            assert "eve@" not in str(mail)
            assert "Ada Sample" not in str(mail)
    row = reread(entry)
    assert row.contact.email == "eve@elsewhere.example.com"
    assert row.contact_id != challenge.contact_id
    strict = a_paper("strict", publish_grades="contact")
    again = an_endorsement(strict, name="Hearth", email=OFFICE)
    assert again.evidence == "mailbox"


def test_the_link_of_one_challenge_confirms_no_other(
    client: Browser, outbox: Outbox, path: str
) -> None:
    other = an_endorsement(a_paper(), name="Harbour")
    client.send(path, FORM)
    client.send(f"{LIST}/{other.public_id}/challenge", {**FORM, "email": "bo@example.org"})
    first, second = (row.public_id for row in challenges())
    link = path_in(outbox()[0], "confirm")

    assert first in link
    assert client.get(link.replace(first, second)).status_code == 404


def test_a_challenge_of_what_is_gone_cannot_be_confirmed(
    client: Browser, outbox: Outbox, path: str
) -> None:
    client.send(path, FORM)
    link = path_in(outbox()[0], "confirm")
    workflow.withdraw(ENDORSEMENT, an_entry_of(challenges()[0]), actor=trail.SIGNATORY)

    answer = client.get(link)

    assert answer.status_code == 410
    assert "does not stand under the paper any more" in answer.text


def test_people_are_erased_with_those_who_signed(app: Flask) -> None:
    paper = a_paper(closes_at=clock.now() + timedelta(days=1), retention_months=1)
    entry = an_entry(paper)
    challenge = a_challenge(paper, entry)
    assert challenge.contact.erase_after == entry.contact.erase_after

    long_ago = clock.now() - timedelta(days=40)
    change_paper(opens_at=long_ago - timedelta(days=1), closes_at=long_ago)
    tasks.follow_closing_dates()
    shared.erase()
    tasks.forget_words()

    erased = reread(challenge)
    assert (erased.contact, erased.address_key, erased.explanation) == (None, None, "")
    kept = select(Contact).where(Contact.email == OFFICE)
    assert db.session.scalar(kept) is None


def test_a_closed_paper_can_still_be_challenged(client: Browser, path: str) -> None:
    papers.close_paper("ten-doors", actor=trail.SYSTEM)

    assert client.send(path, FORM).status_code == 303


def test_who_challenges_again_after_confirming_is_told_so_by_mail_only(
    client: Browser, outbox: Outbox
) -> None:
    paper = a_paper(contested_shown="marked")
    entry = an_entry(paper)
    a_challenge(paper, entry)

    with time_machine.travel(clock.now() + timedelta(minutes=20)):
        client.send(f"{LIST}/{entry.public_id}/challenge", FORM)

    assert subjects(outbox(), OFFICE) == [
        "Please confirm that a signature is wrong",
        "Told already",
    ]
