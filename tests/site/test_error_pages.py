"""Refusals and faults are pages too, and tell strangers and logs nothing."""

import logging

import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from signon.papers import queries
from tests.factories import a_paper
from tests.support.clients import Browser


def test_a_fault_is_a_page_with_a_reference_and_its_words_stay_out_of_the_log(
    app: Flask, client: Browser, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    typed = "@".join(("canary", "example.org"))

    def fail(*_: object) -> None:
        raise ValueError(typed)

    a_paper()
    monkeypatch.setattr(queries, "body", fail)
    with caplog.at_level(logging.ERROR):
        answer = client.get("/en/papers/ten-doors")

    assert answer.status_code == 500
    assert typed not in answer.text + caplog.text
    assert "ValueError" in caplog.text
    assert "ValueError" not in answer.text


def test_a_database_that_is_away_is_a_polite_503(
    client: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OperationalError("SELECT", {}, Exception())

    monkeypatch.setattr(Engine, "raw_connection", fail)
    answer = client.get("/en/papers/ten-doors")

    assert answer.status_code == 503
    assert answer.headers["Retry-After"]


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "POST"])
def test_a_method_that_a_page_does_not_take_is_a_405_page(client: Browser, method: str) -> None:
    a_paper()
    answer = client.open("/en/papers/ten-doors", method=method)

    assert answer.status_code in (400, 405)
    assert "<h1" in answer.text


def test_what_is_too_large_is_a_413_page(client: Browser) -> None:
    a_paper()
    answer = client.post("/en/papers/ten-doors/endorse", data={"name": "x" * 3_000_000})

    assert answer.status_code == 413
    assert "<h1" in answer.text


def test_a_foreign_host_is_refused(client: Browser) -> None:
    assert client.get("/en/", headers={"Host": "evil.example.org"}).status_code == 400


def test_mail_links_come_from_the_configured_address_alone(client: Browser) -> None:
    page = client.get("/en/", headers={"X-Forwarded-Host": "evil.example.org"})

    assert "evil" not in page.text


@pytest.mark.parametrize(
    "path",
    [
        "/en/papers/%00",
        "/en/papers/ten-doors%00/signatories",
        "/en/campaigns/%00",
        "/papers/%00/signatories.csv",
        "/en/receipts/%00",
        "/en/papers/ten-doors/signatories/%00",
    ],
)
def test_an_address_with_a_nul_is_not_found(client: Browser, path: str) -> None:
    a_paper()

    assert client.get(path).status_code == 404
