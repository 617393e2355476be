"""From a mailed link to the signatory it asks, and every way in which that can fail."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.kernel import clock
from signon.kernel.words import N_
from signon.links import refusals, writer
from signon.links.purposes import ALWAYS, Purpose
from signon.links.reader import proof_of, same
from signon.links.reader import read as read_values
from signon.papers import queries as papers
from signon.reconfirmations import policy
from signon.reconfirmations.models import Round, RoundAnswer
from signon.submissions.states import State


@dataclass(frozen=True)
class Asked:
    """A signatory in a round."""

    round: Round
    answer: RoundAnswer
    row: Endorsement


class LinkDamaged(refusals.Damaged):
    """Cut, altered, made up, or meant for another door: all answered alike."""

    message = N_(
        "This link is not complete. Perhaps the mail program broke it: please open it again from "
        "the e-mail."
    )


class AddressGone(refusals.Over):
    """It was mailed to an address that no longer stands for this endorsement."""

    message = N_(
        "This link was sent to an address that is no longer on record for this endorsement. If "
        "there is a new one, it has been asked, or will be soon. Nothing was changed."
    )


class _QuestionOver(refusals.Over):
    """Only the question is over: who was asked is known, and is told how things stand."""

    template = "reconfirmations/over.html"

    def __init__(self, asked: Asked):
        super().__init__()
        self.asked = asked

    def on_page(self) -> dict[str, Any]:
        paper = papers.paper_by_id(self.asked.round.paper_id)
        may_sign = paper.status(clock.now()) == "open"
        return {"asked": self.asked, "paper": paper, "may_sign": may_sign}


class OffTheList(_QuestionOver):
    """The endorsement was withdrawn, by its signatory or for want of an answer."""

    message = N_("This endorsement has been taken off the list.")


class NothingLeft(_QuestionOver):
    """The endorsement was removed or disowned, so there is nobody to ask."""

    message = N_(
        "This endorsement no longer stands on record, so there is nothing to answer. Please write "
        "to the hosts of the paper if you think that it should."
    )


class RoundOver(_QuestionOver):
    """The date has passed; what counts is on the list."""

    message = N_(
        "The time for answers is over, so nothing can be changed here any more. The list says "
        "under which version each signatory stands."
    )


ROUND = Purpose("round", ALWAYS, 3, LinkDamaged)


def url(asked: Round, row: Endorsement) -> str:
    """Return the link by which a signatory answers; it dies with the address it is mailed to."""
    values = (asked.public_id, row.public_id, proof_of(row.address_key))
    return writer.url(row.language, "rounds", ROUND, *values)


def read(token: str) -> Asked:
    """Return who is asked by this link; raise a `LinkUnusable` that says why nobody is."""
    round_id, endorsement_id, proof = read_values(ROUND, token)
    asked = _find(round_id, endorsement_id)
    row = asked.row
    if row.state == State.WITHDRAWN:
        raise OffTheList(asked)
    if not same(proof, proof_of(row.address_key)):
        raise AddressGone
    if row.state not in policy.ASKED:
        raise NothingLeft(asked)
    if not asked.round.takes_answers(clock.now()):
        raise RoundOver(asked)
    return asked


def _find(round_id: str, endorsement_id: str) -> Asked:
    found = db.session.execute(
        select(Round, RoundAnswer, Endorsement)
        .join(RoundAnswer, RoundAnswer.round_id == Round.id)
        .join(Endorsement, Endorsement.id == RoundAnswer.endorsement_id)
        .where(Round.public_id == round_id, Endorsement.public_id == endorsement_id)
    ).one_or_none()
    if found is None:
        raise LinkDamaged
    asking, answer, row = found
    return Asked(round=asking, answer=answer, row=row)
