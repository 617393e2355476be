"""Every mail says who writes and who reads an answer, and what it is about, before it is opened."""

from collections.abc import Callable

import pytest
from flask import Flask

from signon.outbox.post import Email
from tests.challenges.scene import OFFICE, a_challenge, an_entry, checked
from tests.factories import a_campaign, a_paper, an_endorsement, confirm
from tests.reconfirmations.rounds import a_round, mails

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
