"""The cookie of a visitor, which most visitors of a public page do not have."""

from typing import Any

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer


def init_app(app: Flask) -> None:
    """Let the app open sessions in our way."""
    app.session_interface = Sessions()


class Sessions(SecureCookieSessionInterface):
    """Flask's own sessions; the key is made ready once, and only where there is a cookie.

    Flask derives it for every request, which is 6 % of what a kept page costs.
    """

    _ready: tuple[tuple[Any, ...], URLSafeTimedSerializer | None] = ((), None)

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        keys = (app.secret_key, *(app.config["SECRET_KEY_FALLBACKS"] or ()))
        known, serializer = self._ready
        if known != keys:
            serializer = super().get_signing_serializer(app)
            self._ready = keys, serializer
        return serializer

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        if self.get_cookie_name(app) not in request.cookies:
            return self.session_class()
        return super().open_session(app, request)
