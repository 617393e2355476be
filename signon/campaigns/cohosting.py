"""Verbs about co-hosts: organisations that ask for signatures beside the host of a campaign."""

import secrets

from sqlalchemy import select

from signon.access.partners import service as partners
from signon.audit import trail
from signon.campaigns import policy
from signon.campaigns.models import CoHost
from signon.extensions import db
from signon.kernel import clock
from signon.site import changes
from signon.submissions.models import new_public_id
from signon.transaction import command

_ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"
_LENGTH = 8


@command
def add(campaign_id: int, name: str, *, actor: str) -> CoHost:
    """Let an organisation host a campaign too, with a link of its own. Raises `NameRefused`."""
    policy.require_name(name)
    co_host = CoHost(
        public_id=new_public_id(),
        campaign_id=campaign_id,
        name=name,
        code="".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH)),
        created_at=clock.now(),
    )
    db.session.add(co_host)
    db.session.flush()
    changes.note("campaign", campaign_id)
    trail.record("add_co_host", co_host.public_id, actor=actor)
    return co_host


@command
def end(co_host_id: int, *, actor: str) -> None:
    """Let an organisation host no longer: its people are out, its link credits nobody any more.

    What came by it stays credited.
    """
    found = select(CoHost).where(CoHost.id == co_host_id, CoHost.ended_at.is_(None))
    co_host = db.session.scalar(found.with_for_update())
    if co_host is None:
        return
    co_host.ended_at = clock.now()
    changes.note("campaign", co_host.campaign_id)
    partners.revoke_all(co_host_id, actor=actor)
    trail.record("end_co_host", co_host.public_id, actor=actor)
