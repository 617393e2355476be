"""Addresses for programs: the log as C2SP tlog-tiles says, and proofs of lists and entries."""

import re
from collections.abc import Iterable

from flask import Blueprint, Response, request
from werkzeug.exceptions import NotFound

from signon.access.guard import public
from signon.log import keys, proofs, queries, tiles
from signon.papers.queries import paper_by_slug
from signon.site import headers
from signon.site.headers import ONE_YEAR
from signon.site.streams import streamed

pages = Blueprint("log", __name__, url_prefix="/log")
data = Blueprint("log_proofs", __name__, url_prefix="/papers/<slug>")

_SIZE = re.compile(r"[1-9][0-9]{0,17}")


@pages.get("/checkpoint")
@public
def checkpoint() -> Response:
    """Send the newest signed note, which programs ask for again and again."""
    return headers.public(_plain(queries.checkpoint()))


@pages.get("/key")
@public
def key() -> Response:
    """Send the word by which the notes are checked; it stays the same as long as the log does."""
    word = keys.verifier_key()
    response = _plain(f"{word}\n" if word else None)
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


@pages.get("/tile/<path:path>")
@public
def tile(path: str) -> Response:
    """Send a tile of hashes, or a bundle of entries; neither ever changes."""
    asked = tiles.asked(path)
    found = queries.tile(asked) if asked else None
    if found is None:
        raise NotFound
    response = _open(Response(found, content_type="application/octet-stream"))
    response.headers["Cache-Control"] = f"public, max-age={ONE_YEAR}, immutable"
    return response


@data.get("/signatories.proof.json")
@public
def list_proof(slug: str) -> Response:
    """Send the proof of a whole list; with `since`, also what changed after that checkpoint."""
    paper, since = paper_by_slug(slug), request.args.get("since")
    if since is not None and not _SIZE.fullmatch(since):
        raise NotFound
    chunks = proofs.of_list(paper.id, int(since) if since else None)
    return _file(f"{paper.slug}-signatories.proof.json", chunks)


@data.get("/signatories/<public_id>.proof.json")
@public
def line_proof(slug: str, public_id: str) -> Response:
    """Send the proof of one entry."""
    paper = paper_by_slug(slug)
    if "\x00" in public_id:  # PostgreSQL takes no such text, not even to look for it
        raise NotFound
    return _file(f"{public_id}.proof.json", [proofs.of_line(paper.id, public_id)])


def _plain(words: str | None) -> Response:
    if words is None:
        raise NotFound
    return _open(Response(words, content_type="text/plain; charset=utf-8"))


def _file(name: str, chunks: Iterable[bytes]) -> Response:
    response = headers.attachment(streamed(chunks, "application/json"), name)
    return headers.public(_open(response))


def _open(response: Response) -> Response:
    """Let pages of other sites read an answer."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
