"""The mailed links of this capability, and what they open."""

from datetime import timedelta

from flask import current_app
from sqlalchemy import select

from signon.challenges import known_contacts
from signon.challenges.policy import EntryGone
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.links.purposes import Purpose
from signon.links.reader import proof_of, read, same
from signon.links.refusals import Damaged, Overtaken
from signon.links.writer import url
from signon.submissions.states import State

DAYS = 60
AGE = timedelta(days=DAYS)

CHALLENGE = Purpose("challenge", AGE, 3)
ANSWER = Purpose("answer", AGE, 2)
PURPOSES = (CHALLENGE, ANSWER)


def entry_url(language: str, slug: str, endorsement: Endorsement) -> str:
    """Return the address of an entry's own page."""
    # Built by hand: links come from the configured address alone, never from a request.
    page = f"papers/{slug}/signatories/{endorsement.public_id}"
    return f"{current_app.config['BASE_URL']}/{language}/{page}"


def did_not_sign_url(endorsement: Endorsement, told: Endorsement) -> str:
    """Return the link by which a known contact says that an endorsement is wrong."""
    values = (endorsement.public_id, told.public_id, proof_of(told.address_key))
    return url(told.language, "did-not-sign", CHALLENGE, *values)


def read_did_not_sign(token: str) -> tuple[Endorsement, Endorsement]:
    """Return what is said to be wrong and the endorsement of the one who says so.

    The link dies with the address it went to, and when its reader is not believed any more.
    Raises `Damaged` or `Expired`, and `Overtaken` for what was taken back.
    """
    wrong_id, told_id, proof = read(CHALLENGE, token)
    endorsement, told = _find(wrong_id), _find(told_id)
    is_proven = same(proof, proof_of(told.address_key))
    if not is_proven or not known_contacts.speaks_for(told, endorsement):
        raise Damaged
    if endorsement.state not in (State.CONFIRMED, State.PUBLISHED):
        raise Overtaken(EntryGone())
    return endorsement, told


def answer_url(endorsement: Endorsement) -> str:
    """Return the link by which the one who signed answers."""
    values = (endorsement.public_id, proof_of(endorsement.address_key))
    return url(endorsement.language, "answer", ANSWER, *values)


def read_answer(token: str) -> Endorsement:
    """Return the endorsement whose signatory answers; raise `Damaged` or `Expired`."""
    public_id, proof = read(ANSWER, token)
    endorsement = _find(public_id)
    if not same(proof, proof_of(endorsement.address_key)):
        raise Damaged
    return endorsement


def _find(public_id: str) -> Endorsement:
    row = db.session.scalar(select(Endorsement).where(Endorsement.public_id == public_id))
    if row is None:
        raise Damaged
    return row
