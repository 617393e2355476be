"""What organisations tell."""

from dataclasses import dataclass


@dataclass(frozen=True)
class NamesChanged:
    """An organisation has another name beside its own, or one less."""

    organisation_id: int
