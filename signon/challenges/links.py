"""The mailed links of this capability, and what they open."""

import hmac
from datetime import timedelta

from flask import current_app
from sqlalchemy import select

from signon.challenges import known
from signon.challenges.policy import EntryGone
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.kernel import tokens
from signon.kernel.tokens import LinkInvalid, Purpose
from signon.submissions.states import State

DAYS = 60
PROOF_LENGTH = 16
AGE = timedelta(days=DAYS)


def entry_url(language: str, slug: str, endorsement: Endorsement) -> str:
    """Return the address of an entry's own page."""
    return _url(language, f"papers/{slug}/signatories/{endorsement.public_id}")


def did_not_sign_url(endorsement: Endorsement, told: Endorsement) -> str:
    """Return the link by which a known contact says that an endorsement is wrong."""
    values = (endorsement.public_id, told.public_id, _proof(told))
    return _url(told.language, f"did-not-sign/{tokens.sign(Purpose.CHALLENGE, *values)}")


def read_did_not_sign(token: str) -> tuple[Endorsement, Endorsement]:
    """Return what is said to be wrong and the endorsement of the one who says so.

    The link dies with the address it went to, and when its reader is not believed any more.
    Raises `LinkInvalid` or `LinkExpired`, and `EntryGone` for what was taken back.
    """
    values = tokens.read(Purpose.CHALLENGE, token, AGE)
    if len(values) != 3:
        raise LinkInvalid
    endorsement, told = _find(values[0]), _find(values[1])
    if not _is_proof(values[2], told) or not known.speaks_for(told, endorsement):
        raise LinkInvalid
    if endorsement.state not in (State.CONFIRMED, State.PUBLISHED):
        raise EntryGone
    return endorsement, told


def answer_url(endorsement: Endorsement) -> str:
    """Return the link by which the one who signed answers."""
    values = (endorsement.public_id, _proof(endorsement))
    return _url(endorsement.language, f"answer/{tokens.sign(Purpose.ANSWER, *values)}")


def read_answer(token: str) -> Endorsement:
    """Return the endorsement whose signatory answers; raise `LinkInvalid` or `LinkExpired`."""
    values = tokens.read(Purpose.ANSWER, token, AGE)
    if len(values) != 2:
        raise LinkInvalid
    endorsement = _find(values[0])
    if not _is_proof(values[1], endorsement):
        raise LinkInvalid
    return endorsement


def _find(public_id: str) -> Endorsement:
    row = db.session.scalar(select(Endorsement).where(Endorsement.public_id == public_id))
    if row is None:
        raise LinkInvalid
    return row


def _proof(endorsement: Endorsement) -> str:
    return (endorsement.address_key or "")[:PROOF_LENGTH]


def _is_proof(said: str, endorsement: Endorsement) -> bool:
    proof = _proof(endorsement)
    return bool(proof) and hmac.compare_digest(said.encode(), proof.encode())


def _url(language: str, rest: str) -> str:
    # Built by hand: links come from the configured address alone, never from a request.
    return f"{current_app.config['BASE_URL']}/{language}/{rest}"
