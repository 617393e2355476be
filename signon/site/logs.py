"""What the service writes for those who run it: one line for each act and each failure.

A line says which request it belongs to by an id that the answer carries too, and the rule of the
address, never the address: that may hold the key of somebody's link. It holds no personal data.
"""

import json
import logging
import re
import secrets
from datetime import UTC, datetime

from flask import Flask, Response, g, has_request_context, request

HEADER = "X-Request-ID"
_CONVERTER = re.compile(r"<[^<>]*:")


def init_app(app: Flask) -> None:
    """Give each answer the id of its request."""
    app.after_request(_carry_id)


def begin(*, json_lines: bool, level: int = logging.INFO) -> None:
    """Write what the house notes to standard error, from now on and in one form."""
    house = logging.getLogger("signon")
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if json_lines else PlainLines())
    house.handlers[:] = [handler]
    house.propagate = False
    house.setLevel(level)


def request_id() -> str:
    """Return the id of the request that is being answered, "" outside of one."""
    if not has_request_context():
        return ""
    if "request_id" not in g:
        g.request_id = new_id()
    return str(g.request_id)


def new_id() -> str:
    """Return an id for one request."""
    return secrets.token_hex(8)


def asked() -> tuple[str, str]:
    """Return the method and the rule of the address that is asked for; the paper's name is public.

    Nothing of an address that is not one of ours is repeated.
    """
    if not has_request_context():
        return "", ""
    if request.url_rule is None:
        return request.method, "(no such address)"
    slug = str((request.view_args or {}).get("slug", ""))
    is_plain = (
        len(slug) < 100 and slug.replace("-", "").isascii() and slug.replace("-", "").isalnum()
    )
    rule = _CONVERTER.sub("<", request.url_rule.rule)
    return request.method, rule.replace("<slug>", slug) if is_plain else rule


class PlainLines(logging.Formatter):
    """One line for people."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; whatever a message holds, it stays one line."""
        where = " ".join(part for part in (request_id(), *asked()) if part)
        words = " ".join(record.getMessage().split())
        place = f" [{where}]" if where else ""
        return f"{_moment(record)} {record.levelname} {record.name}{place} {words}"


class JsonLines(logging.Formatter):
    """One JSON object in a line, for programs."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the object."""
        method, path = asked()
        said = {
            "time": _moment(record),
            "level": record.levelname,
            "logger": record.name,
            "request_id": request_id(),
            "method": method,
            "path": path,
            "message": record.getMessage(),
        }
        return json.dumps({name: value for name, value in said.items() if value})


def _moment(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _carry_id(response: Response) -> Response:
    response.headers[HEADER] = request_id()
    return response
