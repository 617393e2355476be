"""What a returned mail says: read from the report of RFC 3464, or from a server's own words.

Servers that write no report (qmail, Exim without one) are believed only where a message has the
shape of theirs. An answer by a person or a machine that reads mail is no report, whatever it says.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, message_from_string
from email.message import Message
from email.utils import getaddresses

from signon.outbox.returned import marks
from signon.outbox.returned.errors import Unreadable
from signon.outbox.returned.policy import FAILED, status_of

LARGEST = 2 * 1024 * 1024
"""Octets of one message. What comes back with us is some kilobytes of report and our own mail."""

MOST_PARTS = 60
"""Boundaries and enclosed messages of one message; a reader of more would be kept busy for long."""

MOST_FAILURES = 20

_NESTING = re.compile(rb"boundary\s*=|message/(rfc822|global)", re.IGNORECASE)
_HEADER = re.compile(rb"^[!-9;-~]+:", re.MULTILINE)
_REPORTS = ("message/delivery-status", "message/global-delivery-status")
_SERVERS = re.compile(r"mailer-daemon|postmaster|mail-daemon|mdaemon", re.IGNORECASE)
_OF_QMAIL = re.compile(r"^<([^<>\s]+)>:\s*$", re.MULTILINE)
_BROKEN = (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError)
"""What the parser of the standard library raises on messages that no mail program writes."""


@dataclass(frozen=True)
class Failure:
    """A mail that was given up: the addresses it names, its code, and the server's own words."""

    addresses: tuple[str, ...]
    status: str
    words: str


@dataclass(frozen=True)
class Report:
    """Failures, and the mails and marks (see `marks`) that stand anywhere in the message."""

    failures: tuple[Failure, ...]
    mails: tuple[tuple[str, str], ...]
    written_to: tuple[str, ...]
    """Whom the mail that came back was addressed to, as it says itself."""


def read(raw: bytes) -> Report | None:
    """Return what a message reports to have failed; None if it is no such report.

    Raises `Unreadable` for what is no message.
    """
    _require_message(raw)
    try:
        message = message_from_bytes(raw)
        failures = tuple(_failures(message))[:MOST_FAILURES]
        text = "\n".join(_texts(message)) if failures else ""
        returned = tuple(_written_to(text))
    except _BROKEN as error:
        raise Unreadable(f"it cannot be taken apart ({type(error).__name__})") from None
    return Report(failures, tuple(marks.found_in(text)), returned) if failures else None


def _require_message(raw: bytes) -> None:
    if len(raw) > LARGEST:
        raise Unreadable(f"it is larger than {LARGEST // 1024 // 1024} MiB")
    head = re.split(rb"\r?\n\r?\n", raw.lstrip(b"\r\n"), maxsplit=1)[0]
    if b"\0" in head or not _HEADER.match(head):
        raise Unreadable("it is no e-mail")
    if len(_NESTING.findall(raw)) > MOST_PARTS:
        raise Unreadable("it has too many parts")


def _failures(message: Message) -> Iterator[Failure]:
    if message.get_content_type() == "multipart/report":
        for part in message.walk():
            if part.get_content_type() in _REPORTS:
                yield from _of_report(part)
    elif _is_from_server(message):
        yield from _of_words(message)


def _of_report(part: Message) -> Iterator[Failure]:
    """Yield what the groups of a report say, one for each recipient (RFC 3464, 2.3)."""
    for group in _groups(part):
        if _said(group, "Action").lower() != FAILED:
            continue
        words = _said(group, "Diagnostic-Code")
        status = status_of(_said(group, "Status"), words)
        names = ("Final-Recipient", "Original-Recipient")
        found = (_typed_address(_said(group, name)) for name in names)
        yield Failure(tuple(address for address in found if address), status, words)


def _groups(part: Message) -> Iterator[Message]:
    """Yield each block of fields, also where the parser has left some of them as text."""
    groups = [*part.walk()][1:] if part.is_multipart() else [message_from_string(_text(part))]
    for group in groups:
        yield group
        rest = group.get_payload()
        if isinstance(rest, str):
            yield from (message_from_string(block) for block in rest.split("\n\n") if ":" in block)


def _of_words(message: Message) -> Iterator[Failure]:
    """Yield what a server without a report says (qmail's QSBMF, Exim's text).

    https://cr.yp.to/proto/qsbmf.txt
    """
    words = _first_words(message)
    listed = tuple(address for _, address in getaddresses([_said(message, "X-Failed-Recipients")]))
    if words.lstrip().startswith("Hi. This is "):
        listed += tuple(_OF_QMAIL.findall(words))
    if listed:
        yield Failure(listed[:MOST_FAILURES], status_of("", words), words)


def _first_words(message: Message) -> str:
    """Return what a server says itself, without the mail that it returns below."""
    text = next(_texts(message, headers=False), "")
    return re.split(r"^-{3,}.*$", text, maxsplit=1, flags=re.MULTILINE)[0][:10_000]


def _is_from_server(message: Message) -> bool:
    """Tell whether a message says that a mail server wrote it, and no reader of mail answered."""
    if _said(message, "Auto-Submitted").lower().startswith("auto-replied"):
        return False
    path, sender = _said(message, "Return-Path").strip(), _said(message, "From")
    return path in ("", "<>") and bool(_SERVERS.search(sender))


def _texts(message: Message, *, headers: bool = True) -> Iterator[str]:
    """Yield all that stands in a message: the headers and the text of each of its parts."""
    for part in message.walk():
        if headers:
            yield "\n".join(f"{name}: {value}" for name, value in part.items())
        if part.get_content_maintype() == "text" and not part.is_multipart():
            yield _text(part)


def _text(part: Message) -> str:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return str(part.get_payload() or "")
    try:
        text = data.decode(part.get_content_charset("utf-8"), "replace")
    except (LookupError, UnicodeError):  # a charset that nobody knows, or that decodes no text
        text = data.decode("latin-1")
    return text.replace("\r\n", "\n")


def _written_to(text: str) -> Iterator[str]:
    for line in re.findall(r"^To:[ \t]*(.{3,400})$", text, re.MULTILINE)[:MOST_FAILURES]:
        yield from (address for _, address in getaddresses([line]) if address)


def _typed_address(value: str) -> str:
    """Return the address of a field such as `rfc822; somebody@example.org` (RFC 3464, 2.3.1)."""
    return value.rpartition(";")[2].strip().strip("<>")


def _said(message: Message, name: str) -> str:
    return str(message.get(name, "")).strip()
