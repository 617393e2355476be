"""What may be read of campaigns, as public shapes."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, select
from sqlalchemy.orm import selectinload
from werkzeug.exceptions import NotFound

from signon.campaigns.models import Campaign, CampaignImprint, CampaignText
from signon.extensions import db, rows
from signon.kernel.languages import DEFAULT
from signon.kernel.prepared import Prepared
from signon.site.models import PublicChange
from signon.site.page_cache import Edition

_CAMPAIGNS: Any = Campaign.__table__
_TEXTS: Any = CampaignText.__table__
_CHANGES: Any = PublicChange.__table__
_IS_OURS = _CHANGES.c.scope == "campaign"
_EDITION = Prepared(
    select(_CAMPAIGNS.c.id, _CHANGES.c.number, _CHANGES.c.changed_at)
    .select_from(_CAMPAIGNS)
    .outerjoin(_CHANGES, and_(_IS_OURS, _CHANGES.c.key == _CAMPAIGNS.c.id))
    .where(_CAMPAIGNS.c.slug == bindparam("slug"))
)
_TITLES = (
    select(_TEXTS.c.campaign_id, _TEXTS.c.language, _TEXTS.c.title)
    .where(_TEXTS.c.campaign_id.in_(bindparam("campaigns", expanding=True)))
    .order_by(_TEXTS.c.id)
)
_EDITION_OF_ALL = Prepared(
    select(func.sum(_CHANGES.c.number), func.max(_CHANGES.c.changed_at)).where(_IS_OURS)
)


@dataclass(frozen=True)
class Imprint:
    """What a host says of itself, in one language."""

    language: str
    html: str


@dataclass(frozen=True)
class PublicCampaign:
    """A campaign in one language."""

    id: int
    public_id: str
    slug: str
    host: str
    contact: str
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


def titles(campaign_ids: Collection[int], language: str) -> dict[int, tuple[str, str]]:
    """Return title and its language of each of these campaigns, by key."""
    texts: dict[int, dict[str, str]] = {}
    for row in rows(_TITLES, {"campaigns": list(campaign_ids)}):
        texts.setdefault(row.campaign_id, {})[row.language] = row.title
    said = {key: _best(own, language) for key, own in texts.items()}
    return {key: (texts[key][spoken], spoken) for key, spoken in said.items()}


def imprint(campaign_id: int, language: str) -> Imprint | None:
    """Return what the host says of itself: in `language`, else in English, else in any; or None."""
    columns = (CampaignImprint.language, CampaignImprint.html)
    found = rows(
        select(*columns)
        .where(CampaignImprint.campaign_id == campaign_id)
        .order_by(CampaignImprint.language)
    )
    by_language = {row.language: Imprint(row.language, row.html) for row in found}
    usual = by_language.get(language) or by_language.get(DEFAULT)
    return usual or next(iter(by_language.values()), None)


def edition(slug: str) -> Edition:
    """Return by what a kept page of a campaign is known, its key first; 404 when there is none."""
    found = rows(_EDITION, {"slug": slug})
    if not found:
        raise NotFound
    return tuple(found[0])


def edition_of_all() -> Edition:
    """Return by what a kept page with the titles of campaigns is known."""
    return tuple(rows(_EDITION_OF_ALL)[0])


def _campaigns() -> Select[Any]:
    return select(Campaign).options(selectinload(Campaign.texts))


def _best(languages: Iterable[str], language: str) -> str:
    """Return the language to show something in: the reader's, ours, or that of its first text."""
    known = list(languages)
    return next((each for each in (language, DEFAULT) if each in known), known[0])


def _shape(campaign: Campaign, language: str) -> PublicCampaign:
    # A campaign is founded with one text at least; see the service.
    texts = {text.language: text for text in campaign.texts}
    text = texts[_best(texts, language)]
    return PublicCampaign(
        campaign.id,
        campaign.public_id,
        campaign.slug,
        campaign.host,
        campaign.contact,
        campaign.accent,
        text.title,
        text.summary,
        text.language,
    )
