"""Brings e-mails away: the handler of jobs of kind "email"."""

import smtplib
import ssl
import threading
import time
from collections.abc import Collection, Sequence
from contextlib import suppress
from math import inf

from flask import current_app
from sqlalchemy.exc import DBAPIError

from signon.extensions import db
from signon.jobs import queue
from signon.jobs.queue import Claimed
from signon.jobs.retry import Outage, Refused, Retry, Undecided
from signon.kernel.errors import Busy
from signon.outbox.addresses import address_key
from signon.outbox.mailer import SafeConnection, SafeMessage, mail
from signon.outbox.message import build, recipient, sender
from signon.outbox.post import Email, from_payload
from signon.outbox.refusals import Refusals
from signon.outbox.suppression import is_suppressed, suppressed

MAX_BREAKS = 3
"""So many mails in a row that broke their connection: not the mails are to blame."""

RECENT_SECONDS = 2
"""Whoever asks for silence later than this before a mail leaves has asked in time."""

CLOSING = 421
TOO_LARGE = 552

_Trouble = (smtplib.SMTPException, OSError)


class Delivery:
    """Sends one mail a job over one connection for the batch; each thread has its own."""

    def __init__(self) -> None:
        self._own = _Own()

    def __call__(self, job: Claimed) -> None:
        """Send the mail, unless its reader has asked for silence since it was written."""
        email = from_payload(job.payload)
        if not email.even_if_silent and self._is_silenced(job, email):
            return
        settings = current_app.config
        raw = build(email, job.ref, settings["MAIL_FROM"], settings["BASE_URL"])
        envelope_sender = sender(settings["MAIL_FROM"]).address
        self._send(SafeMessage(recipient(email.to), envelope_sender, raw), job.id)

    def prepare(self, jobs: Sequence[Claimed]) -> None:
        """Ask once for the whole batch who wants no mail any more."""
        keys = {job.id: address_key(str(job.payload.get("to"))) for job in jobs}
        silent = suppressed(set(keys.values()))
        db.session.rollback()
        self._own.silenced = {job_id: key in silent for job_id, key in keys.items()}
        self._own.asked_at = time.monotonic()

    def rest(self) -> None:
        """Close the connection."""
        connection, self._own.connection = self._own.connection, None
        if connection is not None:
            connection.close()

    def _send(self, message: SafeMessage, job_id: int) -> None:
        connection = self._connection()
        was_fresh = connection.is_fresh
        try:
            connection.send(message)
        except _Trouble as error:
            if not connection.is_usable:
                self.rest()
            if was_fresh or not _is_closed_before_data(error):
                raise self._failure(error, job_id) from None
            self.rest()
            self._send(message, job_id)  # the server has only had enough of the old connection
        else:
            self._own.breaks = 0
            _try_again(self._own.refusals.accepted(job_id))

    def _is_silenced(self, job: Claimed, email: Email) -> bool:
        is_recent = time.monotonic() - self._own.asked_at < RECENT_SECONDS
        if is_recent and job.id in self._own.silenced:
            return self._own.silenced[job.id]
        answer = is_suppressed(address_key(email.to))
        db.session.rollback()  # no transaction stays open while we talk to the server
        return answer

    def _connection(self) -> SafeConnection:
        """Return a connection that may be used; raise `Outage` if none can be had."""
        connection = self._own.connection
        if connection is None or not connection.is_usable:
            self.rest()
            try:
                connection = mail.connect().__enter__()
            except _Trouble as error:
                raise Outage(_name(error)) from None
            self._own.connection = connection
        return connection

    def _failure(self, error: Exception, job_id: int) -> Exception:
        """Return what an error says about this mail, or about the channel."""
        code = _code(error)
        if code is None or (code == CLOSING and isinstance(error, smtplib.SMTPDataError)):
            return self._broken(_name(error))
        if code == CLOSING or _is_about_us(error, code):
            return Outage(_name(error))
        self._own.breaks = 0
        if code < 500:
            return Retry(str(code))
        is_to_blame = self._own.refusals.blames(job_id)
        return Refused(str(code)) if is_to_blame else Undecided(str(code))

    def _broken(self, name: str) -> Exception:
        """A connection broke. One mail may do that to every server; several in a row do not."""
        self._own.breaks += 1
        if self._own.breaks < MAX_BREAKS:
            return Retry(name)
        self._own.breaks = 0
        return Outage(name)


# https://docs.openssl.org/3.0/man3/X509_STORE_CTX_get_error/
_CERTIFICATES = {
    9: "certificate_not_yet_valid",
    10: "certificate_expired",
    62: "certificate_of_another_name",
    64: "certificate_of_another_name",
}
"""Words for why a mail server is not believed, by OpenSSL's code; the rest is not vouched for."""


class _Own(threading.local):
    """What each thread keeps for itself."""

    def __init__(self) -> None:
        self.connection: SafeConnection | None = None
        self.breaks = 0
        self.silenced: dict[int, bool] = {}
        self.asked_at = -inf
        self.refusals = Refusals()


def _try_again(job_ids: Collection[int]) -> None:
    """Let mails be tried now that were refused before another one got through."""
    if job_ids:
        with suppress(Busy, DBAPIError):  # they are tried later anyhow
            queue.hasten(job_ids)


def _code(error: Exception) -> int | None:
    """Return the server's answer, or None when there was none."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return next(iter(error.recipients.values()))[0]
    if isinstance(error, smtplib.SMTPResponseException) and error.smtp_code > 0:
        return error.smtp_code
    return None


def _name(error: Exception) -> str:
    """Return a word for an error that names nobody: the server's number, or the kind of failure."""
    if code := _code(error):
        return str(code)
    if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
        return "timeout"
    if isinstance(error, ssl.SSLCertVerificationError):
        return _CERTIFICATES.get(error.verify_code, "certificate_untrusted")
    return "tls" if isinstance(error, ssl.SSLError) else type(error).__name__


def _is_closed_before_data(error: Exception) -> bool:
    return _code(error) == CLOSING and not isinstance(error, smtplib.SMTPDataError)


def _is_about_us(error: Exception, code: int) -> bool:
    """Tell whether the server refuses us as a sender, whoever the mail is for."""
    refused = isinstance(error, smtplib.SMTPSenderRefused) and code >= 500
    return refused and code != TOO_LARGE
