"""The rules that leads may set for a paper, and what makes some of them impossible. Pure."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from signon.kernel.errors import DomainError
from signon.kernel.words import N_
from signon.papers.models import ACCEPTS, CONTESTED_SHOWN, PUBLICATION

DATES = ("opens_at", "soft_closes_at", "closes_at")
NAMES = (
    "opens_at",
    "closes_at",
    "soft_closes_at",
    "late_desk",
    "publish_grades",
    "contested_shown",
    "publication",
    "accepts",
    "retention_months",
    "allows_parts",
    "allows_reservations",
)
GRADES = ("checked", "second", "domain", "contact", "mailbox", "personal", "freemail", "disposable")
"""Evidence that may be enough to publish at once, in the order in which it is written down.

"personal" is a mailbox at a provider for everybody, of an individual, whom it proves as any.
"""

LEVELS = {
    "open": "checked second domain contact mailbox personal freemail",
    "normal": "checked second domain contact mailbox personal",
    "strict": "checked second domain contact",
}
"""What is enough to appear at once, at each of three levels; a throw-away mailbox never is."""

LONGEST_RETENTION = 120

_CHOICES = {"contested_shown": CONTESTED_SHOWN, "publication": PUBLICATION, "accepts": ACCEPTS}


class RuleRefused(DomainError):
    """One of the rules cannot be; `field` says which."""

    status = 422

    def __init__(self, field: str, message: str, **values: object):
        super().__init__(message, **values)
        self.field = field


def require_known(rules: Mapping[str, Any]) -> None:
    """Raise `TypeError` for a name that is no rule: what else a paper has is not set this way."""
    if unknown := rules.keys() - set(NAMES):
        raise TypeError(f"no rules of a paper: {sorted(unknown)}")


def require_ahead(changes: Mapping[str, Any], now: datetime) -> None:
    """Raise `RuleRefused` for a date that is set anew and has passed at `now`."""
    for field in ("closes_at", "soft_closes_at"):
        moment = changes.get(field)
        if moment is not None and moment <= now:
            raise RuleRefused(field, N_("That day is past. Choose one that lies ahead."))


def require_opening_ahead(changes: Mapping[str, Any], status: str) -> None:
    """Raise `RuleRefused` where an opening is moved that has passed already."""
    if "opens_at" in changes and status not in ("draft", "coming"):
        raise RuleRefused("opens_at", N_("This paper has been opened already."))


def level_of(publication: str, grades: str) -> str:
    """Return which of the three levels a paper's rules are, "own" for a choice of its own."""
    if publication != "on_confirmation":
        return "own"
    found = [level for level, known in LEVELS.items() if set(known.split()) == set(grades.split())]
    return found[0] if found else "own"


def require_order(
    opens_at: datetime, soft_closes_at: datetime | None, closes_at: datetime | None
) -> None:
    """Raise `RuleRefused` unless a paper opens first and closes last."""
    if closes_at is not None and closes_at <= opens_at:
        raise RuleRefused("closes_at", N_("A paper cannot close before it opens."))
    if soft_closes_at is not None and closes_at is not None and soft_closes_at > closes_at:
        raise RuleRefused(
            "soft_closes_at", N_("The day until which you ask comes before the close, or with it.")
        )


def require_possible(rules: Mapping[str, Any]) -> None:
    """Raise `RuleRefused` for a value that no paper can have."""
    for name, known in _CHOICES.items():
        if name in rules and rules[name] not in known:
            raise RuleRefused(name, N_("There is no such choice."))
    months = rules.get("retention_months", 1)
    if not 1 <= months <= LONGEST_RETENTION:
        raise RuleRefused("retention_months", N_("Enter a number of months from 1 to 120."))
    for grade in rules.get("publish_grades", "").split():
        if grade not in GRADES:
            raise RuleRefused(
                "publish_grades", N_("There is no evidence called %(name)s."), name=grade
            )


def in_order(grades: str) -> str:
    """Return the words for evidence as they are written down: each once, in their order."""
    said = set(grades.split())
    return " ".join(grade for grade in GRADES if grade in said)
