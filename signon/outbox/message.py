"""The e-mail as it travels (RFC 5322), written by hand.

The library's own message class takes several times as long as sending does. Only what is needed
here is written: two parts of text, one recipient, and headers that hold no line ends.
"""

import re
from base64 import b64encode, encodebytes
from binascii import b2a_qp
from collections.abc import Iterator
from dataclasses import dataclass
from email.header import Header
from email.utils import format_datetime, formataddr
from functools import lru_cache
from urllib.parse import urlsplit

from signon.jobs.retry import Refused
from signon.kernel import clock
from signon.outbox.addresses import ascii_domain
from signon.outbox.layout import lay_out, one_line
from signon.outbox.post import Email
from signon.outbox.returned import marks

CRLF = "\r\n"
LONGEST_SUBJECT = 78
PLAIN_SUBJECT = 68
WORD_LENGTH = 9
"""Characters in an encoded word: of four octets each, the line of `Subject:` stays below 76."""

_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_LOCAL_PART = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*", re.ASCII)
_DOMAIN = re.compile(r"(?=.{4,253}$)([a-z0-9-]{1,63}\.)+[a-z0-9-]{2,63}", re.ASCII)


@dataclass(frozen=True)
class Sender:
    """From whom: the header as it is written, and the bare address for the envelope."""

    header: str
    address: str


@lru_cache
def sender(mail_from: str, name: str = "") -> Sender:
    """Read MAIL_FROM: `Name <address>`, where the name may hold anything, or a bare address.

    `name` stands in the place of the one that it holds.
    """
    own, bracket, address = mail_from.rstrip("> ").rpartition("<")
    address = address.strip()
    name = name or (own.strip().strip('"') if bracket else "")
    local, _, domain = address.rpartition("@")
    bare = f"{_header(local)}@{ascii_domain(_header(domain))}"
    if _header(name).isascii():
        return Sender(formataddr((name, bare)), bare)
    words = Header(name, "utf-8").encode(linesep=CRLF)
    return Sender(f"{words} <{bare}>", bare)


@lru_cache
def host_name(base_url: str) -> str:
    """Return the host of this installation as mail servers want it named."""
    name = urlsplit(base_url).hostname or "localhost"
    try:
        return ascii_domain(name)
    except UnicodeError:
        return "localhost"


def recipient(to: str) -> str:
    """Return the one address the mail goes to; raise `Refused` if it is not exactly one."""
    local, _, domain = _header(to).rpartition("@")
    try:
        domain = ascii_domain(domain)
    except UnicodeError:
        raise Refused("bad_address") from None
    if len(local) > 64 or not _LOCAL_PART.fullmatch(local) or not _DOMAIN.fullmatch(domain):
        raise Refused("bad_address")
    return f"{local}@{domain}"


def build(email: Email, ref: str, mail_from: str, base_url: str) -> bytes:
    """Return the message. The same job always makes the same Message-ID, however often it is sent.

    Raises `Refused` when a value could break out of its header.
    """
    text, html = lay_out(email)
    boundary = f"=_{ref}"  # cannot occur in quoted-printable or base64
    lines = (
        f"From: {sender(mail_from, one_line(email.from_name)).header}",
        f"To: {recipient(email.to)}",
        *([f"Reply-To: {recipient(email.reply_to)}"] if email.reply_to else []),
        f"Subject: {_subject(email.subject)}",
        f"Date: {format_datetime(clock.now())}",
        f"Message-ID: <{marks.of(ref, email.to)}@{host_name(base_url)}>",
        "Auto-Submitted: auto-generated",
        "X-Auto-Response-Suppress: All",
        *_unsubscribe(email.way_out),
        f"Content-Language: {_header(email.language)}",
        "MIME-Version: 1.0",
        f'Content-Type: multipart/alternative; boundary="{boundary}"',
        "",
        *_part(boundary, "plain", text),
        *_part(boundary, "html", html),
        f"--{boundary}--",
        "",
    )
    return CRLF.join(lines).encode("ascii")


def _part(boundary: str, subtype: str, content: str) -> Iterator[str]:
    """Write one part, encoded so that no line grows long; readable where it is mostly ASCII."""
    data = content.replace("\n", CRLF).encode()
    mostly_ascii = len(data) < 1.2 * len(content)
    encoding = "quoted-printable" if mostly_ascii else "base64"
    coded = b2a_qp(data) if mostly_ascii else encodebytes(data).replace(b"\n", b"\r\n")
    yield f"--{boundary}"
    yield f"Content-Type: text/{subtype}; charset=utf-8"
    yield f"Content-Transfer-Encoding: {encoding}"
    yield ""
    yield coded.decode("ascii")


def _header(value: str) -> str:
    if _FORBIDDEN.search(value):
        raise Refused("bad_header")
    return value


def _unsubscribe(way_out: str) -> tuple[str, ...]:
    """Return the headers by which a mail program offers the way out (RFC 2369, RFC 8058).

    One click takes https. No mailbox is named besides: nobody would read what comes there.
    """
    if not way_out.startswith("https://"):
        return ()
    return (
        f"List-Unsubscribe: <{_header(way_out)}>",
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
    )


def _subject(subject: str) -> str:
    subject = _header(subject)
    if len(subject) > LONGEST_SUBJECT:
        subject = subject[: LONGEST_SUBJECT - 1].rstrip() + "…"
    is_plain = subject.isascii() and len(subject) <= PLAIN_SUBJECT and "=?" not in subject
    return subject if is_plain else _encoded_words(subject)


def _encoded_words(text: str) -> str:
    """Encode as RFC 2047 asks: words of whole characters, each short enough for its line."""
    starts = range(0, len(text), WORD_LENGTH)
    words = (b64encode(text[start : start + WORD_LENGTH].encode()).decode() for start in starts)
    return f"{CRLF} ".join(f"=?utf-8?b?{word}?=" for word in words)
