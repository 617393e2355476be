"""Who is told that somebody else has signed for them, and what their link does."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from signon.audit import trail
from signon.challenges import known_contacts
from signon.challenges.models import Challenge
from signon.endorsements import service as endorsements
from signon.endorsements.capability import ENDORSEMENT
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.kernel import clock, tokens
from signon.links.pressed import PRESS
from signon.links.purposes import Purpose
from signon.links.writer import write
from signon.outbox.addresses import address_key
from signon.outbox.post import Link
from signon.outbox.suppression import suppress
from signon.space import offers
from signon.space.models import Offer
from signon.submissions import workflow
from signon.submissions.drafts import ContactDraft
from signon.submissions.states import Action, State
from tests.challenges.scene import (
    CHAIR,
    OFFICE,
    Outbox,
    an_entry,
    checked,
    on_list,
    path_in,
    reread,
    subjects,
)
from tests.factories import a_paper, an_endorsement, confirm
from tests.links.declared import PURPOSES
from tests.support.clients import MARK, Browser
from tests.support.scenes import Kept

TOLD = "Signed for your organisation"
STRANGER = {"name": "Hearth", "email": "eve@gmail.com", "representative_name": "Eve Secret"}


def signed_by_a_stranger(slug: str = "second", **changes: object) -> Endorsement:
    """Let somebody sign for Hearth and confirm it with a mailbox of their own."""
    row = an_endorsement(a_paper(slug), confirmed=False, **{**STRANGER, **changes})
    return confirm(row)


def press(client: Browser, path: str) -> int:
    found = MARK.search(client.get(path).text)
    assert found
    return client.post(path, data={"csrf_token": found[1]}).status_code


def test_a_known_contact_hears_of_who_differs_from_them_by_a_tag_alone(
    app: Flask, outbox: Outbox
) -> None:
    known = checked(an_entry(a_paper("first"), email="hearth@post.example.com", website=""))

    wrong = signed_by_a_stranger(email="hearth+evil@post.example.com")

    assert subjects(outbox(), "hearth@post.example.com") == [TOLD]
    assert known_contacts.speaks_for(known, wrong)
    assert not known_contacts.speaks_for(wrong, known)


def test_a_known_contact_is_told_in_their_language_and_not_by_whom(
    app: Flask, outbox: Outbox
) -> None:
    checked(an_entry(a_paper("first"), email=OFFICE, language="fr"))

    wrong = signed_by_a_stranger()

    [mail] = [mail for mail in outbox() if mail.to == OFFICE]
    assert mail.language == "fr"
    said = str(mail)
    assert "gmail.com" in said
    assert f"/fr/papers/second/signatories/{wrong.public_id}" in said
    assert "eve@" not in said
    assert "Eve" not in said


def test_three_mailboxes_at_most_are_told_once_each(app: Flask, outbox: Outbox) -> None:
    for number in range(5):
        paper = a_paper(f"earlier-{number}")
        checked(an_entry(paper, email=f"office{number}@hearth.example.net"))
        an_entry(a_paper(f"later-{number}"), email=f"office{number}@hearth.example.net")

    wrong = signed_by_a_stranger()
    workflow.confirm(ENDORSEMENT, wrong)

    told = [mail.to for mail in outbox() if mail.subject.startswith(TOLD)]
    assert sorted(told) == [f"office{number}@hearth.example.net" for number in (2, 3, 4)]


@pytest.mark.parametrize("evidence", ["freemail", "mailbox"])
def test_who_was_never_believed_is_not_told(app: Flask, outbox: Outbox, evidence: str) -> None:
    email = {"freemail": "ada@gmail.com", "mailbox": "ada@elsewhere.example.com"}[evidence]
    assert an_entry(a_paper("first"), email=email).evidence == evidence

    signed_by_a_stranger()

    assert subjects(outbox(), email) == []


def test_who_has_merely_signed_is_told_what_is_public_and_can_do_no_more_than_anybody(
    app: Flask, outbox: Outbox
) -> None:
    an_entry(a_paper("first"), email=OFFICE)

    wrong = signed_by_a_stranger()

    [mail] = [mail for mail in outbox() if mail.to == OFFICE]
    links = [part.url for part in mail.parts if isinstance(part, Link)]
    assert [link.rpartition("/")[2] for link in links] == [wrong.public_id]
    assert not known_contacts.speaks_for(
        db.session.scalars(select(Endorsement).order_by(Endorsement.id)).first(), wrong
    )


def test_who_has_merely_signed_is_not_told_of_what_waits_for_a_lead(
    app: Flask, outbox: Outbox
) -> None:
    an_entry(a_paper("first"), email=OFFICE)
    a_paper("second", publication="after_review")

    assert confirm(an_endorsement_waiting()).state == State.CONFIRMED

    assert subjects(outbox(), OFFICE) == []


def test_those_who_crowd_in_from_one_domain_push_nobody_else_out(
    app: Flask, outbox: Outbox
) -> None:
    checked(an_entry(a_paper("known"), email=OFFICE))
    an_entry(a_paper("signed"), email="ada@hearth.org", website="https://hearth.org")
    for number in range(4):
        evil = {"email": f"eve{number}@evil.net", "website": "https://evil.net"}
        an_entry(a_paper(f"crowd-{number}"), **evil)

    signed_by_a_stranger()

    told = [mail.to for mail in outbox() if mail.subject.startswith(TOLD)]
    assert told == [OFFICE, "eve3@evil.net", "ada@hearth.org"]


def test_whoever_a_lead_has_checked_is_told(app: Flask, outbox: Outbox) -> None:
    row = an_entry(a_paper("first", publication="after_review"), email="ada@gmail.com")
    endorsements.decide(row, Action.PUBLISH, revision=row.revision, moderator="lead")

    signed_by_a_stranger(email="eve@elsewhere.example.com")

    assert subjects(outbox(), "ada@gmail.com") == [TOLD]


def test_who_wants_no_mail_and_who_signs_themselves_are_not_told(
    app: Flask, outbox: Outbox
) -> None:
    checked(an_entry(a_paper("first"), email=OFFICE))
    an_entry(a_paper("second"), email="silent@hearth.example.net")
    suppress(address_key("silent@hearth.example.net"), "asked")

    signed_by_a_stranger("third", email="Office+paper@hearth.example.net")

    assert [mail.to for mail in outbox() if mail.subject.startswith(TOLD)] == []


def test_what_is_entered_by_a_lead_tells_nobody(app: Flask, outbox: Outbox) -> None:
    checked(an_entry(a_paper("first"), email=OFFICE))

    an_endorsement(a_paper("second"), **STRANGER)

    assert outbox() == []


def test_an_entry_that_waits_for_a_lead_is_told_without_a_link_to_it(
    app: Flask, outbox: Outbox
) -> None:
    checked(an_entry(a_paper("first"), email=OFFICE))
    a_paper("second", publication="after_review")

    assert confirm(an_endorsement_waiting()).state == State.CONFIRMED

    [mail] = [mail for mail in outbox() if mail.to == OFFICE]
    assert "/signatories/" not in str(mail)
    assert path_in(mail, "did-not-sign")


def an_endorsement_waiting() -> Endorsement:
    return an_endorsement(a_paper("second"), confirmed=False, **STRANGER)


def told_of_a_stranger() -> None:
    checked(an_entry(a_paper("first"), email=OFFICE))
    signed_by_a_stranger()


TOLD_OF_A_STRANGER = Kept(told_of_a_stranger)


@pytest.fixture
def link(app: Flask, outbox: Outbox) -> str:
    """The path of the link in the mail that tells Hearth of a stranger's signature."""
    TOLD_OF_A_STRANGER.set()
    told = next(mail for mail in outbox() if mail.subject.startswith(TOLD))
    return path_in(told, "did-not-sign")


def wrong() -> Endorsement:
    db.session.rollback()
    newest = select(Endorsement).order_by(Endorsement.id.desc()).limit(1)
    return db.session.scalars(newest.execution_options(populate_existing=True)).one()


def test_opening_the_link_asks_and_the_button_disputes_at_once(client: Browser, link: str) -> None:
    paper = a_paper("second")
    for method in ("HEAD", "OPTIONS", "GET", "GET"):
        answer = client.open(link, method=method)
        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers
    assert on_list(paper, wrong()) == "plain"

    assert press(client, link) == 303

    assert on_list(paper, wrong()) == "absent"
    challenge = db.session.scalars(select(Challenge)).one()
    assert (challenge.evidence, challenge.effect) == ("contact", "hidden")
    assert press(client, link) == 303
    assert len(db.session.scalars(select(Challenge)).all()) == 1


def test_the_page_of_the_link_is_kept_nowhere(client: Browser, link: str) -> None:
    headers = client.get(link).headers

    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Robots-Tag"] == "noindex"


def test_a_press_without_the_mark_of_the_page_does_nothing(client: Browser, link: str) -> None:
    for mark in ("", "x", write(PRESS, "other")):
        assert client.post(link, data={"csrf_token": mark}).status_code == 400

    assert db.session.scalars(select(Challenge)).all() == []


def test_the_link_lives_sixty_days(client: Browser, link: str) -> None:
    sent = clock.now()
    with time_machine.travel(sent + timedelta(days=60) - timedelta(seconds=5)):
        assert client.get(link).status_code == 200
    with time_machine.travel(sent + timedelta(days=60, seconds=5)):
        assert client.get(link).status_code == 410


def test_the_link_dies_with_the_address_it_was_sent_to(client: Browser, link: str) -> None:
    told = db.session.scalars(select(Endorsement).order_by(Endorsement.id)).first()

    workflow.withdraw(ENDORSEMENT, told, actor=trail.SIGNATORY)

    assert client.get(link).status_code == client.get("/en/did-not-sign/x").status_code == 404


def test_the_link_dies_also_where_a_colleague_of_the_same_house_takes_over(
    client: Browser, link: str
) -> None:
    told = db.session.scalars(select(Endorsement).order_by(Endorsement.id)).first()
    person = ContactDraft("Cy Sample", "Chair", CHAIR)
    offers.ask(told, "successor", person)

    offers.answer(db.session.scalars(select(Offer)).one(), yes=True)

    assert reread(told).evidence == "checked"  # so its mailbox is believed as before
    assert client.get(link).status_code == 404


def test_the_link_dies_when_its_reader_is_not_believed_any_more(client: Browser, link: str) -> None:
    told = db.session.scalars(select(Endorsement).order_by(Endorsement.id)).first()

    endorsements.decide(told, Action.REJECT, revision=told.revision, moderator="lead")

    assert client.get(link).status_code == 404


def test_the_link_opens_no_other_entry(client: Browser, link: str) -> None:
    other = an_endorsement(a_paper("second"), name="Harbour")
    _, _, token = link.rpartition("/")
    changed = token.replace(wrong_id(token), other.public_id)

    assert changed != token
    assert client.get(link.replace(token, changed)).status_code == 404


def wrong_id(token: str) -> str:
    return token.split(".")[1]


def test_the_link_to_what_was_taken_back_says_so(client: Browser, link: str) -> None:
    workflow.withdraw(ENDORSEMENT, wrong(), actor=trail.SIGNATORY)

    answer = client.get(link)

    assert answer.status_code == 410
    assert "does not stand under the paper any more" in answer.text


@pytest.mark.parametrize("purpose", PURPOSES, ids=lambda purpose: purpose.name)
def test_a_link_for_another_door_is_answered_like_garbage(
    client: Browser, link: str, purpose: Purpose
) -> None:
    row = reread(wrong())
    mine = {"challenge": "did-not-sign", "answer": "answer"}
    made = tokens.sign(purpose.name, "endorsement", row.public_id, row.link_stamp)
    genuine = link.rpartition("/")[2]

    for door in ("confirm", "not-us", "did-not-sign", "answer"):
        for token in {made, genuine}:
            if (token == genuine and door == "did-not-sign") or (
                token == made and (door == mine.get(purpose.name) or purpose.name in door)
            ):
                continue
            garbage = client.get(f"/en/{door}/garbage")
            answer = client.get(f"/en/{door}/{token}")
            assert answer.status_code == garbage.status_code == 404, (door, token)
            shown = MARK.sub("", answer.text).replace(token, "garbage")
            assert shown == MARK.sub("", garbage.text)
