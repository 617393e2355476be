"""A lead at the desk."""

from collections.abc import Callable

import pytest
from flask import Flask

from signon.access.models import Grant
from signon.access.roles import Role
from signon.extensions import db
from signon.transaction import command
from tests.access import leads
from tests.factories import a_campaign
from tests.support.clients import Browser

SignIn = Callable[..., Browser]


@command
def grant(account_id: int, campaign_id: int, role: Role) -> None:
    db.session.add(Grant(account_id=account_id, campaign_id=campaign_id, role=role))


@pytest.fixture
def sign_in(app: Flask, client: Browser) -> SignIn:
    """A function that signs a lead in with a role in each of some campaigns."""

    def enter(**roles: Role) -> Browser:
        roles = roles or {"open_doors": Role.MODERATOR}
        ids = {a_campaign(name.replace("_", "-")).id: role for name, role in roles.items()}
        first, *others = ids
        account = leads.a_lead(first, ids[first])
        for campaign_id in others:
            grant(account.id, campaign_id, ids[campaign_id])
        assert leads.sign_in(client).status_code == 303
        return client

    return enter
