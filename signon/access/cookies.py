"""The cookies that this site can set, as its pages name them."""

from dataclasses import dataclass

from flask import current_app, url_for
from werkzeug.wrappers import Response

from signon.access.links import DEVICE_LASTS


@dataclass(frozen=True)
class Cookies:
    """`visit` is set by a page with a form and ends with the browser, `device` by signing in."""

    visit: str
    device: str
    device_days: int


def names() -> Cookies:
    """Return what the cookies of this installation are called, and how long the second is kept."""
    return Cookies(current_app.config["SESSION_COOKIE_NAME"], device_cookie(), DEVICE_LASTS.days)


def device_cookie() -> str:
    """Return the name of the cookie by which a lead's own browser is known."""
    is_secure = current_app.config["SESSION_COOKIE_SECURE"]
    return "__Secure-signon-device" if is_secure else "signon-device"


def remember_device(response: Response, mark: str) -> Response:
    """Let the browser keep the mark by which it is known the next time it signs in."""
    response.set_cookie(
        device_cookie(),
        mark,
        max_age=DEVICE_LASTS,
        path=url_for("access.sign_in"),
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Strict",
    )
    return response
