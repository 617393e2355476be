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
