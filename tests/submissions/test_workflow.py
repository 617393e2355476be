"""The shared path, with endorsements as its kind."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from signon.audit import trail
from signon.endorsements import service
from signon.endorsements.capability import ENDORSEMENT
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.kernel import clock
from signon.kernel.errors import Changed
from signon.outbox.addresses import address_key
from signon.outbox.post import Email, Link
from signon.outbox.suppression import is_suppressed
from signon.signatories.models import Signatory
from signon.submissions import tasks, workflow
from signon.submissions.models import Contact
from signon.submissions.states import Action, State, TransitionRefused
from tests.factories import a_draft, a_paper, an_endorsement, confirm

Outbox = Callable[[], list[Email]]


def link_in(email: Email) -> str:
    return next(part.url for part in email.parts if isinstance(part, Link))


def how_many(model: type) -> int:
    return db.session.execute(select(func.count()).select_from(model)).scalar_one()


def test_an_endorsement_waits_for_its_mailbox_and_is_published_when_confirmed(
    app: Flask, outbox: Outbox
) -> None:
    waiting = an_endorsement(a_paper(), confirmed=False)
    assert waiting.state == State.SUBMITTED
    assert how_many(Signatory) == 0

    confirmed = confirm(waiting)

    assert confirmed.state == State.PUBLISHED
    assert {email.to for email in outbox()} == {confirmed.contact.email}
    assert how_many(Signatory) == 1


def test_confirming_twice_is_harmless(app: Flask) -> None:
    waiting = an_endorsement(a_paper(), confirmed=False)

    confirm(waiting)
    confirm(waiting)

    actions = [entry.action for entry in trail.history(waiting.public_id)]
    assert actions == ["submit", "confirm", "publish", "receipt"]


def test_signing_again_within_a_quarter_of_an_hour_sends_no_second_mail(
    app: Flask, outbox: Outbox
) -> None:
    paper, draft = a_paper(), a_draft()

    service.endorse(paper, draft)
    service.endorse(paper, draft)

    assert len(outbox()) == 1
    assert how_many(Endorsement) == how_many(Contact) == 1


def test_signing_again_later_sends_the_newest_words_and_the_older_link_dies(
    app: Flask, outbox: Outbox
) -> None:
    paper, draft = a_paper(), a_draft(name="Assocation of T", email="ada@hearth.example.org")
    service.endorse(paper, draft)
    older = link_in(outbox()[0])

    with time_machine.travel(clock.now() + timedelta(minutes=16)):
        service.endorse(paper, a_draft(name="Association of T", email=draft.email))

    row = db.session.scalars(select(Endorsement)).one()
    assert row.name == "Association of T"
    assert link_in(outbox()[1]) != older
    assert row.link_stamp not in older


def test_an_address_that_has_confirmed_is_told_so_by_mail(app: Flask, outbox: Outbox) -> None:
    paper, draft = a_paper(), a_draft()
    service.endorse(paper, draft)
    confirm(db.session.scalars(select(Endorsement)).one())

    with time_machine.travel(clock.now() + timedelta(minutes=16)):
        service.endorse(paper, draft)

    assert outbox()[-1].subject == "Already endorsed: Ten open doors"
    assert how_many(Endorsement) == 1


def test_one_address_written_differently_counts_once(app: Flask, outbox: Outbox) -> None:
    paper = a_paper()

    for email in ("ada@example.org", "ADA@example.org", "ada+ngo@example.org"):
        service.endorse(paper, a_draft(name="Hearth", email=email))

    assert how_many(Endorsement) == 1
    assert len(outbox()) == 1


def test_whoever_disowns_is_taken_off_the_list_erased_and_never_written_to_again(
    app: Flask, outbox: Outbox
) -> None:
    paper, other = a_paper(), a_paper("other-doors")
    row = an_endorsement(paper, email="ada@example.org")

    workflow.disown(ENDORSEMENT, row, for_good=True)
    service.endorse(other, a_draft(email="Ada@example.org"))

    assert db.session.scalars(select(Endorsement.state)).all() == [State.DISOWNED]
    assert how_many(Signatory) == 0
    assert outbox() == []
    with time_machine.travel(clock.now() + timedelta(days=7, minutes=1)):
        tasks.erase()
    assert how_many(Contact) == 0
    assert db.session.scalars(select(Endorsement.address_key)).all() == [None]


def test_who_takes_it_back_is_written_to_again_when_they_sign(app: Flask, outbox: Outbox) -> None:
    row = an_endorsement(a_paper(), email="ada@example.org")

    workflow.disown(ENDORSEMENT, row)
    service.endorse(a_paper("other-doors"), a_draft(email="ada@example.org"))

    assert len(outbox()) == 1


def test_for_a_week_a_mailbox_may_reclaim_what_it_disowned(app: Flask) -> None:
    row = an_endorsement(a_paper(), email="ada@example.org")
    workflow.disown(ENDORSEMENT, row, for_good=True)

    with time_machine.travel(clock.now() + timedelta(days=6)):
        workflow.reclaim(ENDORSEMENT, row)
        assert row.state == State.SUBMITTED
        assert confirm(row).state == State.PUBLISHED

    assert how_many(Signatory) == 1
    assert not is_suppressed(address_key("ada@example.org"))


def test_after_a_week_nothing_is_reclaimed(app: Flask) -> None:
    row = an_endorsement(a_paper(), email="ada@example.org")
    workflow.disown(ENDORSEMENT, row)

    with time_machine.travel(clock.now() + timedelta(days=8)), pytest.raises(TransitionRefused):
        workflow.reclaim(ENDORSEMENT, row)


def test_nothing_is_reclaimed_beside_what_was_signed_anew(app: Flask) -> None:
    paper = a_paper()
    row = an_endorsement(paper, name="Hearth", email="ada@example.org")
    workflow.disown(ENDORSEMENT, row)
    an_endorsement(paper, name="Hearth", email="ada@example.org")

    with pytest.raises(TransitionRefused):
        workflow.reclaim(ENDORSEMENT, row)


def test_a_decision_on_what_somebody_else_has_changed_is_refused(app: Flask) -> None:
    row = an_endorsement(a_paper())
    seen = row.revision
    workflow.decide(row, Action.UNPUBLISH, revision=seen, moderator="lead")

    with pytest.raises(Changed):
        workflow.decide(row, Action.REJECT, revision=seen, moderator="lead")

    db.session.refresh(row)
    assert row.state == State.CONFIRMED


def test_a_decision_and_its_undoing_move_the_public_list(app: Flask) -> None:
    row = an_endorsement(a_paper())

    workflow.decide(row, Action.REJECT, revision=row.revision, moderator="lead", note="A joke.")
    assert how_many(Signatory) == 0
    workflow.decide(row, Action.PUBLISH, revision=row.revision, moderator="lead")

    assert how_many(Signatory) == 1
    assert trail.history(row.public_id)[-2].details == {"before": "published", "reasoned": True}


def test_who_withdraws_leaves_the_list_and_takes_the_contact_along(
    app: Flask, outbox: Outbox
) -> None:
    row = an_endorsement(a_paper(), name="Hearth", email="ada@hearth.example.org")

    workflow.withdraw(ENDORSEMENT, row, actor=trail.SIGNATORY, reason="Our board decided.")

    left = db.session.scalars(select(Endorsement)).one()
    assert (left.state, left.name) == (State.WITHDRAWN, "Hearth")
    assert left.withdrawal_reason == "Our board decided."
    assert (left.contact, left.address_key, left.code_hash) == (None, None, None)
    assert how_many(Signatory) == how_many(Contact) == 0


def test_withdrawing_twice_is_harmless(app: Flask) -> None:
    row = an_endorsement(a_paper())
    workflow.withdraw(ENDORSEMENT, row, actor=trail.SIGNATORY, reason="First words.")

    workflow.withdraw(ENDORSEMENT, row, actor=trail.SIGNATORY, reason="Other words.")

    assert row.withdrawal_reason == "First words."
    assert [entry.action for entry in trail.history(row.public_id)].count("withdraw") == 1


def test_nobody_withdraws_what_was_never_confirmed(app: Flask) -> None:
    row = an_endorsement(a_paper(), confirmed=False)

    with pytest.raises(TransitionRefused):
        workflow.withdraw(ENDORSEMENT, row, actor=trail.SIGNATORY)


def test_an_individual_who_withdraws_is_forgotten(app: Flask) -> None:
    paper = a_paper(accepts="both")
    row = an_endorsement(paper, capacity="individual", name="Ada Sample", affiliation="Hearth")

    workflow.withdraw(ENDORSEMENT, row, actor=trail.SIGNATORY)

    assert (row.name, row.affiliation, row.statement) == ("", "", "")


def test_mail_that_waits_is_taken_back_with_the_endorsement(app: Flask, outbox: Outbox) -> None:
    row = an_endorsement(a_paper(), confirmed=False)
    confirm(row)

    workflow.withdraw(ENDORSEMENT, row, actor=trail.SIGNATORY)

    assert outbox() == []


def test_whoever_withdrew_may_sign_again(app: Flask) -> None:
    paper = a_paper()
    first = an_endorsement(paper, name="Hearth", email="ada@hearth.example.org")
    workflow.withdraw(ENDORSEMENT, first, actor=trail.SIGNATORY)

    again = an_endorsement(paper, name="Hearth", email="ada@hearth.example.org")

    assert again.state == State.PUBLISHED
    assert again.organisation_id == first.organisation_id
