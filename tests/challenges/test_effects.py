"""What a challenge does to an entry, by the mailbox behind it, and what no mailbox can do."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from signon.audit import trail
from signon.challenges.capability import CHALLENGE
from signon.challenges.models import Challenge
from signon.challenges.policy import MOST_OF_ONE_HOUSE
from signon.endorsements import service as endorsements
from signon.endorsements.capability import ENDORSEMENT
from signon.endorsements.policy import Disputed
from signon.extensions import db
from signon.kernel import clock
from signon.submissions import tasks, workflow
from signon.submissions.states import Action, State
from tests.challenges.scene import (
    CHAIR,
    OFFICE,
    WEBSITE,
    Outbox,
    a_challenge,
    an_entry,
    checked,
    establish,
    on_list,
    reread,
    subjects,
)
from tests.factories import a_draft, a_paper, an_endorsement, confirm

pytestmark = pytest.mark.usefixtures("established")

SIGNER = "eve@elsewhere.example.com"

WORTH = {
    OFFICE: ("established", "absent", "contested"),
    "bo@mail.hearth.example.net": ("established", "absent", "contested"),
    CHAIR: ("contact", "absent", "contested"),
    "bo@another.example.org": ("mailbox", "plain", "plain"),
    "bo@gmail.com": ("freemail", "plain", "plain"),
    "bo@mailinator.com": ("disposable", "plain", "plain"),
}
"""What a mailbox is, and how the entry stands on a list that hides, or else marks."""


@pytest.mark.parametrize("email", WORTH)
@pytest.mark.parametrize("shown", ["hidden", "marked"])
def test_a_mailbox_does_what_it_is_worth(app: Flask, email: str, shown: str) -> None:
    evidence, if_hidden, if_marked = WORTH[email]
    paper = a_paper(contested_shown=shown)
    entry = an_entry(paper)

    challenge = a_challenge(paper, entry, email)

    assert challenge.evidence == evidence
    assert on_list(paper, entry) == (if_hidden if shown == "hidden" else if_marked)
    assert (reread(entry).contested_at is None) == (on_list(paper, entry) == "plain")


def test_nothing_happens_before_the_mailbox_confirms(app: Flask, outbox: Outbox) -> None:
    paper = a_paper()
    entry = an_entry(paper)

    a_challenge(paper, entry, confirmed=False)

    assert on_list(paper, entry) == "plain"
    assert subjects(outbox(), SIGNER) == []


def test_the_one_who_signed_is_told_once_and_not_by_whom(app: Flask, outbox: Outbox) -> None:
    paper = a_paper(contested_shown="marked")
    entry = an_entry(paper)

    a_challenge(paper, entry)
    a_challenge(paper, entry, "second@hearth.example.net")

    [mail] = [mail for mail in outbox() if mail.to == SIGNER]
    assert mail.subject.startswith("Your entry is contested")
    said = str(mail)
    for secret in ("Bo Sample", "Director", OFFICE, "Not us.", "second@"):
        assert secret not in said


def test_a_handful_of_mailboxes_takes_no_list_down(app: Flask) -> None:
    paper = a_paper()
    entries = [an_endorsement(paper, email=f"a{n}@org{n}.example.com") for n in range(6)]
    houses = ("bo@gmail.com", "bo@evil.example.org", "bo@mailinator.com", "bo@evil.example.net")

    for entry in entries:
        for number, email in enumerate(houses):
            a_challenge(paper, entry, email.replace("bo", f"bo{entry.id}{number}"))

    assert {on_list(paper, entry) for entry in entries} == {"plain"}
    assert len(db.session.scalars(select(Challenge)).all()) == 24
    assert all(reread(entry).contested_at is None for entry in entries)


def test_a_domain_marks_five_entries_of_a_paper_and_no_more(app: Flask) -> None:
    paper = a_paper(contested_shown="marked")
    entries = [an_endorsement(paper) for _ in range(MOST_OF_ONE_HOUSE + 3)]
    for number, entry in enumerate(entries):
        known = f"chair@c{number}.evil.example.com"
        establish(name=entry.name, email=known, website="https://evil.example.com")

    for number, entry in enumerate(entries):
        a_challenge(paper, entry, f"bo{number}@m{number}.evil.example.com")

    shown = [on_list(paper, entry) for entry in entries]
    assert shown == ["contested"] * MOST_OF_ONE_HOUSE + ["plain"] * 3


def test_who_signs_elsewhere_with_a_website_of_their_own_is_no_known_contact(app: Flask) -> None:
    paper = a_paper()
    entry = an_entry(paper, email="ada@hearth.example.net")
    evil = {"website": "https://evil.example.com", "email": "ada@evil.example.com"}
    for slug in ("second", "third"):
        false = an_endorsement(a_paper(slug), name="Hearth", **evil)
        assert (false.state, false.organisation_id) == (State.PUBLISHED, entry.organisation_id)

    challenge = a_challenge(paper, entry, "ada@evil.example.com")

    assert challenge.evidence == "mailbox"
    assert on_list(paper, entry) == "plain"


def test_a_contact_that_was_believed_before_speaks_for_the_organisation(app: Flask) -> None:
    checked(an_entry(a_paper("first"), email=OFFICE))
    paper = a_paper("second")
    wrong = an_entry(paper, website="https://elsewhere.example.com")

    challenge = a_challenge(paper, wrong)

    assert (challenge.evidence, challenge.effect) == ("contact", "hidden")
    assert on_list(paper, wrong) == "absent"


def test_a_mailbox_disputes_an_entry_once(app: Flask, outbox: Outbox) -> None:
    paper = a_paper(contested_shown="marked")
    entry = an_entry(paper)

    for _ in range(3):
        a_challenge(paper, entry)

    assert len(db.session.scalars(select(Challenge)).all()) == 1
    assert subjects(outbox(), OFFICE) == ["Please confirm that a signature is wrong"]


def test_a_mailbox_is_written_to_five_times_a_day(app: Flask, outbox: Outbox) -> None:
    paper = a_paper()
    entries = [an_endorsement(paper) for _ in range(8)]

    for entry in entries:
        a_challenge(paper, entry, "bo@victim.example.org", confirmed=False)

    assert len(subjects(outbox(), "bo@victim.example.org")) == 5


def test_a_disputed_entry_that_is_hidden_cannot_be_published_beside_the_dispute(
    app: Flask,
) -> None:
    paper = a_paper()
    entry = an_entry(paper)
    a_challenge(paper, entry)
    entry = reread(entry)

    with pytest.raises(Disputed):
        endorsements.decide(entry, Action.PUBLISH, revision=entry.revision, moderator="lead")

    assert on_list(paper, entry) == "absent"


def test_who_signed_wrongly_does_not_get_back_with_another_mailbox(app: Flask) -> None:
    paper = a_paper()
    entry = an_entry(paper)
    a_challenge(paper, entry)

    again = an_entry(paper, email="eve2@elsewhere.example.com")

    assert again.organisation_id == entry.organisation_id
    assert again.state == State.CONFIRMED


@pytest.mark.parametrize("way", ["withdraw", "disown"])
def test_what_is_taken_back_by_its_signatory_ends_the_dispute(
    app: Flask, outbox: Outbox, way: str
) -> None:
    paper = a_paper()
    entry = an_entry(paper)
    challenge = a_challenge(paper, entry)

    if way == "withdraw":
        workflow.withdraw(ENDORSEMENT, reread(entry), actor=trail.SIGNATORY)
    else:
        workflow.disown(ENDORSEMENT, reread(entry))

    assert reread(challenge).outcome == "gone"
    assert subjects(outbox(), OFFICE)[-1] == "The entry is gone"


@pytest.mark.parametrize("way", ["withdraw", "disown"])
@pytest.mark.parametrize("shown", ["hidden", "marked"])
def test_a_challenge_that_is_taken_back_leaves_the_list_as_it_was(
    app: Flask, outbox: Outbox, way: str, shown: str
) -> None:
    paper = a_paper(contested_shown=shown)
    entry = an_entry(paper)
    challenge = a_challenge(paper, entry)

    if way == "withdraw":
        workflow.withdraw(CHALLENGE, challenge, actor=trail.SIGNATORY)
    else:
        workflow.disown(CHALLENGE, challenge)

    assert on_list(paper, entry) == "plain"
    with time_machine.travel(clock.now() + timedelta(days=8)):
        tasks.erase()
    gone = reread(challenge)
    assert (gone.explanation, gone.contact) == ("", None)
    assert subjects(outbox(), SIGNER)[-1] == "Your entry is not contested any more"


def test_an_entry_stays_disputed_while_somebody_else_says_so(app: Flask) -> None:
    paper = a_paper(contested_shown="marked")
    entry = an_entry(paper)
    first = a_challenge(paper, entry)
    second = a_challenge(paper, entry, "second@hearth.example.net")

    workflow.withdraw(CHALLENGE, first, actor=trail.SIGNATORY)
    assert on_list(paper, entry) == "contested"
    workflow.withdraw(CHALLENGE, second, actor=trail.SIGNATORY)
    assert on_list(paper, entry) == "plain"


def test_an_entry_that_waited_for_a_lead_is_not_published_by_a_dispute(app: Flask) -> None:
    paper = a_paper()
    entry = an_entry(paper)
    waiting = a_challenge(paper, entry, confirmed=False)
    endorsements.decide(entry, Action.UNPUBLISH, revision=entry.revision, moderator="lead")

    workflow.confirm(CHALLENGE, waiting)
    assert (reread(waiting).effect, reread(entry).state) == ("contested", State.CONFIRMED)
    workflow.withdraw(CHALLENGE, waiting, actor=trail.SIGNATORY)

    assert reread(entry).state == State.CONFIRMED


def test_the_trail_knows_no_person(app: Flask) -> None:
    paper = a_paper()
    entry = an_entry(paper)

    a_challenge(paper, entry)

    entries = trail.history(entry.public_id)
    assert entries[-2].action == "challenge"
    assert entries[-2].details == {"evidence": "established", "effect": "hidden"}
    assert "hearth" not in str([one.details for one in entries]).lower()
    assert trail.verify() is None
    assert WEBSITE not in str([one.details for one in entries])


def test_an_unconfirmed_endorsement_of_the_same_name_is_not_touched(app: Flask) -> None:
    paper = a_paper()
    entry = an_entry(paper)
    endorsements.endorse(paper, a_draft(name="Hearth", email=OFFICE))
    a_challenge(paper, entry)

    own = db.session.scalars(select(type(entry)).where(type(entry).state == State.SUBMITTED)).one()
    confirm(own)

    assert own.state == State.CONFIRMED  # the lead sees both, and decides
