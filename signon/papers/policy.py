"""Rules about papers. Pure: values and the time in, nothing or a refusal out."""

from datetime import datetime
from typing import Protocol

from signon.kernel import clock
from signon.kernel.errors import DomainError
from signon.kernel.words import N_


class Dated(Protocol):
    """What the rules need to know of a paper."""

    @property
    def state(self) -> str: ...
    @property
    def opens_at(self) -> datetime: ...
    @property
    def closes_at(self) -> datetime | None: ...
    @property
    def closed_at(self) -> datetime | None: ...
    @property
    def time_zone(self) -> str: ...


class Hosted(Dated, Protocol):
    """What decides whether who comes after the close may still ask."""

    @property
    def soft_closes_at(self) -> datetime | None: ...
    @property
    def late_desk(self) -> bool: ...


class Retained(Dated, Protocol):
    """What decides how long the people behind a paper's endorsements are kept."""

    @property
    def retention_months(self) -> int: ...


class NotYetOpen(DomainError):
    """The paper takes no endorsements yet."""

    message = N_("This paper is not open for endorsement yet.")


class Closed(DomainError):
    """The paper takes no endorsements any more."""

    status = 410
    message = N_("This paper is closed. It can no longer be endorsed.")


class SlugTaken(DomainError):
    """A new paper cannot have the name of another one."""

    status = 422
    message = N_("There is a paper called “%(name)s” already. Choose another name.")


class NotADraft(DomainError):
    """A paper that people could read was to be deleted."""

    message = N_("This paper has been public, so it cannot be deleted. You can close it.")


class TextChanged(DomainError):
    """Somebody else has written what a text was to replace."""

    message = N_("Somebody else has changed this text in the meantime.")


class NothingToOpen(DomainError):
    """A paper without a text was to be opened."""

    message = N_("This paper has no text yet.")


class NobodyToAsk(DomainError):
    """A paper was to be opened whose host nobody can ask."""

    message = N_(
        "The host of this campaign has no contact yet, and nobody could ask it about this paper. "
        "Whoever runs the service sets one: campaigns set --contact."
    )


class NothingToChoose(DomainError):
    """A text that numbers no headings was to be endorsed in part."""

    message = N_(
        "This text has no numbered priorities to choose from, so it cannot be endorsed in part."
    )


def status(paper: Dated, now: datetime) -> str:
    """Return "draft", "coming", "open" or "closed"."""
    if paper.state in ("draft", "closed"):
        return paper.state
    if now < paper.opens_at:
        return "coming"
    return "open" if paper.closes_at is None or now < paper.closes_at else "closed"


def phase(paper: Hosted, now: datetime) -> tuple[object, ...]:
    """Return all that a page about a paper says differently at another moment."""
    ask = (status, takes_latecomers, asks_until, still_confirmable_until)
    return tuple(said(paper, now) for said in ask)


def require_open(paper: Dated, now: datetime) -> None:
    """Raise `NotYetOpen` or `Closed` unless the paper can be endorsed at `now`."""
    found = status(paper, now)
    if found in ("draft", "coming"):
        raise NotYetOpen
    if found == "closed":
        raise Closed


def require_confirmable(paper: Dated, now: datetime) -> None:
    """Raise `Closed` when an endorsement can no longer be confirmed at `now`."""
    last = confirmable_until(paper)
    if paper.state != "draft" and last is not None and now < last:
        return
    require_open(paper, max(now, paper.opens_at))


def takes_latecomers(paper: Hosted, now: datetime) -> bool:
    """Tell whether the close has passed and the hosts still look at who asks to join."""
    is_over = paper.closes_at is not None and now >= max(paper.closes_at, paper.opens_at)
    return paper.late_desk and paper.state == "open" and is_over


def asks_until(paper: Hosted, now: datetime) -> datetime | None:
    """Return until when signing is asked for, while that lies ahead."""
    soft = paper.soft_closes_at
    return soft if soft is not None and now < soft and status(paper, now) == "open" else None


def confirmable_until(paper: Dated) -> datetime | None:
    """Return when it is too late to confirm what was handed in in time: a day after the close.

    A day of the paper's time zone, which has 23 or 25 hours when the clock changes: closes a paper
    with 27 March, the last day for confirming is 28 March. Whoever closes it by hand leaves the
    same day to those who have a mail they were to answer.
    """
    ends = ended_at(paper)
    return None if ends is None else clock.a_day_later(paper.time_zone, ends)


def still_confirmable_until(paper: Dated, now: datetime) -> datetime | None:
    """Return until when a closed paper lets people confirm, while that lies ahead."""
    last = confirmable_until(paper)
    is_over = status(paper, now) == "closed"
    return last if is_over and last is not None and now < last else None


def ended_at(paper: Dated) -> datetime | None:
    """Return when a paper closes or closed: by its date, or before it by hand.

    None where it has no end, or nobody knows when somebody closed it.
    """
    if paper.state != "closed":
        return paper.closes_at
    return paper.closed_at and min(paper.closed_at, paper.closes_at or paper.closed_at)


def require_signable(paper: Hosted, now: datetime) -> None:
    """Raise `NotYetOpen` or `Closed` unless the form may be sent, in time or to the late desk."""
    if not takes_latecomers(paper, now):
        require_open(paper, now)


def require_late_confirmable(paper: Hosted, now: datetime) -> None:
    """Raise `Closed` when the hosts no longer look at who asked after the close."""
    if not takes_latecomers(paper, now):
        require_confirmable(paper, now)


def erase_after(paper: Retained, promised: int | None = None) -> datetime | None:
    """Return when contacts are erased: so many calendar months after the close.

    The close is the one that was: who ended a paper early, by hand, ended the wait for it. Who was
    `promised` fewer months than the paper says now is kept for those only.
    """
    close = _close_of(paper)
    if close is None:
        return None
    months = min(paper.retention_months, promised or paper.retention_months)
    return clock.months_after(close, months, paper.time_zone)


def has_ended(paper: Dated, now: datetime) -> bool:
    """Tell whether the close has come from which contacts are kept, by its date or by hand."""
    close = _close_of(paper)
    return close is not None and close <= now


def promise(paper: Retained) -> str:
    """Return in one word how long a form says that people are kept: months, and after which close.

    Such as "12" or "12@2026-12-16T00:00:00+00:00"; `keeps_promise` reads it.
    """
    close = _close_of(paper)
    return f"{paper.retention_months}@{close.isoformat()}" if close else f"{paper.retention_months}"


def keeps_promise(paper: Retained, said: str) -> bool:
    """Tell whether who signs now is kept no longer than a form has `said`.

    False as well for what no form of ours can have said.
    """
    months, _, day = said.partition("@")
    try:
        close = datetime.fromisoformat(day) if day else None
        is_no_longer = paper.retention_months <= int(months)
        return is_no_longer and (close is None or _closes_by(paper, close))
    except (ValueError, TypeError):  # TypeError: a moment without an offset
        return False


def _closes_by(paper: Retained, close: datetime) -> bool:
    ours = _close_of(paper)
    return ours is not None and ours <= close


def _close_of(paper: Dated) -> datetime | None:
    """Return the close from which contacts are kept: its date, where nobody knows a truer one."""
    return ended_at(paper) or paper.closes_at
