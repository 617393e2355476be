"""What a challenge may do, by what supports it. Pure: values in, a word or a refusal out.

A list must not be taken down by somebody with a handful of mailboxes: only who speaks for an
organisation beyond doubt, because somebody else has found so, changes anything public, only where
the entry itself stands on less, and only until a lead has decided.
"""

from signon.kernel.errors import DomainError
from signon.kernel.words import N_

STRONG = ("established", "contact")
"""Mailboxes at a domain that is established for the organisation, and those a lead has checked."""

_WORTH = {"checked": 3, "second": 2, "established": 2, "contact": 2, "domain": 1}
"""How much a ground counts; any other counts nothing."""

MOST_OF_ONE_HOUSE = 5
"""So many challenges on one paper by mailboxes of one domain change something public."""


class EntryGone(DomainError):
    """What was to be challenged or answered is not on the list any more."""

    status = 410
    message = N_("This entry does not stand under the paper any more, so there is nothing to do.")


class NothingToAnswer(DomainError):
    """The dispute is over."""

    status = 410
    message = N_("The hosts have decided about this already.")


def effect_of(ground: str, of_entry: str, shown: str, *, before: int, decided: bool) -> str:
    """Return "hidden", "contested" or "none".

    `ground` is what the challenger stands on and `of_entry` what the entry does, in the words of
    `evidence.ground`; `shown` is what the paper does with disputed entries, `before` how many
    challenges of this house the paper has had, and `decided` tells that a lead has let the entry
    stay already against a claim as good as this one.
    """
    if decided or before >= MOST_OF_ONE_HOUSE:
        return "none"
    if ground not in STRONG or not is_stronger(ground, of_entry):
        return "none"
    return "hidden" if shown == "hidden" else "contested"


def is_stronger(ground: str, other: str) -> bool:
    """Tell whether one ground counts more than another; of two that count alike, neither does."""
    return _WORTH.get(ground, 0) > _WORTH.get(other, 0)


def settles(evidence_before: str, evidence: str) -> bool:
    """Tell whether letting an entry stay against `evidence_before` answers `evidence` as well."""
    return evidence_before in STRONG or evidence not in STRONG
