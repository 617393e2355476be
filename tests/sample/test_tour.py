"""The tour of the desk: in the sample alone, and until it is put away."""

from pathlib import Path

import pytest
from flask import Flask

from signon.access.roles import Role
from signon.app import create_app
from signon.sample import tour
from tests.conftest import settings
from tests.factories import a_paper
from tests.support import desk
from tests.support.clients import Browser

PUT_AWAY = "/desk/campaigns/open-doors/tour"
HEADING = 'id="tour"'


@pytest.fixture
def sample(app: Flask) -> Flask:
    """Papers that are called as those of the sample are."""
    for slug in (tour.PAPER, tour.CHANGED):
        a_paper(slug)
    return app


@pytest.mark.parametrize(("role", "steps"), [(Role.OWNER, 5), (Role.VIEWER, 2)])
def test_each_step_leads_to_a_page_that_this_lead_may_see(
    sample: Flask, client: Browser, role: Role, steps: int
) -> None:
    page = desk.sign_in(client, role).get("/desk/").text

    shown = page[page.index("<ol>") : page.index("</ol>")]
    addresses = [part.split('"')[0] for part in shown.split('href="')[1:]]
    assert len(addresses) == steps
    for address in addresses:
        assert client.get(address, follow_redirects=True).status_code == 200, address


def test_it_is_put_away_for_good_and_can_be_taken_out_again(sample: Flask, client: Browser) -> None:
    desk.sign_in(client)
    mark = {"csrf_token": client.mark("/desk/")}

    assert client.post(PUT_AWAY, data={**mark, "put_away": "y"}).status_code == 303
    assert HEADING not in client.get("/desk/").text
    assert client.post(PUT_AWAY, data=mark).status_code == 303
    assert HEADING in client.get("/desk/").text


def test_a_lead_of_another_campaign_finds_no_tour_here(sample: Flask, client: Browser) -> None:
    desk.sign_in(client, campaign="closed-doors")
    mark = {"csrf_token": client.mark("/desk/")}

    assert client.post(PUT_AWAY, data=mark).status_code == 404
    assert HEADING not in client.get("/desk/").text


def test_a_campaign_of_somebodys_own_has_none(app: Flask, client: Browser) -> None:
    a_paper()

    assert "/tour" not in desk.sign_in(client).get("/desk/").text


def test_it_is_not_in_production(tmp_path: Path) -> None:
    address = {"SIGNON_MODE": "production", "BASE_URL": "https://signon.test"}
    house = create_app(settings(tmp_path, f"sqlite:///{tmp_path}/unused.sqlite3", **address))

    assert not [rule for rule in house.url_map.iter_rules() if "tour" in rule.rule]
