"""Giving a role in a campaign, changing it, and taking it away."""

from functools import partial

import pytest
from flask import Flask
from sqlalchemy import select

from signon.access import grants, links, service, sessions
from signon.access.grants import HasCome, NotALead
from signon.access.links import LinkUsed
from signon.access.models import Account, Grant
from signon.access.policy import AddressRefused, LastOwner
from signon.access.queries import leads_of
from signon.access.roles import Role
from signon.extensions import db
from tests.access.leads import (
    EMAIL,
    OTHER_PASSWORD,
    PASSWORD,
    a_campaign,
    a_lead,
    account_of,
    an_invitation,
    at_once,
    link_in,
    mails,
    token_of,
    trail,
)

TITLE = "The Cairo paper"


def test_somebody_new_gets_an_account_a_role_and_a_link(app: Flask) -> None:
    cairo = a_campaign()

    link = an_invitation(cairo, email=" Ada@NGO.example.org")

    account = account_of()
    assert (account.email, account.language) == ("Ada@ngo.example.org", "fr")
    assert account.password_hash is None
    assert [(lead.email, lead.role, lead.has_password) for lead in leads_of(cairo)] == [
        ("Ada@ngo.example.org", Role.EDITOR, False)
    ]
    assert link == f"http://signon.test{link_in(mails()[0])}"
    assert trail() == [("invite", account.public_id, "system")]


def test_whoever_has_a_password_gets_no_link_that_sets_one(app: Flask) -> None:
    a_lead()

    link = an_invitation(a_campaign())

    assert link == "http://signon.test/desk/"
    assert link_in(mails()[0]) == "/desk/"
    assert account_of().link_stamp is None


def test_a_second_invitation_changes_the_role_and_the_link(app: Flask) -> None:
    cairo = a_campaign()
    first = token_of(an_invitation(cairo, Role.VIEWER))

    second = token_of(an_invitation(cairo, Role.OWNER))

    assert [lead.role for lead in leads_of(cairo)] == [Role.OWNER]
    with pytest.raises(LinkUsed):
        service.set_password(first, PASSWORD)
    service.set_password(second, PASSWORD)


def test_dots_and_tags_are_different_people(app: Flask) -> None:
    cairo = a_campaign()
    for email in (EMAIL, "a.da@ngo.example.org", "ada+x@ngo.example.org", EMAIL.upper()):
        an_invitation(cairo, email=email)

    assert len(leads_of(cairo)) == 3


@pytest.mark.parametrize(
    ("one", "other"),
    [("ada@faß.de", "ada@fass.de"), ("ada@βόλος.example", "ada@βόλοσ.example")],
)
def test_two_domains_that_fold_alike_are_two_accounts(app: Flask, one: str, other: str) -> None:
    """IDNA 2008 registers them apart, so their owners are two."""
    cairo = a_campaign()
    a_lead(cairo, Role.OWNER, one)

    token = token_of(an_invitation(cairo, Role.VIEWER, other))
    service.set_password(token, OTHER_PASSWORD)

    assert {(lead.email, lead.role) for lead in leads_of(cairo)} == {
        (one, Role.OWNER),
        (other, Role.VIEWER),
    }
    assert service.sign_in(one, PASSWORD, "network")
    with pytest.raises(service.SignInRefused):
        service.sign_in(one, OTHER_PASSWORD, "network")


def test_nobody_is_invited_under_two_addresses_at_once(app: Flask) -> None:
    with pytest.raises(AddressRefused):
        an_invitation(a_campaign(), email="a@x.org, b@x.org")

    assert mails() == []
    assert db.session.scalars(select(Account)).all() == []


def test_whoever_is_removed_is_out_at_once(app: Flask) -> None:
    cairo = a_campaign()
    a_lead(cairo)
    bo = a_lead(cairo, Role.EDITOR, "bo@ngo.example.org")
    secrets = [sessions.start(bo.id) for _ in range(2)]

    grants.revoke(bo.public_id, cairo, actor="ada")

    assert [sessions.find(secret) for secret in secrets] == [None, None]
    assert [lead.email for lead in leads_of(cairo)] == [EMAIL]
    assert trail() == [("revoke", bo.public_id, "ada")]


def test_an_invitation_dies_with_the_last_role_that_it_was_for(app: Flask) -> None:
    cairo, tunis = a_campaign("cairo"), a_campaign("tunis")
    a_lead(cairo, email="bo@ngo.example.org")
    an_invitation(cairo)
    token = token_of(an_invitation(tunis))

    grants.revoke(account_of().public_id, cairo, actor="bo")
    assert links.account_for_link(token).email == EMAIL
    grants.revoke(account_of().public_id, tunis, actor="bo")

    with pytest.raises(LinkUsed):
        service.set_password(token, PASSWORD)


def test_the_last_owner_can_be_neither_removed_nor_made_less(app: Flask) -> None:
    cairo, tunis = a_campaign("cairo"), a_campaign("tunis")
    ada = a_lead(cairo)
    a_lead(tunis, email="bo@ngo.example.org")

    with pytest.raises(LastOwner):
        grants.revoke(ada.public_id, cairo, actor="ada")
    with pytest.raises(LastOwner):
        an_invitation(cairo, Role.VIEWER)
    an_invitation(cairo, Role.OWNER, "bo@ngo.example.org")
    grants.revoke(ada.public_id, cairo, actor="ada")

    assert [lead.email for lead in leads_of(cairo)] == ["bo@ngo.example.org"]


def test_a_stranger_cannot_be_removed(app: Flask) -> None:
    cairo, tunis = a_campaign("cairo"), a_campaign("tunis")
    ada = a_lead(cairo)

    for public_id, campaign_id in ((ada.public_id, tunis), ("nobody", cairo), ("", 2**62)):
        with pytest.raises(NotALead):
            grants.revoke(public_id, campaign_id, actor="ada")
    assert len(db.session.scalars(select(Grant)).all()) == 1


def test_two_owners_who_remove_each_other_leave_one(app: Flask) -> None:
    for number in range(5):
        campaign = a_campaign(f"campaign-{number}")
        emails = [f"{name}{number}@ngo.example.org" for name in ("ada", "bo")]
        owners = [a_lead(campaign, email=email) for email in emails]

        answers = at_once(
            app,
            *(partial(grants.revoke, who.public_id, campaign, actor="other") for who in owners),
        )

        assert [type(answer) for answer in answers if answer] == [LastOwner]
        db.session.rollback()
        assert [lead.role for lead in leads_of(campaign)] == [Role.OWNER]


def test_somebody_invited_from_two_sides_at_once_has_one_account(app: Flask) -> None:
    cairo, tunis = a_campaign("cairo"), a_campaign("tunis")

    answers = at_once(
        app, *(partial(an_invitation, campaign) for campaign in (cairo, tunis, cairo))
    )

    assert all(isinstance(answer, str) for answer in answers)
    db.session.rollback()
    assert len(db.session.scalars(select(Account)).all()) == 1
    assert len(db.session.scalars(select(Grant)).all()) == 2


def test_another_role_counts_at_once_and_is_told(app: Flask) -> None:
    cairo = a_campaign()
    a_lead(cairo, email="bo@ngo.example.org")
    secret = sessions.start(a_lead(cairo, Role.EDITOR).id)
    public_id = account_of().public_id

    for _ in range(2):
        grants.change_role(public_id, cairo, Role.TRANSLATOR, actor="bo", campaign_title=TITLE)

    found = sessions.find(secret)
    assert found is not None
    assert found.grants == {cairo: Role.TRANSLATOR}
    assert [mail.subject for mail in mails()] == ["Your role in: The Cairo paper"]
    assert trail() == [("change_role", public_id, "bo")]


def test_the_last_owner_cannot_change_their_own_role(app: Flask) -> None:
    cairo = a_campaign()
    ada = a_lead(cairo)

    with pytest.raises(LastOwner):
        grants.change_role(
            ada.public_id, cairo, Role.EDITOR, actor=ada.public_id, campaign_title=TITLE
        )
    assert (mails(), trail()) == ([], [])


def test_an_invitation_is_sent_again_and_the_older_link_is_dead(app: Flask) -> None:
    cairo = a_campaign()
    first = token_of(an_invitation(cairo))
    public_id = account_of().public_id

    grants.invite_again(public_id, cairo, actor="bo", campaign_title=TITLE)

    second = token_of(link_in(mails()[-1]))
    with pytest.raises(LinkUsed):
        service.set_password(first, PASSWORD)
    service.set_password(second, PASSWORD)
    with pytest.raises(HasCome):
        grants.invite_again(public_id, cairo, actor="bo", campaign_title=TITLE)
    assert [line[0] for line in trail()] == ["invite", "invite_again", "set_password"]


def test_nobody_changes_or_invites_a_stranger(app: Flask) -> None:
    cairo, tunis = a_campaign("cairo"), a_campaign("tunis")
    ada = a_lead(cairo)
    told = {"actor": "ada", "campaign_title": TITLE}

    for public_id, campaign in ((ada.public_id, tunis), ("nobody", cairo)):
        with pytest.raises(NotALead):
            grants.change_role(public_id, campaign, Role.VIEWER, **told)
        with pytest.raises(NotALead):
            grants.invite_again(public_id, campaign, **told)
    assert mails() == []
