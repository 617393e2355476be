"""The claim that a signature is wrong, and what has become of it."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from signon.endorsements.models import GRADES, SPOKEN_FOR
from signon.kernel.database import Base
from signon.submissions.models import (
    SubmissionMixin,
    known_states,
    one_live_submission_per_address,
    unconfirmed,
)
from signon.submissions.states import State

GROUNDS = (*(grade for grade in GRADES if grade not in SPOKEN_FOR), "established")
EFFECTS = ("none", "contested", "hidden")
OUTCOMES = ("goes", "stays", "gone")


def _one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    names = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({names})", name=f"known_{column}")


class Challenge(SubmissionMixin, Base):
    """One claim about one endorsement. It is open while confirmed and without an outcome."""

    __tablename__ = "challenges"
    __table_args__ = (
        one_live_submission_per_address("challenges", "endorsement_id"),
        unconfirmed("challenges"),
        Index("ix_challenges_desk", "paper_id", "state", "outcome"),
        known_states("challenges"),
        _one_of("evidence", GROUNDS),
        _one_of("effect", EFFECTS),
        _one_of("outcome", OUTCOMES),
        CheckConstraint(
            # "domain" hid until the domain had to be established by somebody else.
            "effect <> 'hidden' OR evidence IN ('established', 'contact', 'domain')",
            name="only_the_strong_hide",
        ),
        CheckConstraint(
            "state <> 'submitted' OR (effect = 'none' AND outcome IS NULL)",
            name="nothing_before_its_confirmation",
        ),
    )

    endorsement_id: Mapped[int] = mapped_column(ForeignKey("endorsements.id"), index=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("papers.id"))
    explanation: Mapped[str] = mapped_column(Text)
    """What is wrong, for the leads alone; empty when it came by the link of a notice."""
    authority_wording: Mapped[str] = mapped_column(String(16))
    evidence: Mapped[str] = mapped_column(String(12), default="none", server_default="none")
    """What supports the claim to speak for the organisation, in the words of `evidence.ground`."""
    effect: Mapped[str] = mapped_column(String(12), default="none", server_default="none")
    """What it did to the entry: nothing, it is disputed, or it was taken off the list for it."""
    outcome: Mapped[str | None] = mapped_column(String(8))
    entry_state: Mapped[str | None] = mapped_column(String(16))
    """The state of the entry before a lead decided, so that the decision can be undone."""
    answer: Mapped[str | None] = mapped_column(Text)
    """What the one who signed has to say, for the leads alone."""

    @property
    def is_open(self) -> bool:
        return self.state == State.CONFIRMED and self.outcome is None
