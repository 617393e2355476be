"""Who signs for an organisation that stands on the list, and may take over from a colleague."""

from flask import Flask
from sqlalchemy import func, select

from signon.endorsements.capability import ENDORSEMENT
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.signatories.models import Signatory
from signon.submissions import queries
from signon.submissions.models import Contact
from signon.submissions.states import State
from tests.factories import a_paper, an_endorsement, confirm
from tests.space.doors import link_to, mails
from tests.space.hearth import ADA, BO, now, press, signed
from tests.support.clients import Browser


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
