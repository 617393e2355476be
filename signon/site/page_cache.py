"""Keeps public pages as they were drawn, until what they show has changed.

A page is known by its address, the host it was asked for, its language, and the `edition` that its
view names: the counters of what it shows (see `changes`) and whatever in it depends on the clock.
Each process keeps its own, bounded in bytes; nothing is ever out of date, because whatever changes
the page changes its name.
"""

import hashlib
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial, wraps
from pathlib import Path
from typing import Any

from cachetools import LRUCache
from flask import Flask, Response, current_app, make_response, request
from flask.typing import ResponseReturnValue

from signon.site import headers
from signon.site.languages import current

PLACE = "signon.pages"
BYTES = 32 * 1024 * 1024
"""Kept by each process; some 500 to 2000 pages."""

LARGEST = 1024 * 1024
"""A larger page is drawn each time."""

CONTENT_TYPE = "text/html; charset=utf-8"

SHOWN = "signon.shown"
"""Under this name a WSGI environment tells what was shown from the cache."""

EDITION = "signon.edition"
"""Under this name the fast path leaves the edition of a page that has to be drawn."""

Edition = tuple[Any, ...]
View = Callable[..., ResponseReturnValue]
Address = tuple[str, str, str, bytes, str]
"""Scheme, host, path, query and language: as they were sent, for what the links of a page repeat
must be this visitor's own words."""


@dataclass(frozen=True)
class Shown:
    """A page that was answered from the cache, or could have been: how its key is found again."""

    address: Address
    edition_of: Callable[[], Edition]


@dataclass
class Pages:
    """The pages that one process keeps, and the mark of the house that drew them."""

    kept: LRUCache[str, bytes]
    lock: threading.Lock
    build: str


def init_app(app: Flask) -> None:
    """Begin with no page; the mark changes with every template, style, script and translation."""
    pages: LRUCache[str, bytes] = LRUCache(BYTES, getsizeof=len)
    drawn_with = (app.root_path, str(app.template_folder), str(app.static_folder))
    app.extensions[PLACE] = Pages(pages, threading.Lock(), _build(*map(Path, drawn_with)))


def cached(edition_of: Callable[..., Edition]) -> Callable[[View], View]:
    """Make a view that draws a public page one whose pages are kept.

    `edition_of` takes what the view takes and may raise what the view would raise, such as 404.
    Who has the page already is told so without drawing it.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def show(**values: Any) -> ResponseReturnValue:
            shown = Shown(_address(), partial(edition_of, **values))
            edition = request.environ.pop(EDITION, None) or shown.edition_of()
            key = key_of(shown.address, edition)
            if request.if_none_match.contains_weak(key):
                return _marked(Response(status=304), key, shown)
            page = kept(key)
            if page is None:
                answer = make_response(view(**values))
                if answer.status_code != 200:
                    return answer
                page = answer.get_data()
                _keep(key, page)
            return _marked(Response(page, content_type=CONTENT_TYPE), key, shown)

        return show

    return decorate


def drawn_once(edition: Edition, draw: Callable[[], str]) -> str:
    """Return what `draw` has drawn for this address and edition: a page, or a part of one.

    For pages that are not the same for everybody, such as a form with its safety mark. The edition
    is read before anything that is drawn: what changes in between is then drawn once more.
    """
    key = key_of(_address(), edition, "part")
    page = kept(key)
    if page is None:
        page = draw().encode()
        _keep(key, page)
    return page.decode()


def evict_all() -> None:
    """Drop every page that this process keeps."""
    pages: Pages = current_app.extensions[PLACE]
    with pages.lock:
        pages.kept.clear()


def key_of(address: Address, edition: Edition, sort: str = "page") -> str:
    """Return the key of a page, which is its ETag too: 128 bits, however long its address is."""
    pages: Pages = current_app.extensions[PLACE]
    said = repr((pages.build, sort, *address, *edition)).encode()
    return hashlib.blake2b(said, digest_size=16).hexdigest()


def kept(key: str) -> bytes | None:
    """Return the page of that key, None when it is not kept."""
    pages: Pages = current_app.extensions[PLACE]
    with pages.lock:
        return pages.kept.get(key)


def _address() -> Address:
    return request.scheme, request.host, request.path, request.query_string, current()


def _keep(key: str, page: bytes) -> None:
    if len(page) > LARGEST:
        return
    pages: Pages = current_app.extensions[PLACE]
    with pages.lock:
        pages.kept[key] = page


def _marked(response: Response, key: str, shown: Shown) -> Response:
    request.environ[SHOWN] = shown
    response.set_etag(key)
    return headers.public(response)


@cache
def _build(root: Path, templates: Path, static: Path) -> str:
    """Return a mark of everything a page is drawn with, alike in every process of one release."""
    drawn_with = (
        *templates.rglob("*.*ml"),
        *static.rglob("*.css"),
        *static.rglob("*.js"),
        *root.rglob("*.py"),
        *root.rglob("*.mo"),
    )
    digest = hashlib.blake2b(digest_size=12)
    for path in sorted(drawn_with):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
