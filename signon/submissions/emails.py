"""The e-mails of the shared path. They say; they send nothing."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache

from flask import current_app
from flask_babel import gettext as _

from signon.kernel import clock
from signon.outbox.post import Code, Email, Facts, Link, Paragraph
from signon.site.formats import day, moment
from signon.site.languages import reading
from signon.submissions import reserving
from signon.submissions.kinds import Occasion, SubmissionKind, Words
from signon.submissions.links import CONFIRMATION_DAYS, confirm_url, not_us_url
from signon.submissions.models import SubmissionMixin

UNCONFIRMED_KEPT = timedelta(days=30)
"""So long what nobody has confirmed is kept."""


@dataclass(frozen=True)
class _Words:
    """What all requests to confirm for one occasion say alike, in one language."""

    subject: str
    opening: Paragraph
    see: str
    how_long: Paragraph
    code: str
    not_us: str
    footer: str


def please_confirm(
    kind: SubmissionKind[SubmissionMixin],
    submission: SubmissionMixin,
    occasion: Occasion,
    *,
    to: str,
    code: str,
) -> Email:
    """Return the e-mail with the link, the code, and the way out."""
    decided_on = kind.reserved_until(submission)
    with reading(submission.language):
        base_url = current_app.config["BASE_URL"]
        words = _words(submission.language, occasion, base_url, kind.words)
        if decided_on is not None:
            words = _of_kept_place(words, occasion, decided_on)
        parts = (
            words.opening,
            Facts(kind.facts_of(submission)),
            Link(words.see, confirm_url(kind, submission)),
            words.how_long,
            Code(words.code, code),
            Link(words.not_us, not_us_url(kind, submission)),
        )
    return Email(to, submission.language, words.subject, parts, words.footer)


def remind(
    kind: SubmissionKind[SubmissionMixin],
    submission: SubmissionMixin,
    occasion: Occasion,
    *,
    to: str,
    code: str,
) -> Email:
    """Return the e-mail that asks again, and says what happens if nobody answers."""
    asked = please_confirm(kind, submission, occasion, to=to, code=code)
    decided_on, ends = kind.reserved_until(submission), kept_until(kind, submission)
    with reading(submission.language):
        if decided_on is not None:
            subject = _("Do you sign? %(title)s", title=occasion.title)
            opening = reserving.ask(occasion, decided_on, ends)
        else:
            subject = _("Not confirmed yet: %(title)s", title=occasion.title)
            opening = _still_waiting(kind.words, occasion, ends)
    return replace(asked, subject=subject, parts=(opening, *asked.parts[1:]))


def kept_until(kind: SubmissionKind[SubmissionMixin], submission: SubmissionMixin) -> datetime:
    """Return when something is deleted if nobody confirms it."""
    return kind.waited_for_since(submission) + UNCONFIRMED_KEPT


@lru_cache(maxsize=128)
def _words(_language: str, occasion: Occasion, _base_url: str, words: Words) -> _Words:
    """Return the words in the language in force; looked up once, for they go to thousands."""
    return _Words(
        subject=_("Please confirm: %(title)s", title=occasion.title),
        opening=Paragraph(_(words.opening, title=occasion.title)),
        see=_("See it and confirm"),
        how_long=_how_long(occasion),
        code=_("If the link does not work, type this code at %(url)s", url=code_url()),
        not_us=_("This was not us: remove it, and never write to this address again"),
        footer=footer(occasion.host),
    )


def _of_kept_place(words: _Words, occasion: Occasion, decided_on: datetime) -> _Words:
    until = max(decided_on, clock.now()) + timedelta(days=CONFIRMATION_DAYS)
    until = min(until, decided_on + UNCONFIRMED_KEPT, occasion.confirmable_until or until)
    return replace(
        words,
        subject=_("A place is kept: %(title)s", title=occasion.title),
        opening=reserving.opening(occasion, decided_on),
        how_long=reserving.how_long(occasion, until),
    )


def _still_waiting(words: Words, occasion: Occasion, ends: datetime) -> Paragraph:
    there = day(ends, occasion.time_zone)
    return Paragraph(_(words.still_waiting, title=occasion.title, day=there))


def _how_long(occasion: Occasion) -> Paragraph:
    if occasion.confirmable_until is not None:
        return Paragraph(
            _(
                "The link works for %(days)s days, and this can be confirmed until %(moment)s. "
                "Opening it changes nothing; you press a button on the page.",
                days=CONFIRMATION_DAYS,
                moment=moment(occasion.confirmable_until, occasion.time_zone),
            )
        )
    return Paragraph(
        _(
            "The link works for %(days)s days. Opening it changes nothing; you press a button "
            "on the page.",
            days=CONFIRMATION_DAYS,
        )
    )


def footer(asked_by: str) -> str:
    """Return who sent an e-mail and why, in the language in force."""
    return _(
        "Sent by %(site)s for %(host)s, because this address was typed into a form there. "
        "You are on no mailing list.",
        site=current_app.config["BASE_URL"],
        host=asked_by,
    )


def code_url() -> str:
    """Return the page where the code is typed."""
    return f"{current_app.config['BASE_URL']}/confirm"
