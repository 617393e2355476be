"""A mailbox on this machine, reached by real SMTP, so that the sample can be tried without any."""

import asyncio
import mailbox as stdlib_mailbox
from dataclasses import dataclass
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

KEPT = 500
"""Mails that the list shows."""


@dataclass(frozen=True)
class Mail:
    """A received mail, as the page shows it."""

    key: str
    to: str
    sender: str
    subject: str
    date: str
    text: str


class Keep:
    """What the SMTP server does with a mail: keep it."""

    def __init__(self, folder: Path):
        self.box = _open(folder)

    async def handle_DATA(  # noqa: N802 - the name that aiosmtpd calls
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Store the mail, then say so."""
        content = envelope.original_content or b""
        recipients = ", ".join(envelope.rcpt_tos)
        await asyncio.to_thread(self.box.add, f"X-Envelope-To: {recipients}\n".encode() + content)
        return "250 kept"


def serve(folder: Path, port: int) -> None:
    """Receive mail on loopback until the process ends. Raises `OSError` when the port is taken."""
    controller = Controller(Keep(folder), hostname="127.0.0.1", port=port)
    controller.start()
    try:
        controller._thread.join()  # type: ignore[union-attr]  # started just above
    finally:
        controller.stop()


def newest(folder: Path) -> list[Mail]:
    """Return the mails, the newest first."""
    box = _open(folder)
    keys = sorted(box.keys(), key=_moment, reverse=True)[:KEPT]
    return [_mail(box, key) for key in keys]


def one(folder: Path, key: str) -> Mail | None:
    """Return one mail, or None when there is none of that key."""
    box = _open(folder)
    return _mail(box, key) if key in box else None


def _open(folder: Path) -> stdlib_mailbox.Maildir:
    folder.parent.mkdir(parents=True, exist_ok=True)
    return stdlib_mailbox.Maildir(folder, create=True)


def _moment(key: str) -> tuple[float, int]:
    seconds, rest = key.split(".", 1)
    counter = rest.partition("Q")[2].partition(".")[0]
    microseconds = rest.partition("M")[2].partition("P")[0]
    return float(f"{seconds}.{microseconds.zfill(6)}"), int(counter or 0)


def _mail(box: stdlib_mailbox.Maildir, key: str) -> Mail:
    message = BytesParser(EmailMessage, policy=default).parsebytes(box.get_bytes(key))
    body = message.get_body(("plain",))
    return Mail(
        key,
        str(message["X-Envelope-To"] or message["To"]),
        str(message["From"]),
        str(make_header(decode_header(str(message["Subject"])))),
        str(message["Date"]),
        body.get_content() if body is not None else "",
    )
