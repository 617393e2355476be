"""Rules about endorsing. Pure: values in, nothing or a refusal out."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from signon.endorsements.drafts import EndorsementDraft
from signon.kernel import domains
from signon.kernel.errors import DomainError
from signon.kernel.words import N_
from signon.papers.texts.priorities import numbers, written

FURTHEST_DECISION = timedelta(days=120)
"""So far ahead a place is kept."""

ASKED_AT = time(9)
"""The hour of the day of decision at which we ask, in the time zone of the paper."""


class Closes(Protocol):
    """What decides on which days an organisation may still decide."""

    @property
    def closes_at(self) -> datetime | None: ...
    @property
    def time_zone(self) -> str: ...


class Accepts(Protocol):
    """What the rules need to know of a paper."""

    @property
    def takes_organisations(self) -> bool: ...
    @property
    def takes_individuals(self) -> bool: ...
    @property
    def takes_parts(self) -> bool: ...
    @property
    def allows_reservations(self) -> bool: ...
    @property
    def priorities(self) -> str: ...


class Scope(Protocol):
    """How much of a paper is endorsed: chosen priorities as they are stored, and a reservation."""

    @property
    def priorities(self) -> str: ...
    @property
    def reservation(self) -> str: ...


class CapacityRefused(DomainError):
    """The paper does not take this sort of signatory."""

    status = 422
    message = N_("This paper cannot be signed in that capacity.")


class NoMandate(DomainError):
    """Nobody said that they may sign for the organisation."""

    status = 422
    message = N_("Please state that you may sign on behalf of the organisation.")


class NamesAPerson(DomainError):
    """The public entry is the person: erasing the person means withdrawing it."""

    status = 422
    message = N_("Your entry is your name. To erase it, please withdraw the endorsement.")


class SignedInPerson(DomainError):
    """A personal signature was to be handed over: nobody signs in the name of somebody else."""

    status = 422
    message = N_(
        "This is your own signature, so nobody can take it over. You can withdraw it, and the "
        "other person signs for themselves."
    )


class ReasonMissing(DomainError):
    """A lead was to say why."""

    status = 422
    message = N_("Please say why. Other leads read it; the public does not.")


class AlreadyListed(DomainError):
    """The organisation stands on the list already, by another endorsement."""

    message = N_("This organisation is on the list already, by another entry.")


class StandsInTheWay(DomainError):
    """What was to be written down stands there already. `entry` is the public id of that."""

    message = N_("An entry of the same name stands there already. Choose what is to become of it.")

    def __init__(self, entry: str):
        super().__init__()
        self.entry = entry


class PartsRefused(DomainError):
    """Priorities were chosen where there is no choice."""

    status = 422
    message = N_("This paper can only be endorsed as a whole.")


class PriorityUnknown(DomainError):
    """A priority was chosen that the paper does not have."""

    status = 422
    message = N_("This paper has no priority with that number. Please choose again.")


class ReservationRefused(DomainError):
    """A reservation was added where none is taken."""

    status = 422
    message = N_("This paper cannot be endorsed with a reservation.")


class DayRefused(DomainError):
    """No place can be kept until that day. Said beside the field that `field` names."""

    status = 422
    field = "decides_on"


def place_kept_until(paper: Closes, day: date | None, now: datetime) -> datetime | None:
    """Return the moment on `day` at which we ask; raise `DayRefused` for a day that cannot be."""
    if day is None:
        return None
    zone = ZoneInfo(paper.time_zone)
    today = now.astimezone(zone).date()
    if day < today:
        raise DayRefused(N_("This day has passed. Leave it empty if you can sign today."))
    if paper.closes_at is not None:
        # Who closes at midnight closes with the last moment of the day before.
        last = (paper.closes_at - timedelta(microseconds=1)).astimezone(zone).date()
        if day > last:
            raise DayRefused(N_("By then the paper is closed. Choose an earlier day."))
    if day > today + FURTHEST_DECISION:
        raise DayRefused(
            N_("A place is kept for %(days)s days at most. Choose an earlier day, or come back."),
            days=FURTHEST_DECISION.days,
        )
    # In UTC, in which days later are counted.
    return datetime.combine(day, ASKED_AT, zone).astimezone(UTC)


class Disputed(DomainError):
    """An entry that is hidden because it is disputed was to be published beside the dispute."""

    message = N_(
        "This entry is contested. Decide about the dispute, then it is put on the list again."
    )


def require_acceptable(paper: Accepts, draft: EndorsementDraft) -> None:
    """Raise a refusal unless the paper takes such an endorsement."""
    require_capacity(paper, draft.capacity)
    if draft.capacity == "organisation" and not draft.authorised:
        raise NoMandate
    require_scope_acceptable(paper, draft)


def require_capacity(paper: Accepts, capacity: str) -> None:
    """Raise `CapacityRefused` unless the paper takes such a signatory."""
    if not takes(paper, capacity):
        raise CapacityRefused


def takes(paper: Accepts, capacity: str) -> bool:
    """Tell whether the paper takes signatories of a capacity."""
    return paper.takes_organisations if capacity == "organisation" else paper.takes_individuals


def require_scope_acceptable(paper: Accepts, draft: EndorsementDraft) -> None:
    """Raise the refusal of chosen priorities or of a reservation, unless the paper takes them."""
    if draft.reservation and not paper.allows_reservations:
        raise ReservationRefused
    if draft.priorities and not paper.takes_parts:
        raise PartsRefused
    if not set(numbers(draft.priorities)) <= set(numbers(paper.priorities)):
        raise PriorityUnknown


def require_scope_changeable(paper: Accepts, before: Scope, after: Scope) -> None:
    """Raise as `require_scope_acceptable` what was changed; what the paper took once may stay."""
    if after.reservation not in ("", before.reservation) and not paper.allows_reservations:
        raise ReservationRefused
    if after.priorities in ("", before.priorities):
        return
    if not paper.takes_parts:
        raise PartsRefused
    if not set(numbers(after.priorities)) <= set(numbers(paper.priorities)):
        raise PriorityUnknown


def kept_priorities(paper: Accepts, draft: Scope) -> str:
    """Return what is stored of the choice: whoever has chosen all endorses the whole paper."""
    return "" if draft.priorities == paper.priorities else draft.priorities


def priorities_within(paper: Accepts, chosen: str, renumbered: Mapping[int, int]) -> str:
    """Return what is left of chosen priorities in another version, as it is stored.

    `renumbered` says which number each priority of the version in which they were chosen has in
    this one; a priority that it leaves out is gone, whatever has its number now.
    Raises `PriorityUnknown` when nothing is left: that would read as the whole paper.
    """
    if not chosen:
        return ""
    left = {renumbered[number] for number in numbers(chosen) if number in renumbered}
    if not left:
        raise PriorityUnknown
    stored = written(left)
    return "" if stored == paper.priorities else stored


def require_erasable(capacity: str) -> None:
    """Raise `NamesAPerson` where nothing would stay without the person."""
    if capacity != "organisation":
        raise NamesAPerson


def require_transferable(capacity: str) -> None:
    """Raise `SignedInPerson` unless another person may speak for it as well."""
    if capacity != "organisation":
        raise SignedInPerson


def grade(mailbox: str, website: str, *, known: bool = False) -> str:
    """Return what an address and a website (their domains in ASCII) say of a claim to sign.

    `known` means that this mailbox spoke for the organisation before. A throw-away mailbox proves
    nothing, and one that anybody may have proves no more than itself, whatever the website.
    """
    if not mailbox or domains.is_disposable(mailbox):
        return "disposable"
    if known:
        return "contact"
    if domains.is_free(mailbox):
        return "freemail"
    owner = domains.registrable(mailbox)
    return "domain" if owner and owner == domains.registrable(website) else "mailbox"


def publishes_at_once(publication: str, grades: str, evidence: str, capacity: str) -> bool:
    """Tell whether a paper with these rules publishes evidence of this grade without a lead."""
    enough = set(grades.split())
    if "personal" in enough and capacity == "individual":
        enough.add("freemail")
    return publication == "on_confirmation" and evidence in enough
