"""What a request may carry: bounded before anybody reads it, and read to its end before we hang up.

A server that closes a connection while the other side still sends resets it, and the answer that
says why is lost on the way.
"""

import io
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from typing import IO, Any, TypeVar

from flask import Flask, Request, current_app, request
from flask_wtf import FlaskForm
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wsgi import ClosingIterator
from wtforms.validators import ValidationError

from signon.kernel.errors import DomainError
from signon.kernel.text import names
from signon.site.error_pages import words_of

MOST_DISCARDED = 64 * 1024 * 1024
"""Bytes of a refused request that are read and thrown away; who sends more is hung up on."""

DISCARDING_SECONDS = 20
PIECE = 64 * 1024


def init_app(app: Flask) -> None:
    """Refuse what says that it is too large; to be called before whatever reads forms."""
    app.request_class = FormRequest
    app.before_request(_refuse_too_large)
    most = app.config["MAX_CONTENT_LENGTH"]
    app.wsgi_app = BoundedBodies(app.wsgi_app, most)  # type: ignore[method-assign]


class FormRequest(Request):
    """A request whose fields are text: what a form takes for text is never a file, nor JSON.

    Flask-WTF fills forms with whatever was sent: a name sent as a file, or as a number in JSON,
    would reach checks that know text alone.
    """

    FILE = "file"
    """The one field of our forms that is a file."""

    is_json = False

    def _load_form_data(self) -> None:
        super()._load_form_data()
        sent = list(self.files.items(multi=True))
        for name, file in sent:
            if name != self.FILE:
                file.close()
        kept = [(name, file) for name, file in sent if name == self.FILE]
        self.__dict__["files"] = ImmutableMultiDict(kept)


_MOST = "signon_largest_body"
V = TypeVar("V", bound=Callable[..., Any])


def takes(most: int) -> Callable[[V], V]:
    """Mark a view that takes more than the others: files of `most` bytes, and what is around."""

    def mark(view: V) -> V:
        setattr(view, _MOST, most + PIECE)
        return view

    return mark


def shown(_form: FlaskForm, field: Any) -> None:
    """Refuse in a field a control character that no keyboard puts into a text, such as NUL."""
    try:
        names.require_shown(field.data or "")
    except DomainError as refusal:
        raise ValidationError(words_of(refusal)) from None


def _largest() -> int:
    view = current_app.view_functions.get(request.endpoint or "")
    usual: int = current_app.config["MAX_CONTENT_LENGTH"]
    return int(getattr(view, _MOST, usual))


def _refuse_too_large() -> None:
    length, most = request.content_length, _largest()
    request.max_content_length = most
    if length is not None and length > most:
        raise RequestEntityTooLarge


class BoundedBodies:
    """WSGI middleware: every body has a length, and after the answer nothing of it is unread.

    What comes in chunks is read up to one byte more than the limit, and then has a length too:
    Werkzeug would take the first two megabytes of it for the whole.
    """

    def __init__(self, app: Any, most: int):
        self.app, self.most = app, most

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer as the app does; files of requests without a body keep their fast way."""
        stream = environ["wsgi.input"]
        if "HTTP_TRANSFER_ENCODING" in environ and environ.get("wsgi.input_terminated"):
            self._gather(environ)
        answer: Iterable[bytes] = self.app(environ, start_response)
        if environ.get("CONTENT_LENGTH") in (None, "", "0"):
            return answer
        return ClosingIterator(answer, partial(_discard, stream))

    def _gather(self, environ: dict[str, Any]) -> None:
        body = b""
        with suppress(OSError, ValueError):  # who hangs up has sent what has come
            body = environ["wsgi.input"].read(self.most + 1)
        del environ["HTTP_TRANSFER_ENCODING"]
        environ["wsgi.input"], environ["CONTENT_LENGTH"] = io.BytesIO(body), str(len(body))


def _discard(stream: IO[bytes]) -> None:
    deadline, left = time.monotonic() + DISCARDING_SECONDS, MOST_DISCARDED
    while left > 0 and time.monotonic() < deadline:
        try:
            piece = stream.read(PIECE)
        except (OSError, ValueError):
            return  # the sender has gone, or what was sent is no HTTP
        if not piece:
            return
        left -= len(piece)
