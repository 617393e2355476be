"""Every mail says who writes and who reads an answer, and what it is about, before it is opened."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from signon.access.roles import Role
from signon.kernel import clock
from signon.mailings import emails
from signon.mailings.drafts import TextDraft
from signon.outbox.post import Email
from tests.adding.scene import OFFICE as ADDED
from tests.adding.scene import added
from tests.challenges.scene import OFFICE, a_challenge, an_entry, checked
from tests.factories import a_campaign, a_paper, an_endorsement, confirm
from tests.reconfirmations.rounds import a_round, mails
from tests.support import desk
from tests.support.clients import Browser

Outbox = Callable[[], list[Email]]
CONTACT = "doors@example.org"


@pytest.fixture
def host(app: Flask) -> None:
    a_campaign(contact=CONTACT)


@pytest.mark.usefixtures("host")
def test_the_host_writes_and_reads_the_answers(outbox: Outbox) -> None:
    known = checked(an_entry(a_paper("first"), email=OFFICE))
    a_challenge(a_paper("first"), known, "bo@lantern.example.org")
    confirm(
        an_endorsement(a_paper("second"), confirmed=False, name="Hearth", email="eve@gmail.com")
    )
    a_round()

    everything = [*outbox(), *mails()]

    assert {(mail.from_name, mail.reply_to) for mail in everything} == {("Doors Network", CONTACT)}
    assert len({mail.subject.partition(":")[0] for mail in everything}) >= 5


@pytest.mark.usefixtures("host")
def test_the_host_writes_also_to_who_signs_twice_to_colleagues_and_in_updates(
    client: Browser, outbox: Outbox
) -> None:
    paper = a_paper()
    ada = {"name": "Hearth", "email": "ada@hearth.example.org", "updates_consent": True}
    confirm(an_endorsement(paper, confirmed=False, **ada))
    with time_machine.travel(clock.now() + timedelta(hours=1)):
        an_endorsement(paper, confirmed=False, **ada)
    row = added(desk.sign_in(client, Role.MODERATOR), name="Harbour")
    an_endorsement(paper, confirmed=False, name="Harbour", email=ADDED)
    confirm(an_endorsement(paper, confirmed=False, name="Hearth", email="bo@hearth.example.org"))
    update = TextDraft("en", "Delivered", "It was delivered.")
    text = emails.update(paper, row, update, to="ada@hearth.example.org")

    to_lead = "You are invited"
    everything = [*(mail for mail in outbox() if not mail.subject.startswith(to_lead)), text]

    assert {(mail.from_name, mail.reply_to) for mail in everything} == {("Doors Network", CONTACT)}
    assert {mail.subject.partition(":")[0] for mail in everything} == {
        "Please confirm your endorsement",
        "Your endorsement",
        "Already endorsed",
        "Written down for you before",
        "Your organisation has endorsed already",
        "Delivered",
    }


@pytest.mark.usefixtures("app")
def test_what_is_to_be_confirmed_stands_in_the_subject(outbox: Outbox) -> None:
    paper = a_paper()
    an_endorsement(paper, confirmed=False)
    a_challenge(paper, an_entry(paper), confirmed=False)

    assert [mail.subject.partition(":")[0] for mail in outbox()] == [
        "Please confirm your endorsement",
        "Please confirm that a signature is wrong",
    ]


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    ("no_answer", "said"), [("withdraw", "or leave the list"), ("keep_older", "Text changed")]
)
def test_a_round_says_in_its_subject_by_when_and_what_becomes_of_silence(
    no_answer: str, said: str
) -> None:
    a_round(no_answer=no_answer)

    [mail] = mails()

    assert said in mail.subject
    there = mail.subject.partition(" by ")[2].partition(" or leave")[0].partition(":")[0]
    assert any(there in str(part) for part in mail.parts)


@pytest.mark.usefixtures("app")
def test_a_round_that_ends_with_a_day_names_that_day_everywhere() -> None:
    """Midnight after 31 March is until the end of 31 March, in the subject too."""
    with time_machine.travel(datetime(2027, 3, 18, tzinfo=UTC), tick=False):
        a_round(no_answer="withdraw", days=14)

        [mail] = mails()

    assert mail.subject.startswith("Answer by 31 March 2027 or leave the list")
    assert "until the end of 31 March 2027" in str(mail.parts)
    assert "1 April" not in str((mail.subject, mail.parts))


@pytest.mark.usefixtures("app")
def test_a_colleague_who_signs_as_well_gets_one_mail(outbox: Outbox) -> None:
    paper = a_paper()
    an_endorsement(paper, name="Hearth", email="ada@hearth.example.org")

    second = {"name": "HEARTH", "email": "bo@hearth.example.org"}
    confirm(an_endorsement(paper, confirmed=False, **second))

    told = [mail for mail in outbox() if mail.to == "bo@hearth.example.org"]
    assert [mail.subject.partition(":")[0] for mail in told] == [
        "Please confirm your endorsement",
        "Your organisation has endorsed already",
    ]
