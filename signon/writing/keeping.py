"""Verbs for what leads keep beside a paper: links for co-authors and files. A second service."""

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import delete, select
from werkzeug.exceptions import NotFound

from signon.access.account.events import RoleChanged
from signon.access.roles import Role
from signon.audit import trail
from signon.extensions import db
from signon.kernel import clock
from signon.kernel.errors import DomainError
from signon.kernel.words import N_
from signon.papers.events import DraftDeleted
from signon.papers.queries import PublicPaper, papers_of
from signon.site import changes as public_changes
from signon.submissions.models import new_public_id
from signon.transaction import command
from signon.writing.models import Attachment, AttachmentFile, PreviewLink, UnsavedText

LONGEST_PREVIEW = 60
"""Days for which a link for co-authors works at most."""


class FileRefused(DomainError):
    """The file cannot be attached; the message says why."""

    status = 422


@command
def make_preview(paper: PublicPaper, days: int, *, actor: str, language: str = "") -> str:
    """Make a link by which co-authors read a draft for so many days; return its key.

    With `language` it shows what `actor` has typed in that language and not saved, as it is when
    somebody looks. The key is returned this once: only its hash is kept.
    """
    key, now = secrets.token_urlsafe(24), clock.now()
    link = PreviewLink(
        public_id=new_public_id(),
        paper_id=paper.id,
        language=language,
        key_hash=hash_of(key),
        made_by=actor,
        made_at=now,
        expires_at=now + timedelta(days=days),
    )
    db.session.add(link)
    trail.record("make_preview", paper.public_id, actor=actor, link=link.public_id, days=days)
    return key


@command
def revoke_preview(paper: PublicPaper, public_id: str, *, actor: str) -> None:
    """End a link for co-authors at once; 404 where the paper has no such link."""
    link = db.session.scalar(
        select(PreviewLink).where(
            PreviewLink.public_id == public_id, PreviewLink.paper_id == paper.id
        )
    )
    if link is None:
        raise NotFound
    if link.revoked_at is None:
        link.revoked_at = clock.now()
        trail.record("revoke_preview", paper.public_id, actor=actor, link=public_id)


def end_previews(event: RoleChanged) -> None:
    """End the links for co-authors that a lead could not make any more, as the trail says."""
    if event.role is not None and event.role.includes(Role.EDITOR):
        return
    papers = {paper.id: paper for paper in papers_of(event.campaign_id, drafts=True)}
    theirs = select(PreviewLink).where(
        PreviewLink.made_by == event.account,
        PreviewLink.paper_id.in_(papers),
        PreviewLink.revoked_at.is_(None),
        PreviewLink.expires_at > clock.now(),
    )
    for link in db.session.scalars(theirs.order_by(PreviewLink.id).with_for_update()).all():
        paper = papers[link.paper_id]
        is_translation = link.language not in ("", paper.authoritative_language)
        if is_translation and event.role is not None and event.role.includes(Role.TRANSLATOR):
            continue
        link.revoked_at = clock.now()
        trail.record("end_preview", paper.public_id, actor=event.actor, link=link.public_id)


@command
def attach(paper: PublicPaper, name: str, content: bytes, *, actor: str) -> None:
    """Attach a PDF to a paper; the same file twice is one. Raises `FileRefused`."""
    _require_pdf(content)
    sha256 = hashlib.sha256(content).hexdigest()
    known = db.session.scalar(
        select(Attachment.id).where(Attachment.paper_id == paper.id, Attachment.sha256 == sha256)
    )
    if known is not None:
        raise FileRefused(N_("This file is attached already."))
    if db.session.scalar(select(AttachmentFile.sha256).filter_by(sha256=sha256)) is None:
        db.session.add(AttachmentFile(sha256=sha256, content=content))
        db.session.flush()
    row = Attachment(
        public_id=new_public_id(),
        paper_id=paper.id,
        sha256=sha256,
        name=name,
        size=len(content),
        added_by=actor,
        added_at=clock.now(),
    )
    db.session.add(row)
    public_changes.note("paper_itself", paper.id)
    trail.record("attach_file", paper.public_id, actor=actor, file=row.public_id, sha256=sha256)


@command
def detach(paper: PublicPaper, public_id: str, *, actor: str) -> None:
    """Take a file away from a paper, and its bytes with the last paper that has it; 404 if none."""
    row = db.session.scalar(
        select(Attachment).where(Attachment.public_id == public_id, Attachment.paper_id == paper.id)
    )
    if row is None:
        raise NotFound
    sha256 = row.sha256
    db.session.delete(row)
    db.session.flush()
    _delete_unused(sha256)
    public_changes.note("paper_itself", paper.id)
    trail.record("detach_file", paper.public_id, actor=actor, file=public_id, sha256=sha256)


def clear(event: DraftDeleted) -> None:
    """Take away what is kept beside a draft that is about to be deleted."""
    of_paper = select(Attachment.sha256).where(Attachment.paper_id == event.paper_id)
    hashes = db.session.scalars(of_paper).all()
    for table in (Attachment, PreviewLink, UnsavedText):
        db.session.execute(delete(table).where(table.paper_id == event.paper_id))
    for sha256 in hashes:
        _delete_unused(sha256)


def hash_of(key: str) -> str:
    """Return what is stored of the key of a link (64 hex)."""
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


def _delete_unused(sha256: str) -> None:
    if db.session.scalar(select(Attachment.id).where(Attachment.sha256 == sha256).limit(1)) is None:
        db.session.execute(delete(AttachmentFile).where(AttachmentFile.sha256 == sha256))


LARGEST = 10 * 1024 * 1024


def _require_pdf(content: bytes) -> None:
    """Raise `FileRefused` unless it begins and ends as a PDF does (ISO 32000-1, 7.5)."""
    if len(content) > LARGEST:
        raise FileRefused(N_("The file is larger than 10 MB."))
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-2048:]:
        raise FileRefused(N_("This is no PDF. Nothing else can be attached."))
