"""What the public list tells."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ListChanged:
    """A line came onto a paper's list, left it, or reads otherwise than before."""

    paper_id: int
