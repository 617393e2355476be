"""What every answer tells the browser: trust nothing from elsewhere, and tell nobody else."""

import re
from urllib.parse import quote

from anyascii import anyascii
from flask import Flask, Response, current_app

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
ONE_YEAR = 31_536_000


def init_app(app: Flask) -> None:
    """Put the headers on every answer, errors and files included."""
    app.after_request(_finish)


def public(response: Response) -> Response:
    """Mark an answer that is the same for everybody: it may be kept, if it is asked for again."""
    response.headers["Cache-Control"] = "public, no-cache"
    return response


def secret(response: Response) -> Response:
    """Mark an answer that nobody else may ever see or find."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def attachment(response: Response, name: str) -> Response:
    """Mark an answer as a file to be kept under a name of any letters, as RFC 6266 says.

    Programs that know nothing of `filename*` get a name that is written in ASCII.
    """
    plain = _ASCII_NAME.sub("-", anyascii(name))
    whole = "" if name.isascii() else f"; filename*=UTF-8''{quote(name, safe='')}"
    response.headers["Content-Disposition"] = f'attachment; filename="{plain}"{whole}'
    return response


_ASCII_NAME = re.compile(r"[^A-Za-z0-9._-]+")


def _finish(response: Response) -> Response:
    wanted = dict(HEADERS)
    # Deny by default here too: what no room has called public is kept by nobody.
    wanted["Cache-Control"] = "no-store"
    if current_app.config["SESSION_COOKIE_SECURE"]:
        wanted["Strict-Transport-Security"] = f"max-age={ONE_YEAR}; includeSubDomains"
    # Looked up at once: asking the headers for one that they lack costs an exception each.
    given = {name.lower() for name, _ in response.headers}
    response.headers.extend({k: v for k, v in wanted.items() if k.lower() not in given})
    return response
