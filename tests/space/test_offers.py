"""Handing over, vouching, taking over from a colleague: both sides decide, and nobody takes."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from signon.endorsements import service as endorsements
from signon.endorsements.capability import ENDORSEMENT
from signon.endorsements.models import Endorsement
from signon.endorsements.policy import SignedInPerson
from signon.extensions import db
from signon.kernel import clock
from signon.signatories.models import Signatory
from signon.space import offers
from signon.space import service as space
from signon.space.models import Offer
from signon.submissions import queries, workflow
from signon.submissions.drafts import ContactDraft
from signon.submissions.models import Contact
from signon.submissions.states import Action, State
from tests.factories import a_paper, an_endorsement, change_paper, confirm
from tests.space.doors import another_browser, link_to, mails, open_space
from tests.support.clients import Browser

ADA = "ada@hearth.org"
BO = "bo@hearth.org"
SUCCESSOR = {"name": "Bo Sample", "role": "Director", "email": BO}


def signed(**changes: object) -> Endorsement:
    usual = {"name": "Hearth", "email": ADA, "website": "https://hearth.org/"}
    return an_endorsement(a_paper(), **{**usual, **changes})


def now(row: Endorsement) -> Endorsement:
    db.session.expire_all()
    return db.session.get_one(Endorsement, row.id)


def ask(row: Endorsement, sort: str, email: str = BO) -> str:
    """Ask somebody and return the path of the link that they get."""
    offers.ask(row, sort, ContactDraft("Bo Sample", "Director", email))
    return link_to("offers", mails()[-1])


def established() -> None:
    """Let a lead check an earlier entry of Hearth: from then on its domain is known to be its."""
    earlier = a_paper("earlier", publication="after_review")
    row = an_endorsement(
        earlier, name="Hearth", email="chair@hearth.org", website="https://hearth.org/"
    )
    endorsements.decide(row, Action.PUBLISH, revision=row.revision, moderator="lead")


def press(client: Browser, path: str, answer: str) -> int:
    return client.send(path, {"answer": answer}).status_code


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


def test_a_director_confirms_what_a_junior_has_signed(client: Browser) -> None:
    established()
    strict = a_paper(publish_grades="checked second")
    row = an_endorsement(strict, name="Hearth", email=ADA, website="https://hearth.org/")
    assert row.state == State.CONFIRMED

    press(client, ask(row, "second"), "yes")

    assert (now(row).state, now(row).evidence) == (State.PUBLISHED, "second")
    assert now(row).contact.email == ADA


def test_a_director_does_not_overrule_a_lead(client: Browser) -> None:
    established()
    row = signed()
    endorsements.decide(
        row, Action.UNPUBLISH, revision=row.revision, moderator="lead", note="Wait."
    )

    press(client, ask(row, "second"), "yes")

    assert (now(row).state, now(row).evidence) == (State.CONFIRMED, "second")


def test_a_director_does_not_open_the_late_desk(client: Browser) -> None:
    established()
    paper = a_paper(late_desk=True, closes_at=clock.now() - timedelta(hours=1))
    row = an_endorsement(paper, confirmed=False, name="Hearth", email=ADA)
    confirm(row)
    assert (row.is_late, row.state) == (True, State.CONFIRMED)

    press(client, ask(row, "second"), "yes")

    assert now(row).state == State.CONFIRMED


def test_a_director_who_denies_takes_the_entry_off_the_list(client: Browser) -> None:
    established()
    row = signed()
    assert row.state == State.PUBLISHED

    press(client, ask(row, "second"), "no")

    assert now(row).state == State.CONFIRMED
    assert row.public_id not in set(db.session.scalars(select(Signatory.public_id)))


def test_a_domain_that_nobody_has_looked_at_is_not_asked_to_vouch(client: Browser) -> None:
    """Its website says hearth.org, and so does the director's mailbox: that is one witness."""
    row = signed()
    path = open_space(client, ADA)

    answer = client.send(f"{path}/{row.public_id}/second", SUCCESSOR)

    assert answer.status_code == 422
    assert "the hosts have checked" in answer.text
    assert mails()[-1].to != BO


def test_a_second_person_counts_only_while_their_domain_is_established(client: Browser) -> None:
    established()
    row = signed()
    path = ask(row, "second")
    earlier = db.session.scalars(select(Endorsement).order_by(Endorsement.id)).first()
    endorsements.decide(earlier, Action.REJECT, revision=earlier.revision, moderator="lead")

    assert client.get(path).status_code == 410
    assert (now(row).state, now(row).evidence) == (State.PUBLISHED, "domain")


def test_a_second_person_does_not_take_away_what_a_lead_has_checked(client: Browser) -> None:
    established()
    row = signed()
    for action in (Action.UNPUBLISH, Action.PUBLISH):
        endorsements.decide(row, action, revision=row.revision, moderator="lead")

    press(client, ask(row, "second"), "yes")

    assert now(row).evidence == "checked"


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


@pytest.mark.parametrize(
    "email", ["bo@gmail.com", "bo@mailinator.com", "bo@elsewhere.org", "ADA@hearth.org"]
)
def test_a_mailbox_that_proves_nothing_cannot_vouch(client: Browser, email: str) -> None:
    established()
    row = signed()
    path = open_space(client, ADA)

    answer = client.send(f"{path}/{row.public_id}/second", {**SUCCESSOR, "email": email})

    assert answer.status_code == 422
    assert db.session.scalar(select(func.count()).select_from(Offer)) == 0


def colleagues() -> tuple[Endorsement, Endorsement]:
    """Return the listed endorsement and that of a colleague who has signed and confirmed again."""
    first = signed()
    paper = a_paper()
    second = an_endorsement(paper, confirmed=False, name="Hearth", email=BO)
    return first, confirm(second)


def test_a_colleague_who_signs_again_is_told_by_mail_alone(app: Flask) -> None:
    first, second = colleagues()

    told = [mail for mail in mails() if "has endorsed already" in mail.subject]
    assert [mail.to for mail in told] == [BO]
    assert ADA not in str(told[0])
    assert (now(first).state, now(second).state) == (State.PUBLISHED, State.CONFIRMED)


def test_a_colleague_becomes_the_contact_when_the_first_one_agrees(client: Browser) -> None:
    first, second = colleagues()
    told = next(mail for mail in mails() if "has endorsed already" in mail.subject)

    client.send(link_to("join", told), {})
    asked = mails()[-1]
    assert asked.to == ADA
    assert BO not in str(asked)
    press(client, link_to("offers", asked), "yes")

    assert now(first).contact.email == BO
    assert [mail.to for mail in mails()[-2:]] == [ADA, BO]
    assert (now(second).state, now(second).contact) == (State.REJECTED, None)
    assert db.session.scalar(select(func.count()).select_from(Contact)) == 1
    assert [s.public_id for s in db.session.scalars(select(Signatory))] == [first.public_id]


def test_a_colleague_becomes_nothing_by_asking(client: Browser) -> None:
    first, _second = colleagues()
    told = next(mail for mail in mails() if "has endorsed already" in mail.subject)

    client.send(link_to("join", told), {})

    assert now(first).contact.email == ADA


def test_a_colleague_is_told_of_a_no(client: Browser) -> None:
    first, second = colleagues()
    told = next(mail for mail in mails() if "has endorsed already" in mail.subject)
    client.send(link_to("join", told), {})

    press(client, link_to("offers", mails()[-1]), "no")

    assert [mail.to for mail in mails()[-2:]] == [ADA, BO]
    assert (now(first).contact.email, now(second).state) == (ADA, State.CONFIRMED)


def test_a_stranger_cannot_take_an_organisation_over(client: Browser) -> None:
    """Sign in its name, ask to join, and answer the question oneself: the link never comes."""
    first = signed()
    thief = an_endorsement(a_paper(), confirmed=False, name="Hearth", email="thief@elsewhere.org")
    confirm(thief)
    told = next(
        mail for mail in mails() if mail.to == "thief@elsewhere.org" and "already" in mail.subject
    )
    client.send(link_to("join", told), {})

    to_thief = [mail for mail in mails() if mail.to == "thief@elsewhere.org"]
    assert not any("/offers/" in str(mail.parts) for mail in to_thief)
    assert now(first).contact.email == ADA
    assert now(thief).state == State.CONFIRMED
    assert queries.find(ENDORSEMENT, first.public_id) is not None


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
