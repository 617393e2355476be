"""The fast path: nobody can tell it from the way through Flask, but for the time it takes."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from typing import Any
from unittest.mock import patch

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError
from werkzeug.test import TestResponse

from signon.operations import requests
from signon.papers import editions, queries
from signon.site import fast_path
from tests.factories import a_paper, an_endorsement
from tests.support.clients import Browser
from tests.support.pages import evict_pages

PAPER = "/en/papers/ten-doors"
ADDRESSES = (
    "/en/",
    "/ar/campaigns/open-doors",
    "/fr/papers/ten-doors?text=en",
    "/en/papers/ten-doors/signatories",
)


@pytest.fixture(autouse=True)
def _paper(app: Flask) -> None:
    app.extensions[fast_path.PLACE]._remembered.clear()
    an_endorsement(a_paper(), name="Hearth")


@contextmanager
def no_flask(app: Flask) -> Iterator[None]:
    """Let every request fail that Flask is asked to answer."""
    with patch.object(app, "request_context", side_effect=AssertionError("Flask was asked")):
        yield


def told(answer: TestResponse) -> tuple[Any, ...]:
    """Return all of an answer but the id of its request."""
    headers = {name: value for name, value in answer.headers if name != "X-Request-ID"}
    return answer.status, headers, answer.data


@pytest.mark.parametrize(("path", "method"), [*product(ADDRESSES, ("GET", "HEAD"))])
def test_an_answer_is_the_same_on_either_way(
    app: Flask, client: Browser, path: str, method: str
) -> None:
    mark = client.get(path).headers["ETag"]
    for asked in ({}, {"If-None-Match": mark}, {"If-None-Match": f'"other", W/{mark}'}):
        with patch.object(fast_path, "_is_plain", return_value=False):
            slow = client.open(path, method=method, headers=asked)
        with no_flask(app):
            fast = client.open(path, method=method, headers=asked)

        assert told(fast) == told(slow)
        assert len(fast.headers["X-Request-ID"]) == len(slow.headers["X-Request-ID"])
        assert fast.headers["X-Request-ID"] != slow.headers["X-Request-ID"]


@pytest.mark.parametrize(("path", "method"), [*product(ADDRESSES, ("GET", "HEAD"))])
def test_what_changed_is_drawn_alike_on_either_way(
    app: Flask, client: Browser, path: str, method: str
) -> None:
    client.get(path)
    an_endorsement(queries.paper_by_slug("ten-doors"), name="Harbour")

    with no_flask(app):
        fast = client.open(path, method=method)
    evict_pages()
    with patch.object(fast_path, "_is_plain", return_value=False):
        slow = client.open(path, method=method)

    assert told(fast) == told(slow)
    assert fast.status_code == 200


def test_what_cannot_be_drawn_is_told_of_by_flask(app: Flask, client: Browser) -> None:
    client.get(PAPER)
    evict_pages()

    broken = OperationalError("SELECT", None, Exception("gone"))
    with patch.object(queries, "rows", side_effect=broken):
        page = client.get(PAPER)

    assert page.status_code == 503
    assert page.headers["Content-Security-Policy"]


def test_who_was_only_told_that_it_holds_is_remembered_too(app: Flask, client: Browser) -> None:
    with patch.object(fast_path, "_is_plain", return_value=False):
        mark = client.get(f"{PAPER}?seen=once").headers["ETag"]
    assert client.get(f"{PAPER}?seen=once", headers={"If-None-Match": mark}).status_code == 304

    with no_flask(app):
        assert client.get(f"{PAPER}?seen=once").headers["ETag"] == mark


@pytest.mark.parametrize(
    "asked",
    [
        {"data": b"a body"},
        {"base_url": "http://127.0.0.1"},
        {"base_url": "https://signon.test"},
        {"query_string": "seen=other"},
        {"path": "/fr/papers/ten-doors"},
        {"method": "POST"},
        {"method": "OPTIONS"},
    ],
)
def test_who_asks_otherwise_is_answered_by_flask(
    app: Flask, client: Browser, asked: dict[str, Any]
) -> None:
    client.get(PAPER)

    with no_flask(app), pytest.raises(AssertionError, match="Flask was asked"):
        client.open(**{"path": PAPER, **asked})


def test_a_visitor_with_a_cookie_is_answered_by_flask(app: Flask, client: Browser) -> None:
    client.get(PAPER)
    client.set_cookie("session", "of somebody")

    with no_flask(app), pytest.raises(AssertionError, match="Flask was asked"):
        client.get(PAPER)


def test_a_host_that_is_not_ours_is_refused_whatever_is_remembered(client: Browser) -> None:
    for _ in range(2):
        client.get(PAPER)
        assert client.get(PAPER, base_url="http://elsewhere.example").status_code == 400


def test_what_changed_is_drawn_with_one_question_for_its_edition(
    app: Flask, client: Browser
) -> None:
    client.get(f"{PAPER}/signatories")
    an_endorsement(a_paper("second"), name="Harbour")
    evict_pages()

    with patch.object(editions, "rows", wraps=editions.rows) as asked:
        page = client.get(f"{PAPER}/signatories")

    assert b"Hearth" in page.data
    assert asked.call_count == 1


def test_a_database_that_fails_is_told_of_in_words(app: Flask, client: Browser) -> None:
    client.get(PAPER)

    broken = OperationalError("SELECT", None, Exception("gone"))
    with patch.object(editions, "rows", side_effect=broken):
        page = client.get(PAPER)

    assert page.status_code == 503
    assert page.headers["Content-Security-Policy"]


def test_answers_of_either_way_are_counted(app: Flask, client: Browser) -> None:
    counts: requests.Counts = app.extensions[requests.PLACE]
    mark = client.get(PAPER).headers["ETag"]
    before = [counts.of(column) for column in range(4)]

    client.get(PAPER)
    client.get(PAPER, headers={"If-None-Match": mark})
    client.get("/nowhere")

    after = [counts.of(column) for column in range(4)]
    assert [new - old for new, old in zip(after, before, strict=True)] == [1, 1, 1, 0]


def test_what_is_remembered_is_bounded(app: Flask, client: Browser) -> None:
    remembered: Any = fast_path.LRUCache(20_000, getsizeof=fast_path._size)
    with patch.object(app.extensions[fast_path.PLACE], "_remembered", remembered):
        for number in range(40):
            client.get(f"{PAPER}?seen={'x' * 100}{number}")

        assert 0 < remembered.currsize <= 20_000
        assert 0 < len(remembered) < 20
