"""What waits for a lead, of any kind: each kind hands over its waiting items and how they end."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Flask, current_app
from werkzeug.exceptions import NotFound

from signon.submissions.outcomes import Decision

REGISTER = "signon.queues"


@dataclass(frozen=True)
class Item:
    """One thing that waits. The smaller its `rank`, the weaker its evidence; the weakest first."""

    queue: str
    key: str
    """By which its kind finds it again; fit for an address."""
    name: str
    why: str
    """Why it waits, in words of the page's language."""
    rank: int
    since: datetime

    @property
    def place(self) -> tuple[int, datetime, str]:
        """Return where it stands among all that waits."""
        return self.rank, self.since, self.key


@dataclass(frozen=True)
class Choice:
    """One way in which a lead may decide."""

    code: str
    name: str
    """A marked message, which stands on the button."""
    said: str
    """The marked sentence that says that it is done."""
    needs_reason: bool = False
    reason: str = ""
    """The marked question for the reason: who reads the answer."""


@dataclass(frozen=True)
class Case:
    """What a lead sees of an item that they have opened, as it is now."""

    item: Item
    revision: int
    state: str
    """In words, such as may stand beside those of another moment."""
    facts: tuple[tuple[str, str], ...]
    waits: bool
    """False once it was decided."""
    contact: tuple[str, ...] = ()
    """Name, role and address of who stands behind it, for leads who decide."""
    more: str = ""
    """Address of the page that shows more of it, "" where there is none."""


@dataclass(frozen=True)
class Done:
    """What was decided, and what takes it back: a code of the kind, and the revision since."""

    undo: str
    revision: int


@dataclass(frozen=True)
class Queue:
    """What one kind hands over. All take the paper first."""

    kind: str
    label: str
    """What its items are called, a marked message."""
    choices: tuple[Choice, ...]
    number: Callable[[Any], int]
    """Returns how many wait; asked for every page, so that an index has to say it."""
    waiting: Callable[[Any, int], Sequence[Item]]
    """Takes how many; returns those that come first, named if that costs little."""
    case: Callable[[Any, str], Case]
    """Takes the key; raises `NotFound` for what is not of this paper."""
    decide: Callable[[Any, str, str, Decision], Done]
    """Takes key and code of the choice; raises a `DomainError` where it cannot be."""
    undo: Callable[[Any, str, str, Decision], None]
    """Takes key and `Done.undo`; raises a `DomainError` where it cannot be."""

    named: Callable[[Any, Sequence[Item]], Sequence[Item]] | None = None
    """Takes some that wait; returns them with name and reason, where `waiting` leaves those out."""

    def choice(self, code: str) -> Choice:
        """Return the choice with that code; raise `NotFound` where there is none."""
        found = next((choice for choice in self.choices if choice.code == code), None)
        if found is None:
            raise NotFound
        return found


def init_app(app: Flask) -> None:
    """Begin with no queue."""
    app.extensions[REGISTER] = {}


def register(app: Flask, queues: Iterable[Queue]) -> None:
    """Take in the queues of a capability."""
    app.extensions[REGISTER].update({queue.kind: queue for queue in queues})


def all_queues() -> list[Queue]:
    """Return the queues of every kind."""
    return list(current_app.extensions[REGISTER].values())


def queue_of(kind: str) -> Queue:
    """Return the queue of a kind; raise `NotFound` where it has none."""
    queues: dict[str, Queue] = current_app.extensions[REGISTER]
    if kind not in queues:
        raise NotFound
    return queues[kind]


def first(paper: Any, number: int, start: int = 0) -> list[Item]:
    """Return what comes first of all that waits for a decision about a paper.

    `start` items are left out at the front. Only what is returned is read whole.
    """
    last = start + number
    found = [item for queue in all_queues() for item in queue.waiting(paper, last)]
    shown = sorted(found, key=lambda item: item.place)[start:last]
    whole = {
        (one.queue, one.key): one for queue in all_queues() for one in _named(queue, paper, shown)
    }
    return [whole[item.queue, item.key] for item in shown if (item.queue, item.key) in whole]


def _named(queue: Queue, paper: Any, items: Sequence[Item]) -> Sequence[Item]:
    own = [item for item in items if item.queue == queue.kind]
    return queue.named(paper, own) if queue.named and own else own
