"""Reads of rounds: what the public may know, what leads follow, and what the worker has to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, case, func, literal, or_, select

from signon.endorsements.models import Endorsement
from signon.extensions import db, rows
from signon.kernel import clock
from signon.kernel.prepared import Prepared
from signon.kernel.shapes import columns_of, filled
from signon.papers.models import PaperVersion
from signon.reconfirmations import policy
from signon.reconfirmations.models import Round, RoundAnswer

PAGE = 50
STANDINGS = ("unanswered", "kept", "withdrawn", "removed", "left", "waiting", "unasked")
"""How a signatory in a round may stand, in the order in which leads read it."""

_ROUNDS: Any = Round.__table__


@dataclass(frozen=True)
class OpenRound:
    """A round that is open, as anybody may see it."""

    id: int
    public_id: str
    version_id: int
    asks_up_to: int
    answer_by: datetime
    no_answer: str
    opened_at: datetime


@dataclass(frozen=True)
class Standing:
    """How one signatory stands in a round, for leads."""

    row_id: int
    name: str
    country: str
    before: int
    answered_at: datetime | None
    standing: str


_ANSWERS: Any = RoundAnswer.__table__
_ENDORSEMENTS: Any = Endorsement.__table__
_OPEN_OF = Prepared(
    select(*columns_of(OpenRound, _ROUNDS)).where(
        _ROUNDS.c.paper_id == bindparam("paper"), _ROUNDS.c.closed_at.is_(None)
    )
)


def open_round(paper_id: int) -> OpenRound | None:
    """Return the round in which a paper's signatories are being asked, if there is one."""
    found = rows(_OPEN_OF, {"paper": paper_id})
    return filled(OpenRound, found[0]) if found else None


def rounds_of(paper_id: int) -> Sequence[Round]:
    """Return every round of a paper, the newest first."""
    newest = select(Round).where(Round.paper_id == paper_id).order_by(Round.id.desc())
    return db.session.scalars(newest).all()


def backs_older(paper_id: int, asks_up_to: int) -> tuple[Any, ...]:
    """Return the conditions for an endorsement that backs a text from before the change."""
    return (
        Endorsement.paper_id == paper_id,
        Endorsement.state.in_(policy.ASKED),
        PaperVersion.number <= asks_up_to,
    )


def to_be_asked(paper_id: int, asks_up_to: int) -> tuple[int, int]:
    """Return how many a round would ask, and how many more have no contact any more."""
    reachable = func.count(case((Endorsement.contact_id.is_not(None), 1)))
    counted = (
        select(func.count(), reachable)
        .select_from(Endorsement)
        .join(PaperVersion, PaperVersion.id == Endorsement.version_id)
        .where(*backs_older(paper_id, asks_up_to))
    )
    number, with_contact = db.session.execute(counted).one()
    return with_contact, number - with_contact


def tally(round_id: int, *, is_open: bool) -> dict[str, int]:
    """Return how many signatories stand in each way."""
    standing = _standing(is_open)
    counted = _answers(round_id, standing, func.count()).group_by(standing)
    return {row[0]: row[1] for row in db.session.execute(counted)}


def standings(round_id: int, wanted: str, after: int, *, is_open: bool) -> list[Standing]:
    """Return some signatories of a round in the order of their signing, and one more if any."""
    standing = _standing(is_open)
    named = {"row_id": _ANSWERS.c.id, "before": PaperVersion.number, "standing": standing}
    found = _answers(round_id, *columns_of(Standing, _ENDORSEMENTS, _ANSWERS, named=named))
    found = found.join(PaperVersion, PaperVersion.id == RoundAnswer.before_version_id)
    if wanted:
        found = found.where(standing == wanted)
    found = found.where(RoundAnswer.id > after).order_by(RoundAnswer.id).limit(PAGE + 1)
    return [filled(Standing, row) for row in db.session.execute(found)]


def open_rounds() -> list[tuple[int, str]]:
    """Return key and public id of every round that takes answers."""
    found = select(_ROUNDS.c.id, _ROUNDS.c.public_id).where(
        _ROUNDS.c.closed_at.is_(None), _ROUNDS.c.answer_by > clock.now()
    )
    return [(row.id, row.public_id) for row in rows(found.order_by(_ROUNDS.c.id))]


def ended_rounds() -> list[int]:
    """Return the key of every round whose date has passed and that is not closed."""
    found = select(_ROUNDS.c.id).where(
        _ROUNDS.c.closed_at.is_(None), _ROUNDS.c.answer_by <= clock.now()
    )
    return [row.id for row in rows(found.order_by(_ROUNDS.c.id))]


def due_to_ask(public_id: str, limit: int) -> list[int]:
    """Return answers that nobody was asked for yet at the address on record."""
    due = _unanswered().where(
        Round.public_id == public_id,
        Round.answer_by > clock.now(),
        Endorsement.contact_id.is_not(None),
        Endorsement.address_key.is_not(None),
        or_(
            RoundAnswer.asked_key.is_(None),
            RoundAnswer.asked_key != Endorsement.address_key,
        ),
    )
    return [row.id for row in rows(due.limit(limit))]


def due_to_remind(after: int, limit: int) -> list[int]:
    """Return answers that are still waited for a few days before the date."""
    now = clock.now()
    due = _unanswered().where(
        Round.answer_by > now,
        Round.answer_by <= now + policy.REMIND_BEFORE,
        RoundAnswer.asked_at <= now - policy.REMIND_AFTER,
        RoundAnswer.reminded_at.is_(None),
        RoundAnswer.id > after,
    )
    return [row.id for row in rows(due.limit(limit))]


def due_to_settle(round_id: int, after: int, limit: int) -> list[int]:
    """Return answers that were asked for and never given, where that means to leave the list."""
    due = _unanswered().where(
        Round.id == round_id,
        Round.no_answer == "withdraw",
        RoundAnswer.asked_at.is_not(None),
        RoundAnswer.id > after,
    )
    return [row.id for row in rows(due.limit(limit))]


def _unanswered() -> Select[Any]:
    return (
        select(RoundAnswer.id)
        .join(Round, Round.id == RoundAnswer.round_id)
        .join(Endorsement, Endorsement.id == RoundAnswer.endorsement_id)
        .where(
            Round.closed_at.is_(None),
            RoundAnswer.answer.is_(None),
            Endorsement.state.in_(policy.ASKED),
        )
        .order_by(RoundAnswer.id)
    )


def _answers(round_id: int, *columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(RoundAnswer)
        .join(Endorsement, Endorsement.id == RoundAnswer.endorsement_id)
        .where(RoundAnswer.round_id == round_id)
    )


def _standing(is_open: bool) -> Any:
    """Return the expression of how a signatory stands."""
    on_its_way = and_(
        literal(is_open), RoundAnswer.asked_key.is_(None), Endorsement.contact_id.is_not(None)
    )
    return case(
        (RoundAnswer.answer == "keep", "kept"),
        (RoundAnswer.answer == "withdraw", "withdrawn"),
        (RoundAnswer.removed_at.is_not(None), "removed"),
        (Endorsement.state.not_in(policy.ASKED), "left"),
        (RoundAnswer.asked_at.is_not(None), "unanswered"),
        (on_its_way, "waiting"),
        else_="unasked",
    )
