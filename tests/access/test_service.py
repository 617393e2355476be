"""Inviting, removing, and setting passwords."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from signon.access import links, passwords, service, sessions
from signon.access.links import LinkDamaged, LinkTooOld, LinkUsed
from signon.access.models import Account, Grant
from signon.access.policy import AddressRefused, LastOwner, PasswordRefused
from signon.access.queries import leads_of
from signon.access.roles import Role
from signon.access.service import NotALead
from signon.access.throttle import TooMany
from signon.extensions import db
from tests.access.leads import (
    EMAIL,
    OTHER_PASSWORD,
    PASSWORD,
    a_campaign,
    a_lead,
    account_of,
    at_once,
    do_the_work,
    link_in,
    mails,
    trail,
)

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def invite(campaign_id: int, role: Role = Role.EDITOR, email: str = EMAIL) -> str:
    return service.invite(
        email,
        campaign_id,
        role,
        language="fr",
        invited_by="system",
        campaign_title="The Cairo paper",
    )


def token_of(link: str) -> str:
    return link.rpartition("/")[2]


def asked_link() -> str:
    service.ask_reset(EMAIL, "network")
    do_the_work()
    return token_of(link_in(mails()[-1]))


def test_somebody_new_gets_an_account_a_role_and_a_link(app: Flask) -> None:
    cairo = a_campaign()

    link = invite(cairo, email=" Ada@NGO.example.org")

    account = account_of()
    assert (account.email, account.language) == ("Ada@ngo.example.org", "fr")
    assert account.password_hash is None
    assert [(lead.email, lead.role, lead.has_password) for lead in leads_of(cairo)] == [
        ("Ada@ngo.example.org", Role.EDITOR, False)
    ]
    assert link == f"http://signon.test{link_in(mails()[0])}"
    assert trail() == [("invite", account.public_id, "system")]


def test_an_invitation_sets_the_first_password_once(app: Flask) -> None:
    token = token_of(invite(a_campaign()))

    service.set_password(token, PASSWORD)

    account = account_of()
    assert passwords.matches(account.password_hash, PASSWORD)
    assert [mail.subject for mail in mails()][1:] == [], "a first password changes nothing"
    assert ("set_password", account.public_id, account.public_id) in trail()
    with pytest.raises(LinkUsed):
        service.set_password(token, OTHER_PASSWORD)
    assert passwords.matches(account_of().password_hash, PASSWORD)


def test_whoever_has_a_password_gets_no_link_that_sets_one(app: Flask) -> None:
    a_lead()

    link = invite(a_campaign())

    assert link == "http://signon.test/desk/"
    assert link_in(mails()[0]) == "/desk/"
    assert account_of().link_stamp is None


def test_a_second_invitation_changes_the_role_and_the_link(app: Flask) -> None:
    cairo = a_campaign()
    first = token_of(invite(cairo, Role.VIEWER))

    second = token_of(invite(cairo, Role.OWNER))

    assert [lead.role for lead in leads_of(cairo)] == [Role.OWNER]
    with pytest.raises(LinkUsed):
        service.set_password(first, PASSWORD)
    service.set_password(second, PASSWORD)


def test_dots_and_tags_are_different_people(app: Flask) -> None:
    cairo = a_campaign()
    for email in (EMAIL, "a.da@ngo.example.org", "ada+x@ngo.example.org", EMAIL.upper()):
        invite(cairo, email=email)

    assert len(leads_of(cairo)) == 3


@pytest.mark.parametrize(
    ("one", "other"),
    [("ada@faß.de", "ada@fass.de"), ("ada@βόλος.example", "ada@βόλοσ.example")],
)
def test_two_domains_that_fold_alike_are_two_accounts(app: Flask, one: str, other: str) -> None:
    """IDNA 2008 registers them apart, so their owners are two."""
    cairo = a_campaign()
    a_lead(cairo, Role.OWNER, one)

    token = token_of(invite(cairo, Role.VIEWER, other))
    service.set_password(token, OTHER_PASSWORD)

    assert {(lead.email, lead.role) for lead in leads_of(cairo)} == {
        (one, Role.OWNER),
        (other, Role.VIEWER),
    }
    assert service.sign_in(one, PASSWORD, "network")
    with pytest.raises(service.SignInRefused):
        service.sign_in(one, OTHER_PASSWORD, "network")


@pytest.mark.parametrize(
    "spelling", ["ada@faß.de", "ADA@FAẞ.DE", "ada@xn--fa-hia.de", " ada@ｆａß.de "]
)
def test_every_spelling_of_one_domain_is_one_account(app: Flask, spelling: str) -> None:
    a_lead(a_campaign(), email="ada@faß.de")

    assert service.sign_in(spelling, PASSWORD, "network")


def test_nobody_is_invited_under_two_addresses_at_once(app: Flask) -> None:
    with pytest.raises(AddressRefused):
        invite(a_campaign(), email="a@x.org, b@x.org")

    assert mails() == []
    assert db.session.scalars(select(Account)).all() == []


def test_whoever_is_removed_is_out_at_once(app: Flask) -> None:
    cairo = a_campaign()
    a_lead(cairo)
    bo = a_lead(cairo, Role.EDITOR, "bo@ngo.example.org")
    secrets = [sessions.start(bo.id) for _ in range(2)]

    service.revoke(bo.public_id, cairo, actor="ada")

    assert [sessions.find(secret) for secret in secrets] == [None, None]
    assert [lead.email for lead in leads_of(cairo)] == [EMAIL]
    assert trail() == [("revoke", bo.public_id, "ada")]


def test_an_invitation_dies_with_the_last_role_that_it_was_for(app: Flask) -> None:
    cairo, tunis = a_campaign("cairo"), a_campaign("tunis")
    a_lead(cairo, email="bo@ngo.example.org")
    invite(cairo)
    token = token_of(invite(tunis))

    service.revoke(account_of().public_id, cairo, actor="bo")
    assert links.account_for_link(token).email == EMAIL
    service.revoke(account_of().public_id, tunis, actor="bo")

    with pytest.raises(LinkUsed):
        service.set_password(token, PASSWORD)


def test_the_last_owner_can_be_neither_removed_nor_made_less(app: Flask) -> None:
    cairo, tunis = a_campaign("cairo"), a_campaign("tunis")
    ada = a_lead(cairo)
    a_lead(tunis, email="bo@ngo.example.org")

    with pytest.raises(LastOwner):
        service.revoke(ada.public_id, cairo, actor="ada")
    with pytest.raises(LastOwner):
        invite(cairo, Role.VIEWER)
    invite(cairo, Role.OWNER, "bo@ngo.example.org")
    service.revoke(ada.public_id, cairo, actor="ada")

    assert [lead.email for lead in leads_of(cairo)] == ["bo@ngo.example.org"]


def test_a_stranger_cannot_be_removed(app: Flask) -> None:
    cairo, tunis = a_campaign("cairo"), a_campaign("tunis")
    ada = a_lead(cairo)

    for public_id, campaign_id in ((ada.public_id, tunis), ("nobody", cairo), ("", 2**62)):
        with pytest.raises(NotALead):
            service.revoke(public_id, campaign_id, actor="ada")
    assert len(db.session.scalars(select(Grant)).all()) == 1


def test_a_reset_ends_sessions_and_tells_the_owner(app: Flask) -> None:
    ada = a_lead()
    secret = sessions.start(ada.id)
    token = asked_link()
    assert sessions.find(secret), "asking alone ends nothing"

    service.set_password(token, OTHER_PASSWORD)

    account = account_of()
    assert sessions.find(secret) is None
    assert passwords.matches(account.password_hash, OTHER_PASSWORD)
    assert [mail.subject for mail in mails()] == [
        "Choose a new password",
        "Your password was changed",
    ]
    assert [line[0] for line in trail()] == ["ask_reset", "set_password"]
    with pytest.raises(LinkUsed):
        service.set_password(token, PASSWORD)


def test_only_the_newest_of_several_links_works(app: Flask) -> None:
    a_lead()
    older, newer = asked_link(), asked_link()

    with pytest.raises(LinkUsed):
        service.set_password(older, OTHER_PASSWORD)
    service.set_password(newer, OTHER_PASSWORD)


def test_a_link_is_too_old_after_an_hour(app: Flask) -> None:
    with time_machine.travel(NOON, tick=False):
        a_lead()
        token = asked_link()

    late = time_machine.travel(NOON + timedelta(seconds=3601), tick=False)
    with late, pytest.raises(LinkTooOld):
        service.set_password(token, OTHER_PASSWORD)
    with time_machine.travel(NOON + timedelta(seconds=3599), tick=False):
        service.set_password(token, OTHER_PASSWORD)


@pytest.mark.parametrize("password", ["", "too short", EMAIL, "a" * 201])
def test_a_refused_password_leaves_the_link_usable(app: Flask, password: str) -> None:
    a_lead()
    token = asked_link()

    with pytest.raises(PasswordRefused):
        service.set_password(token, password)
    service.set_password(token, OTHER_PASSWORD)


@pytest.mark.parametrize("token", ["", "x", "\ud800", "\0", "a.b.c.d", "a" * 10_000])
def test_garbage_is_no_link(app: Flask, token: str) -> None:
    with pytest.raises(LinkDamaged):
        service.set_password(token, PASSWORD)


def test_an_unknown_address_gets_no_mail(app: Flask) -> None:
    service.ask_reset("nobody@ngo.example.org", "network")
    do_the_work()

    assert mails() == []
    assert trail() == [("ask_reset", "unknown", "system")]


def test_fifty_requests_send_five_mails_and_keep_the_fifth_link(app: Flask) -> None:
    a_lead()
    for number in range(50):
        service.ask_reset(EMAIL if number % 2 else EMAIL.upper(), f"network {number}")
    do_the_work()

    assert len(mails()) == 5
    service.set_password(token_of(link_in(mails()[-1])), OTHER_PASSWORD)


def test_a_network_that_asks_for_everybody_has_to_wait(app: Flask) -> None:
    for number in range(30):
        service.ask_reset(f"lead{number}@ngo.example.org", "network")

    with pytest.raises(TooMany):
        service.ask_reset(EMAIL, "network")


def test_two_owners_who_remove_each_other_leave_one(app: Flask) -> None:
    for number in range(5):
        campaign = a_campaign(f"campaign-{number}")
        emails = [f"{name}{number}@ngo.example.org" for name in ("ada", "bo")]
        owners = [a_lead(campaign, email=email) for email in emails]

        answers = at_once(
            app,
            *(partial(service.revoke, who.public_id, campaign, actor="other") for who in owners),
        )

        assert [type(answer) for answer in answers if answer] == [LastOwner]
        db.session.rollback()
        assert [lead.role for lead in leads_of(campaign)] == [Role.OWNER]


def test_a_link_used_twice_at_once_sets_one_password(app: Flask) -> None:
    a_lead()
    token = asked_link()

    answers = at_once(
        app,
        partial(service.set_password, token, "first quiet words"),
        partial(service.set_password, token, "second quiet words"),
    )

    assert [type(answer) for answer in answers if not isinstance(answer, str)] == [LinkUsed]
    assert [line[0] for line in trail()].count("set_password") == 1


def test_somebody_invited_from_two_sides_at_once_has_one_account(app: Flask) -> None:
    cairo, tunis = a_campaign("cairo"), a_campaign("tunis")

    answers = at_once(app, *(partial(invite, campaign) for campaign in (cairo, tunis, cairo)))

    assert all(isinstance(answer, str) for answer in answers)
    db.session.rollback()
    assert len(db.session.scalars(select(Account)).all()) == 1
    assert len(db.session.scalars(select(Grant)).all()) == 2
