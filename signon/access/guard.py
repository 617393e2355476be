"""The doors: closed unless a view is marked. The only room that knows the browser's session."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, abort, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from signon.access import sessions
from signon.access.roles import Role
from signon.access.sessions import SignedIn
from signon.kernel.errors import DomainError
from signon.kernel.words import N_
from signon.links.pages import purposes_of

_KEPT = "kept."
V = TypeVar("V", bound=Callable[..., Any])

_MARK = "signon_door"
_PUBLIC = "public"
_SECRET = "lead"  # noqa: S105 - the name under which the session keeps the secret


class NotSignedIn(DomainError):
    """The session is over; what was sent was not done."""

    status = 401
    message = N_(
        "You are not signed in any more, so nothing was changed. Sign in in another window, "
        "then come back to this page and send it again."
    )


def public(view: V) -> V:
    """Mark a view (function or class) that anybody may ask for."""
    setattr(view, _MARK, _PUBLIC)
    return view


def requires(role: Role) -> Callable[[V], V]:
    """Mark a view for leads who have `role` in a campaign. In which one is for the view to ask."""

    def mark(view: V) -> V:
        setattr(view, _MARK, role)
        return view

    return mark


def door_of(view: Any) -> Role | str | None:
    """Return "public", the role that `view` requires, or None when it is not marked.

    The page of a mailed link is public: whoever has the link has its key.
    """
    if purposes_of(view):
        return _PUBLIC
    mark: Role | str | None = getattr(view, _MARK, None)
    return mark or getattr(getattr(view, "view_class", None), _MARK, None)


def init_app(app: Flask) -> None:
    """Put the guard before every page, and the desk out of every cache."""
    if app.has_static_folder:
        public(app.view_functions["static"])
    app.before_request(_guard)
    app.after_request(_keep_the_desk_private)


def signed_in() -> SignedIn:
    """Return the lead who asks for this page. Raises `NotSignedIn` on a page without a door."""
    visitor: SignedIn | None = g.get("signed_in")
    if visitor is None:
        raise NotSignedIn
    return visitor


def let_in(secret: str) -> None:
    """Give the browser a new session; nothing that was in the old one stays, nor lives on."""
    if visitor := let_out():
        sessions.end(visitor.session_id)
    session[_SECRET] = secret


def let_out() -> SignedIn | None:
    """Empty the browser's session; return who was signed in with it, if anybody was."""
    visitor = _visitor()
    session.clear()
    return visitor


def keep(name: str, secret: str) -> None:
    """Let this browser keep a secret until it is closed, beside whoever may be signed in."""
    session[f"{_KEPT}{name}"] = secret


def kept(name: str) -> str:
    """Return the secret that this browser keeps under `name`, "" if it keeps none."""
    return str(session.get(f"{_KEPT}{name}", ""))


def _guard() -> ResponseReturnValue | None:
    if request.endpoint is None:
        return None  # unknown address or method: Flask answers that itself
    door = door_of(current_app.view_functions[request.endpoint])
    if door == _PUBLIC:
        return None
    if not isinstance(door, Role):
        abort(403)
    visitor = _visitor()
    if visitor is None:
        return _to_the_door()
    if not visitor.campaigns(door):
        abort(404)
    g.signed_in = visitor
    return None


def _visitor() -> SignedIn | None:
    secret = session.get(_SECRET)
    return sessions.find(secret) if isinstance(secret, str) else None


def _to_the_door() -> ResponseReturnValue:
    if request.method not in ("GET", "HEAD"):
        raise NotSignedIn
    wanted = request.full_path if request.query_string else request.path
    return redirect(url_for("access.sign_in", next=wanted), 303)


def _keep_the_desk_private(response: Response) -> Response:
    if request.path == "/desk" or request.path.startswith("/desk/"):
        response.headers["Cache-Control"] = "no-store"
    return response
