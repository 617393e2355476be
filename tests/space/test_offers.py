"""Handing over: both sides decide, and nobody takes; what was asked ends with its reason."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from signon.endorsements import service as endorsements
from signon.endorsements.capability import ENDORSEMENT
from signon.endorsements.policy import SignedInPerson
from signon.extensions import db
from signon.kernel import clock
from signon.space import offers
from signon.space import service as space
from signon.space.models import Offer
from signon.submissions import workflow
from signon.submissions.drafts import ContactDraft
from signon.submissions.models import Contact
from signon.submissions.states import Action, State
from tests.factories import a_paper, an_endorsement, change_paper, confirm
from tests.space.doors import another_browser, link_to, mails, open_space
from tests.space.hearth import ADA, BO, SUCCESSOR, ask, established, now, press, signed
from tests.support.clients import Browser


def test_an_organisation_hands_over_when_both_have_agreed(app: Flask, client: Browser) -> None:
    row = signed()
    path = open_space(client, ADA)

    client.send(f"{path}/{row.public_id}/hand-over", SUCCESSOR)
    assert now(row).contact.email == ADA  # nothing without the successor's yes
    assert mails()[-1].to == BO

    assert press(another_browser(app), link_to("offers", mails()[-1]), "yes") == 200
    assert now(row).contact.email == BO
    assert now(row).state == State.PUBLISHED
    assert mails()[-1].to == ADA
    assert db.session.scalar(select(func.count()).select_from(Contact)) == 1
    assert "Nothing is signed" in client.get(path).text


def test_links_of_the_old_address_are_dead_after_handing_over(client: Browser) -> None:
    row = confirm(an_endorsement(a_paper(), confirmed=False, email=ADA))
    not_us = link_to("not-us", mails()[0])
    assert client.get(not_us).status_code == 200

    press(client, ask(row, "successor"), "yes")

    assert client.get(not_us).status_code == 404


def test_a_successor_who_declines_is_forgotten(client: Browser) -> None:
    row = signed()

    press(client, ask(row, "successor"), "no")

    assert now(row).contact.email == ADA
    assert db.session.scalar(select(func.count()).select_from(Contact)) == 1
    assert "has not been handed over" in mails()[-1].parts[0].text


def test_opening_the_link_decides_nothing(client: Browser) -> None:
    row = signed()
    path = ask(row, "successor")

    assert client.get(path).status_code == 200
    assert client.post(path, data={"answer": "yes"}).status_code == 400
    assert now(row).contact.email == ADA


def test_an_answer_counts_once(client: Browser) -> None:
    row = signed()
    path = ask(row, "successor")
    mark = client.mark(path)
    press(client, path, "yes")

    again = client.post(path, data={"csrf_token": mark, "answer": "no"})

    assert again.status_code == 410
    assert now(row).contact.email == BO


def test_a_newer_offer_ends_the_older_one(client: Browser) -> None:
    row = signed()
    older = ask(row, "successor")

    newer = ask(row, "successor", "cy@hearth.org")

    assert client.get(older).status_code == 410
    assert press(client, newer, "yes") == 200
    assert now(row).contact.email == "cy@hearth.org"


def test_an_offer_is_over_when_the_endorsement_has_been_withdrawn(client: Browser) -> None:
    row = signed()
    path = ask(row, "successor")

    workflow.withdraw(ENDORSEMENT, row, actor="signatory")

    assert client.get(path).status_code == 410
    assert db.session.scalar(select(func.count()).select_from(Contact)) == 0
    assert db.session.scalar(select(func.count()).select_from(Offer)) == 0


def test_an_offer_is_over_after_two_weeks(client: Browser) -> None:
    path = ask(signed(), "successor")

    with time_machine.travel(clock.now() + timedelta(days=15)):
        assert client.get(path).status_code == 410


def test_a_successor_who_signed_the_paper_cannot_hold_two_places(client: Browser) -> None:
    paper = a_paper()
    row = an_endorsement(paper, name="Hearth", email=ADA)
    an_endorsement(paper, name="Harbour", email=BO)

    assert press(client, ask(row, "successor"), "yes") == 409

    assert now(row).contact.email == ADA


def test_nobody_hands_over_to_themselves(client: Browser) -> None:
    row = signed()
    path = open_space(client, ADA)

    answer = client.send(
        f"{path}/{row.public_id}/hand-over", {**SUCCESSOR, "email": "Ada+x@HEARTH.org"}
    )

    assert answer.status_code == 422
    assert db.session.scalar(select(func.count()).select_from(Offer)) == 0


@pytest.mark.parametrize(
    ("successor", "evidence"), [(BO, "checked"), ("bo@elsewhere.org", "mailbox")]
)
def test_what_a_lead_has_checked_is_handed_over_within_the_house_alone(
    client: Browser, successor: str, evidence: str
) -> None:
    row = signed()
    for action in (Action.UNPUBLISH, Action.PUBLISH):
        endorsements.decide(row, action, revision=row.revision, moderator="lead")

    press(client, ask(row, "successor", successor), "yes")

    assert (now(row).state, now(row).evidence) == (State.PUBLISHED, evidence)


def test_nobody_takes_over_a_personal_signature(client: Browser) -> None:
    mine = {"capacity": "individual", "name": "Ada Sample", "email": ADA}
    row = an_endorsement(a_paper(accepts="both"), **mine)
    path = open_space(client, ADA)
    before = len(mails())

    page = client.get(path).text
    asked = client.get(f"{path}/{row.public_id}/hand-over")
    mark = client.mark(f"{path}/{row.public_id}/withdraw")
    typed = {**SUCCESSOR, "csrf_token": mark}
    sent = client.post(f"{path}/{row.public_id}/hand-over", data=typed)

    assert "hand-over" not in page
    assert "withdraw it, and let the other person sign" in page
    assert {asked.status_code, sent.status_code} == {422}
    assert "nobody can take it over" in sent.text
    with pytest.raises(SignedInPerson):
        offers.ask(row, "successor", ContactDraft("Bo Sample", "Director", BO))
    assert len(mails()) == before
    assert now(row).contact.email == ADA


def test_an_offer_is_over_once_it_is_signed_in_person(client: Browser) -> None:
    row = signed()
    path = ask(row, "successor")
    change_paper(accepts="both")

    details = {"name": "Ada Sample", "affiliation": "", "country": "BE", "statement": ""}
    space.switch_capacity(row, details, "en")

    assert client.get(path).status_code == 410
    assert now(row).contact.email == ADA


@pytest.mark.parametrize("sort", ["successor", "second"])
def test_who_was_asked_and_never_answered_is_erased(app: Flask, sort: str) -> None:
    """As a deleted user of github.com/DollhouseMCP/mcp-server (issue 2699) stayed in invitations:
    here the paper is open-ended, so no date would ever have erased the one who was asked."""
    established()
    row = signed()
    ask(row, sort)

    with time_machine.travel(clock.now() + timedelta(days=13)):
        offers.forget_unanswered()
        assert BO in set(db.session.scalars(select(Contact.email)))
    with time_machine.travel(clock.now() + timedelta(days=15)):
        offers.forget_unanswered()

    emails = set(db.session.scalars(select(Contact.email)))
    assert BO not in emails
    assert ADA in emails
    assert [offer.answer for offer in db.session.scalars(select(Offer))] == ["no"]
    assert now(row).state == State.PUBLISHED
