"""What the public list tells."""

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True)
class ListChanged:
    """A line came onto a paper's list, left it, or reads otherwise than before."""

    paper_id: int


@dataclass(frozen=True)
class LinesAdded:
    """These lines have come onto a paper's list."""

    paper_id: int
    public_ids: Collection[str]


@dataclass(frozen=True)
class LinesRemoved:
    """These lines have left a paper's list, or are taken off to come back as they read now."""

    paper_id: int
    public_ids: Collection[str]
