"""Every address of the house is known, and every door says who may come in."""

from pathlib import Path

import pytest
from flask import Flask

from signon.access.guard import ANY_LEAD, OWN_ACCOUNT, door_of
from signon.access.roles import Role
from signon.app import create_app
from tests.conftest import settings

LIST = Path(__file__).with_name("routes.txt")
OPEN_ON_THE_DESK = ("/desk/sign-in", "/desk/sign-out", "/desk/password/", "/desk/not-me/")
"""Where somebody who is not signed in, or not any more, has to get."""


@pytest.fixture
def house(tmp_path: Path) -> Flask:
    return create_app(settings(tmp_path, f"sqlite:///{tmp_path}/unused.sqlite3"))


def test_every_door_says_who_may_come_in(house: Flask) -> None:
    doors = {name: door_of(view) for name, view in house.view_functions.items()}

    assert [name for name, door in doors.items() if door is None] == []


def test_the_desk_is_for_leads(house: Flask) -> None:
    open_doors = [
        rule.rule
        for rule in house.url_map.iter_rules()
        if rule.rule.startswith("/desk")
        and not rule.rule.startswith(OPEN_ON_THE_DESK)
        and not _is_for_leads(door_of(house.view_functions[rule.endpoint]))
    ]

    assert open_doors == []


def test_the_list_of_addresses_is_up_to_date(house: Flask) -> None:
    addresses = sorted(
        f"{rule.rule} {' '.join(sorted((rule.methods or set()) - {'HEAD', 'OPTIONS'}))}"
        for rule in house.url_map.iter_rules()
    )

    assert addresses == LIST.read_text(encoding="utf-8").splitlines()


def _is_for_leads(door: Role | str | None) -> bool:
    return isinstance(door, Role) or door in (ANY_LEAD, OWN_ACCOUNT)
