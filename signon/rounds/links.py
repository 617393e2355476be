"""From a mailed link to the signatory it asks, and every way in which that can fail."""

import hmac
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import select

from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.kernel import clock, tokens
from signon.kernel.errors import DomainError
from signon.kernel.tokens import LinkExpired, LinkInvalid, Purpose
from signon.kernel.words import N_
from signon.rounds import policy
from signon.rounds.models import Round, RoundAnswer
from signon.submissions.states import State

PROOF_LENGTH = 16


class LinkUnusable(DomainError):
    """The link does not lead to a question. `asked` is known when only the question is over."""

    def __init__(self, asked: "Asked | None" = None):
        super().__init__()
        self.asked = asked


class LinkDamaged(LinkUnusable):
    """Cut, altered, made up, or meant for another door: all answered alike."""

    status = 404
    message = N_(
        "This link is not complete. Perhaps the mail program broke it: please open it again from "
        "the e-mail."
    )


class AddressGone(LinkUnusable):
    """It was mailed to an address that no longer stands for this endorsement."""

    status = 410
    message = N_(
        "This link was sent to an address that is no longer on record for this endorsement. If "
        "there is a new one, it has been asked, or will be soon. Nothing was changed."
    )


class OffTheList(LinkUnusable):
    """The endorsement was withdrawn, by its signatory or for want of an answer."""

    status = 410
    message = N_("This endorsement has been taken off the list.")


class NothingLeft(LinkUnusable):
    """The endorsement was removed or disowned, so there is nobody to ask."""

    status = 410
    message = N_(
        "This endorsement no longer stands on record, so there is nothing to answer. Please write "
        "to the hosts of the paper if you think that it should."
    )


class RoundOver(LinkUnusable):
    """The date has passed; what counts is on the list."""

    status = 410
    message = N_(
        "The time for answers is over, so nothing can be changed here any more. The list says "
        "under which version each signatory stands."
    )


@dataclass(frozen=True)
class Asked:
    """A signatory in a round."""

    round: Round
    answer: RoundAnswer
    row: Endorsement


def url(asked: Round, row: Endorsement) -> str:
    """Return the link by which a signatory answers; it dies with the address it is mailed to."""
    proof = (row.address_key or "")[:PROOF_LENGTH]
    token = tokens.sign(Purpose.ROUND, asked.public_id, row.public_id, proof)
    return f"{current_app.config['BASE_URL']}/{row.language}/rounds/{token}"


def read(token: str) -> Asked:
    """Return who is asked by this link; raise a `LinkUnusable` that says why nobody is."""
    try:
        values = tokens.read(Purpose.ROUND, token, tokens.ALWAYS)
    except (LinkExpired, LinkInvalid):
        raise LinkDamaged from None
    if len(values) != 3:
        raise LinkDamaged
    asked = _find(values[0], values[1])
    row = asked.row
    if row.state == State.WITHDRAWN:
        raise OffTheList(asked)
    if not values[2] or not _same(values[2], (row.address_key or "")[:PROOF_LENGTH]):
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
    return Asked(*found)


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())
