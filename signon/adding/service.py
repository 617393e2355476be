"""Commands of this capability: a lead adds who signed another way, and repairs what stands there.

Whatever is done is told to its mailbox by an e-mail that waits when its quota is used up.
"""

import secrets
from collections.abc import Mapping

from sqlalchemy import select, update

from signon.adding import emails, pairing, policy, queries
from signon.adding.drafts import BESIDE, REPLACE, Instead, Receipt
from signon.adding.models import Addition, Correction
from signon.adding.network import emails as of_network
from signon.adding.proofs import service as proofs
from signon.audit import trail
from signon.endorsements import revising
from signon.endorsements.drafts import EndorsementDraft
from signon.endorsements.entering import service as entering
from signon.endorsements.models import SPOKEN_FOR, Endorsement
from signon.extensions import db
from signon.kernel import clock
from signon.outbox.post import ORDINARY, cancel_waiting, post, post_newest
from signon.papers.queries import PublicPaper, paper_by_id
from signon.submissions import workflow
from signon.submissions.kinds import kind_of
from signon.submissions.receiving import intake
from signon.submissions.states import State
from signon.transaction import command


@command
def add(
    paper: PublicPaper,
    draft: EndorsementDraft,
    receipt: Receipt,
    *,
    lead: str,
    instead: Instead | None = None,
) -> Endorsement:
    """Write down who signed by e-mail, on paper or by phone, and put them on the list.

    Raises `DayRefused`, `StandsInTheWay` unless `instead` says what becomes of that entry, and
    what `entering.write_down` does. Where it is disputed or looks like another, it waits.
    """
    at = policy.signed_at(receipt.received_on, paper.time_zone, clock.now())
    received = entering.Received("hosts", at, lead)
    row = entering.write_down(paper, draft, received, beside=instead is not None)
    addition = Addition(
        endorsement_id=row.id,
        channel=receipt.channel,
        received_on=receipt.received_on,
        taken_by=receipt.taken_by,
        added_by=lead,
        added_at=clock.now(),
    )
    db.session.add(addition)
    trail.record("add", row.public_id, actor=lead, channel=receipt.channel)
    if receipt.proof is not None:
        proofs.keep(row, receipt.proof, lead=lead)
    _list(row, instead, lead)
    if receipt.ask and row.contact is not None and row.state in (State.CONFIRMED, State.PUBLISHED):
        _ask_if_right(row)
    return row


@command
def ask_if_right(endorsement: Endorsement, *, lead: str) -> bool:
    """Mail whoever was added whether it is right, once more; False if they get no mail at all.

    Raises `AddressErased` without an address, and `AddressProven` where they have said so.
    """
    row = revising.standing(endorsement)
    if row.contact is None:
        raise policy.AddressErased
    if row.source not in SPOKEN_FOR or row.proven_at is not None:
        raise policy.AddressProven
    trail.record("ask", row.public_id, actor=lead)
    return _ask_if_right(row)


@command
def correct(endorsement: Endorsement, details: Mapping[str, str], *, lead: str) -> bool:
    """Correct what is public of an entry and ask its signatory whether that is right.

    False if nothing was changed. Old and new are kept. Raises as `revising.correct_for`.
    """
    before = revising.correct_for(endorsement, details, actor=lead)
    if not before:
        return False
    correction = Correction(
        stamp=secrets.token_urlsafe(12),
        endorsement=endorsement,
        before=dict(before),
        after={name: details[name] for name in before},
        made_by=lead,
        made_at=clock.now(),
        answer="open",
    )
    db.session.add(correction)
    db.session.flush()
    if endorsement.contact is not None:
        mail = emails.corrected(correction)
        post_newest(mail, about=endorsement.public_id, sort="corrected", priority=ORDINARY)
    return True


@command
def say_right(correction: Correction) -> None:
    """Note that the signatory finds a correction right; said twice, it is said once."""
    if correction.answer == "open":
        correction.answer, correction.answered_at = "right", clock.now()
        subject = correction.endorsement.public_id
        trail.record("find_right", subject, actor=trail.SIGNATORY)


@command
def put_back(correction: Correction, *, actor: str) -> None:
    """Let what stood there before a correction stand there again; twice is harmless.

    What was changed once more since then stays. Raises as `revising.correct_for`.
    """
    if correction.answer == "undone":
        return
    row = correction.endorsement
    same = [n for n, now in correction.after.items() if getattr(row, n) == now]
    revising.correct_for(row, {name: correction.before[name] for name in same}, actor=actor)
    correction.answer, correction.answered_at = "undone", clock.now()
    cancel_waiting(row.public_id)  # what asks about it would contradict what was done


@command
def mend_address(endorsement: Endorsement, email: str, *, lead: str) -> None:
    """Mend an address that nobody has confirmed, and write to the new one; the old link is dead.

    Raises `AddressErased`, `AddressProven`, or `AddressTaken` as `workflow.readdress`.
    """
    row = revising.lock(endorsement)
    policy.require_mendable(
        row.state,
        row.source,
        has_contact=row.contact is not None,
        proven=row.proven_at is not None,
    )
    workflow.readdress(kind_of(row), row, email, actor=lead)
    db.session.flush()
    if row.state == State.SUBMITTED:
        intake.resend(kind_of(row), row)
    else:
        _ask_if_right(row)


@command
def forget_people(row_ids: list[int]) -> None:
    """Empty what is kept beside entries, by key, that may name a person."""
    additions = update(Addition).where(Addition.endorsement_id.in_(row_ids))
    db.session.execute(additions.values(taken_by=""))
    proofs.forget(row_ids)
    persons = select(Endorsement.id).where(
        Endorsement.id.in_(row_ids), Endorsement.capacity == "individual"
    )
    theirs = update(Correction).where(Correction.endorsement_id.in_(persons))
    db.session.execute(
        theirs.values(before={}, after={}), execution_options={"synchronize_session": False}
    )


def _list(row: Endorsement, instead: Instead | None, lead: str) -> None:
    """Put on the list what was added, in the place of another one or beside it, as was chosen."""
    if instead is None or instead.how == BESIDE:
        entering.list_written_down(row, lead=lead)
        return
    other = pairing.entry_of(row.paper_id, instead.entry)
    if instead.how == REPLACE:
        pairing.replace(row, other, lead=lead)
    else:
        pairing.keep_second(other, row, lead=lead)


def _addition_of(row: Endorsement) -> Addition | None:
    return db.session.scalar(select(Addition).where(Addition.endorsement_id == row.id))


def _ask_if_right(row: Endorsement) -> bool:
    """Ask the mailbox of what others wrote down whether it is right; False if it gets no mail."""
    scope, addition = paper_by_id(row.paper_id).public_id, _addition_of(row)
    known = queries.list_of(row)
    if addition is not None:
        mail = emails.please_say_if_right(row, addition)
    elif known is not None:
        mail = of_network.through_network(row, known.network)
    elif row.source == "import":
        mail = emails.from_a_list(row)
    else:
        return False
    return post(mail, about=row.public_id, priority=ORDINARY, scope=scope)
