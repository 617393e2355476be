"""One mailbox, several names: all stand. A slip that is mended counts, whenever it is mended."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from signon.endorsements import revising, service
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.kernel import clock
from signon.kernel.errors import DomainError
from signon.outbox.post import Email
from signon.signatories.models import Signatory
from signon.submissions.states import State, TransitionRefused
from tests.factories import FORM, a_draft, a_paper, an_endorsement, confirm
from tests.outbox.mails import delivering_to, drain
from tests.submissions.test_confirming import paths_in, press
from tests.support.clients import MARK, Browser
from tests.support.smtp import sink

Outbox = Callable[[], list[Email]]
OFFICE = "office@hearth.example.org"
PATH = "/en/papers/ten-doors/endorse"
QUARTER = timedelta(minutes=16)


def names(state: State | None = None) -> list[str]:
    db.session.rollback()
    wanted = select(Endorsement.name).order_by(Endorsement.id)
    if state is not None:
        wanted = wanted.where(Endorsement.state == state)
    return list(db.session.scalars(wanted))


def listed() -> list[str]:
    db.session.rollback()
    return sorted(db.session.scalars(select(Signatory.name)))


def newest() -> Endorsement:
    db.session.rollback()
    return db.session.scalars(select(Endorsement).order_by(Endorsement.id.desc()).limit(1)).one()


def test_one_mailbox_signs_for_two_organisations_and_both_are_listed(app: Flask) -> None:
    paper = a_paper()
    confirm(an_endorsement(paper, confirmed=False, name="Alpha", email=OFFICE))

    with time_machine.travel(clock.now() + QUARTER):
        confirm(an_endorsement(paper, confirmed=False, name="Beta", email=OFFICE))

    assert listed() == ["Alpha", "Beta"]


def test_two_names_unconfirmed_have_links_of_their_own_and_both_work(
    client: Browser, outbox: Outbox
) -> None:
    paper = a_paper()
    for number, name in enumerate(("Gamma", "Delta")):
        with time_machine.travel(clock.now() + number * QUARTER):
            service.endorse(paper, a_draft(name=name, email=OFFICE))

    assert [press(client, paths_in(mail)[0]) for mail in outbox()] == [303, 303]

    assert listed() == ["Delta", "Gamma"]


def test_an_organisation_and_two_persons_of_one_mailbox_all_stand(app: Flask) -> None:
    paper = a_paper(accepts="both")
    an_endorsement(paper, name="Hearth", email=OFFICE)
    for person in ("Ada Sample", "Bo Sample"):
        an_endorsement(paper, capacity="individual", name=person, email=OFFICE)

    assert listed() == ["Ada Sample", "Bo Sample", "Hearth"]


def test_a_form_mended_a_second_later_counts_with_the_only_mail(
    client: Browser, outbox: Outbox
) -> None:
    a_paper()
    client.send(PATH, {**FORM, "organisation_name": "Assocation of T"})
    client.send(PATH, {**FORM, "organisation_name": "Association of T"})
    [mail] = outbox()

    assert press(client, paths_in(mail)[0]) == 303

    assert names() == listed() == ["Association of T"]


def test_the_link_of_what_was_delayed_comes_when_there_is_room(app: Flask) -> None:
    paper = a_paper()
    with sink() as mailbox, delivering_to(app, mailbox.port):
        for name in ("Gamma", "Delta"):
            service.endorse(paper, a_draft(name=name, email=OFFICE))
        drain()
        assert len(mailbox.mails) == 1
        with time_machine.travel(clock.now() + QUARTER):
            drain()

        assert ["Gamma" in str(mail.message) for mail in mailbox.mails] == [True, False]
        assert "Delta" in str(mailbox.mails[-1].message)


@pytest.mark.parametrize("is_confirmed", [False, True])
def test_whoever_types_an_address_of_like_spelling_has_the_one_on_record_written_to(
    client: Browser, outbox: Outbox, is_confirmed: bool
) -> None:
    """A new link for what waits, and a word that it is there for what is confirmed."""
    row = an_endorsement(a_paper(), confirmed=False, name="Alpha", email="info@plus.example.org")
    if is_confirmed:
        confirm(row)
    evil, before = "info+evil@plus.example.org", len(outbox())

    with time_machine.travel(clock.now() + QUARTER):
        if is_confirmed:
            service.endorse(a_paper(), a_draft(name="Alpha", email=evil))
        else:
            client.send("/en/confirm/again", {"email": evil})

    [mail] = outbox()[before:]
    subject = "Already endorsed" if is_confirmed else "Please confirm your endorsement"
    assert (mail.to, mail.subject.partition(":")[0]) == ("info@plus.example.org", subject)


def test_what_was_confirmed_meanwhile_is_not_asked_about_later(app: Flask) -> None:
    paper = a_paper()
    with sink() as mailbox, delivering_to(app, mailbox.port):
        for name in ("Assocation of T", "Association of T"):
            service.endorse(paper, a_draft(name=name, email=OFFICE))
        drain()
        confirm(newest())
        with time_machine.travel(clock.now() + QUARTER):
            drain()

        assert [mail.message["Subject"].partition(":")[0] for mail in mailbox.mails] == [
            "Please confirm your endorsement",
            "Your endorsement",
        ]


@pytest.mark.parametrize("local", ["a" * 65, "a" * 64 + "b.c"])
def test_an_address_too_long_to_be_written_to_is_refused_at_the_form(
    client: Browser, local: str
) -> None:
    a_paper()

    answer = client.send(PATH, {**FORM, "email": f"{local}@example.org"})

    assert answer.status_code == 422
    assert 'id="email-error"' in answer.text


def test_what_waits_is_corrected_on_the_page_of_its_link(client: Browser, outbox: Outbox) -> None:
    a_paper()
    client.send(PATH, {**FORM, "organisation_name": "Hearht"})
    path = paths_in(outbox()[0])[0]
    assert f'href="{path}/correct"' in client.get(path).text

    found = MARK.search(client.get(f"{path}/correct").text)
    assert found
    fields = {"name": "Hearth", "country": "BE", "organisation_kind": "ngo"}
    empty = client.post(f"{path}/correct", data={"csrf_token": found[1], **fields, "name": ""})
    answer = client.post(f"{path}/correct", data={"csrf_token": found[1], **fields})

    assert (empty.status_code, answer.status_code) == (422, 303)
    assert answer.location == path
    assert names(State.SUBMITTED) == ["Hearth"]
    assert press(client, path) == 303
    assert listed() == ["Hearth"]
    assert client.get(f"{path}/correct").status_code == 410


def test_nothing_is_corrected_into_what_the_mailbox_has_signed_already(app: Flask) -> None:
    paper = a_paper()
    an_endorsement(paper, name="Alpha", email=OFFICE)
    waiting = an_endorsement(paper, confirmed=False, name="Beta", email=OFFICE)
    beta = an_endorsement(paper, name="Gamma", email=OFFICE)
    details = {"name": "Alpha", "country": "BE", "website": ""}

    with pytest.raises(TransitionRefused):
        revising.correct_unconfirmed(waiting, details)
    with pytest.raises(DomainError):
        revising.correct(beta, details)

    assert names() == ["Alpha", "Beta", "Gamma"]
