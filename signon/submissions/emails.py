"""The e-mails of the shared path. They say; they send nothing."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache

from flask import current_app

from signon.kernel import clock
from signon.outbox.post import Code, Email, Facts, Link, Paragraph, Part
from signon.outbox.wording import gettext as _
from signon.site.formats import day, until
from signon.site.languages import reading
from signon.submissions.contacts import shares_of
from signon.submissions.kinds import Deferred, Occasion, SubmissionKind, Words
from signon.submissions.links import CONFIRMATION_DAYS, confirm_url, not_us_url
from signon.submissions.models import Contact, SubmissionMixin


@dataclass(frozen=True)
class _Words:
    """What all requests to confirm for one occasion say alike, in one language."""

    subject: str
    opening: Paragraph
    see: str
    code: str
    not_us: str
    footer: str


@dataclass(frozen=True)
class Asked:
    """Whom a request goes to, and which co-hosts were agreed to by name with that address."""

    email: str
    co_hosts: tuple[str, ...] = ()


def asked_at(contact: Contact) -> Asked:
    """Return whom a request goes to, for somebody on record."""
    return Asked(contact.email, tuple(share.name for share in shares_of(contact.id)))


def please_confirm(
    kind: SubmissionKind[SubmissionMixin],
    submission: SubmissionMixin,
    occasion: Occasion,
    *,
    to: Asked,
    code: str,
) -> Email:
    """Return the e-mail with the link, the code, and the way out."""
    deferred = kind.deferred(submission)
    with reading(submission.language):
        base_url = current_app.config["BASE_URL"]
        words = _words(submission.language, occasion, base_url, kind.words)
        how_long = _how_long(occasion)
        if deferred is not None:
            words = _of_deferred(words, occasion, deferred)
            how_long = _how_long_deferred(occasion, deferred, kind.schedule.kept)
        parts = (
            words.opening,
            Facts(kind.facts_of(submission)),
            *_shared_with(to.co_hosts),
            Link(words.see, confirm_url(kind, submission)),
            how_long,
            Code(words.code, code),
            Link(words.not_us, not_us_url(kind, submission)),
        )
        email = Email(to.email, submission.language, words.subject, parts, words.footer)
    return replace(email, from_name=occasion.host, reply_to=occasion.contact)


def remind(
    kind: SubmissionKind[SubmissionMixin],
    submission: SubmissionMixin,
    occasion: Occasion,
    *,
    to: Asked,
    code: str,
) -> Email:
    """Return the e-mail that asks again, and says what happens if nobody answers."""
    asked = please_confirm(kind, submission, occasion, to=to, code=code)
    deferred = kind.deferred(submission)
    with reading(submission.language):
        if deferred is not None:
            subject = _(deferred.words.reminder_subject, title=occasion.title)
            there = day(deferred.until, occasion.time_zone)
            opening = _(deferred.words.reminder, title=occasion.title, day=there)
        else:
            subject = _("Not confirmed yet: %(title)s", title=occasion.title)
            opening = _(kind.words.still_waiting, title=occasion.title)
        how_long = _what_then(kind, submission, occasion)
    *shown, link, _how_long_first, typed, not_us = asked.parts[1:]
    parts = (Paragraph(opening), *shown, link, how_long, typed, not_us)
    return replace(asked, subject=subject, parts=parts)


def kept_until(kind: SubmissionKind[SubmissionMixin], submission: SubmissionMixin) -> datetime:
    """Return when something is deleted if nobody confirms it."""
    return kind.waited_for_since(submission) + kind.schedule.kept


@lru_cache(maxsize=128)
def _words(_language: str, occasion: Occasion, _base_url: str, words: Words) -> _Words:
    """Return the words in the language in force; looked up once, for they go to thousands."""
    return _Words(
        subject=_(words.subject, title=occasion.title),
        opening=Paragraph(_(words.opening, title=occasion.title)),
        see=_("See it and confirm"),
        code=_("If the link does not work, type this code at %(url)s", url=code_url()),
        not_us=_("This was not us: take it back"),
        footer=_footer(occasion.host),
    )


def _shared_with(co_hosts: tuple[str, ...]) -> tuple[Part, ...]:
    """Return what is agreed to besides, a line for each co-host; nothing where none was ticked."""
    if not co_hosts:
        return ()
    words = _(
        "By confirming you also agree that these organisations see your name and address, and "
        "write to you. You can take this back at any time, in the space of your address."
    )
    return Paragraph(words), Facts(tuple((_("Co-host"), name) for name in co_hosts))


def _of_deferred(words: _Words, occasion: Occasion, deferred: Deferred) -> _Words:
    subject = _(deferred.words.subject, title=occasion.title)
    return replace(words, subject=subject, opening=_not_before(deferred, occasion))


def _how_long_deferred(occasion: Occasion, deferred: Deferred, kept: timedelta) -> Paragraph:
    latest = max(deferred.until, clock.now()) + timedelta(days=CONFIRMATION_DAYS)
    latest = min(latest, deferred.until + kept, occasion.confirmable_until or latest)
    ends = until(latest, occasion.time_zone)
    return Paragraph(_(deferred.words.how_long, moment=ends))


def _not_before(deferred: Deferred, occasion: Occasion) -> Paragraph:
    words, there = deferred.words, day(deferred.until, occasion.time_zone)
    opening = words.opening if deferred.until > clock.now() else words.opening_since
    return Paragraph(f"{_(opening, title=occasion.title, day=there)} {_(words.shown)}")


def _what_then(
    kind: SubmissionKind[SubmissionMixin], submission: SubmissionMixin, occasion: Occasion
) -> Paragraph:
    """Return in one sentence until when it can be confirmed, and when else it is deleted."""
    ends, deferred = kept_until(kind, submission), kind.deferred(submission)
    latest = min(clock.now() + timedelta(days=CONFIRMATION_DAYS), ends)
    latest = min(latest, occasion.confirmable_until or latest)
    moment, end = until(latest, occasion.time_zone), day(ends, occasion.time_zone)
    if deferred is not None:
        return Paragraph(_(deferred.words.reminder_how_long, moment=moment, end=end))
    return Paragraph(
        _(
            "You can confirm until %(moment)s; if nobody does, what was typed is deleted on "
            "%(end)s. Opening the link changes nothing; you press a button on the page.",
            moment=moment,
            end=end,
        )
    )


def _how_long(occasion: Occasion) -> Paragraph:
    """Return until when it can be confirmed: one date, whichever of the two is the earlier."""
    latest = clock.now() + timedelta(days=CONFIRMATION_DAYS)
    latest = min(latest, occasion.confirmable_until or latest)
    return Paragraph(
        _(
            "You can confirm until %(moment)s. Opening the link changes nothing; you press a "
            "button on the page.",
            moment=until(latest, occasion.time_zone),
        )
    )


def from_host(email: Email, host: str, contact: str) -> Email:
    """Return an e-mail as `host` sends it, who reads answers at `contact` ("": nobody does).

    The footer says who sent it and why, in the language in force.
    """
    return replace(email, footer=_footer(host), from_name=host, reply_to=contact)


def _footer(host: str) -> str:
    return _(
        "Sent by %(site)s for %(host)s, because this address was typed into a form there. "
        "You are on no mailing list.",
        site=current_app.config["BASE_URL"],
        host=host,
    )


def code_url() -> str:
    """Return the page where the code is typed."""
    return f"{current_app.config['BASE_URL']}/confirm"
