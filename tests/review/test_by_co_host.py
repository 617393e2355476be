"""By whose link somebody came: a column, a filter, a line of their page, and a column of files."""

import pytest
from flask import Flask

from signon.access.roles import Role
from signon.review import columns
from tests.campaigns.test_co_hosts import add, sign
from tests.factories import a_paper
from tests.support import desk
from tests.support.clients import Browser

ROOM = "/desk/papers/ten-doors/signatories"
FILE = "/desk/papers/ten-doors/export"
OTHER = {"email": "cy@other.example.org", "organisation_name": "Other"}


@pytest.fixture
def owner(app: Flask, client: Browser) -> Browser:
    a_paper()
    return desk.sign_in(client)


def test_leads_see_and_narrow_by_whose_link_somebody_came(app: Flask, owner: Browser) -> None:
    one = add(owner, "P<b>artner</b>")
    row = sign(Browser(app, app.response_class), one.code)
    plain = sign(Browser(app, app.response_class), **OTHER)
    column = {"csrf_token": owner.mark(ROOM), "column": "co_host"}
    assert owner.post(f"{ROOM}/columns", data=column).status_code == 303

    every, narrow = owner.get(ROOM).text, owner.get(f"{ROOM}?co_host={one.public_id}").text

    assert every.count("P&lt;b&gt;artner&lt;/b&gt;") == 2, "the cell, and the choice of the filter"
    assert row.public_id in narrow
    assert plain.public_id not in narrow
    assert "artner" in owner.get(f"/desk/signatories/{row.public_id}").text
    assert "By the link of" not in owner.get(f"/desk/signatories/{plain.public_id}").text


@pytest.mark.parametrize(
    "asked",
    [
        {"co_host": "made-up"},
        {"co_host": "é"},
        {"co_host": "' OR 1=1"},
        {"country": "ZZ"},
        {"language": "zz"},
        {"version": "99"},
    ],
)
def test_what_is_asked_for_and_known_to_nobody_finds_nobody(
    app: Flask, owner: Browser, asked: dict[str, str]
) -> None:
    row = sign(Browser(app, app.response_class), add(owner).code)

    page = owner.get(ROOM, query_string=asked)

    assert page.status_code == 200
    assert row.public_id not in page.text


def test_a_file_names_the_co_host_for_whoever_may_take_it(app: Flask, owner: Browser) -> None:
    sign(Browser(app, app.response_class), add(owner, "Partner").code)
    viewer = desk.sign_in(Browser(app, app.response_class), Role.VIEWER)
    wanted = {"csrf_token": viewer.mark(FILE), "format": "csv", "column": ["name", "co_host"]}

    lines = viewer.post(FILE, data=wanted).text.splitlines()

    assert lines[0].endswith("name,co_host")
    assert lines[1].endswith(",Partner")


def test_a_campaign_without_co_hosts_has_no_such_filter(owner: Browser) -> None:
    assert 'name="co_host"' not in owner.get(ROOM).text
    assert "co_host" in columns.COLUMNS
