"""What the shared path tells of whatever was handed in, of any kind and in any way."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from signon.submissions.models import SubmissionMixin
from signon.submissions.states import State


@dataclass(frozen=True)
class Confirmed:
    """Something was confirmed: by the owner of the mailbox, or entered as confirmed elsewhere."""

    submission: SubmissionMixin
    by_mailbox: bool


@dataclass(frozen=True)
class Moved:
    """Things of one kind are in another state; `before` has the one that each was in."""

    submissions: Sequence[SubmissionMixin]
    before: Sequence[State]


@dataclass(frozen=True)
class Published:
    """Something has become public."""

    submission: SubmissionMixin


@dataclass(frozen=True)
class Unpublished:
    """Something public is public no longer: until a lead decides, or for good."""

    submission: SubmissionMixin


@dataclass(frozen=True)
class Ended:
    """Something was withdrawn by its owner, or disowned by whose address was used."""

    submission: SubmissionMixin


@dataclass(frozen=True)
class Parted:
    """Something has another contact or address than before, or none; what it says goes on."""

    submission: SubmissionMixin


@dataclass(frozen=True)
class Erased:
    """The people behind these rows of one model, by key, are erased; what is public stays."""

    model: type[Any]
    row_ids: Sequence[int]
