"""The cookies that this site can set, as its pages name them."""

from dataclasses import dataclass

from flask import current_app

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
