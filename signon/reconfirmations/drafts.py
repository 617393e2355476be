"""A round as a lead wants it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class RoundDraft:
    """Until when answers count, and what happens to those who give none."""

    answer_by: datetime
    no_answer: str
