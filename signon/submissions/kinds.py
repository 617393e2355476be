"""What a capability tells the shared path about the things it takes in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from flask import current_app

from signon.outbox.post import Email
from signon.submissions.models import SubmissionMixin

S = TypeVar("S", bound=SubmissionMixin)

Facts = tuple[tuple[str, str], ...]


def _nothing(_submission: Any) -> None:
    """Do nothing, for a kind without that step."""


@dataclass(frozen=True)
class Occasion:
    """What something is handed in for, as its e-mails say it.

    `scope` is the public id within which e-mails to one address are rationed, `title` stands in
    the language of the submission, `host` asks for it. `confirmable_until` is the last moment for
    confirming, if there is one; its days are those of `time_zone`.
    """

    scope: str
    title: str
    host: str
    confirmable_until: datetime | None = None
    time_zone: str = "UTC"


@dataclass(frozen=True)
class Words:
    """How the shared e-mails and pages speak of what was handed in, as marked messages.

    Those of the e-mails have a place for %(title)s; the last of them one for %(day)s too.
    """

    opening: str
    still_waiting: str
    reviewed: str
    """What confirming does when a lead looks first."""
    at_once: str
    """What confirming does when nobody looks first."""
    button: str
    disown: str
    disowned: str


@dataclass(frozen=True)
class Lifecycle(Generic[S]):
    """What a kind has to say when one of its rows is confirmed, published or changed.

    Called inside the running command; what comes after is told by events (`submissions/events.py`).
    """

    needs_moderation: Callable[[S], bool]
    """Tells whether a lead looks before it is published."""
    require_confirmable: Callable[[S, datetime], None]
    """Raises a `DomainError` when it is too late to confirm."""
    before_confirm: Callable[[S], None] = _nothing
    entered_public: Callable[[S], None] = _nothing
    """Called before the state is set; it may refuse."""
    left_public: Callable[[S], None] = _nothing
    lock_first: Callable[[S], None] = _nothing
    """Locks what its verbs change besides the row, so that nobody waits for each other."""


@dataclass(frozen=True)
class Retention(Generic[S]):
    """What a kind erases of people besides their contact, which the shared path erases."""

    erase_person_fields: Callable[[S], None] = _nothing
    """Empties what the row itself says of a person, when they take back what they handed in."""
    erase_hidden: Callable[[Sequence[int]], None] = _nothing
    """Empties what rows, by key, say of people and never showed, when their contacts are erased."""


@dataclass(frozen=True, eq=False)
class SubmissionKind(Generic[S]):
    """One sort of submission. Plain functions; each is asked only what its name says."""

    name: str
    model: type[S]
    scope_column: str
    """Column within which an address counts once, such as `paper_id`."""
    occasion_of: Callable[[S], Occasion]
    """What it is for, for rows that are read again later."""
    facts_of: Callable[[S], Facts]
    """What will be public, as labels and values in the language of the page."""
    already: Callable[[S], Email]
    """The e-mail that says that this was confirmed before."""
    page_of: Callable[[S], str]
    """Address of the page where somebody may begin again."""
    thank_you_url: Callable[[S], str]
    words: Words
    lifecycle: Lifecycle[S]
    retention: Retention[S] = Retention()
    reserved_column: str = ""
    """Column with the moment until which a place is kept without asking, if there is such."""

    def reserved_until(self, submission: S) -> datetime | None:
        """Return the moment at which somebody decides, None for what can be confirmed at once."""
        until: datetime | None = (
            getattr(submission, self.reserved_column) if self.reserved_column else None
        )
        return until

    def waited_for_since(self, submission: S) -> datetime:
        """Return from when on a confirmation is waited for."""
        return self.reserved_until(submission) or submission.submitted_at


Kinds = Mapping[str, SubmissionKind[Any]]


def all_kinds() -> Kinds:
    """Return every kind that has moved in, by name."""
    kinds: Kinds = current_app.extensions["signon.kinds"]
    return kinds


def kind_of(submission: SubmissionMixin) -> SubmissionKind[Any]:
    """Return the kind that a row belongs to."""
    return next(kind for kind in all_kinds().values() if isinstance(submission, kind.model))
