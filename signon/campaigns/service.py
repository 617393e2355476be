"""Commands of this capability."""

import re
from dataclasses import dataclass

from signon.audit import trail
from signon.campaigns.models import ACCENT, Campaign, CampaignText
from signon.extensions import db
from signon.kernel import clock, colours
from signon.kernel.errors import DomainError
from signon.kernel.words import N_
from signon.site import changes
from signon.submissions.models import new_public_id
from signon.transaction import command

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class SlugUnusable(DomainError):
    """The name cannot stand in an address."""

    status = 422
    message = N_("A name in an address has small letters, digits and single hyphens only.")


@dataclass(frozen=True)
class CampaignDraft:
    """A campaign as its founder describes it; `texts` are language, title and summary."""

    slug: str
    host: str
    texts: tuple[tuple[str, str, str], ...]
    accent: str = ACCENT


@command
def create(draft: CampaignDraft, *, actor: str) -> Campaign:
    """Found a campaign. Raises `SlugUnusable`, or `colours.TooPale` for an illegible accent."""
    if not SLUG.fullmatch(draft.slug) or len(draft.slug) > 80:
        raise SlugUnusable
    colours.require_legible(draft.accent)
    campaign = Campaign(
        public_id=new_public_id(),
        slug=draft.slug,
        host=draft.host,
        accent=draft.accent,
        created_at=clock.now(),
        texts=[
            CampaignText(language=language, title=title, summary=summary)
            for language, title, summary in draft.texts
        ],
    )
    db.session.add(campaign)
    db.session.flush()
    changes.note("campaign", campaign.id)
    trail.record("create_campaign", campaign.public_id, actor=actor)
    return campaign
