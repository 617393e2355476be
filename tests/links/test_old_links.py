"""Links in mails that were sent long ago still open what they opened then.

`old_links.txt` holds what the service signed on 1 March 2026 at noon, under the key of the tests:
before links had a floor of their own. Nothing in it may ever be made anew.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import update

from signon.access import links as access
from signon.access.models import Account
from signon.access.queries import Credentials
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.papers.queries import PublicPaper
from signon.space import offers
from signon.space.models import Offer, SpaceLink
from signon.submissions.drafts import ContactDraft
from signon.submissions.states import State
from signon.transaction import command
from tests.access.leads import a_lead
from tests.challenges.scene import OFFICE, WEBSITE, checked
from tests.factories import a_paper, an_endorsement, confirm
from tests.reconfirmations.rounds import edit, open_one
from tests.support.clients import Browser

SIGNED = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
LINES = Path(__file__).with_name("old_links.txt").read_text(encoding="ascii").splitlines()
OLD: dict[str, str] = dict(line.split() for line in LINES)
KEY = "0123456789abcdef" * 4


@pytest.fixture(autouse=True)
def an_hour_later() -> Iterator[None]:
    with time_machine.travel(SIGNED + timedelta(minutes=50)):
        yield


def change(row: Any, **columns: object) -> None:
    """Give a row the ids that stand in the old links."""
    with db.engine.begin() as connection:
        table = type(row)
        connection.execute(update(table).where(table.id == row.id).values(columns))
    db.session.expire_all()


def first(*, confirmed: bool = True, paper: PublicPaper | None = None) -> Endorsement:
    """Return the endorsement that most of the old links name."""
    signed = {"name": "Hearth", "website": WEBSITE, "email": OFFICE, "confirmed": False}
    row = an_endorsement(paper or a_paper(), **signed)
    change(row, public_id="oldFirst_001", link_stamp="oldStamp_001", address_key=KEY)
    return confirm(row) if confirmed else row


def second(paper: PublicPaper) -> Endorsement:
    """Return what somebody else signed for the same organisation."""
    row = an_endorsement(paper, confirmed=False, name="Hearth", email="cy@elsewhere.example.com")
    change(row, public_id="oldSecond_01", link_stamp="oldStamp_002")
    return confirm(row)


def unconfirmed() -> None:
    first(confirmed=False)


def colleagues() -> None:
    first()
    second(a_paper())


def told() -> None:
    checked(first())  # only known mailboxes are told
    second(a_paper("second"))


def in_a_round() -> None:
    first()
    edit()
    change(open_one(), public_id="oldRound_001")


def offered() -> None:
    row = first()
    offers.ask(row, "successor", ContactDraft("Bo Sample", "", "bo@hearth.example.net"))
    change(db.session.query(Offer).one(), stamp="oldOffer_001")


def a_lead_asked() -> None:
    change(a_lead(), public_id="oldLead__001", link_stamp="oldStamp_003")


@command
def space_asked() -> None:
    ends = SIGNED + timedelta(hours=1)
    keys = {"address_key": KEY, "mailbox_key": KEY}
    row = SpaceLink(stamp="oldSpace_001", **keys, created_at=SIGNED, ends_at=ends)
    db.session.add(row)


DOORS: dict[str, tuple[str, Callable[[], object], str]] = {
    "confirm": ("/en/confirm/", unconfirmed, "Is this right?"),
    "not-us": ("/en/not-us/", unconfirmed, "This was not us"),
    "space": ("/en/space/", space_asked, "What you have signed"),
    "offers": ("/en/offers/", offered, "Will you take this over?"),
    "join": ("/en/join/", colleagues, "Become the contact"),
    "rounds": ("/en/rounds/", in_a_round, "Do you stand under the changed text?"),
    "did-not-sign": ("/en/did-not-sign/", told, "We did not sign this"),
    "answer": ("/en/answer/", first, "Answer the hosts"),
    "invitation": ("/desk/password/", a_lead_asked, "Choose a password"),
    "password": ("/desk/password/", a_lead_asked, "Choose a password"),
}


@pytest.mark.parametrize("name", DOORS)
def test_an_old_link_still_opens_its_page(app: Flask, client: Browser, name: str) -> None:
    door, prepare, heading = DOORS[name]
    prepare()

    page = client.get(door + OLD[name])

    assert page.status_code == 200
    assert f"<h1>{heading}</h1>" in page.text


def test_the_button_of_a_page_that_was_opened_long_ago_still_acts(
    app: Flask, client: Browser
) -> None:
    row = first(confirmed=False)

    pressed = client.post(f"/en/confirm/{OLD['confirm']}", data={"csrf_token": OLD["mark"]})

    assert pressed.status_code == 303
    assert db.session.get(Endorsement, row.id).state == State.PUBLISHED


def test_a_device_that_signed_in_long_ago_is_still_known(app: Flask) -> None:
    ada = a_lead()
    change(ada, public_id="oldLead__001", password_set_at=SIGNED)
    account = db.session.get(Account, ada.id)
    known = Credentials(account.id, account.public_id, None, account.password_set_at)

    assert access.known_device(OLD["device"], known) == "oldNonce_001"


def test_every_old_link_is_tried() -> None:
    assert set(OLD) == {*DOORS, "mark", "device"}
