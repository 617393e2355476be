"""GET asks, POST acts, and every refusal of a link is answered in one place."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Blueprint

from signon.access.guard import door_of
from signon.access.throttle import TooMany
from signon.app import create_app
from signon.capabilities import tenants
from signon.capability import Capability
from signon.extensions import db
from signon.kernel.errors import DomainError
from signon.links import guessing, pressed, refusals
from signon.links.pages import Opened, acts_only, asks_then_acts, behind
from signon.links.purposes import Purpose
from signon.links.reader import read
from signon.links.refusals import LinkUnusable, Way
from signon.links.writer import write
from tests.conftest import settings
from tests.support.clients import Browser


class Stale(refusals.Expired):
    renewable = True
    ways = (Way("Elsewhere", url="/en/elsewhere"),)


TRY = Purpose("try", timedelta(days=1), 2, expired=Stale, renew="tries.renew")
REFUSALS: dict[str, LinkUnusable] = {
    "used": refusals.Used(),
    "replaced": refusals.Replaced(),
    "over": refusals.Over(),
    "expired": Stale(),
    "overtaken": refusals.Overtaken(DomainError("The rule says no.")),
}


class House:
    """An app with one page behind a mailed link, and what was done by its button."""

    def __init__(self, folder: Path):
        self.done: list[str] = []
        self.counted: list[tuple[str, str]] = []
        pages = self._pages()
        moved_in = Capability("tries", blueprints=(pages,), link_purposes=(TRY,))
        config = settings(folder, f"sqlite:///{folder}/unused.sqlite3")
        self.app = create_app(config, capabilities=(*tenants(sample=False), moved_in))
        guessing.init_app(self.app, self._count)
        self.client = Browser(self.app, self.app.response_class)

    def token(self, *values: str) -> str:
        with self.app.app_context():
            return write(TRY, *(values or ("row", "fine")))

    def _count(self, name: str, *_rules: str, key: str = "") -> None:
        self.counted.append((name, key))
        if len(self.counted) > 4:
            raise TooMany(60)

    def _find(self, token: str) -> str:
        _, said = read(TRY, token)
        if said in REFUSALS:
            raise REFUSALS[said]
        return said

    def _pages(self) -> Blueprint:
        pages = Blueprint("tries", __name__, url_prefix="/try")

        @asks_then_acts(pages, "/<token>", self._find, TRY)
        def page(link: Opened[str]) -> str:
            return f'<input name="csrf_token" value="{link.mark}">'

        @page.acts
        def act(link: Opened[str]) -> str:
            self.done.append(link.found)
            return "done"

        @acts_only(pages, "/<token>/again", str, TRY)
        def renew(link: Opened[str]) -> str:
            self.done.append("renewed")
            return "sent"

        @behind(pages, "/<token>/inside", TRY, opens=self._find)
        def inside(token: str) -> str:
            return self._find(token)

        return pages


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    yield house
    with house.app.app_context():
        db.engine.dispose()


def test_the_page_is_open_to_everybody_and_says_what_for(house: House) -> None:
    assert door_of(house.app.view_functions["tries.page"]) == "public"
    assert door_of(house.app.view_functions["tries.inside"]) == "public"


def test_opening_the_page_asks_and_does_nothing(house: House) -> None:
    for method in ("GET", "HEAD", "OPTIONS"):
        answer = house.client.open(f"/try/{house.token()}", method=method)
        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers

    assert house.client.get(f"/try/{house.token()}/again").status_code == 405
    assert house.done == []


def test_the_button_of_the_page_acts(house: House) -> None:
    path = f"/try/{house.token()}"

    answer = house.client.send(path, {})

    assert (answer.text, house.done) == ("done", ["fine"])
    for page in (answer, house.client.get(path)):
        assert page.headers["Cache-Control"] == "no-store"
        assert page.headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("kind", ["none", "made up", "of another page"])
@pytest.mark.parametrize("rest", ["", "/again"])
def test_nothing_is_done_without_the_mark_of_the_page(house: House, kind: str, rest: str) -> None:
    with house.app.app_context():
        mark = pressed.mark(house.token("other", "fine")) if kind == "of another page" else kind

    answer = house.client.post(f"/try/{house.token()}{rest}", data={"csrf_token": mark})

    assert answer.status_code == 400
    assert "press the button there" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert house.done == []


def test_a_post_without_the_mark_is_refused_before_anything_is_looked_up(house: House) -> None:
    for token in ("garbage", house.token("row", "used")):
        assert house.client.post(f"/try/{token}").status_code == 400

    assert house.counted == []


@pytest.mark.parametrize("rest", ["", "/inside"])
@pytest.mark.parametrize("name", REFUSALS)
def test_a_refusal_is_drawn_with_its_own_words(house: House, name: str, rest: str) -> None:
    refusal = REFUSALS[name]

    answer = house.client.get(f"/try/{house.token('row', name)}{rest}")

    assert answer.status_code == refusal.status
    assert "<h1>This link does not work</h1>" in answer.text
    assert refusal.message in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert house.counted == []


def test_a_renewable_refusal_has_a_button_that_sends_a_new_link(house: House) -> None:
    path = f"/try/{house.token('row', 'expired')}"

    page = house.client.get(path)
    asked = house.client.post(f"{path}/again", data={"csrf_token": house.client.mark(path)})

    assert f'action="{path}/again"' in page.text
    assert 'href="/en/elsewhere"' in page.text
    assert asked.text == "sent"
    assert house.done == ["renewed"]


@pytest.mark.parametrize("rest", ["", "/inside"])
def test_damaged_links_alone_are_counted_and_a_good_one_always_works(
    house: House, rest: str
) -> None:
    answers = [house.client.get(f"/try/damaged{number}{rest}") for number in range(5)]

    assert [answer.status_code for answer in answers] == [404] * 4 + [429]
    assert answers[-1].headers["Retry-After"] == "60"
    assert house.counted == [("wrong-links-network", "")] * 5
    assert house.client.get(f"/try/{house.token()}{rest}").status_code == 200


def test_guessing_the_proof_of_one_row_is_counted_by_that_row(house: House) -> None:
    token = house.token("row", "fine")

    for forged in (token[:-1], token.replace("fine", "mine"), token.replace("row", "wor")):
        house.client.get(f"/try/{forged}")

    rows = [key for name, key in house.counted if name == "wrong-links-row"]
    assert rows[:2] == ["try.row", "try.row"]
    assert "try.row" not in rows[2:]


def test_two_purposes_of_one_name_do_not_move_in(tmp_path: Path) -> None:
    twice = Capability("twice", link_purposes=(TRY, Purpose("try", timedelta(days=2), 1)))

    with pytest.raises(ValueError, match="two purposes of mailed links are called try"):
        create_app(settings(tmp_path, f"sqlite:///{tmp_path}/x.sqlite3"), capabilities=(twice,))
