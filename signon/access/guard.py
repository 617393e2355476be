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
ANY_LEAD = "any lead"
OWN_ACCOUNT = "own account"
"""Doors for whoever is signed in; the second also for who has to set up a second step first."""

_ON_THE_DESK = (ANY_LEAD, OWN_ACCOUNT)
_HALFWAY = "halfway"
_SECRET = "lead"  # noqa: S105 - the name under which the session keeps the secret


class SecondStepMissing(DomainError):
    """A campaign of theirs asks for a second step, which comes before anything else."""

    status = 403
    message = N_("Set up the second step of your account first: a campaign of yours asks for it.")


class NotSignedIn(DomainError):
    """The session is over; what was sent was not done."""

    status = 401
    message = N_("You are not signed in any more, so nothing was changed.")


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


def for_any_lead(view: V) -> V:
    """Mark a view for everybody who leads something, whatever it is."""
    setattr(view, _MARK, ANY_LEAD)
    return view


def for_own_account(view: V) -> V:
    """Mark a view where leads see to their own account, and to nothing else."""
    setattr(view, _MARK, OWN_ACCOUNT)
    return view


def door_of(view: Any) -> Role | str | None:
    """Return "public", `ANY_LEAD`, `OWN_ACCOUNT`, the role that `view` requires, or None.

    None is for a view that is not marked.

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


def let_halfway(mark: str) -> None:
    """Let the browser keep that a password was right; whoever was signed in with it is out."""
    if visitor := let_out():
        sessions.end(visitor.session_id)
    keep(_HALFWAY, mark)


def halfway() -> str:
    """Return what `let_halfway` left with this browser, "" for nothing."""
    return kept(_HALFWAY)


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
    if not isinstance(door, Role) and door not in _ON_THE_DESK:
        abort(403)
    visitor = _visitor()
    if visitor is None:
        return _to_the_door()
    if not _has_business(visitor, door):
        abort(404)
    if visitor.must_prove and door != OWN_ACCOUNT:
        return _to_the_second_step()
    g.signed_in = visitor
    return None


def _has_business(visitor: SignedIn, door: Role | str) -> bool:
    if isinstance(door, Role):
        return bool(visitor.campaigns(door))
    return bool(visitor.grants or visitor.co_hosts) or visitor.may_create_campaigns


def _visitor() -> SignedIn | None:
    secret = session.get(_SECRET)
    return sessions.find(secret) if isinstance(secret, str) else None


def _to_the_door() -> ResponseReturnValue:
    if request.method not in ("GET", "HEAD"):
        raise NotSignedIn
    return redirect(url_for("access.sign_in", next=_wanted()), 303)


def _to_the_second_step() -> ResponseReturnValue:
    if request.method not in ("GET", "HEAD"):
        raise SecondStepMissing
    return redirect(url_for("second_step.show", next=_wanted()), 303)


def _wanted() -> str:
    return request.full_path if request.query_string else request.path


def _keep_the_desk_private(response: Response) -> Response:
    if request.path == "/desk" or request.path.startswith("/desk/"):
        response.headers["Cache-Control"] = "no-store"
    return response
