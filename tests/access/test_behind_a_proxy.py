"""Limits by network count the visitor, whatever the visitor says about where they are."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from signon.app import create_app
from signon.extensions import db
from tests.conftest import settings
from tests.support.clients import Browser
from tests.support.databases import on_one_database

PROXY = "127.0.0.1"


@pytest.fixture
def behind_one_proxy(app: Flask, tmp_path: Path) -> Iterator[FlaskClient]:
    """A browser of the same house, set up to trust one hop."""
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    house = create_app(settings(tmp_path, url, TRUSTED_PROXIES="1"))
    yield Browser(house, house.response_class)
    with house.app_context():
        db.engine.dispose()


def tries(client: FlaskClient, forwarded: str, peer: str = PROXY, times: int = 1) -> list[int]:
    """Open wrong links, `{n}` in the header counting up; return what was answered."""
    return [
        client.get(
            f"/desk/password/wrong{number}",
            headers={"X-Forwarded-For": forwarded.format(n=number % 250)},
            environ_base={"REMOTE_ADDR": peer},
        ).status_code
        for number in range(times)
    ]


def test_a_made_up_origin_does_not_help_behind_the_proxy(behind_one_proxy: FlaskClient) -> None:
    answers = tries(behind_one_proxy, "10.0.0.{n}, 203.0.113.5", times=70)

    assert answers == [404] * 60 + [429] * 10


def test_two_visitors_behind_the_proxy_are_counted_apart(behind_one_proxy: FlaskClient) -> None:
    tries(behind_one_proxy, "203.0.113.5", times=60)

    assert tries(behind_one_proxy, "203.0.113.5") == [429]
    assert tries(behind_one_proxy, "203.0.113.6") == [404]


def test_without_a_proxy_the_header_means_nothing(client: FlaskClient) -> None:
    answers = tries(client, "10.0.0.{n}", peer="192.0.2.7", times=61)

    assert answers[-2:] == [404, 429]
    assert tries(client, "10.0.0.1", peer="192.0.2.8") == [404]


@pytest.mark.parametrize("header", ["", "é", "unknown", "1.2.3.4:99", ",,,", "x" * 5000, "::g"])
@on_one_database
def test_a_strange_origin_is_no_fault(behind_one_proxy: FlaskClient, header: str) -> None:
    assert tries(behind_one_proxy, header) == [404]
