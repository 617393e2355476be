"""What one role may, the roles that include it may too."""

import pytest

from signon.access.roles import NAMES, Role

UPWARDS = [Role.VIEWER, Role.MODERATOR, Role.EDITOR, Role.OWNER]


@pytest.mark.parametrize("role", UPWARDS)
def test_a_role_includes_itself_and_what_is_below(role: Role) -> None:
    height = UPWARDS.index(role)

    assert [role.includes(other) for other in UPWARDS] == [
        UPWARDS.index(other) <= height for other in UPWARDS
    ]


def test_every_role_has_a_name_for_people() -> None:
    assert set(NAMES) == set(Role)
