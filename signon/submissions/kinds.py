"""What a capability tells the shared path about the things it takes in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from flask import current_app

from signon.outbox.post import Email
from signon.submissions.models import SubmissionMixin
from signon.submissions.outcomes import Outcome

S = TypeVar("S", bound=SubmissionMixin)

Facts = tuple[tuple[str, str], ...]


def _nothing(_submission: Any) -> None:
    """Do nothing, for a kind without that step."""


def _corrects_nothing(_values: Mapping[str, Any], _waiting: Sequence[Any]) -> None:
    """Return nothing, for a kind whose places say themselves what is the same."""


@dataclass(frozen=True)
class Occasion:
    """What something is handed in for, as its e-mails say it.

    `scope` is the public id within which e-mails to one address are rationed, `title` stands in
    the language of the submission, `host` asks for it and reads answers at `contact`.
    `confirmable_until` is the last moment for confirming, if there is one; its days are those of
    `time_zone`.
    """

    scope: str
    title: str
    host: str
    confirmable_until: datetime | None = None
    time_zone: str = "UTC"
    contact: str = ""


@dataclass(frozen=True)
class Words:
    """How the shared e-mails and pages speak of what was handed in, as marked messages.

    Those of the e-mails have a place for %(title)s.
    """

    subject: str
    opening: str
    still_waiting: str
    reviewed: str
    """What confirming does when a lead looks first."""
    at_once: str
    """What confirming does when nobody looks first."""
    button: str
    disown: str
    disowned: str
    over: str
    """Why a link that was used up does not lead on."""
    begin_again: str
    """The way from there to the page where somebody may begin anew."""


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
    entered_public: Callable[[Sequence[S]], None] = _nothing
    """Called with all that one command publishes before their states are set; it may refuse."""
    left_public: Callable[[Sequence[S]], None] = _nothing
    lock_first: Callable[[S], None] = _nothing
    """Locks what its verbs change besides the row, so that nobody waits for each other."""


@dataclass(frozen=True)
class Retention(Generic[S]):
    """What a kind erases of people besides their contact, which the shared path erases."""

    erase_person_fields: Callable[[S], None] = _nothing
    """Empties what the row itself says of a person, when they take back what they handed in."""
    erase_hidden: Callable[[Sequence[int]], None] = _nothing
    """Empties what rows, by key, say of people and never showed, when their contacts are erased."""


@dataclass(frozen=True)
class DeferredWords:
    """How the shared e-mails and pages speak of what nobody is asked about before a day.

    Marked messages; what each has a place for stands beside it.
    """

    subject: str
    """%(title)s."""
    opening: str
    """While the day is to come: %(title)s, %(day)s."""
    opening_since: str
    """From that day on: %(title)s, %(day)s."""
    shown: str
    """What follows: nothing is public yet, and this would be."""
    how_long: str
    """%(moment)s at which the link ends."""
    reminder_subject: str
    """%(title)s."""
    reminder: str
    """What is asked on the day: %(title)s, %(day)s."""
    reminder_how_long: str
    """%(moment)s at which the link ends, and %(end)s on which it is deleted."""
    on_page: str
    """%(name)s of who handed it in, on %(day)s."""


@dataclass(frozen=True)
class Deferral:
    """That rows of a kind may name a moment before which nobody is asked again to confirm."""

    ask_not_before: str
    """Column that holds the moment; empty where confirmation is waited for from the start."""
    words: DeferredWords


@dataclass(frozen=True)
class Deferred:
    """The moment before which nobody is asked again about one submission, and its words."""

    until: datetime
    words: DeferredWords


@dataclass(frozen=True)
class Schedule:
    """When an address is asked again to confirm, and when what nobody confirms is deleted.

    Both count from when it was handed in. What is deferred is asked about once, when its moment
    has come, and deleted so long after that.
    """

    reminders: tuple[timedelta, ...] = (timedelta(days=2), timedelta(days=5), timedelta(days=11))
    """Ages of what is unconfirmed; the first link still works at the last of them."""
    kept: timedelta = timedelta(days=30)
    deferral: Deferral | None = None

    @property
    def when_due(self) -> int:
        """Number of the one reminder of what was deferred: it comes after any ordinary one."""
        return len(self.reminders) + 1


@dataclass(frozen=True)
class Correction(Generic[S]):
    """How what waits to be confirmed is corrected on the page of its link."""

    template: str
    """Extends `submissions/_correct.html`."""
    form: Callable[[S], Any]
    """Returns the form, filled; the mark of the page guards it, so it has none of its own."""
    carry_out: Callable[[S, Any], object]
    """Takes what was typed into the form; may refuse with a `DomainError`."""


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
    schedule: Schedule = Schedule()
    apart: tuple[str, ...] = ()
    """Further columns of the place: what differs in them may stand side by side."""
    corrects: Callable[[Mapping[str, Any], Sequence[S]], S | None] = _corrects_nothing
    """Returns which of what a mailbox has not confirmed yet is corrected by what it sends now."""
    correction: Correction[S] | None = None
    """Without one, the form is filled in again."""
    outcomes: tuple[Outcome[S], ...] = ()
    """What a lead may decide, in the order of the buttons, where that is not to publish or not."""

    def deferred(self, submission: S) -> Deferred | None:
        """Return until when a submission is deferred, None for what is asked about at once."""
        deferral = self.schedule.deferral
        until = getattr(submission, deferral.ask_not_before) if deferral else None
        return Deferred(until, deferral.words) if deferral and until else None

    def outcome(self, code: str) -> Outcome[S]:
        """Return the outcome with that code; raise `KeyError` when it is none of this kind."""
        return {outcome.code: outcome for outcome in self.outcomes}[code]

    def waited_for_since(self, submission: S) -> datetime:
        """Return from when on a confirmation is waited for."""
        deferred = self.deferred(submission)
        return deferred.until if deferred else submission.submitted_at


Kinds = Mapping[str, SubmissionKind[Any]]


def all_kinds() -> Kinds:
    """Return every kind that has moved in, by name."""
    kinds: Kinds = current_app.extensions["signon.kinds"]
    return kinds


def kind_of(submission: SubmissionMixin) -> SubmissionKind[Any]:
    """Return the kind that a row belongs to."""
    return next(kind for kind in all_kinds().values() if isinstance(submission, kind.model))
