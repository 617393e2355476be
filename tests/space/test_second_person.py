"""A second person vouches for an entry, or denies it: who counts, and what it changes."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from signon.endorsements import service as endorsements
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.kernel import clock
from signon.signatories.models import Signatory
from signon.space.models import Offer
from signon.submissions.states import Action, State
from tests.factories import a_paper, an_endorsement, confirm
from tests.space.doors import mails, open_space
from tests.space.hearth import ADA, BO, SUCCESSOR, ask, established, now, press, signed
from tests.support.clients import Browser


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
    "email", ["bo@gmail.com", "bo@mailinator.com", "bo@elsewhere.org", "ADA@hearth.org"]
)
def test_a_mailbox_that_proves_nothing_cannot_vouch(client: Browser, email: str) -> None:
    established()
    row = signed()
    path = open_space(client, ADA)

    answer = client.send(f"{path}/{row.public_id}/second", {**SUCCESSOR, "email": email})

    assert answer.status_code == 422
    assert db.session.scalar(select(func.count()).select_from(Offer)) == 0
