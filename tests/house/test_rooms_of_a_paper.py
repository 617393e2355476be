"""The rooms of a paper: which of them a lead is led to, and in which they stand."""

import re

import pytest
from flask import Flask

from signon import rooms
from signon.access.roles import Role
from signon.rooms import Room, RoomTaken
from tests.factories import a_paper
from tests.support import desk
from tests.support.clients import Browser

ROOM = "/desk/papers/ten-doors/signatories"


def _led_to(page: str) -> list[str]:
    nav = re.search(r'<nav class="rooms".*?</nav>', page, re.DOTALL)
    assert nav
    return re.findall(r'<a href="/desk/papers/ten-doors/([^"]*)"', nav[0])


def test_rooms_come_in_their_order_whoever_has_declared_them(client: Browser) -> None:
    a_paper()

    led_to = _led_to(desk.sign_in(client).get(ROOM).text)

    in_order = ["signatories", "challenges", "duplicates", "texts", "dates", "manage", "round"]
    assert [room for room in led_to if room in in_order] == in_order


def test_a_lead_is_led_to_no_room_that_is_closed_to_them(client: Browser) -> None:
    a_paper()
    desk.sign_in(client, Role.VIEWER)

    led_to = _led_to(client.get(ROOM).text)

    assert "signatories" in led_to
    assert not {"challenges", "duplicates", "dates", "manage", "round", "to-decide"} & set(led_to)
    for room in led_to:
        assert client.get(f"/desk/papers/ten-doors/{room}").status_code == 200, room


def test_the_room_in_which_one_stands_is_marked(client: Browser) -> None:
    a_paper()
    desk.sign_in(client)

    here = client.get(ROOM).text
    within = client.get("/desk/papers/ten-doors/texts/fr").text

    assert f'href="{ROOM}" aria-current="page"' in here
    assert 'href="/desk/papers/ten-doors/texts" aria-current="true"' in within
    assert here.count('aria-current="page">') >= 1


def test_two_rooms_at_one_place_are_a_bug(app: Flask) -> None:
    taken = app.extensions[rooms.REGISTER][0].place

    with pytest.raises(RoomTaken):
        rooms.register(app, [Room("Another", taken, "review.signatories", Role.VIEWER)])
