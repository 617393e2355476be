"""What pages ask for, asked once: of one page, or by each process until it changes.

What several parts of one page ask for is read once. And the texts, dates, rules and files of a
paper and the words of its campaign are needed for every page that is drawn anew after a signature,
and are the same as before. The edition of a page names the
counters that rise when they change (see `changes`), in the same statement as its other counters;
what was found for those counters is found again without the database. As with pages, nothing is
out of date: another value of a counter is another key.
"""

import threading
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from cachetools import LRUCache
from flask import Flask, current_app, g, has_request_context, request

from signon.extensions import in_command

PLACE = "signon.settled"
_KNOWN, _DRAWING = "settled", "settled_drawing"
MOST = 2000
"""Answers that each process keeps; a paper in four languages takes some 5 kB."""

P = ParamSpec("P")
T = TypeVar("T")
Counters = tuple[Any, ...]


class Answers:
    """What one process was told, by question and counters."""

    def __init__(self, most: int) -> None:
        self._kept: LRUCache[Hashable, Any] = LRUCache(most)
        self._lock = threading.Lock()

    def get(self, question: Hashable) -> tuple[Any, ...]:
        """Return the answer in a tuple, an empty one where there is none."""
        with self._lock:
            return (self._kept[question],) if question in self._kept else ()

    def keep(self, question: Hashable, answer: Any) -> None:
        """Keep an answer, which nobody may change."""
        if self._kept.maxsize:
            with self._lock:
                self._kept[question] = answer


def init_app(app: Flask) -> None:
    """Begin with no answer; none is kept where no page is (`PAGE_CACHE_MB`)."""
    app.extensions[PLACE] = Answers(MOST if app.config["PAGE_CACHE_MB"] else 0)


def know(subject: Hashable, counters: Counters) -> None:
    """Note what the counters of a subject are, for the page that is drawn next.

    To be called by editions of pages alone: they are read anew for each page.
    """
    g.setdefault(_KNOWN, {})[subject] = counters


@contextmanager
def while_drawing() -> Iterator[None]:
    """Let what is asked meanwhile be asked once: a page is drawn, and nothing is changed."""
    g.setdefault(_DRAWING, True)
    try:
        yield
    finally:
        g.pop(_DRAWING, None)
        g.pop(_KNOWN, None)


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


def asked_once(
    subject_of: Callable[..., Hashable],
) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Ask a query once for each set of its arguments and the counters of its subject.

    `subject_of` takes what the query takes, all of it hashable, and returns the subject whose
    counters rise with each change of the answer, None for none. Where no kept page is drawn, it is
    asked anew: at the desk, in a command, in the worker. An exception is not kept.
    """

    def decorate(query: Callable[P, T]) -> Callable[P, T]:
        @wraps(query)
        def ask(*args: P.args, **kwargs: P.kwargs) -> T:
            counters = _counters_of(subject_of(*args, **kwargs))
            if counters is None:
                return query(*args, **kwargs)
            question = (query, args, tuple(sorted(kwargs.items())), counters)
            return _answer(question, lambda: query(*args, **kwargs))

        return ask

    return decorate


def each_once(
    name: str, subjects: Mapping[int, Hashable], ask: Callable[[Collection[int]], dict[int, T]]
) -> dict[int, T]:
    """Return by key what `ask` finds for several keys, which is given those not known yet."""
    answers: Answers = current_app.extensions[PLACE]
    questions = {key: (name, key, _counters_of(of)) for key, of in subjects.items()}
    kept = {key: answers.get(one) for key, one in questions.items() if one[-1] is not None}
    missing = [key for key in subjects if not kept.get(key)]
    new = ask(missing) if missing else {}
    for key, answer in new.items():
        if questions[key][-1] is not None:
            answers.keep(questions[key], answer)
    found = {key: kept[key][0] if kept.get(key) else new.get(key) for key in subjects}
    return {key: answer for key, answer in found.items() if answer is not None}


def _counters_of(subject: Hashable) -> Counters | None:
    if _DRAWING not in g:
        return None
    known: dict[Hashable, Counters] = g.get(_KNOWN, {})
    return known.get(subject)


def _answer(question: Hashable, ask: Callable[[], T]) -> T:
    answers: Answers = current_app.extensions[PLACE]
    for answer in answers.get(question):
        found: T = answer
        return found
    found = ask()
    answers.keep(question, found)
    return found
