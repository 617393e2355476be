"""Verbs of a network's list: hand it in, write its members down, tell each of them."""

import hashlib
import json
from typing import Any

from sqlalchemy import select

from signon.adding.network import emails, wordings
from signon.adding.network.drafts import NetworkDraft
from signon.adding.network.models import NetworkList, NetworkMember
from signon.audit import trail
from signon.endorsements import policy
from signon.endorsements import service as endorsements
from signon.endorsements.drafts import EndorsementDraft
from signon.endorsements.entering import service as entering
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.jobs.queue import enqueue
from signon.kernel import clock
from signon.kernel.errors import DomainError
from signon.outbox.post import ORDINARY, post
from signon.papers import policy as papers
from signon.papers.queries import PublicPaper, paper_by_id, paper_by_slug
from signon.submissions.drafts import ContactDraft
from signon.submissions.kinds import all_kinds
from signon.submissions.receiving import intake
from signon.transaction import command

KIND = "network_list"
WRITE_DOWN = "adding.network"
"""Jobs that write down the members of a list that was confirmed."""
PORTION = 10


def hand_in(paper: PublicPaper, draft: NetworkDraft) -> None:
    """Take in a list and ask its sender's address to confirm. Always answers alike.

    Raises `Closed`, `NotYetOpen` or `CapacityRefused`.
    """
    papers.require_open(paper, clock.now())
    policy.require_capacity(paper, "organisation")
    members = [member.as_json() for member in draft.members]
    said = json.dumps([draft.network, members], sort_keys=True)
    values: dict[str, Any] = {
        "paper_id": paper.id,
        "version": paper.version,
        "language": draft.language,
        "network": draft.network,
        "members": members,
        "number": len(members),
        "digest": hashlib.sha256(said.encode()).hexdigest(),
        "authority_wording": wordings.CURRENT,
    }
    contact = ContactDraft(
        draft.name,
        draft.role,
        draft.email,
        erase_after=papers.erase_after(paper),
        promised_months=paper.retention_months,
    )
    title = paper.text(draft.language).title
    occasion = endorsements.occasion_of(paper, title, late=False)
    intake.submit(all_kinds()[KIND], values, contact, occasion)


def write_down_later(row: NetworkList) -> None:
    """Let the worker write down the members of a list that was just confirmed."""
    enqueue(WRITE_DOWN, {}, subject=row.public_id)


def write_down(public_id: str) -> None:
    """Write down whatever of a list is not written down yet, some at a time; may be repeated."""
    while _write_some(public_id):
        pass


@command
def _write_some(public_id: str) -> bool:
    """Write down the next members of a list; False when none is left."""
    wanted = select(NetworkList).where(NetworkList.public_id == public_id).with_for_update()
    row = db.session.scalar(wanted)
    if row is None or not row.members or row.confirmed_at is None:
        return False
    paper = paper_by_slug(paper_by_id(row.paper_id).slug, row.version, drafts=True)
    received = entering.Received("network", row.confirmed_at, trail.SIGNATORY)
    for member in row.members[:PORTION]:
        try:
            entry = entering.write_down(paper, _draft(row, member), received)
        except DomainError:
            continue  # it stands there already, by its own word or another's
        db.session.add(NetworkMember(list_id=row.id, endorsement_id=entry.id))
    row.members = row.members[PORTION:]
    return bool(row.members)


@command
def tell_member(endorsement: Endorsement) -> None:
    """Tell the mailbox of what came through its network that it is public now; once."""
    wanted = select(NetworkMember).where(NetworkMember.endorsement_id == endorsement.id)
    member = db.session.scalar(wanted)
    if member is None or member.told_at is not None or endorsement.contact is None:
        return
    member.told_at = clock.now()
    scope = paper_by_id(endorsement.paper_id).public_id
    mail = emails.through_network(endorsement, member.of_list.network)
    post(mail, about=endorsement.public_id, priority=ORDINARY, scope=scope)


def _draft(row: NetworkList, member: dict[str, str]) -> EndorsementDraft:
    return EndorsementDraft(
        capacity="organisation",
        name=member["name"],
        acronym="",
        affiliation="",
        country=member["country"],
        organisation_kind=member["organisation_kind"],
        website=member["website"],
        statement="",
        representative_name="",
        representative_role="",
        email=member["email"],
        authorised=True,
        updates_consent=False,
        language=row.language,
    )
