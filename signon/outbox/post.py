"""`post` an e-mail inside the command whose change it reports."""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from signon.jobs.queue import discard, enqueue
from signon.outbox.addresses import address_key
from signon.outbox.suppression import is_suppressed
from signon.transaction import command

KIND = "email"
CONFIRMATION, ORDINARY, MAILING = 10, 50, 90
"""Priorities: a confirmation never waits behind a mailing."""


@dataclass(frozen=True)
class Paragraph:
    """Running text."""

    kind: ClassVar[str] = "paragraph"
    text: str


@dataclass(frozen=True)
class Link:
    """An address to open, with the words of its button."""

    kind: ClassVar[str] = "link"
    label: str
    url: str


@dataclass(frozen=True)
class Code:
    """Something to be typed, and what it is for."""

    kind: ClassVar[str] = "code"
    label: str
    code: str


@dataclass(frozen=True)
class Facts:
    """Names and values, such as what somebody typed into a form."""

    kind: ClassVar[str] = "facts"
    rows: tuple[tuple[str, str], ...]


Part = Paragraph | Link | Code | Facts

_PLAIN_PARTS: dict[str, type[Paragraph | Link | Code]] = {
    part.kind: part for part in (Paragraph, Link, Code)
}


@dataclass(frozen=True)
class Email:
    """One message to one person, worded in their language. The footer says who sent it and why."""

    to: str
    language: str
    subject: str
    parts: tuple[Part, ...]
    footer: str = ""
    reply_to: str = field(default="", kw_only=True)
    even_if_silent: bool = field(default=False, kw_only=True)
    """For the mails of an account, which its owner cannot do without, and for nothing else."""


@command
def post(email: Email, *, about: str, priority: int = CONFIRMATION) -> bool:
    """Write the e-mail into the outbox; False, and nothing written, if its reader wants none.

    `about` is the public id of what the mail reports on; the state of its delivery is found by it.
    """
    if not email.even_if_silent and is_suppressed(address_key(email.to)):
        return False
    write(email, about=about, priority=priority)
    return True


@command
def cancel(about: str) -> None:
    """Take back every e-mail about `about` that has not gone out; a worker may just be sending one.

    What they said is gone with them, also of those that could not be delivered.
    """
    discard(KIND, subject=about)


def write(email: Email, *, about: str, priority: int = CONFIRMATION) -> None:
    """Write the e-mail as `post` does, for a caller who has asked whether its reader wants it."""
    enqueue(KIND, to_payload(email), subject=about, priority=priority)


def to_payload(email: Email) -> dict[str, Any]:
    """Return the e-mail as JSON can hold it."""
    return {
        "to": email.to,
        "language": email.language,
        "subject": email.subject,
        "parts": [_to_list(part) for part in email.parts],
        "footer": email.footer,
        "reply_to": email.reply_to,
        "even_if_silent": email.even_if_silent,
    }


def from_payload(payload: dict[str, Any]) -> Email:
    """Return the e-mail that `to_payload` wrote down."""
    parts = tuple(_from_list(*part) for part in payload["parts"])
    return Email(**{**payload, "parts": parts})


def _to_list(part: Part) -> list[Any]:
    return [part.kind, *vars(part).values()]


def _from_list(kind: str, *values: Any) -> Part:
    if kind == Facts.kind:
        return Facts(tuple((label, value) for label, value in values[0]))
    return _PLAIN_PARTS[kind](*values)
