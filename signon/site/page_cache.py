"""Keeps public pages as they were drawn, until what they show has changed.

A page is known by its address, the host it was asked for, its language, and the `edition` that its
view names: the counters of what it shows (see `changes`) and whatever in it depends on the clock.
Of a query it is known by the fields that its view reads; the rest is only repeated in its links.
Each process keeps its own, bounded in bytes; nothing is ever out of date, because whatever changes
the page changes its name.
"""

import hashlib
import secrets
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial, wraps
from pathlib import Path
from typing import Any

from cachetools import LRUCache
from flask import Flask, Response, current_app, g, make_response, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup, escape
from werkzeug.datastructures import ImmutableMultiDict

from signon.site import headers, settled
from signon.site.languages import current

PLACE = "signon.pages"
MEGABYTE = 1024 * 1024

LARGEST = MEGABYTE
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

Counts = Callable[..., bool]
"""Takes a field of a query, its value, and what the view takes; tells whether it counts at all."""

Said = tuple[tuple[str, tuple[str, ...]], ...]
"""The fields of a query that a view reads, with their values."""


@dataclass(frozen=True)
class Shown:
    """A page that was answered from the cache, or could have been: how it is found again."""

    address: Address
    said: Said
    edition_of: Callable[[], Edition]
    view: Callable[[], ResponseReturnValue]

    def tag(self, edition: Edition) -> str:
        """Return the ETag: another for each address, since the page repeats it."""
        return _key("page", self.address, edition)

    def page(self, edition: Edition) -> bytes | None:
        """Return the page as this visitor gets it, None when it is not kept."""
        drawn = _kept(self.content(edition))
        return None if drawn is None else _with_query(drawn, self.address[3])

    def draw(self, edition: Edition) -> Response:
        """Return the answer of the view, within its request; a page is kept for the next one."""
        with _seeing(self.said), settled.while_drawing():
            answer = make_response(self.view())
        drawn = answer.get_data()
        if answer.status_code == 200:
            _keep(self.content(edition), drawn)
        answer.set_data(_with_query(drawn, self.address[3]))
        return answer

    def content(self, edition: Edition, sort: str = "content") -> str:
        """Return the key of what is kept: alike for all queries in which a view reads the same."""
        scheme, host, path, _query, language = self.address
        return _key(sort, (scheme, host, path, self.said, language), edition)


@dataclass
class Pages:
    """The pages that one process keeps, and the mark of the house that drew them."""

    kept: LRUCache[str, bytes]
    lock: threading.Lock
    build: str
    hole: str
    """What stands in a kept page for the visitor's own query; no one else ever sees it."""
    mark: str
    """What stands in a kept frame before and after the name of a hole."""


def init_app(app: Flask) -> None:
    """Begin with no page; the mark changes with every template, style, script and translation.

    The setting `PAGE_CACHE_MB` bounds what each process keeps; 32 hold some 500 to 2000 pages.
    """
    most = app.config["PAGE_CACHE_MB"] * MEGABYTE
    pages: LRUCache[str, bytes] = LRUCache(most, getsizeof=len)
    drawn_with = (app.root_path, str(app.template_folder), str(app.static_folder))
    app.extensions[PLACE] = Pages(
        kept=pages,
        lock=threading.Lock(),
        build=_build(*map(Path, drawn_with)),
        hole=_mark(),
        mark=_mark(),
    )


def cached(
    edition_of: Callable[..., Edition], *reads: str, counts: Counts | None = None
) -> Callable[[View], View]:
    """Make a view that draws a public page one whose pages are kept.

    `edition_of` takes what the view takes and may raise what the view would raise, such as 404.
    `reads` names the fields of a query that the view may see: all others change nothing, so what
    campaigns and networks add to an address makes no other page, nor does a value that never
    `counts`. Who has the page already is told so without drawing it.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def show(**values: Any) -> ResponseReturnValue:
            counted = partial(counts, **values) if counts else None
            shown = _shown(partial(edition_of, **values), partial(view, **values), reads, counted)
            edition = request.environ.pop(EDITION, None) or shown.edition_of()
            tag = shown.tag(edition)
            if request.if_none_match.contains_weak(tag):
                return _marked(Response(status=304), tag, shown)
            page = shown.page(edition)
            if page is None:
                answer = shown.draw(edition)
                if answer.status_code != 200:
                    return answer
                page = answer.get_data()
            return _marked(Response(page, content_type=CONTENT_TYPE), tag, shown)

        return show

    return decorate


def drawn_once(
    edition: Edition, draw: Callable[[], str], *reads: str, counts: Counts | None = None
) -> str:
    """Return what `draw` has drawn for this address and edition: a page, or a part of one.

    For pages that are not the same for everybody, such as a form with its safety mark. The edition
    is read before anything that is drawn: what changes in between is then drawn once more. Of the
    query `draw` sees the fields that `reads` names, where their values `counts`.
    """
    shown = _shown(lambda: edition, draw, reads, counts)
    key = shown.content(edition, "part")
    drawn = _kept(key)
    if drawn is None:
        with _seeing(shown.said), settled.while_drawing():
            drawn = draw().encode()
        _keep(key, drawn)
    return _with_query(drawn, request.query_string).decode()


def frame(depends_on: Edition, draw: Callable[[], str]) -> str:
    """Return what `draw` has drawn of the page at this path and in this language: `slots.framed`.

    It sees no field of the query. `depends_on` names all else that it goes by.
    """
    address = (request.scheme, request.host, request.script_root, request.path, current())
    key = _key("frame", address, depends_on)
    drawn = _kept(key)
    if drawn is None:
        with _seeing(()):
            drawn = draw().encode()
        _keep(key, drawn)
    return drawn.decode()


def parts(editions: Mapping[Any, Edition], draw: Callable[[Any], Sequence[str]]) -> list[Markup]:
    """Return parts of pages that are alike on every page of a language, in the order of `editions`.

    `draw` is given those that are not kept, with their editions, and draws them together.
    """
    address = (draw.__qualname__, request.scheme, request.host, request.script_root, current())
    keys = {name: _key("part", address, edition) for name, edition in editions.items()}
    kept = {name: _kept(key) or b"" for name, key in keys.items()}
    missing = {name: editions[name] for name, drawn in kept.items() if not drawn}
    new: dict[Any, bytes] = {}
    if missing:
        with _seeing(()):
            new = dict(zip(missing, (part.encode() for part in draw(missing)), strict=True))
    for name, drawn in new.items():
        _keep(keys[name], drawn)
    found = (kept[name] or new[name] for name in editions)
    return [Markup(drawn.decode()) for drawn in found if drawn]  # noqa: S704 - templates of ours


def mark_of_holes() -> str:
    """Return what stands in a frame before and after the name of a hole."""
    pages: Pages = current_app.extensions[PLACE]
    return pages.mark


def query_of_page() -> str:
    """Return what links to this page in another language repeat: "?" and the query, or "".

    In a page that is kept it is put in for each visitor.
    """
    if g.get("hole"):
        return str(g.hole)
    return _query(request.query_string)


def _shown(
    edition_of: Callable[[], Edition],
    view: Callable[[], ResponseReturnValue],
    reads: tuple[str, ...],
    counts: Counts | None = None,
) -> Shown:
    """Return what the running request asks for."""
    address = (request.scheme, request.host, request.path, request.query_string, current())
    said = tuple((name, _counted(name, counts)) for name in reads)
    return Shown(address, said, edition_of, view)


def _counted(name: str, counts: Counts | None) -> tuple[str, ...]:
    """Return the values of a field that a view sees; of what has to count, the first that does."""
    said = request.args.getlist(name)
    if counts is None:
        return tuple(said)
    return tuple(value for value in said[:1] if counts(name, value))


@contextmanager
def _seeing(said: Said) -> Iterator[None]:
    """Let a view see these fields of the query alone: it cannot depend on any other."""
    pages: Pages = current_app.extensions[PLACE]
    before, g.hole = (request.args, g.get("hole")), pages.hole
    fields = [(name, value) for name, values in said for value in values]
    request.args = ImmutableMultiDict(fields)
    try:
        yield
    finally:
        request.args, g.hole = before


def _mark() -> str:
    """Return a mark that stands in no text, since nobody ever sees it."""
    return secrets.token_hex(16)


def _with_query(drawn: bytes, query: bytes) -> bytes:
    pages: Pages = current_app.extensions[PLACE]
    return drawn.replace(pages.hole.encode(), str(escape(_query(query))).encode())


def _query(query: bytes) -> str:
    return f"?{query.decode('latin-1')}" if query else ""


def _key(sort: str, address: tuple[Any, ...], edition: Edition) -> str:
    """Return the key of something kept: 128 bits, however long its address is."""
    pages: Pages = current_app.extensions[PLACE]
    said = repr((pages.build, sort, *address, *edition)).encode()
    return hashlib.blake2b(said, digest_size=16).hexdigest()


def _kept(key: str) -> bytes | None:
    pages: Pages = current_app.extensions[PLACE]
    with pages.lock:
        return pages.kept.get(key)


def _keep(key: str, page: bytes) -> None:
    pages: Pages = current_app.extensions[PLACE]
    if len(page) > min(LARGEST, pages.kept.maxsize):
        return
    with pages.lock:
        pages.kept[key] = page


def _marked(response: Response, tag: str, shown: Shown) -> Response:
    request.environ[SHOWN] = shown
    response.set_etag(tag)
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
