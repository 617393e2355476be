"""The door as a browser meets it."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from signon.access.models import Account
from signon.access.throttle import network_of, throttle
from signon.extensions import db
from tests.access.leads import (
    EMAIL,
    OTHER_PASSWORD,
    PASSWORD,
    a_lead,
    account_of,
    do_the_work,
    link_in,
    mails,
    send,
    sign_in,
)

PAGES = ("/desk/sign-in", "/desk/password/forgotten", "/desk/password/asked")


def everything() -> dict[str, list[tuple[object, ...]]]:
    """Return what stands in every table of this floor but the counters of attempts."""
    db.session.rollback()
    tables = [table for table in db.metadata.sorted_tables if table.name != "rate_counters"]
    return {
        table.name: sorted(tuple(row) for row in db.session.execute(select(table)))
        for table in tables
    }


def a_link(client: FlaskClient) -> str:
    send(client, "/desk/password/forgotten", email=EMAIL)
    do_the_work()
    return link_in(mails()[-1])


def cookie(client: FlaskClient, name: str, path: str = "/") -> str:
    found = client.get_cookie(name, domain="localhost", path=path)
    return found.value if found else ""


@pytest.mark.parametrize("page", PAGES)
def test_the_pages_of_the_door_are_open_and_private(client: FlaskClient, page: str) -> None:
    answer = client.get(page)

    assert answer.status_code == 200
    assert answer.text.count("<h1>") == 1
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("mark", ["", "made up"])
@pytest.mark.parametrize("page", ["/desk/sign-in", "/desk/password/forgotten"])
def test_a_page_that_lay_open_for_long_keeps_the_address_and_does_nothing(
    client: FlaskClient, page: str, mark: str
) -> None:
    a_lead()
    before = everything()
    typed = {"email": EMAIL, "password": PASSWORD, "csrf_token": mark}

    answer = client.post(page, data=typed)

    assert answer.status_code == 400
    assert "This page lay open for long" in answer.text
    assert f'value="{EMAIL}"' in answer.text
    assert PASSWORD not in answer.text
    assert everything() == before


@pytest.mark.parametrize("page", ["/desk/sign-in", "/desk/password/forgotten"])
def test_who_has_to_wait_keeps_the_address(client: FlaskClient, page: str) -> None:
    for number in range(30):
        send(client, page, email=f"somebody{number}@example.org", password=PASSWORD)

    answer = send(client, page, email=EMAIL, password=PASSWORD)

    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) >= 1
    assert f'value="{EMAIL}"' in answer.text
    assert PASSWORD not in answer.text


def test_signing_in_leads_to_the_desk(client: FlaskClient) -> None:
    a_lead()

    answer = sign_in(client)

    assert (answer.status_code, answer.location) == (303, "/desk/")


def test_signing_in_gives_a_new_session(client: FlaskClient) -> None:
    a_lead()
    client.get("/desk/sign-in")
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"
    before = cookie(client, "signon")

    sign_in(client)

    assert cookie(client, "signon") != before
    with client.session_transaction() as session:
        assert set(session) == {"lead"}


def test_signing_in_again_ends_the_session_before(client: FlaskClient, app: Flask) -> None:
    a_lead()
    sign_in(client)
    older = cookie(client, "signon")
    sign_in(client)
    other = type(client)(app, app.response_class)
    other.set_cookie("signon", older, domain="localhost")

    assert len(everything()["account_sessions"]) == 1
    send(other, "/desk/sign-in", email="", password="")
    other.post("/desk/sign-out", data={"csrf_token": mark_of(other)})
    assert len(everything()["account_sessions"]) == 1, "the older cookie is dead"


def mark_of(client: FlaskClient, page: str = "/desk/sign-in") -> str:
    page = client.get(page).text
    return page.partition('name="csrf_token"')[2].partition('value="')[2].partition('"')[0]


def test_signing_out_ends_the_session(client: FlaskClient) -> None:
    a_lead()
    sign_in(client)

    answer = client.post("/desk/sign-out", data={"csrf_token": mark_of(client)})

    assert (answer.status_code, answer.location) == (303, "/desk/sign-in?after=sign-out")
    assert "You are signed out." in client.get(answer.location).text
    assert everything()["account_sessions"] == []
    with client.session_transaction() as session:
        assert "lead" not in session


@pytest.mark.parametrize(
    ("wanted", "location"),
    [
        ("/desk/papers/aB3?text=el", "/desk/papers/aB3?text=el"),
        ("//evil.example.org", "/desk/"),
        ("/\\evil.example.org", "/desk/"),
        ("/%2F%2Fevil.example.org", "/desk/"),
        ("https://evil.example.org/desk/", "/desk/"),
    ],
)
def test_only_pages_of_the_desk_are_returned_to(
    client: FlaskClient, wanted: str, location: str
) -> None:
    a_lead()
    page = client.get("/desk/sign-in", query_string={"next": wanted})

    answer = send(client, page.request.full_path, email=EMAIL, password=PASSWORD)

    assert (answer.status_code, answer.location) == (303, location)


def test_what_fails_is_answered_alike(client: FlaskClient) -> None:
    a_lead()
    pages = set()
    for email, password in ((EMAIL, "not the password"), ("nobody@ngo.example.org", PASSWORD)):
        answer = sign_in(client, email, password)
        assert answer.status_code == 422
        assert password not in answer.text
        pages.add(answer.text.replace(email, "…"))

    assert len({without_marks(page) for page in pages}) == 1
    assert everything()["account_sessions"] == []


def without_marks(page: str) -> str:
    before, _, rest = page.partition('name="csrf_token"')
    return before + rest.partition(">")[2]


def test_a_network_that_tries_too_often_is_told_to_wait(app: Flask, client: FlaskClient) -> None:
    a_lead()
    for _ in range(30):
        wrong = sign_in(client, email="", password="")
    assert wrong.status_code == 422, "an empty form is no guess"
    with app.test_request_context(environ_base={"REMOTE_ADDR": "192.0.2.7"}) as context:
        for _ in range(30):
            throttle("sign-in-network", "30/10 minutes", key=network_of(context.request))

    answer = sign_in(client)

    assert answer.status_code == 429
    assert 500 < int(answer.headers["Retry-After"]) <= 601
    assert EMAIL in answer.text, "what was typed is kept"
    assert sign_in(client, peer="198.51.100.9").status_code == 303


def test_a_device_is_remembered_at_the_door_only(client: FlaskClient) -> None:
    a_lead()

    answer = sign_in(client)

    marks = [line for line in answer.headers.getlist("Set-Cookie") if "device" in line]
    assert len(marks) == 1
    for word in ("HttpOnly", "Path=/desk/sign-in", "SameSite=Strict", "Max-Age=34560000"):
        assert word in marks[0]
    assert EMAIL not in marks[0]


def test_asking_for_a_link_tells_nothing(client: FlaskClient) -> None:
    a_lead()
    known = send(client, "/desk/password/forgotten", email=EMAIL)
    unknown = send(client, "/desk/password/forgotten", email="nobody@ngo.example.org")

    assert (known.status_code, known.location) == (303, "/desk/password/asked")
    assert (unknown.status_code, unknown.location) == (303, "/desk/password/asked")
    assert known.data == unknown.data


def test_a_mailed_link_sets_a_password_and_lets_its_owner_in(client: FlaskClient) -> None:
    a_lead()
    link = a_link(client)

    answer = send(client, link, password=OTHER_PASSWORD)

    assert (answer.status_code, answer.location) == (303, "/desk/sign-in?after=password")
    assert cookie(client, "signon-device", "/desk/sign-in")
    assert "Your new password is set." in client.get(answer.location).text
    assert sign_in(client, password=PASSWORD).status_code == 422
    assert sign_in(client, password=OTHER_PASSWORD).status_code == 303


def test_opening_a_mailed_link_changes_nothing(client: FlaskClient) -> None:
    a_lead()
    link = a_link(client)
    before = everything()

    for _ in range(5):
        assert client.get(link).status_code == 200
        assert client.head(link).status_code == 200
        assert client.options(link).status_code == 200

    assert everything() == before
    assert EMAIL in client.get(link).text
    assert client.get(link).headers["Referrer-Policy"] == "no-referrer"


def test_a_link_that_is_over_offers_a_new_one(client: FlaskClient) -> None:
    a_lead()
    link = a_link(client)
    mark = mark_of(client, link)
    send(client, link, password=OTHER_PASSWORD)

    for answer in (client.get(link), client.post(link, data={"csrf_token": mark})):
        assert answer.status_code == 410
        assert "/desk/password/forgotten" in answer.text


def test_a_weak_password_is_refused_on_the_page(client: FlaskClient) -> None:
    a_lead()
    link = a_link(client)

    answer = send(client, link, password="too short")

    assert answer.status_code == 422
    assert "at least 12 characters" in answer.text
    assert "too short" not in answer.text


@pytest.mark.parametrize(
    "token", ["x", "a.b.c", "%00", "%ff", "é", "a" * 5000, "invitation.a.b.c.d"]
)
def test_garbage_is_no_link(client: FlaskClient, token: str) -> None:
    assert client.get(f"/desk/password/{token}").status_code == 404


def test_whoever_guesses_links_is_slowed_down(client: FlaskClient) -> None:
    a_lead()
    answers = [client.get(f"/desk/password/x{number}").status_code for number in range(62)]

    assert answers == [404] * 60 + [429] * 2
    link = a_link(client)
    assert client.get(link).status_code == 200, "a good link works from there all the same"


@pytest.mark.parametrize("page", ["/desk/sign-in", "/desk/sign-out", "/desk/password/forgotten"])
def test_nothing_is_done_without_the_forms_mark(client: FlaskClient, page: str) -> None:
    a_lead()
    sign_in(client)
    before = everything()
    typed = {"email": EMAIL, "password": PASSWORD}

    for options in ({"data": typed}, {"data": {**typed, "csrf_token": "x"}}, {"json": typed}):
        assert client.post(page, **options).status_code == 400

    assert everything() == before


def test_a_password_is_not_set_without_the_forms_mark(client: FlaskClient) -> None:
    a_lead()
    link = a_link(client)
    before = everything()

    assert client.post(link, data={"password": OTHER_PASSWORD}).status_code == 400

    assert everything() == before


def test_more_fields_than_the_form_has_change_nothing(client: FlaskClient) -> None:
    a_lead()
    link = a_link(client)

    send(client, link, password=OTHER_PASSWORD, email="evil@x.org", role="owner", name="Evil")

    account = account_of()
    assert (account.email, account.name, account.grants) == (EMAIL, "", [])
    assert len(db.session.scalars(select(Account)).all()) == 1


def test_forms_work_behind_https_although_pages_send_no_referrer(
    app: Flask, client: FlaskClient
) -> None:
    a_lead()
    secure = {"base_url": "https://signon.test", "environ_base": {"REMOTE_ADDR": "192.0.2.7"}}
    page = client.get("/desk/sign-in", **secure).text
    mark = page.partition('name="csrf_token"')[2].partition('value="')[2].partition('"')[0]
    typed = {"csrf_token": mark, "email": EMAIL, "password": PASSWORD}

    assert client.post("/desk/sign-in", data=typed, **secure).status_code == 303
