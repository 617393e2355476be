"""The second entry is the better one: it stands, the old one leaves, and it can be taken back."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from signon.access.roles import Role
from signon.adding import pairing
from signon.adding.policy import DisputeFirst, NotAPair, TooLateToUndo
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.kernel import clock
from signon.submissions.states import State
from signon.transaction import command
from tests.adding.scene import again, listed, mails_to
from tests.factories import a_paper, an_endorsement, confirm
from tests.support import desk
from tests.support.clients import Browser

OLD, NEW = "old@hearth.example.net", "new@hearth.example.org"


@pytest.fixture
def two(app: Flask) -> tuple[Endorsement, Endorsement]:
    """The entry that is listed, and a better one that waits beside it."""
    paper = a_paper()
    old = an_endorsement(paper, name="Hearth", email=OLD)
    new = confirm(an_endorsement(paper, confirmed=False, name="Hearth", email=NEW))
    return old, new


@command
def dispute(row: Endorsement) -> None:
    row.contested_at = clock.now()


def paired(lead: Browser, row: Endorsement, other: Endorsement, how: str) -> int:
    page = f"/desk/signatories/{row.public_id}/repair"
    typed = {"csrf_token": lead.mark(page), "other": other.public_id, "how": how}
    return lead.post(f"/desk/signatories/{row.public_id}/pair", data=typed).status_code


def undone(lead: Browser, row: Endorsement) -> int:
    page = f"/desk/signatories/{row.public_id}/repair"
    mark = {"csrf_token": lead.mark(page)}
    return lead.post(f"/desk/signatories/{row.public_id}/pair/undo", data=mark).status_code


def test_the_new_one_stands_and_both_are_told(
    client: Browser, two: tuple[Endorsement, Endorsement]
) -> None:
    old, new = two
    lead = desk.sign_in(client, Role.MODERATOR)

    assert paired(lead, new, old, "replace") == 303

    assert [line.public_id for line in listed(a_paper())] == [new.public_id]
    assert again(old).state == State.REJECTED
    assert again(old).contact is not None
    assert "in the place of" in mails_to(OLD)[-1].parts[0].text
    assert "in place of" in mails_to(NEW)[-1].parts[0].text


def test_it_is_taken_back(client: Browser, two: tuple[Endorsement, Endorsement]) -> None:
    old, new = two
    lead = desk.sign_in(client, Role.MODERATOR)
    paired(lead, new, old, "replace")

    assert undone(lead, new) == 303

    assert [line.public_id for line in listed(a_paper())] == [old.public_id]
    assert again(new).state == State.CONFIRMED
    assert undone(lead, new) == 409


def test_the_contact_is_kept_as_a_second_one(
    client: Browser, two: tuple[Endorsement, Endorsement]
) -> None:
    old, new = two
    lead = desk.sign_in(client, Role.MODERATOR)

    assert paired(lead, new, old, "second") == 303

    assert [line.public_id for line in listed(a_paper())] == [old.public_id]
    assert NEW in lead.get(f"/desk/signatories/{old.public_id}/repair").text
    assert undone(lead, old) == 303
    assert again(new).state == State.CONFIRMED


def test_nothing_gives_way_while_it_is_disputed(two: tuple[Endorsement, Endorsement]) -> None:
    old, new = two
    dispute(old)

    with pytest.raises(DisputeFirst):
        pairing.replace(new, old, lead="a-lead")
    assert again(old).state == State.PUBLISHED


def test_a_pair_is_of_one_paper(app: Flask, two: tuple[Endorsement, Endorsement]) -> None:
    _old, new = two
    elsewhere = an_endorsement(a_paper("second"), name="Hearth")

    with pytest.raises(NotAPair):
        pairing.replace(new, elsewhere, lead="a-lead")


def test_what_is_listed_replaces_nothing(two: tuple[Endorsement, Endorsement]) -> None:
    old, new = two

    with pytest.raises(NotAPair):
        pairing.replace(old, new, lead="a-lead")


def test_after_thirty_days_it_is_not_taken_back(two: tuple[Endorsement, Endorsement]) -> None:
    old, new = two
    pairing.replace(new, old, lead="a-lead")
    known = pairing.latest(new)
    assert known is not None

    with time_machine.travel(clock.now() + timedelta(days=31)), pytest.raises(TooLateToUndo):
        pairing.part(known, lead="a-lead")
    db.session.rollback()
    assert again(new).state == State.PUBLISHED
