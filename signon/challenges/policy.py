"""What a challenge may do, by what supports it. Pure: values in, a word or a refusal out.

A list must not be taken down by somebody with a handful of mailboxes: only who speaks for an
organisation beyond doubt takes its entry off the list, and only until a lead has decided.
"""

from signon.kernel.errors import DomainError
from signon.kernel.words import N_

STRONG = ("domain", "contact")
"""Mailboxes at the organisation's own website, and those believed for it before."""

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


def effect_of(evidence: str, shown: str, *, before: int, decided: bool) -> str:
    """Return "hidden", "contested" or "none".

    `shown` is what the paper does with contested entries, `before` how many challenges of this
    house the paper has had, and `decided` tells that a lead has let the entry stay already
    against a claim as good as this one.
    """
    if decided or before >= MOST_OF_ONE_HOUSE:
        return "none"
    if evidence in STRONG:
        return "hidden" if shown == "hidden" else "contested"
    return "contested" if evidence == "mailbox" and shown == "marked" else "none"


def settles(evidence_before: str, evidence: str) -> bool:
    """Tell whether letting an entry stay against `evidence_before` answers `evidence` as well."""
    return evidence_before in STRONG or evidence not in STRONG
