"""What may be read of campaigns, as public shapes."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import and_, bindparam, func, select
from werkzeug.exceptions import NotFound

from signon.campaigns.models import Campaign, CampaignImprint, CampaignText, CoHost
from signon.extensions import db, rows
from signon.kernel.database import as_stored
from signon.kernel.languages import DEFAULT
from signon.kernel.prepared import Prepared, keyed, places
from signon.kernel.shapes import columns_of, filled
from signon.site import settled
from signon.site.models import PublicChange
from signon.site.page_cache import Edition

_CAMPAIGNS: Any = Campaign.__table__
_TEXTS: Any = CampaignText.__table__
_CHANGES: Any = PublicChange.__table__
_IS_OURS = _CHANGES.c.scope == "campaign"
_EDITION = Prepared(
    select(
        _CAMPAIGNS.c.id,
        _CHANGES.c.number,
        as_stored(_CHANGES.c.changed_at).label("changed_at"),
    )
    .select_from(_CAMPAIGNS)
    .outerjoin(_CHANGES, and_(_IS_OURS, _CHANGES.c.key == _CAMPAIGNS.c.id))
    .where(_CAMPAIGNS.c.slug == bindparam("slug"))
)
_EDITION_OF_ALL = Prepared(
    select(func.sum(_CHANGES.c.number), as_stored(func.max(_CHANGES.c.changed_at))).where(_IS_OURS)
)

ALL = "campaigns"
"""What every campaign together is called among what is `settled`."""

_ANY = Prepared(select(_CAMPAIGNS.c.id).limit(1))


@cache
def _titles(size: int) -> Prepared:
    asked = select(_TEXTS.c.campaign_id, _TEXTS.c.language, _TEXTS.c.title)
    return Prepared(asked.where(_TEXTS.c.campaign_id.in_(places(size))).order_by(_TEXTS.c.id))


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
    time_zone: str
    title: str
    summary: str
    language: str


_WITH_TEXTS = select(*columns_of(PublicCampaign, _CAMPAIGNS, _TEXTS)).join(
    _TEXTS, _TEXTS.c.campaign_id == _CAMPAIGNS.c.id
)
_BY_SLUG = Prepared(_WITH_TEXTS.where(_CAMPAIGNS.c.slug == bindparam("slug")).order_by(_TEXTS.c.id))
_NEWEST = Prepared(
    _WITH_TEXTS.order_by(_CAMPAIGNS.c.created_at.desc(), _CAMPAIGNS.c.id.desc(), _TEXTS.c.id)
)


@dataclass(frozen=True)
class CoHosting:
    """An organisation that hosts a campaign too; `code` is what its links carry."""

    id: int
    public_id: str
    campaign_id: int
    name: str
    code: str
    is_over: bool


@settled.asked_once(lambda slug, _language=DEFAULT: ("campaign", slug))
def campaign_by_slug(slug: str, language: str = DEFAULT) -> PublicCampaign:
    """Return a campaign; 404 when there is none."""
    found = _gather(rows(_BY_SLUG, {"slug": slug}), language)
    if not found:
        raise NotFound
    return found[0]


def all_campaigns(language: str) -> list[PublicCampaign]:
    """Return every campaign, the newest first."""
    return _gather(rows(_NEWEST), language)


@settled.asked_once(lambda: ALL)
def is_empty() -> bool:
    """Tell whether nobody has founded a campaign here yet."""
    return not rows(_ANY)


def campaign_by_id(campaign_id: int, language: str) -> PublicCampaign:
    """Return a campaign that is known by its key."""
    one = _WITH_TEXTS.where(_CAMPAIGNS.c.id == campaign_id).order_by(_TEXTS.c.id)
    return _gather(rows(one), language)[0]


@settled.asked_once(lambda campaign_id: ("campaign", campaign_id))
def co_hosts(campaign_id: int) -> list[CoHosting]:
    """Return who hosts a campaign too, those that do so no more last."""
    return [_co_hosting(one) for one in rows(_CO_HOSTS, {"campaign": campaign_id})]


def co_hosts_now(campaign_id: int) -> list[CoHosting]:
    """Return who hosts a campaign too today."""
    return [one for one in co_hosts(campaign_id) if not one.is_over]


def co_hosts_by_id(keys: Collection[int]) -> list[CoHosting]:
    """Return the co-hosts of these keys, by name."""
    if not keys:
        return []
    found = db.session.scalars(select(CoHost).where(CoHost.id.in_(keys)).order_by(CoHost.name))
    return [_co_hosting(one) for one in found]


def co_host(public_id: str) -> CoHosting | None:
    """Return one co-host, None when there is none."""
    found = db.session.scalar(select(CoHost).where(CoHost.public_id == public_id))
    return _co_hosting(found) if found else None


def co_host_by_code(campaign_id: int, code: str) -> CoHosting | None:
    """Return the co-host by whose link somebody came, if it hosts this campaign and still does."""
    if not code.isascii() or not code.isalnum():
        return None
    own = select(CoHost).where(CoHost.code == code, CoHost.campaign_id == campaign_id)
    found = db.session.scalar(own.where(CoHost.ended_at.is_(None)))
    return _co_hosting(found) if found else None


def titles(campaign_ids: Collection[int], language: str) -> dict[int, tuple[str, str]]:
    """Return title and its language of each of these campaigns, by key."""
    found = _titles_of(frozenset(campaign_ids), language)
    return {key: (title, spoken) for key, title, spoken in found}


@settled.asked_once(lambda _ids, _language: ALL)
def _titles_of(campaign_ids: frozenset[int], language: str) -> tuple[tuple[int, str, str], ...]:
    """Return key, title and its language of each of these campaigns."""
    texts: dict[int, dict[str, str]] = {}
    for row in rows(*keyed(_titles, campaign_ids)):
        texts.setdefault(row.campaign_id, {})[row.language] = row.title
    said = {key: _best(own, language) for key, own in texts.items()}
    return tuple((key, texts[key][spoken], spoken) for key, spoken in said.items())


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


def imprint_sources(campaign_id: int) -> dict[str, str]:
    """Return what the host wrote of itself, Markdown by language."""
    own = select(CampaignImprint.language, CampaignImprint.markdown)
    found = rows(own.where(CampaignImprint.campaign_id == campaign_id))
    return {row.language: row.markdown for row in found}


def texts(campaign_id: int) -> dict[str, tuple[str, str]]:
    """Return title and summary of a campaign by language."""
    own = select(CampaignText.language, CampaignText.title, CampaignText.summary)
    found = rows(own.where(CampaignText.campaign_id == campaign_id))
    return {row.language: (row.title, row.summary) for row in found}


def edition(slug: str) -> Edition:
    """Return by what a kept page of a campaign is known, its key first; 404 when there is none."""
    found = rows(_EDITION, {"slug": slug})
    if not found:
        raise NotFound
    counters = tuple(found[0])
    settled.know(("campaign", slug), counters)
    return counters


def edition_of_all() -> Edition:
    """Return by what a kept page with the titles of campaigns is known."""
    counters = tuple(rows(_EDITION_OF_ALL)[0])
    settled.know(ALL, counters)
    return counters


_PARTNERS: Any = CoHost.__table__
_CO_HOSTS = Prepared(
    select(_PARTNERS)
    .where(_PARTNERS.c.campaign_id == bindparam("campaign"))
    .order_by(_PARTNERS.c.ended_at.is_not(None), _PARTNERS.c.id)
)


def _co_hosting(row: Any) -> CoHosting:
    return CoHosting(
        row.id, row.public_id, row.campaign_id, row.name, row.code, row.ended_at is not None
    )


def _best(languages: Iterable[str], language: str) -> str:
    """Return the language to show something in: the reader's, ours, or that of its first text."""
    known = list(languages)
    return next((each for each in (language, DEFAULT) if each in known), known[0])


def _gather(found: Iterable[Any], language: str) -> list[PublicCampaign]:
    """Turn rows, one for each language, into campaigns in the order of their first row."""
    grouped: dict[int, dict[str, Any]] = {}
    for row in found:
        grouped.setdefault(row.id, {})[row.language] = row
    # A campaign is founded with one text at least; see the service.
    return [filled(PublicCampaign, own[_best(own, language)]) for own in grouped.values()]
