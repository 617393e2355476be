"""Rules about merging. Pure: values in, nothing or a refusal out."""

from collections.abc import Collection

from signon.kernel.errors import DomainError
from signon.kernel.words import N_


class NeedsMoreRights(DomainError):
    """What the two have signed does not all lie in campaigns of this lead."""

    status = 403
    message = N_(
        "These records are used in other campaigns too. They can be merged, and parted again, only "
        "by somebody who may moderate all of them."
    )


class ChoiceMissing(DomainError):
    """Both stand on one list, and nobody said which line stays."""

    status = 422
    message = N_("Choose for each list which of the two entries stays on it.")


class MergedFurther(DomainError):
    """The record that stayed has gone into a third one."""

    message = N_(
        "The record that stayed has itself been merged since. Please undo that merge first."
    )


def require_rights(campaigns: Collection[int], mine: Collection[int]) -> None:
    """Raise `NeedsMoreRights` unless every one of `campaigns` is among `mine`."""
    if not set(campaigns) <= set(mine):
        raise NeedsMoreRights


def require_one_each(both: Collection[tuple[str, str]], stays: Collection[str]) -> None:
    """Raise `ChoiceMissing` unless exactly one entry of every two is among those that stay."""
    if any(sum(entry in stays for entry in two) != 1 for two in both):
        raise ChoiceMissing


def require_last(merged_further: bool) -> None:
    """Raise `MergedFurther` if a later merge has to be undone first."""
    if merged_further:
        raise MergedFurther
