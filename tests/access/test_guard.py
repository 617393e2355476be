"""Every page is closed unless its view says for whom it is open."""

from collections.abc import Iterator

import pytest
from flask import Blueprint, Flask
from flask.views import MethodView

from signon.access import guard, sessions
from signon.access.guard import NotSignedIn, public, requires, signed_in
from signon.access.roles import Role
from signon.extensions import db
from signon.kernel.errors import DomainError
from tests.access.leads import a_campaign, a_lead

rooms = Blueprint("rooms", __name__)


@rooms.get("/open")
@public
def open_room() -> str:
    return "open"


@rooms.route("/desk/unmarked", methods=["GET", "POST"])
def unmarked_room() -> str:
    return "must never be seen"


@rooms.route("/desk/editors", methods=["GET", "POST"])
@requires(Role.EDITOR)
def editors_room() -> str:
    return signed_in().public_id


@public
class OpenResource(MethodView):
    def get(self) -> str:
        return "open resource"


class UnmarkedResource(MethodView):
    def get(self) -> str:
        return "must never be seen"


rooms.add_url_rule("/resource", view_func=OpenResource.as_view("resource"))
rooms.add_url_rule("/unmarked-resource", view_func=UnmarkedResource.as_view("unmarked"))


@pytest.fixture
def house(app: Flask) -> Iterator[Flask]:
    """An app of its own with these rooms, on the same database."""
    house = Flask(__name__)
    keys = ("SECRET_KEY", "SQLALCHEMY_DATABASE_URI", "RATE_LIMIT_SCALE", "REDIS_URL")
    house.config.update({key: app.config[key] for key in keys})
    db.init_app(house)
    guard.init_app(house)
    house.register_blueprint(rooms)
    house.add_url_rule("/desk/sign-in", "access.sign_in", public(lambda: "sign in"))
    house.register_error_handler(DomainError, lambda error: (error.message, error.status))
    yield house
    with house.app_context():
        db.session.remove()
        db.engine.dispose()


def secret_of(role: Role | None) -> str:
    return sessions.start(a_lead(a_campaign() if role else None, role or Role.VIEWER).id)


def test_an_open_page_neither_reads_nor_sets_a_cookie(house: Flask) -> None:
    for page in ("/open", "/resource"):
        answer = house.test_client().get(page)

        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers
        assert "Cookie" not in answer.headers.get("Vary", "")


@pytest.mark.parametrize("page", ["/desk/unmarked", "/unmarked-resource"])
def test_a_page_that_nobody_marked_is_closed_to_everybody(house: Flask, page: str) -> None:
    lead = house.test_client()
    with lead.session_transaction() as cookie:
        cookie["lead"] = secret_of(Role.OWNER)

    assert house.test_client().get(page).status_code == 403
    assert lead.get(page).status_code == 403


def test_an_unknown_address_or_method_is_answered_as_such(house: Flask) -> None:
    assert house.test_client().get("/nowhere").status_code == 404
    assert house.test_client().delete("/open").status_code == 405


def test_whoever_is_not_signed_in_is_led_to_the_door(house: Flask) -> None:
    answer = house.test_client().get("/desk/editors?kind=a&after=x%3D")

    assert answer.status_code == 303
    assert answer.location == "/desk/sign-in?next=/desk/editors?kind%3Da%26after%3Dx%253D"
    assert house.test_client().get(answer.location).text == "sign in"


def test_what_is_sent_without_a_session_is_refused_and_not_lost(house: Flask) -> None:
    answer = house.test_client().post("/desk/editors")

    assert answer.status_code == 401
    assert answer.text == NotSignedIn.message


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (None, 404),
        (Role.VIEWER, 404),
        (Role.MODERATOR, 404),
        (Role.EDITOR, 200),
        (Role.OWNER, 200),
    ],
)
def test_a_role_that_is_too_small_finds_nothing_there(
    house: Flask, role: Role | None, status: int
) -> None:
    client = house.test_client()
    with client.session_transaction() as cookie:
        cookie["lead"] = secret_of(role)

    for answer in (client.get("/desk/editors"), client.post("/desk/editors")):
        assert answer.status_code == status
        assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("held", ["unknown", "", 7, None, ["x"], {"a": 1}])
def test_a_strange_session_is_no_session(house: Flask, held: object) -> None:
    client = house.test_client()
    with client.session_transaction() as cookie:
        cookie["lead"] = held

    assert client.get("/desk/editors").status_code == 303


def test_static_files_are_open(house: Flask) -> None:
    assert guard.door_of(house.view_functions["static"]) == "public"


def test_nobody_is_signed_in_on_an_open_page(app: Flask) -> None:
    with app.test_request_context("/"), pytest.raises(NotSignedIn):
        signed_in()
