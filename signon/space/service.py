"""Commands of the space: the link that opens it, and what its owner does with an endorsement."""

import secrets
from datetime import timedelta

from sqlalchemy import delete, update

from signon.audit import trail
from signon.endorsements import policy, revising
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.jobs.queue import discard, enqueue
from signon.kernel import clock
from signon.outbox import quota, suppression
from signon.outbox.post import post_now
from signon.papers.queries import paper_by_id
from signon.space import emails, links
from signon.space.models import SpaceLink
from signon.space.queries import Entry
from signon.submissions import contacts, sections, workflow
from signon.submissions.kinds import kind_of
from signon.submissions.models import new_public_id
from signon.submissions.sections import Holder
from signon.transaction import command

WANTED = "space.link"
LINK_LASTS = timedelta(hours=1)
SPACE_LASTS = timedelta(hours=2)


@command
def want_link(email: str, language: str) -> None:
    """Note that somebody asked for the link of an address. What becomes of it no page can tell."""
    enqueue(WANTED, {"email": email, "language": language}, priority=20)


@command
def send_link(email: str, language: str) -> None:
    """Mail the link to the address on record of who has signed, as soon as it may be written to.

    Never to the address that was typed: it may be read by somebody else than the one that it is
    like. Whoever has another address on record gets a link, and a space, of their own. To any other
    address, nothing.
    """
    for holder, on_record in sections.holders(email).items():
        if not suppression.is_suppressed(holder.address_key):
            _send(holder, on_record, language)


@command
def _send(holder: Holder, to: str, language: str) -> None:
    now, scope = clock.now(), f"space {holder.mailbox_key[:16]}"
    link = SpaceLink(
        stamp=new_public_id(),
        address_key=holder.address_key,
        mailbox_key=holder.mailbox_key,
        created_at=now,
        ends_at=now + LINK_LASTS,
    )
    mail = emails.your_link(links.space_url(language, link), to=to, language=language)
    if post_now(mail, about=link.stamp, scope=scope):
        discard(WANTED, subject=holder.mailbox_key)  # a second one would end this one
        _end_all(holder)
        db.session.add(link)
    else:
        _send_link_later(holder, to, language, scope)


def _send_link_later(holder: Holder, to: str, language: str, scope: str) -> None:
    """Ask again when the mailbox has room: a link made now would be too old by then.

    Whoever waits already keeps that place, however often they ask.
    """
    key, subject = holder.address_key, holder.mailbox_key
    if discard(WANTED, subject=subject) or quota.may_wait(key):
        wanted = {"email": to, "language": language}
        due_at = quota.free_at(key, scope)
        enqueue(WANTED, wanted, subject=subject, priority=20, due_at=due_at)


@command
def open_once(link: SpaceLink) -> str:
    """Open the space in this browser; return the secret that it must keep.

    Raises `SpaceOver` when another one was faster.
    """
    secret = secrets.token_urlsafe(32)
    mine = (SpaceLink.id == link.id, SpaceLink.device_hash.is_(None))
    opened = update(SpaceLink).where(*mine)
    ends_at = clock.now() + SPACE_LASTS
    done = db.session.execute(opened.values(device_hash=links.hash_of(secret), ends_at=ends_at))
    if done.rowcount != 1:  # type: ignore[attr-defined]
        raise links.SpaceOver
    return secret


@command
def leave(link: SpaceLink) -> None:
    """Close a space for good."""
    db.session.execute(delete(SpaceLink).where(SpaceLink.id == link.id))


@command
def forget_ended_links() -> None:
    """Delete the links that are over."""
    db.session.execute(delete(SpaceLink).where(SpaceLink.ends_at <= clock.now()))


@command
def correct(endorsement: Endorsement, details: dict[str, str]) -> Endorsement:
    """Change what is public; see `revising.correct`."""
    return revising.correct(endorsement, details)


@command
def correct_scope(entry: Entry, scope: policy.Scope) -> Endorsement:
    """Change how much of the text that was signed is endorsed; see `revising.correct_scope`."""
    return revising.correct_scope(entry.row, entry.signed, scope)


@command
def switch_capacity(
    endorsement: Endorsement, details: dict[str, str], language: str
) -> Endorsement:
    """Count for the organisation instead of the person, or the other way round.

    `language` is that in which the consents were read. Raises `CapacityRefused` where the paper
    does not take it.
    """
    to = "individual" if endorsement.capacity == "organisation" else "organisation"
    policy.require_capacity(paper_by_id(endorsement.paper_id), to)
    return revising.switch_capacity(endorsement, {**details, "capacity": to}, language)


@command
def withdraw(endorsement: Endorsement, reason: str) -> None:
    """Take an endorsement back, with an optional public reason."""
    kind = kind_of(endorsement)
    workflow.withdraw(kind, endorsement, actor=trail.SIGNATORY, reason=reason)


@command
def share_no_more(entry: Entry, co_host: str) -> None:
    """Take back that a co-host, by public id, may see who signed; twice is harmless."""
    contact = entry.row.contact
    for share, one in entry.shares:
        said = {"co_host": one.public_id, "wording": share.wording}
        if one.public_id == co_host and contact and contacts.share_no_more(contact, one.id):
            trail.record("share_no_more", entry.row.public_id, actor=trail.SIGNATORY, **said)


@command
def silence(key: str) -> None:
    """Never write to this mailbox again, whatever it has signed."""
    workflow.silence(key, "asked")


@command
def erase_person(endorsement: Endorsement) -> None:
    """Erase the contact; the organisation's endorsement stays, and nobody can change it by mail."""
    policy.require_erasable(endorsement.capacity)
    workflow.erase_person(kind_of(endorsement), endorsement, actor=trail.SIGNATORY)


def _end_all(holder: Holder) -> None:
    """End every older link of a mailbox: only the newest e-mail opens anything."""
    db.session.execute(delete(SpaceLink).where(SpaceLink.mailbox_key == holder.mailbox_key))
