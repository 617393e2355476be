"""What visitors do."""

import random
import re
from collections.abc import Callable
from itertools import count
from urllib.parse import urlencode

from bench.load import Reply, Visit, VisitFailed

SITE = "bench.example.org"
"""The host under which the service is asked for, as if through a proxy that speaks https."""

_MARK = re.compile(rb'name="csrf_token" value="([^"]+)"')
_ETAG = re.compile(rb"\r\netag:\s*([^\r\n]+)", re.IGNORECASE)
_COOKIE = re.compile(rb"\r\nset-cookie:\s*([^;\r\n]+)", re.IGNORECASE)
_numbers = count(1)

Visits = Callable[[], Visit]


def reading(*paths: str, etags: list[str] | None = None, cookie: str = "") -> Visits:
    """Return visits that read one page each, any of these; its mark is added to `etags`.

    With a cookie they are those of somebody who has signed in.
    """
    headers = (f"Cookie: {cookie}",) if cookie else ()

    def visit() -> Visit:
        reply = yield request("GET", random.choice(paths), next(_numbers), None, *headers)
        expect(reply, 200)
        if etags is not None and (found := _ETAG.search(reply.head)):
            etags.append(found[1].decode())

    return visit


def returning(path: str, etag: str) -> Visits:
    """Return visits by those who have the page with that mark already."""

    def visit() -> Visit:
        reply = yield request("GET", path, next(_numbers), None, f"If-None-Match: {etag}")
        expect(reply, 304)

    return visit


def signing(path: str) -> Visits:
    """Return visits by organisations that open the form, fill it in and send it."""

    def visit() -> Visit:
        number = next(_numbers)
        form = yield request("GET", path, number)
        mark, cookie = key_to(form)
        filled_in = {"csrf_token": mark, **typed(number)}
        sent = yield request("POST", path, number, filled_in, f"Cookie: {cookie}")
        expect(sent, 303)

    return visit


def inserting(path: str) -> Visits:
    """Return visits that send the same form to the yardstick."""

    def visit() -> Visit:
        number = next(_numbers)
        reply = yield request("POST", path, number, typed(number))
        expect(reply, 200)

    return visit


def key_to(form: Reply) -> tuple[str, str]:
    """Return the mark in a form and the cookie that goes with it."""
    expect(form, 200)
    mark, cookie = _MARK.search(form.body), _COOKIE.search(form.head)
    if mark is None or cookie is None:
        raise VisitFailed("no form on the page")
    return mark[1].decode(), cookie[1].decode()


def cookies_of(reply: Reply) -> str:
    """Return what a browser sends back of the cookies that an answer sets."""
    found = _COOKIE.findall(reply.head)
    if not found:
        raise VisitFailed("no cookie in the answer")
    return "; ".join(cookie.decode() for cookie in found)


def typed(number: int) -> dict[str, str]:
    """Return what a visitor types into the form of a paper, each something else."""
    return {
        "capacity": "organisation",
        "organisation_name": f"Hearth & Harbour of {number}",
        "acronym": "HH",
        "country": "BE",
        "organisation_kind": "ngo",
        "website": f"https://www.hearth-{number}.example.org/",
        "representative_name": "Ada Sample",
        "representative_role": "Chair",
        "email": f"ada.{number}@hearth-{number}.example.org",
        "statement": "",
        "authorised": "y",
        "publish_consent": "y",
    }


def request(
    method: str,
    path: str,
    number: int,
    fields: dict[str, str] | None = None,
    *headers: str,
) -> bytes:
    """Return what the browser of a visitor sends."""
    body = urlencode(fields).encode() if fields else b""
    lines = [
        f"{method} {path} HTTP/1.1",
        f"Host: {SITE}",
        # Each visitor from an address of its own: the proxy in front says which.
        f"X-Forwarded-For: 10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}",
        "X-Forwarded-Proto: https",
        *headers,
    ]
    if fields:
        lines.append("Content-Type: application/x-www-form-urlencoded")
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


def expect(reply: Reply, status: int) -> None:
    """Raise `VisitFailed` unless an answer has that status."""
    if reply.status != status:
        raise VisitFailed(f"status {reply.status} and not {status}")
