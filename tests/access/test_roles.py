"""What one role may, the roles that include it may too."""

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from signon.access.roles import NAMES, Role
from tests.access.leads import a_campaign, a_lead

VIEWER, TRANSLATOR, EXPORTER = Role.VIEWER, Role.TRANSLATOR, Role.EXPORTER
MODERATOR, EDITOR, OWNER = Role.MODERATOR, Role.EDITOR, Role.OWNER
INCLUDED = {
    VIEWER: {VIEWER},
    TRANSLATOR: {VIEWER, TRANSLATOR},
    EXPORTER: {VIEWER, EXPORTER},
    MODERATOR: {VIEWER, MODERATOR},
    EDITOR: {VIEWER, TRANSLATOR, EXPORTER, MODERATOR, EDITOR},
    OWNER: {VIEWER, TRANSLATOR, EXPORTER, MODERATOR, EDITOR, OWNER},
}


@pytest.mark.parametrize("role", INCLUDED)
def test_a_role_may_what_the_roles_that_it_includes_may(role: Role) -> None:
    assert {other for other in Role if role.includes(other)} == INCLUDED[role]


def test_every_role_has_a_name_for_people() -> None:
    assert set(NAMES) == set(Role)


@pytest.mark.parametrize("role", Role)
def test_every_role_can_be_given(app: Flask, role: Role) -> None:
    campaign = a_campaign()

    assert a_lead(campaign, role).grants[0].role == role


def test_no_other_role_can_be_given(app: Flask) -> None:
    campaign = a_campaign()

    with pytest.raises(IntegrityError):
        a_lead(campaign, "king")
