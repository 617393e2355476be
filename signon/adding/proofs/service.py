"""Verbs for the file that shows how somebody signed."""

from sqlalchemy import delete, select

from signon.adding.proofs.drafts import Upload
from signon.adding.proofs.models import Proof
from signon.adding.proofs.policy import kept_name, kind_of
from signon.audit import trail
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.kernel import clock
from signon.papers.policy import erase_after
from signon.papers.queries import paper_by_id
from signon.transaction import command


def checked(name: str, content: bytes) -> Upload:
    """Return a file that may be kept. Raises `ProofRefused` for any other."""
    kind = kind_of(content, name)
    return Upload(kind, kept_name(name, kind), content)


@command
def keep(row: Endorsement, upload: Upload, *, lead: str) -> None:
    """Keep the file beside an entry, for as long as its contact."""
    proof = Proof(
        endorsement_id=row.id,
        contact_id=row.contact_id,
        kind=upload.kind,
        name=upload.name,
        size=len(upload.content),
        content=upload.content,
        added_at=clock.now(),
    )
    db.session.add(proof)
    trail.record("keep_proof", row.public_id, actor=lead, format=upload.kind)


def proof_of(row_id: int) -> Proof | None:
    """Return the file of an entry, by its key; its bytes are read when they are asked for."""
    return db.session.scalar(select(Proof).where(Proof.endorsement_id == row_id))


@command
def note_taken(row: Endorsement, *, lead: str) -> None:
    """Write into the trail that a lead took the file along."""
    trail.record("take_proof", row.public_id, actor=lead)


@command
def drop(row: Endorsement, *, lead: str) -> None:
    """Delete the file of an entry; twice is harmless."""
    gone = delete(Proof).where(Proof.endorsement_id == row.id).returning(Proof.id)
    if db.session.execute(gone).first() is not None:
        trail.record("drop_proof", row.public_id, actor=lead)


@command
def forget(row_ids: list[int]) -> None:
    """Delete the files of entries, by key, whose people are gone."""
    db.session.execute(delete(Proof).where(Proof.endorsement_id.in_(row_ids)))


@command
def forget_old() -> None:
    """Delete the files of entries without a contact, when contacts of their papers are erased."""
    alone = select(Endorsement.id, Endorsement.paper_id).join(
        Proof, Proof.endorsement_id == Endorsement.id
    )
    found = db.session.execute(alone.where(Proof.contact_id.is_(None))).all()
    ends = {paper_id: erase_after(paper_by_id(paper_id)) for _, paper_id in found}
    now = clock.now()
    over = {paper_id for paper_id, end in ends.items() if end is not None and end <= now}
    forget([row_id for row_id, paper_id in found if paper_id in over])
