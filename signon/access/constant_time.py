"""Answers that take the same time whatever they find, so that a clock tells no more than words."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from flask import current_app


@contextmanager
def padded() -> Iterator[None]:
    """Let the block take at least EVEN_SECONDS: whoever signed before is answered no sooner.

    Several times what the longest way takes on a quiet machine; on a busy one the load itself
    hides the difference.
    """
    began = time.monotonic()
    try:
        yield
    finally:
        rest = current_app.config["EVEN_SECONDS"] - (time.monotonic() - began)
        if rest > 0:
            time.sleep(rest)
