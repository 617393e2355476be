"""The service just after a signature, over and over: two lists change before each request.

Their counters seem to have gone up, so whatever is kept by them is drawn anew, whole pages above
all; what is kept by values that no signature changes stays. See `signon.site.slots`.
"""

from functools import cache
from itertools import count
from typing import Any

from bench.service import PRIORITIES, slug
from signon.papers.queries import paper_by_slug
from signon.site import page_cache
from wsgi import app

__all__ = ["app"]

CHANGED = (PRIORITIES, slug(100))
"""The papers of the pages that are asked for."""

_moments, _key_of = count(), page_cache._key


@cache
def _changed() -> frozenset[tuple[str, int]]:
    """Return how the editions of what shows these papers begin."""
    return frozenset(("paper", paper_by_slug(name).id) for name in CHANGED)


def _key(sort: str, address: tuple[Any, ...], edition: page_cache.Edition) -> str:
    if sort == "content" or (sort == "part" and edition[:2] in _changed()):
        edition = (*edition, next(_moments))
    return _key_of(sort, address, edition)


page_cache._key = _key
