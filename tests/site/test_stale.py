"""Two windows show one form: the second is shown both, and nothing is overwritten unsaid."""

import html
import re
from typing import Any

import pytest
from werkzeug.test import TestResponse

from signon.access.roles import Role
from signon.campaigns import queries as campaigns
from signon.papers import queries
from tests.adding.scene import newest
from tests.factories import a_paper, an_endorsement
from tests.support import desk
from tests.support.clients import Browser
from tests.support.databases import on_one_database

ROOM = "/desk/papers/ten-doors/dates"
RULES = "/desk/papers/ten-doors/rules"
SETTINGS = "/desk/campaigns/open-doors/settings"


def shown(page: str, form: str = "") -> dict[str, Any]:
    """Return what a form of a page holds as a browser would send it."""
    part = page[page.index(form) :] if form else page
    part = part[: part.index("</form>")]
    typed: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]+>", part, re.S):
        said = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        is_choice = said.get("type") in ("radio", "checkbox")
        if "name" in said and (not is_choice or " checked" in tag):
            typed.setdefault(said["name"], []).append(html.unescape(said.get("value", "")))
    for name, value in re.findall(r'<textarea[^>]+name="(\w+)"[^>]*>\n?([^<]*)', part):
        typed[name] = html.unescape(value)
    for name, options in re.findall(r'<select[^>]+name="(\w+)"[^>]*>(.*?)</select>', part, re.S):
        typed[name] = re.findall(r'value="([^"]*)" selected', options)
    return typed


def rules_of(client: Browser) -> dict[str, Any]:
    return shown(client.get(ROOM).text, 'action="/desk/papers/ten-doors/rules"')


def said_beside(answer: TestResponse, field: str) -> str:
    found = re.search(rf'id="{field}-error">(.*?)</p>', answer.text, re.S)
    return html.unescape(found[1]) if found else ""


@on_one_database
def test_the_second_window_takes_over_what_it_did_not_touch(client: Browser) -> None:
    a_paper()
    desk.sign_in(client, Role.EDITOR)
    first, second = rules_of(client), rules_of(client)

    client.post(RULES, data={**first, "accepts": "both", "retention_months": "9"})
    answer = client.post(RULES, data={**second, "retention_months": "3"})

    assert answer.status_code == 409
    assert "Nothing that you typed is lost" in answer.text
    assert "as it is now" in said_beside(answer, "accepts")
    assert "to: 9." in said_beside(answer, "retention_months")
    assert f'href="{ROOM}" aria-current="true"' in answer.text
    assert re.search(r'<a href="#accepts">[^<]+ – Somebody has changed', answer.text)
    again = shown(answer.text, f'action="{RULES}"')
    assert (again["accepts"], again["retention_months"]) == (["both"], ["3"])
    paper = queries.paper_by_slug("ten-doors")
    assert (paper.accepts, paper.retention_months) == ("both", 9)

    assert client.post(RULES, data=again).status_code == 303
    paper = queries.paper_by_slug("ten-doors")
    assert (paper.accepts, paper.retention_months) == ("both", 3)


@on_one_database
def test_a_choice_is_said_in_words_and_the_same_choice_is_no_difference(client: Browser) -> None:
    a_paper()
    desk.sign_in(client, Role.EDITOR)
    first, second = rules_of(client), rules_of(client)

    client.post(RULES, data={**first, "contested_shown": "marked", "retention_months": "9"})
    answer = client.post(RULES, data={**second, "accepts": "individuals", "retention_months": "9"})

    assert answer.status_code == 409
    assert said_beside(answer, "retention_months") == ""
    assert said_beside(answer, "contested_shown")


@on_one_database
def test_stale_dates_move_nothing_even_when_they_were_looked_at(client: Browser) -> None:
    a_paper()
    desk.sign_in(client, Role.EDITOR)
    opened = shown(client.get(ROOM).text, 'id="dates"')
    second = {**opened, "soft_on": "2031-05-01"}
    looked = client.post(ROOM, data={**second, "action": "look"})
    seen = shown(looked.text, 'id="dates"')["seen"]
    _move(client, {**opened, "closes_on": "2031-06-01"})

    answer = client.post(ROOM, data={**second, "seen": seen, "action": "save"})

    assert answer.status_code == 409
    again = shown(answer.text, 'id="dates"')
    assert (again["closes_on"], again["soft_on"]) == (["2031-06-01"], ["2031-05-01"])
    assert queries.paper_by_slug("ten-doors").soft_closes_at is None
    assert _move(client, again).status_code == 303
    paper = queries.paper_by_slug("ten-doors")
    assert (paper.closes_at is None, paper.soft_closes_at is None) == (False, False)


def _move(client: Browser, typed: dict[str, Any]) -> TestResponse:
    looked = client.post(ROOM, data={**typed, "action": "look"})
    seen = shown(looked.text, 'id="dates"')["seen"]
    return client.post(ROOM, data={**typed, "seen": seen, "action": "save"})


@on_one_database
def test_a_stale_correction_names_the_country_that_another_has_chosen(client: Browser) -> None:
    an_endorsement(a_paper())
    desk.sign_in(client)
    room = f"/desk/signatories/{newest().public_id}/correct"
    first, second = (shown(client.get(room).text, 'class="signing-form"') for _ in range(2))

    assert client.post(room, data={**first, "country": "FR"}).status_code == 303
    answer = client.post(room, data={**second, "country": "DE", "acronym": "XY"})

    assert answer.status_code == 409
    assert "to: France." in said_beside(answer, "country")
    assert (newest().country, newest().acronym) == ("FR", first["acronym"][0])
    again = shown(answer.text, 'class="signing-form"')
    assert client.post(room, data=again).status_code == 303
    assert (newest().country, newest().acronym) == ("DE", "XY")


@on_one_database
def test_stale_settings_of_a_campaign_keep_what_another_has_written(client: Browser) -> None:
    a_paper()
    desk.sign_in(client)
    first, second = (shown(client.get(SETTINGS).text, 'class="signing-form"') for _ in range(2))

    assert client.post(SETTINGS, data={**first, "host": "Others"}).status_code == 303
    answer = client.post(SETTINGS, data={**second, "title_en": "Typed here"})

    assert answer.status_code in (409, 422)
    again = shown(answer.text, 'class="signing-form"')
    assert (again["host"], again["title_en"]) == (["Others"], ["Typed here"])
    assert campaigns.campaign_by_slug("open-doors", "en").host == "Others"


@pytest.mark.parametrize("nonsense", ["", "x", "level:", "none:1 level:zz", ":::: ::", "\x00"])
@on_one_database
def test_a_mark_that_no_page_made_harms_nobody(client: Browser, nonsense: str) -> None:
    a_paper()
    desk.sign_in(client)

    answer = client.post(RULES, data={**rules_of(client), "shown": nonsense})

    assert answer.status_code in (303, 409)
