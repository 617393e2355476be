"""From a mailed link to the row it belongs to, and every way in which that can fail."""

import hmac
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from signon.kernel import clock, tokens
from signon.kernel.errors import DomainError
from signon.kernel.tokens import LinkExpired, LinkInvalid, Purpose
from signon.kernel.words import N_
from signon.submissions import emails, queries
from signon.submissions.kinds import SubmissionKind, all_kinds
from signon.submissions.models import SubmissionMixin

CONFIRMATION_AGE = timedelta(days=emails.CONFIRMATION_DAYS)
NOT_US_AGE = tokens.ALWAYS
"""What ends it is the record, not the clock."""

Found = tuple[SubmissionKind[Any], SubmissionMixin]


class LinkUnusable(DomainError):
    """A mailed link does not lead on. `again` is where to begin anew, if that is known."""

    renewable = False

    def __init__(self, *, again: str = ""):
        super().__init__()
        self.again = again


class LinkDamaged(LinkUnusable):
    """Cut, altered, made up, or meant for another door: all answered alike."""

    status = 404
    message = N_(
        "This link is not complete. Perhaps the mail program broke it: please open it again from "
        "the e-mail, or type the code that stands there."
    )


class LinkTooOld(LinkUnusable):
    """More than its days have passed."""

    status = 410
    renewable = True
    message = N_("This link has expired. Nothing was published. We can send you a new one.")


class LinkReplaced(LinkUnusable):
    """A newer e-mail holds the link that works."""

    status = 410
    renewable = True
    message = N_(
        "A newer link has been sent since. Please use the newest e-mail from us, or let us send "
        "you another one."
    )


class LinkTooLate(LinkUnusable):
    """What it would confirm can no longer be confirmed; the kind's own words say why."""

    def __init__(self, refusal: DomainError):
        super().__init__()
        self.status, self.message, self.values = refusal.status, refusal.message, refusal.values


class LinkOver(LinkUnusable):
    """Withdrawn, removed or disowned: the link does not bring it back."""

    status = 410
    message = N_(
        "This link has been used up: what it stood for was taken back. You can sign again."
    )


def read_confirmation(token: str) -> Found:
    """Return the row that a confirmation link opens; raise a `LinkUnusable` that says why not."""
    try:
        kind, row, stamp = _find(tokens.read(Purpose.CONFIRM, token, CONFIRMATION_AGE))
    except LinkExpired as expired:
        kind, row, stamp = _find_reserved(expired.carried)
    except LinkInvalid:
        raise LinkDamaged from None
    if not _same(stamp, row.link_stamp):
        raise LinkReplaced
    return kind, row


def require_in_time(kind: SubmissionKind[Any], row: SubmissionMixin) -> None:
    """Raise `LinkTooLate` when the kind no longer lets a row be confirmed."""
    try:
        kind.require_confirmable(row, clock.now())
    except DomainError as refusal:
        raise LinkTooLate(refusal) from None


def read_not_us(token: str) -> Found:
    """Return the row that a "not us" link disowns; raise `LinkDamaged` otherwise."""
    try:
        values = tokens.read(Purpose.NOT_US, token, NOT_US_AGE)
    except (LinkExpired, LinkInvalid):
        raise LinkDamaged from None
    kind, row, proof = _find(values)
    if not proof or not _same(proof, (row.address_key or "")[: emails.PROOF_LENGTH]):
        raise LinkDamaged
    return kind, row


def find_stale(token: str) -> Found | None:
    """Return the row of a genuine link, however old or replaced, else None."""
    try:
        values = tokens.read(Purpose.CONFIRM, token, CONFIRMATION_AGE)
    except LinkExpired as expired:
        values = expired.carried
    except LinkInvalid:
        return None
    try:
        kind, row, _ = _find(values)
    except LinkUnusable:
        return None
    return kind, row


def find_by_code(code: str) -> Found | None:
    """Return the row that a typed code stands for, whatever its kind."""
    for kind in all_kinds().values():
        row = queries.find_by_code(kind, code)
        if row is not None:
            return kind, row
    return None


def confirmation_url(kind: SubmissionKind[Any], row: SubmissionMixin) -> str:
    """Return the path of the confirming page of a row, for whoever typed its code."""
    return urlsplit(emails.confirm_url(kind, row)).path


def not_us_path(kind: SubmissionKind[Any], row: SubmissionMixin) -> str:
    """Return the path of the page by which a row is disowned."""
    return urlsplit(emails.not_us_url(kind, row)).path


def _find(values: tuple[str, ...]) -> tuple[SubmissionKind[Any], SubmissionMixin, str]:
    if len(values) != 3 or values[0] not in all_kinds():
        raise LinkDamaged
    kind = all_kinds()[values[0]]
    row = queries.find(kind, values[1])
    if row is None:
        raise LinkDamaged
    return kind, row, values[2]


def _find_reserved(values: tuple[str, ...]) -> tuple[SubmissionKind[Any], SubmissionMixin, str]:
    """Return what an old link opens if its days count from the day for which a place is kept."""
    try:
        kind, row, stamp = _find(values)
    except LinkDamaged:
        raise LinkTooOld from None
    day = kind.reserved_until(row)
    if day is None or clock.now() > day + CONFIRMATION_AGE:
        raise LinkTooOld
    return kind, row, stamp


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())
