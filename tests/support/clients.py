"""A browser without a window: each of its requests is alone, as it is on a server."""

import re
from typing import Any

from flask import has_app_context
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from signon.extensions import db

MARK = re.compile(r'name="csrf_token" value="([^"]+)"')


class Browser(FlaskClient):
    """Gives every request an application context of its own.

    The test holds one open, and Flask would let all requests share its `g`: the mark of a form,
    the language, and who is signed in.
    """

    def open(self, *args: Any, **options: Any) -> TestResponse:
        options.setdefault("buffered", True)  # read to the end and closed, as a server does
        with self.application.app_context():
            answer = super().open(*args, **options)
        # The test's own session may hold an older moment of the database; let it look again.
        if has_app_context():
            db.session.rollback()
        return answer

    @property
    def cookies(self) -> dict[Any, Any]:
        """What it was given so far; another one that takes it is signed in alike."""
        return dict(self._cookies or {})

    def take(self, cookies: dict[Any, Any]) -> None:
        """Go on with the cookies of another one, in place of its own."""
        self._cookies = dict(cookies)

    def mark(self, path: str) -> str:
        """Return the safety mark of the form at `path`."""
        page = self.get(path)
        found = MARK.search(page.text)
        assert found, f"no form at {path}: {page.status}\n{page.text}"
        return found[1]

    def send(self, path: str, fields: dict[str, Any], **options: Any) -> TestResponse:
        """Open the form at `path` and send it with `fields`, as a person would."""
        return self.post(path, data={"csrf_token": self.mark(path), **fields}, **options)
