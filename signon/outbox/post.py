"""`post` an e-mail inside the command whose change it reports."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from sqlalchemy import Select

from signon.jobs.queue import discard, discard_fitting, enqueue, enqueue_as
from signon.kernel.text import bidi
from signon.outbox import links, quota
from signon.outbox.addresses import address_key
from signon.outbox.suppression import is_suppressed
from signon.transaction import command

KIND = "email"
WAITING = "email.waiting"
"""Jobs of what the quota of its reader delays."""
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


@dataclass(frozen=True)
class Prose:
    """A text that somebody has written, as it is read without and with its layout."""

    kind: ClassVar[str] = "prose"
    text: str
    html: str
    """Cleaned by `markup`; nothing else may stand here."""


Part = Paragraph | Link | Code | Facts | Prose

_PLAIN_PARTS: dict[str, type[Paragraph | Link | Code | Prose]] = {
    part.kind: part for part in (Paragraph, Link, Code, Prose)
}


@dataclass(frozen=True)
class Email:
    """One message to one person, worded in their language. The footer says who sent it and why."""

    to: str
    language: str
    subject: str
    parts: tuple[Part, ...]
    footer: str = ""
    from_name: str = field(default="", kw_only=True)
    """Who writes, as the reader's list of mails shows it; without one, what MAIL_FROM says."""
    reply_to: str = field(default="", kw_only=True)
    """Who reads an answer."""
    reader: str = field(default="", kw_only=True)
    """The public id of what its reader has handed in, where it is about what somebody else has."""
    even_if_silent: bool = field(default=False, kw_only=True)
    """For the mails of an account, which its owner cannot do without, and for nothing else."""
    way_out: str = field(default="", kw_only=True)
    """The link by which its reader asks never to be written to again; `post` sets it."""
    way_out_says: str = field(default="", kw_only=True)
    """What another way out does, in the language of the e-mail."""

    def __post_init__(self) -> None:
        """Keep isolates (`wording`) out of the subject, which is a header and stands by itself."""
        object.__setattr__(self, "subject", bidi.bare(self.subject))


@command
def post(email: Email, *, about: str, priority: int = CONFIRMATION, scope: str = "") -> bool:
    """Write the e-mail into the outbox; False, and nothing written, if its reader gets none.

    Counted against what one mailbox may get, whoever asks and by whichever form: within `scope`,
    without one within `about`, and over all. What is too much now waits until there is room. It is
    not written at all for who wants no mail, and where too much waits already.
    `about` is the public id of what the mail reports on; the state of its delivery is found by it.
    """
    if email.even_if_silent:
        _write(email, about=about, priority=priority)
        return True
    return _post_in_turn(email, about=about, priority=priority, scope=scope or about)


@command
def post_now(email: Email, *, about: str, priority: int = CONFIRMATION, scope: str = "") -> bool:
    """Write the e-mail as `post` does, but False, and nothing written, if it would have to wait."""
    key = address_key(email.to)
    if not quota.may_write(key, scope or about):
        return False
    _write(_with_way_out(email, key), about=about, priority=priority)
    return True


@command
def post_asked(email: Email, *, about: str, priority: int = CONFIRMATION) -> bool:
    """Write the e-mail as `post` does, uncounted: its reader has just asked for it.

    Only for what somebody causes who has shown that the mailbox is theirs, by the button of a
    mailed page. To type an address into a form is not to ask: anybody can.
    """
    key = address_key(email.to)
    if is_suppressed(key):
        return False
    _write(_with_way_out(email, key), about=about, priority=priority)
    return True


@command
def post_update(email: Email, *, ref: str, about: str) -> bool:
    """Write an e-mail of a mailing under a reference of its own; False if its reader gets none.

    It is not counted: its reader has asked for such news and gets each of them once. So it has a
    way out of its own, which ends that wish.
    """
    if is_suppressed(address_key(email.to)):
        return False
    enqueue_as(ref, KIND, to_payload(email), subject=about, priority=MAILING)
    return True


@command
def post_waiting(waiting: dict[str, Any], *, about: str) -> None:
    """Write into the outbox what has waited for its turn, or let it wait on. See `_let_wait`."""
    email, scope = from_payload(waiting["email"]), waiting["scope"]
    key, priority = address_key(email.to), waiting["priority"]
    if quota.may_write(key, scope):
        _write(email, about=about, priority=priority)
    elif not is_suppressed(key):
        _let_wait(email, about=about, priority=priority, scope=scope)


@command
def cancel(about: str) -> None:
    """Take back every e-mail about `about` that has not gone out; a worker may just be sending one.

    What they said is gone with them, also of those that could not be delivered.
    """
    discard(KIND, subject=about)
    cancel_waiting(about)


@command
def cancel_waiting(about: str) -> None:
    """Take back every e-mail about `about` that waits until its reader may be written to."""
    discard(WAITING, subject=about)


@command
def cancel_to(reader: str, about: str) -> None:
    """Take back what `cancel` takes back, but only what goes to one mailbox, however spelled."""
    key = address_key(reader)
    discard_fitting(KIND, subjects=[about], fits=lambda email: _goes_to(key, email))
    _discard_waiting(key, about)


@command
def cancel_read_by(readers: Collection[str], abouts: Select[str]) -> None:
    """Take back what `cancel` takes back of `abouts`, but only what names one of the `readers`."""
    discard_fitting(KIND, subjects=abouts, fits=lambda email: email.get("reader") in readers)
    discard_fitting(
        WAITING, subjects=abouts, fits=lambda job: job.get("email", {}).get("reader") in readers
    )


@command
def post_newest(email: Email, *, about: str, sort: str, priority: int = ORDINARY) -> bool:
    """Write the e-mail as `post` does, in place of whatever waits for its reader about the same.

    For news that follow each other: nobody is told later what is no longer so. What waits has its
    place from what it stands for. Each `sort` of news is counted by itself within `about`.
    """
    has_place, scope = _discard_waiting(address_key(email.to), about), f"{about}/{sort}"
    return _post_in_turn(email, about=about, priority=priority, scope=scope, has_place=has_place)


def _discard_waiting(key: str, about: str) -> bool:
    return discard_fitting(
        WAITING, subjects=[about], fits=lambda job: _goes_to(key, job.get("email", {}))
    )


def _goes_to(key: str, email: dict[str, Any]) -> bool:
    return address_key(email.get("to", "")) == key


def _write(email: Email, *, about: str, priority: int) -> None:
    enqueue(KIND, to_payload(email), subject=about, priority=priority)


def _post_in_turn(
    email: Email, *, about: str, priority: int, scope: str, has_place: bool = False
) -> bool:
    """Write the e-mail now or let it wait; `has_place`: one among those that wait is its own."""
    if post_now(email, about=about, priority=priority, scope=scope):
        return True
    key = address_key(email.to)
    if is_suppressed(key) or not (has_place or quota.may_wait(key)):
        return False
    _let_wait(_with_way_out(email, key), about=about, priority=priority, scope=scope)
    return True


def _let_wait(email: Email, *, about: str, priority: int, scope: str) -> None:
    """Keep the e-mail until the quota of its reader has room; it is asked again then."""
    waiting = {"email": to_payload(email), "scope": scope, "priority": priority}
    due_at = quota.free_at(address_key(email.to), scope)
    enqueue(WAITING, waiting, subject=about, priority=priority, due_at=due_at)


def _with_way_out(email: Email, key: str) -> Email:
    return replace(email, way_out=links.never_again_url(email.language, key))


def to_payload(email: Email) -> dict[str, Any]:
    """Return the e-mail as JSON can hold it."""
    return {
        "to": email.to,
        "language": email.language,
        "subject": email.subject,
        "parts": [_to_list(part) for part in email.parts],
        "footer": email.footer,
        "from_name": email.from_name,
        "reply_to": email.reply_to,
        "reader": email.reader,
        "even_if_silent": email.even_if_silent,
        "way_out": email.way_out,
        "way_out_says": email.way_out_says,
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
