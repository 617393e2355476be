"""What a lead handed in: a file, and how what it says is to be brought in."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Sheet:
    """A file as it was sent."""

    filename: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class Terms:
    """On what word its rows stand, in which language their mailboxes are written to.

    `evidence` is what leads noted, such as "e-mail of 3 May"; `lists_at_once` puts rows on the list
    as they are written, but for those that a lead has to look at.
    """

    evidence: str
    language: str
    lists_at_once: bool
