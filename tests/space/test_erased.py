"""Once a person is erased, nobody is asked any more about what they signed, nor kept for it."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from signon.endorsements import service as endorsements
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.kernel import clock
from signon.space import service as space
from signon.space.models import Offer
from signon.submissions import tasks
from signon.submissions.models import Contact
from signon.transaction import command
from tests.factories import a_paper, an_endorsement
from tests.space.arrangements import ADA, BO, ask, signed
from tests.space.doors import mails
from tests.support.clients import Browser

Erasing = Callable[[Endorsement], object]


@command
def _be_due(row: Endorsement) -> None:
    assert row.contact is not None
    row.contact.erase_after = clock.now()


def _by_time(row: Endorsement) -> None:
    _be_due(row)
    tasks.erase()


ERASED: dict[str, Erasing] = {
    "by_themselves": space.erase_person,
    "by_the_hosts": lambda row: endorsements.erase(row, actor="a lead"),
    "by_time": _by_time,
}


def addresses() -> set[str]:
    db.session.rollback()
    return set(db.session.scalars(select(Contact.email)))


def answers() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(Offer.answer)))


@pytest.mark.parametrize("sort", ["successor", "second"])
@pytest.mark.parametrize("how", ERASED)
def test_who_was_asked_is_erased_along_and_asked_no_more(
    client: Browser, sort: str, how: str
) -> None:
    row = signed("en")
    path = ask(row, sort)

    ERASED[how](row)

    assert not {ADA, BO} & addresses()
    assert answers() == ["no"]
    assert not [mail for mail in mails() if mail.to == BO]
    assert client.get(path).status_code == 410


def test_what_a_colleague_has_asked_is_over_with_them(client: Browser) -> None:
    listed = signed("en")
    path = ask(listed, "colleague")
    again = db.session.scalars(select(Endorsement).order_by(Endorsement.id.desc())).first()
    assert [mail.to for mail in mails() if "/offers/" in str(mail.parts)] == [ADA]

    endorsements.erase(again, actor="a lead")

    assert answers() == ["no"]
    assert not [mail for mail in mails() if "/offers/" in str(mail.parts)]
    assert client.get(path).status_code == 410
    assert ADA in addresses()


def test_whoever_stays_is_asked_on(client: Browser) -> None:
    row = signed("en")
    path = ask(row, "successor")

    space.erase_person(an_endorsement(a_paper(), name="Harbour", email="cy@harbour.org"))

    assert answers() == ["open"]
    assert client.get(path).status_code == 200
