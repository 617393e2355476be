"""The mailed links of the shared path, what they open, and every way in which that can fail."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from signon.kernel import clock
from signon.kernel.errors import DomainError
from signon.kernel.words import N_
from signon.links import refusals
from signon.links.purposes import ALWAYS, Purpose
from signon.links.reader import proof_of, read, same
from signon.links.refusals import Way
from signon.links.writer import url
from signon.submissions import queries
from signon.submissions.kinds import Correction, SubmissionKind, Words, all_kinds
from signon.submissions.models import SubmissionMixin
from signon.submissions.states import State

CONFIRMATION_DAYS = 14
"""Those who decide meet fortnightly; a link that lives longer is a key under the mat."""

CONFIRMATION_AGE = timedelta(days=CONFIRMATION_DAYS)
DONE = (State.CONFIRMED, State.PUBLISHED)

Found = tuple[SubmissionKind[Any], SubmissionMixin]

_NEW_LINK = Way(N_("Send me a new link"), "submissions.again")
_CODE = Way(N_("Type the code from the message"), "submissions.confirm_by_code")


class LinkDamaged(refusals.Damaged):
    """Cut, altered, made up, or meant for another door: all answered alike."""

    message = N_(
        "This link is not complete. Perhaps the mail program broke it: please open it again from "
        "the e-mail, or type the code that stands there."
    )
    ways = (_NEW_LINK, _CODE)


class LinkTooOld(refusals.Expired):
    """More than its days have passed."""

    renewable = True
    message = N_("This link has expired. Nothing was published. We can send you a new one.")
    ways = (_CODE,)


class LinkReplaced(refusals.Replaced):
    """A newer e-mail holds the link that works."""

    renewable = True
    ways = (_CODE,)


class LinkTooLate(refusals.Overtaken):
    """What it would confirm can no longer be confirmed; the kind's own words say why."""

    ways = (_NEW_LINK, _CODE)


class LinkOver(refusals.Over):
    """Withdrawn, removed or disowned: the link does not bring it back, but one may begin anew."""

    def __init__(self, words: Words, page: str):
        super().__init__(words.over)
        self.ways = (Way(words.begin_again, url=page), _CODE)


class CodeUnknown(DomainError):
    """Nothing waits for this code. Said beside the field that `field` names."""

    status = 422
    field = "code"
    message = N_("We do not know this code. Check it against the newest e-mail from us.")


CONFIRM = Purpose("confirm", CONFIRMATION_AGE, 3, LinkDamaged, LinkTooOld, "submissions.renew")
NOT_US = Purpose("not-us", ALWAYS, 3, LinkDamaged)
"""What ends it is the record, not the clock."""

PURPOSES = (CONFIRM, NOT_US)


def confirm_url(kind: SubmissionKind[SubmissionMixin], submission: SubmissionMixin) -> str:
    """Return the link that asks for confirmation; it dies with the row's stamp."""
    values = (kind.name, submission.public_id, submission.link_stamp)
    return url(submission.language, "confirm", CONFIRM, *values)


def not_us_url(kind: SubmissionKind[SubmissionMixin], submission: SubmissionMixin) -> str:
    """Return the link that disowns; it lives as long as the row keeps this address."""
    values = (kind.name, submission.public_id, proof_of(submission.address_key))
    return url(submission.language, "not-us", NOT_US, *values)


def read_confirmation(token: str) -> Found:
    """Return the row that a confirmation link opens; raise a `LinkUnusable` that says why not."""
    try:
        kind, row, stamp = _find(read(CONFIRM, token))
    except LinkTooOld as expired:
        kind, row, stamp = _find_deferred(expired)
    if not same(stamp, row.link_stamp):
        raise LinkReplaced
    return kind, row


def require_confirmable(kind: SubmissionKind[Any], row: SubmissionMixin) -> None:
    """Raise `LinkTooLate` or `LinkOver` when a row cannot be confirmed, and is not yet."""
    if row.state in DONE:
        return
    if row.state != State.SUBMITTED:
        raise LinkOver(kind.words, kind.page_of(row))
    try:
        kind.lifecycle.require_confirmable(row, clock.now())
    except DomainError as refusal:
        raise LinkTooLate(refusal) from None


@dataclass(frozen=True)
class Correcting:
    """What somebody corrects before confirming it."""

    kind: SubmissionKind[Any]
    row: SubmissionMixin
    correction: Correction[Any]

    def form(self) -> Any:
        """Return the form, with what was typed into it or what stands there."""
        return self.correction.form(self.row)


def read_correction(token: str) -> Correcting:
    """Return what a confirmation link opens while it is not confirmed and may be corrected.

    Raises a `LinkUnusable` that says why not.
    """
    kind, row = read_confirmation(token)
    require_confirmable(kind, row)
    if row.state in DONE or kind.correction is None:
        raise LinkOver(kind.words, kind.page_of(row))
    return Correcting(kind, row, kind.correction)


def read_not_us(token: str) -> Found:
    """Return the row that a "not us" link disowns; raise `LinkDamaged` otherwise."""
    kind, row, proof = _find(read(NOT_US, token))
    if not same(proof, proof_of(row.address_key)):
        raise LinkDamaged
    return kind, row


def find_stale(token: str) -> Found | None:
    """Return the row of a genuine link, however old or replaced, else None."""
    try:
        values = read(CONFIRM, token)
    except LinkTooOld as expired:
        values = expired.carried
    except (LinkDamaged, refusals.KeyDropped):
        return None
    try:
        kind, row, _ = _find(values)
    except LinkDamaged:
        return None
    return kind, row


def path_of_code(code: str) -> str:
    """Return the path of the confirming page of what a typed code stands for, whatever its kind.

    Raises `CodeUnknown`.
    """
    for kind in all_kinds().values():
        row = queries.find_by_code(kind, code)
        if row is not None:
            return confirmation_path(kind, row)
    raise CodeUnknown


def confirmation_path(kind: SubmissionKind[Any], row: SubmissionMixin) -> str:
    """Return the path of the page by which a row is confirmed."""
    return urlsplit(confirm_url(kind, row)).path


def not_us_path(kind: SubmissionKind[Any], row: SubmissionMixin) -> str:
    """Return the path of the page by which a row is disowned."""
    return urlsplit(not_us_url(kind, row)).path


def _find(values: tuple[str, ...]) -> tuple[SubmissionKind[Any], SubmissionMixin, str]:
    kind = all_kinds().get(values[0])
    row = queries.find(kind, values[1]) if kind is not None else None
    if kind is None or row is None:
        raise LinkDamaged
    return kind, row, values[2]


def _find_deferred(expired: LinkTooOld) -> tuple[SubmissionKind[Any], SubmissionMixin, str]:
    """Return what an old link opens if its days count from when it is first asked about."""
    try:
        kind, row, stamp = _find(expired.carried)
    except LinkDamaged:
        raise expired from None
    deferred = kind.deferred(row)
    if deferred is None or clock.now() > deferred.until + CONFIRMATION_AGE:
        raise expired
    return kind, row, stamp
