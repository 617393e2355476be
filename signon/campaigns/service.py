"""Commands of this capability."""

from dataclasses import dataclass

from signon.audit import trail
from signon.campaigns.models import ACCENT, Campaign, CampaignText
from signon.extensions import db
from signon.kernel import clock, colours, slugs
from signon.site import changes
from signon.submissions.models import new_public_id
from signon.transaction import command


@dataclass(frozen=True)
class CampaignDraft:
    """A campaign as its founder describes it; `texts` are language, title and summary."""

    slug: str
    host: str
    texts: tuple[tuple[str, str, str], ...]
    accent: str = ACCENT
    contact: str = ""


@command
def create(draft: CampaignDraft, *, actor: str) -> Campaign:
    """Found a campaign. Raises `SlugUnusable`, or `TooPale` for an illegible accent."""
    slugs.require(draft.slug)
    colours.require_legible(draft.accent)
    campaign = Campaign(
        public_id=new_public_id(),
        slug=draft.slug,
        host=draft.host,
        accent=draft.accent,
        contact=draft.contact,
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
