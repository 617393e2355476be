"""A mailing as a lead wants it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class TextDraft:
    """What it says in one language; the body is Markdown."""

    language: str
    subject: str
    body: str


@dataclass(frozen=True)
class PlanDraft:
    """When it leaves, at once without a moment; and after which moment nothing more of it does."""

    send_at: datetime | None
    not_after: datetime | None
