"""A paper's text as it was handed to us, not yet rendered."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class TextDraft:
    """One language of a paper: structured Markdown and what stands above it."""

    language: str
    title: str
    addressee: str
    summary: str
    markdown: str
    keys: tuple[str | None, ...] = ()
    """Which block of the original each of its blocks is; empty where the writer does not say."""


@dataclass(frozen=True)
class PaperDraft:
    """Where a text belongs, and what a new paper needs to know."""

    campaign: str
    slug: str
    text: TextDraft
    kind: str = "position_paper"
    host: str = ""
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    time_zone: str = ""
    """Empty leaves the zone as it is."""
    allows_parts: bool | None = None
    allows_reservations: bool | None = None
    """None leaves a rule as it is."""
    change: str = "editorial"
    """Whether a changed text is "editorial" or "substantive"; a first one is neither."""
    note: str = ""
    """What was changed, for everybody to read."""
    soft_closes_at: datetime | None = None
    late_desk: bool | None = None
    warnings: tuple[str, ...] = ()
    """What a person should compare with the file that the text comes from."""
