"""Flask-Mail made safe: certificates are checked, nothing waits for ever, no name is mangled.

As it comes, Flask-Mail accepts any certificate, has no timeout, breaks display names with commas
and asks the network for its own name. Its `Mail`, `Connection`, `Message` and its signal remain.
"""

import io
import smtplib
import ssl
import time
from collections.abc import Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any

from flask import Flask, current_app
from flask_mail import Connection, Mail, Message, email_dispatched

from signon.outbox.message import host_name, sender

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MAILS_PER_CONNECTION = 100


class SafeMessage(Message):
    """A message already written, with its one recipient."""

    def __init__(self, recipient: str, envelope_sender: str, raw: bytes):
        # Not the parent's: that one makes a Message-ID, for which it asks the network.
        self.recipients = [recipient]
        self.sender = envelope_sender
        self.raw = raw

    def as_bytes(self) -> bytes:
        """Return the message as it travels."""
        return self.raw


class PatientSMTP(smtplib.SMTP):
    """SMTP that bounds the whole exchange, not each byte: a server may drip."""

    def __init__(self, server: str, port: int, timeout: float, **settings: Any):
        self.deadline = time.monotonic() + timeout
        super().__init__(server, port, timeout=timeout, **settings)

    def allow(self, seconds: float) -> None:
        """Let what follows take so long in all."""
        self.deadline = time.monotonic() + seconds

    def mail(self, sender: str, options: Sequence[str] = ()) -> tuple[int, bytes]:
        """Name the sender, as the parent does without mending an address that is sane."""
        self.putcmd("mail", " ".join((f"FROM:<{sender}>", *options)))
        return self.getreply()

    def rcpt(self, recip: str, options: Sequence[str] = ()) -> tuple[int, bytes]:
        """Name the recipient, in the same way."""
        self.putcmd("rcpt", " ".join((f"TO:<{recip}>", *options)))
        return self.getreply()

    def getreply(self) -> tuple[int, bytes]:
        """Read an answer as the parent does, but by our clock."""
        if self.file is None:
            self.file = io.BufferedReader(_Answers(self))
        return super().getreply()


class PatientSMTPoverTLS(PatientSMTP, smtplib.SMTP_SSL):
    """The same with TLS from the first byte."""


class _Answers(io.RawIOBase):
    """What the server says, until the deadline."""

    def __init__(self, smtp: PatientSMTP):
        self.smtp = smtp

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        remaining = self.smtp.deadline - time.monotonic()
        if remaining <= 0:
            raise TimeoutError
        assert self.smtp.sock is not None  # noqa: S101 - for the type checker
        self.smtp.sock.settimeout(remaining)
        return self.smtp.sock.recv_into(buffer)


class SafeConnection(Connection):
    """One connection to the mail server, for many mails."""

    host: PatientSMTP | None

    @property
    def is_fresh(self) -> bool:
        """Tell whether nothing has been sent over it yet."""
        return self.num_emails == 0

    @property
    def is_usable(self) -> bool:
        """Tell whether another mail may go over it."""
        is_open = self.host is None or self.host.sock is not None
        return is_open and self.num_emails < MAILS_PER_CONNECTION

    def configure_host(self) -> PatientSMTP:
        """Connect, check who answers, and sign in."""
        settings, timeout = self.mail, current_app.config["MAIL_TIMEOUT"]
        kind: Any = PatientSMTP
        options: dict[str, Any] = {"local_hostname": host_name(current_app.config["BASE_URL"])}
        if settings.use_ssl:
            kind, options["context"] = PatientSMTPoverTLS, _who_to_trust()
        smtp: PatientSMTP = kind(settings.server, settings.port, timeout, **options)
        try:
            if settings.use_tls:
                smtp.starttls(context=_who_to_trust())
            if settings.username and settings.password:
                smtp.login(settings.username, settings.password)
        except BaseException:
            smtp.close()
            raise
        return smtp

    def send(self, message: Message, envelope_from: str | tuple[str, str] | None = None) -> None:
        """Send a message that is already written; its addresses are sane and need no mending."""
        self.num_emails += 1
        if self.host is not None:
            self.host.allow(current_app.config["MAIL_TIMEOUT"])
            recipients = [str(address) for address in message.recipients]
            self.host.sendmail(str(envelope_from or message.sender), recipients, bytes(message))
        app = current_app._get_current_object()  # type: ignore[attr-defined]
        email_dispatched.send(app, message=message)

    def __exit__(
        self, exc_type: type[BaseException], exc_value: BaseException, tb: TracebackType
    ) -> None:
        self.close()

    def close(self) -> None:
        """Say good-bye, unless nobody listens any more."""
        if self.host is None:
            return
        try:
            self.host.allow(1)
            self.host.quit()
        except (smtplib.SMTPException, OSError):
            self.host.close()


def _who_to_trust() -> ssl.SSLContext:
    """Return what checks certificates and names, by this system's authorities or MAIL_CAFILE."""
    return ssl.create_default_context(cafile=current_app.config["MAIL_CAFILE"])


class SafeMail(Mail):
    """Flask-Mail with our connection."""

    def init_app(self, app: Flask) -> Any:
        """Take the settings of `app`. Tests send too, unless MAIL_SUPPRESS_SEND says otherwise."""
        app.config.setdefault("MAIL_SUPPRESS_SEND", False)
        app.config.setdefault("MAIL_DEFAULT_SENDER", sender(app.config["MAIL_FROM"]).address)
        return super().init_app(app)

    def connect(self) -> SafeConnection:
        """Return a connection to be opened by `with`, or by hand."""
        return SafeConnection(current_app.extensions["mail"])


mail = SafeMail()
