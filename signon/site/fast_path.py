"""The fast path of kept pages: who asks what was asked before is answered ahead of Flask.

Making a request, finding its view and finishing its answer costs Flask several times what the page
cache does. So an address that was answered from the cache is remembered, with the headers of that
answer. Who asks in the very same way gets them again as soon as the edition of the page is read:
its host, its language and its address have passed every check before. All else goes Flask's way: a
visitor with a cookie, a body, a page that is not kept, and whatever fails.
"""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from cachetools import LRUCache
from flask import Flask, g
from flask.ctx import RequestContext
from flask.sessions import SecureCookieSession
from werkzeug.http import parse_etags

from signon.site import logs, page_cache
from signon.site.page_cache import Edition, Shown

PLACE = "signon.fast_path"
BYTES = 4 * 1024 * 1024
"""Of addresses that each process remembers; some 4000 of them."""

_ADDRESS = ("wsgi.url_scheme", "HTTP_HOST", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING")
_BODY = ("CONTENT_LENGTH", "HTTP_TRANSFER_ENCODING")
_OWN = ("etag", "content-type", "content-length", logs.HEADER.lower())
"""Headers that each answer has its own of, or that a 304 lacks."""

_TYPE = ("Content-Type", page_cache.CONTENT_TYPE)

Environ = dict[str, Any]
Headers = list[tuple[str, str]]


@dataclass(frozen=True)
class Remembered:
    """What was shown at an address, and the headers that all its answers share."""

    shown: Shown
    headers: Headers


def init_app(app: Flask) -> None:
    """Put the fast path in front of the app; to be called once bodies are bounded."""
    path = app.extensions[PLACE] = FastPath(app, app.wsgi_app)
    app.wsgi_app = path  # type: ignore[method-assign]


class FastPath:
    """WSGI middleware: answers from the page cache what was answered from it before."""

    def __init__(self, app: Flask, slow: Callable[..., Iterable[bytes]]):
        self.app, self.slow = app, slow
        self._lock = threading.Lock()
        self._remembered: LRUCache[tuple[str, ...], Remembered] = LRUCache(BYTES, getsizeof=_size)

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        """Answer as the app does."""
        if not _is_plain(environ):
            return self.slow(environ, start_response)
        address = tuple(environ.get(name, "") for name in _ADDRESS)
        with self._lock:
            known = self._remembered.get(address)
        if known is None:
            return self._learn(address, environ, start_response)
        answer = self._kept(known, environ, start_response)
        return self.slow(environ, start_response) if answer is None else answer

    def _kept(self, known: Remembered, environ: Environ, start: Any) -> Iterable[bytes] | None:
        """Return the answer, None when the page has to be drawn or refused."""
        with self.app.app_context():
            try:
                edition = known.shown.edition_of()
            except Exception:  # asked again on the slow path, which says what is wrong
                return None
            tag = known.shown.tag(edition)
            own = [("ETag", f'"{tag}"'), (logs.HEADER, logs.new_id())]
            if parse_etags(environ.get("HTTP_IF_NONE_MATCH")).contains_weak(tag):
                start("304 NOT MODIFIED", [*known.headers, *own])
                return []
            page = known.shown.page(edition) or self._drawn(known.shown, environ, edition)
        if page is None:
            environ[page_cache.EDITION] = edition
            return None
        start("200 OK", [_TYPE, ("Content-Length", str(len(page))), *known.headers, *own])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [page]

    def _drawn(self, shown: Shown, environ: Environ, edition: Edition) -> bytes | None:
        """Return the page drawn anew, None for what the slow path has to answer."""
        try:
            with RequestContext(self.app, environ, session=SecureCookieSession()):
                g.language = shown.address[-1]
                answer = shown.draw(edition)
        except Exception:  # drawn again on the slow path, which says what is wrong
            return None
        return answer.get_data() if answer.status_code == 200 else None

    def _learn(self, address: tuple[str, ...], environ: Environ, start: Any) -> Iterable[bytes]:
        shared: Headers = []

        def note(status: str, headers: Headers, *error: Any) -> Any:
            if status[:3] in ("200", "304"):
                shared[:] = (each for each in headers if each[0].lower() not in _OWN)
            return start(status, headers, *error)

        answer = self.slow(environ, note)
        shown: Shown | None = environ.get(page_cache.SHOWN)
        if shown and shared and "Set-Cookie" not in dict(shared):
            with self._lock:
                self._remembered[address] = Remembered(shown, shared)
        return answer


def _is_plain(environ: Environ) -> bool:
    """Tell whether a request is told by its address alone, as those of most readers are."""
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or "HTTP_COOKIE" in environ:
        return False
    return bool(environ.get("HTTP_HOST")) and not any(environ.get(name) for name in _BODY)


def _size(known: Remembered) -> int:
    # Thrice: the address is part of the key, of what was shown, and may be of what a view reads.
    return 1000 + 3 * sum(map(len, known.shown.address))
