"""Files that leave while they are still drawn: a fault before the first byte is a page like any.

Afterwards it is too late for a page. Then the connection breaks off, so that nobody takes a part
for the whole, and a line is logged.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from typing import IO

from flask import Response, current_app, stream_with_context

from signon.site import error_pages


class BrokenOff(Exception):
    """The server has to end the connection: what follows of this answer cannot be had."""


def streamed(chunks: Iterable[bytes], content_type: str) -> Response:
    """Return an answer of which the first chunk is drawn now, and the others as they leave."""
    following = iter(chunks)
    first = next(following, b"")
    drawn = stream_with_context(_guarded(chain([first], following), following))
    return current_app.response_class(drawn, content_type=content_type)


@contextmanager
def close_if_it_fails(file: IO[bytes]) -> Iterator[None]:
    """Close a file that was to be sent when it cannot be drawn."""
    try:
        yield
    except BaseException:
        file.close()
        raise


def _guarded(chunks: Iterator[bytes], source: Iterator[bytes]) -> Iterator[bytes]:
    try:
        yield from chunks
    except Exception as error:
        error_pages.note(error)
        raise BrokenOff from None  # the server writes it down, with words of its own alone
    finally:
        # Who leaves in the middle must not keep a connection to the database.
        if close := getattr(source, "close", None):
            close()
