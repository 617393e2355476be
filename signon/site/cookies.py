"""The cookie of a visitor, which most visitors of a public page do not have."""

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface


def init_app(app: Flask) -> None:
    """Let the app open sessions in our way."""
    app.session_interface = Sessions()


class Sessions(SecureCookieSessionInterface):
    """Flask's own sessions; the key is not made ready where there is no cookie to read.

    Flask derives it for every request, which is 6 % of what a kept page costs.
    """

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        if self.get_cookie_name(app) not in request.cookies:
            return self.session_class()
        return super().open_session(app, request)
