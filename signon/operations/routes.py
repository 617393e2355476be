"""Addresses for programs that watch the service."""

from collections.abc import Iterable
from ipaddress import ip_address
from typing import Any

from flask import Blueprint, Flask, Response, abort, current_app, request

from signon.access.guard import public
from signon.links.reader import same
from signon.operations import checks, metrics

pages = Blueprint("operations", __name__)

ADDRESSES = ("/healthz", "/readyz", "/metrics")
_ASKED = "signon.asked_host"
_LOCAL_NAMES = ("127.0.0.1", "localhost", "[::1]")


def init_app(app: Flask) -> None:
    """Let the service be watched under any name: by its port on this machine, by a balancer."""
    app.register_blueprint(pages)
    app.wsgi_app = AnyName(app.wsgi_app, app.config["TRUSTED_HOSTS"][0])  # type: ignore[method-assign]


class AnyName:
    """WSGI middleware that lets these addresses be asked for by another name than the site's."""

    def __init__(self, app: Any, name: str):
        self.app, self.name = app, name

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer as the app does; these pages link nowhere, so no name can be smuggled in."""
        if environ.get("PATH_INFO") in ADDRESSES:
            environ[_ASKED] = environ.get("HTTP_HOST", "")
            environ["HTTP_HOST"] = self.name
        answer: Iterable[bytes] = self.app(environ, start_response)
        return answer


@pages.get("/healthz")
@public
def healthz() -> Response:
    """Say that this process answers; nothing else is asked."""
    return _plain("alive\n")


@pages.get("/readyz")
@public
def readyz() -> Response:
    """Say whether all is there that the service needs: 200, or 503 and what is missing."""
    problems = checks.problems()
    if not problems:
        return _plain("ready\n")
    return _plain("".join(f"not ready: {problem}\n" for problem in problems), 503)


@pages.get("/metrics")
@public
def metrics_() -> Response:
    """Send the numbers of this installation to this machine, or to who has the token."""
    if not (_has_token() or _is_local()):
        abort(404)
    response = Response(metrics.text(), content_type=metrics.CONTENT_TYPE)
    response.headers["Cache-Control"] = "no-store"
    return response


def _has_token() -> bool:
    token = current_app.config["METRICS_TOKEN"]
    given = request.headers.get("Authorization", "")
    return bool(token) and same(given, f"Bearer {token}")


def _is_local() -> bool:
    """Tell whether somebody on this machine asks, and not through a proxy on it."""
    name = str(request.environ.get(_ASKED, "")).rpartition(":")[0] or request.environ.get(_ASKED)
    if name not in _LOCAL_NAMES or "X-Forwarded-For" in request.headers:
        return False
    try:
        return ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False


def _plain(words: str, status: int = 200) -> Response:
    return Response(words, status, content_type="text/plain; charset=utf-8")
