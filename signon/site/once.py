"""What several parts of one page ask for is read once."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import g, has_request_context, request

from signon.extensions import in_command

P = ParamSpec("P")
T = TypeVar("T")


def once_per_page(query: Callable[P, T]) -> Callable[P, T]:
    """Ask a query once for each page and each set of its arguments, which must be hashable.

    Only while a page is read: GET changes nothing, so the first answer holds until the page is
    drawn. Anything else, and every command, asks anew.
    """

    @wraps(query)
    def ask(*args: P.args, **kwargs: P.kwargs) -> T:
        if not has_request_context() or request.method not in ("GET", "HEAD") or in_command():
            return query(*args, **kwargs)
        asked: dict[Any, Any] = g.setdefault("asked", {})
        question = (query, args, tuple(sorted(kwargs.items())))
        if question not in asked:
            asked[question] = query(*args, **kwargs)
        answer: T = asked[question]
        return answer

    return ask
