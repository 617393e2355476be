"""What a capability tells the shared path about the things it takes in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from flask import current_app

from signon.kernel.words import N_
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


SIGNING = Words(
    opening=N_(
        "Somebody, we hope you, filled in the form for “%(title)s” with this address. "
        "Nothing is public yet. This is what will be published:"
    ),
    still_waiting=N_(
        "With this address the form for “%(title)s” was filled in, and nobody has confirmed "
        "it yet. Nothing is public. If nobody does, it is deleted on %(day)s and you need "
        "not do anything. This is what would be published:"
    ),
    reviewed=N_("When you confirm, the hosts look at it; then exactly this is published:"),
    at_once=N_("When you confirm, exactly this is published:"),
    button=N_("Yes, confirm and publish"),
    disown=N_(
        "Somebody has used your address to sign. With this button you take it back, whether or "
        "not it has been published, and we never write to this address again."
    ),
    disowned=N_(
        "What was signed with your address is taken back, and we will not write to this address "
        "again."
    ),
)


@dataclass(frozen=True)
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
    needs_moderation: Callable[[S], bool]
    require_confirmable: Callable[[S, datetime], None]
    """Raises a `DomainError` when it is too late to confirm."""
    before_confirm: Callable[[S], None] = _nothing
    entered_public: Callable[[S], None] = _nothing
    left_public: Callable[[S], None] = _nothing
    after_confirm: Callable[[S], None] = _nothing
    """Called when the owner of a mailbox has confirmed, inside the same command."""
    forget_person: Callable[[S], None] = _nothing
    """Empties what the row itself says of a person, when they take back what they handed in."""
    forget_hidden: Callable[[Sequence[int]], None] = _nothing
    """Empties what rows, by key, say of people and never showed, when their contacts are erased."""
    reserved_column: str = ""
    """Column with the moment until which a place is kept without asking, if there is such."""
    after_end: Callable[[S], None] = _nothing
    """What follows when it has been withdrawn or disowned."""
    lock_first: Callable[[S], None] = _nothing
    """Locks what its verbs change besides the row, so that nobody waits for each other."""
    words: Words = SIGNING

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
