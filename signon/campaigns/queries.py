"""What may be read of campaigns, as public shapes."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import selectinload
from werkzeug.exceptions import NotFound

from signon.campaigns.models import Campaign
from signon.extensions import db
from signon.kernel.languages import DEFAULT


@dataclass(frozen=True)
class PublicCampaign:
    """A campaign in one language."""

    id: int
    public_id: str
    slug: str
    host: str
    accent: str
    title: str
    summary: str
    language: str


def campaign_by_slug(slug: str, language: str = DEFAULT) -> PublicCampaign:
    """Return a campaign; 404 when there is none."""
    campaign = db.session.scalar(_campaigns().where(Campaign.slug == slug))
    if campaign is None:
        raise NotFound
    return _shape(campaign, language)


def all_campaigns(language: str) -> list[PublicCampaign]:
    """Return every campaign, the newest first."""
    newest = _campaigns().order_by(Campaign.created_at.desc(), Campaign.id.desc())
    return [_shape(campaign, language) for campaign in db.session.scalars(newest)]


def _campaigns() -> Select[Any]:
    return select(Campaign).options(selectinload(Campaign.texts))


def _shape(campaign: Campaign, language: str) -> PublicCampaign:
    # A campaign is founded with one text at least; see the service.
    texts = {text.language: text for text in campaign.texts}
    text = texts.get(language) or texts.get(DEFAULT) or campaign.texts[0]
    return PublicCampaign(
        campaign.id,
        campaign.public_id,
        campaign.slug,
        campaign.host,
        campaign.accent,
        text.title,
        text.summary,
        text.language,
    )
