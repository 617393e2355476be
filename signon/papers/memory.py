"""Papers as they were a moment ago: every page begins with one, and it hardly ever changes."""

import time
from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import event

from signon.campaigns.models import Campaign
from signon.papers.models import Paper, PaperText, PaperVersion

T = TypeVar("T")

SECONDS = 0.2
"""No longer than a request may take anyway: who closes a paper may meet one that is under way."""

KEPT = 200

_moments: dict[Any, tuple[float, Any]] = {}


def recent(key: Any, read: Callable[[], T]) -> T:
    """Return what `read` found for `key` within the last `SECONDS` in this process, or read now.

    What a command writes through the object mapper in this process is seen at once.
    """
    now = time.monotonic()
    until, found = _moments.get(key, (0.0, None))
    if now < until:
        known: T = found
        return known
    value = read()
    if len(_moments) >= KEPT:
        _moments.clear()
    _moments[key] = (now + SECONDS, value)
    return value


def forget(*_event: object) -> None:
    """Read everything anew from now on."""
    _moments.clear()


for _model in (Campaign, Paper, PaperVersion, PaperText):
    for _change in ("after_insert", "after_update", "after_delete"):
        event.listen(_model, _change, forget)
