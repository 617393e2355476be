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
_COOKIE = re.compile(rb"\r\nset-cookie:\s*([^;\r\n]+)", re.IGNORECASE)
_numbers = count(1)

Visits = Callable[[], Visit]


def reading(*paths: str) -> Visits:
    """Return visits that read one page each, any of these."""

    def visit() -> Visit:
        reply = yield _request("GET", random.choice(paths), next(_numbers))
        _expect(reply, 200)

    return visit


def signing(path: str) -> Visits:
    """Return visits by organisations that open the form, fill it in and send it."""

    def visit() -> Visit:
        number = next(_numbers)
        form = yield _request("GET", path, number)
        _expect(form, 200)
        mark, cookie = _MARK.search(form.body), _COOKIE.search(form.head)
        if mark is None or cookie is None:
            raise VisitFailed("no form on the page")
        filled_in = {"csrf_token": mark[1].decode(), **_filled_in(number)}
        sent = yield _request("POST", path, number, filled_in, cookie[1].decode())
        _expect(sent, 303)

    return visit


def inserting(path: str) -> Visits:
    """Return visits that send the same form to the yardstick."""

    def visit() -> Visit:
        number = next(_numbers)
        reply = yield _request("POST", path, number, _filled_in(number))
        _expect(reply, 200)

    return visit


def _filled_in(number: int) -> dict[str, str]:
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


def _request(
    method: str, path: str, number: int, fields: dict[str, str] | None = None, cookie: str = ""
) -> bytes:
    body = urlencode(fields).encode() if fields else b""
    lines = [
        f"{method} {path} HTTP/1.1",
        f"Host: {SITE}",
        # Each visitor from an address of its own: the proxy in front says which.
        f"X-Forwarded-For: 10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}",
        "X-Forwarded-Proto: https",
    ]
    if cookie:
        lines.append(f"Cookie: {cookie}")
    if fields:
        lines.append("Content-Type: application/x-www-form-urlencoded")
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


def _expect(reply: Reply, status: int) -> None:
    if reply.status != status:
        raise VisitFailed(f"status {reply.status} and not {status}")
