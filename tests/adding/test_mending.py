"""A mistyped address is mended: the old link dies, and the new address confirms."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from signon.access.roles import Role
from signon.endorsements.entering import service as entering
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.kernel.errors import Changed
from signon.submissions import workflow
from signon.submissions.kinds import kind_of
from signon.submissions.states import State
from tests.adding.scene import OFFICE, added, again, listed, mails_to
from tests.factories import a_paper, an_endorsement
from tests.space.doors import another_browser, link_to
from tests.support import desk
from tests.support.clients import Browser

WRONG, RIGHT = "ada@haerth.example.org", "ada@hearth.example.org"


@pytest.fixture
def lead(app: Flask, client: Browser) -> Browser:
    a_paper(accepts="both")
    return desk.sign_in(client, Role.MODERATOR)


def mended(lead: Browser, row: Endorsement, email: str = RIGHT) -> int:
    return lead.send(f"/desk/signatories/{row.public_id}/address", {"email": email}).status_code


def test_the_old_link_dies_and_the_new_address_confirms(app: Flask, lead: Browser) -> None:
    row = an_endorsement(a_paper(accepts="both"), confirmed=False, email=WRONG)
    old = link_to("confirm/", mails_to(WRONG)[0])
    not_us = link_to("not-us/", mails_to(WRONG)[0])
    signatory = another_browser(app)

    assert mended(lead, row) == 303

    assert signatory.get(old).status_code == 410
    assert signatory.get(not_us).status_code == 404
    answer = signatory.send(link_to("confirm/", mails_to(RIGHT)[0]), {})
    assert answer.status_code == 303
    assert again(row).state == State.PUBLISHED


def test_what_has_not_gone_out_to_the_wrong_address_is_taken_back(lead: Browser) -> None:
    row = an_endorsement(a_paper(accepts="both"), confirmed=False, email=WRONG)
    assert len(mails_to(WRONG)) == 1

    assert mended(lead, row) == 303

    assert mails_to(WRONG) == []
    assert len(mails_to(RIGHT)) == 1


def test_what_a_lead_added_is_asked_about_at_the_right_address(app: Flask, lead: Browser) -> None:
    row = added(lead, email=WRONG, ask="y")
    old = link_to("added/", mails_to(WRONG)[0])

    assert mended(lead, row) == 303

    signatory = another_browser(app)
    assert signatory.get(old).status_code == 410
    assert signatory.send(link_to("added/", mails_to(RIGHT)[0]), {}).status_code == 200
    assert again(row).evidence == "mailbox"


def test_an_address_that_was_confirmed_is_its_owners(lead: Browser) -> None:
    row = an_endorsement(a_paper(accepts="both"), email=WRONG)

    assert mended(lead, row) == 409
    contact = again(row).contact
    assert contact is not None
    assert contact.email == WRONG
    assert mails_to(RIGHT) == []


def test_what_a_mailbox_said_is_right_is_its_owners_too(app: Flask, lead: Browser) -> None:
    row = added(lead, ask="y")
    another_browser(app).send(link_to("added/", mails_to(OFFICE)[0]), {})

    assert mended(lead, row) == 409


def test_an_address_that_has_signed_the_same_is_refused(lead: Browser) -> None:
    paper = a_paper(accepts="both")
    row = an_endorsement(paper, confirmed=False, name="Hearth", email=WRONG)
    an_endorsement(paper, name="Hearth", email=RIGHT)

    assert mended(lead, row) == 409
    assert again(row).contact.email == WRONG
    assert len(listed(paper)) == 1


def test_no_address_is_refused_beside_its_field(lead: Browser) -> None:
    row = an_endorsement(a_paper(accepts="both"), confirmed=False, email=WRONG)

    assert mended(lead, row, "not an address") == 422


@pytest.mark.parametrize("verb", ["confirm", "prove"])
def test_who_opened_the_old_link_before_does_not_confirm_after(lead: Browser, verb: str) -> None:
    if verb == "confirm":
        row = an_endorsement(a_paper(accepts="both"), confirmed=False, email=WRONG)
    else:
        row = added(lead, email=WRONG, ask="y")
    with Session(db.engine) as other:
        read_before = other.get_one(Endorsement, row.id)
        other.expunge(read_before)

    assert mended(lead, row) == 303

    def act() -> object:
        if verb == "prove":
            return entering.prove(read_before)
        return workflow.confirm(kind_of(row), read_before)

    with pytest.raises(Changed):
        act()
    assert again(row).confirmed_at is None or again(row).proven_at is None
