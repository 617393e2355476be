"""Commands of this capability."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from signon.access import grants
from signon.audit import trail
from signon.campaigns import policy, queries
from signon.campaigns.models import ACCENT, Campaign, CampaignImprint, CampaignText
from signon.extensions import db
from signon.jobs.retry import Refused
from signon.kernel import clock, colours, slugs, wall_clock
from signon.markup import markdown
from signon.outbox import message
from signon.site import changes
from signon.submissions.models import new_public_id
from signon.transaction import command


@dataclass(frozen=True)
class CampaignDraft:
    """A campaign as its founder describes it; `texts` are language, title and summary."""

    slug: str
    host: str
    texts: tuple[tuple[str, str, str], ...]
    contact: str
    accent: str = ACCENT
    time_zone: str = "UTC"


@command
def create(draft: CampaignDraft, *, actor: str) -> Campaign:
    """Found a campaign.

    Raises `SlugUnusable`, `SlugTaken`, `TitleMissing`, `NameRefused`, `ContactRefused`, or
    `TooPale` for its accent.
    """
    policy.require_titles(draft.texts)
    policy.require_name(draft.host)
    slugs.require(draft.slug)
    _require_free(draft.slug)
    contact = usable_contact(draft.contact)
    colours.require_legible(draft.accent)
    zone = str(wall_clock.zone(draft.time_zone))
    campaign = Campaign(
        public_id=new_public_id(),
        slug=draft.slug,
        host=draft.host,
        accent=draft.accent,
        contact=contact,
        time_zone=zone,
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


@command
def found(draft: CampaignDraft, *, founder: str) -> Campaign:
    """Create a campaign at the desk; whoever does so, by public id, becomes its owner.

    Raises as `create`.
    """
    try:
        with db.session.begin_nested():
            campaign = create(draft, actor=founder)
    except IntegrityError:  # somebody else founded one of that name in this moment
        _require_free(draft.slug)
        raise
    grants.make_owner(founder, campaign.id)
    return campaign


@command
def settle(slug: str, wanted: CampaignDraft, imprints: dict[str, str], *, actor: str) -> None:
    """Change everything that the page of the settings shows; its slug alone stays.

    `imprints` are Markdown by language, "" for none. Raises as `create` and `write_imprint`.
    """
    campaign = _existing(slug)
    head = {name: getattr(wanted, name) for name in ("host", "contact", "accent", "time_zone")}
    changed = {name: value for name, value in head.items() if value != getattr(campaign, name)}
    if changed:
        change(slug, actor=actor, **changed)
    if set(wanted.texts) != {(t.language, t.title, t.summary) for t in campaign.texts}:
        write_texts(slug, wanted.texts, actor=actor)
    kept = queries.imprint_sources(campaign.id)
    for language, source in imprints.items():
        if source.strip() != kept.get(language, "").strip():
            write_imprint(slug, language, source, actor=actor)


@command
def write_texts(slug: str, texts: tuple[tuple[str, str, str], ...], *, actor: str) -> None:
    """Let a campaign be called so from now on: language, title, summary of each.

    Raises `TitleMissing`, `NameRefused` and `NoResultFound`.
    """
    policy.require_titles(texts)
    campaign = _existing(slug)
    campaign.texts.clear()
    db.session.flush()
    campaign.texts.extend(
        CampaignText(language=language, title=title, summary=summary)
        for language, title, summary in texts
    )
    changes.note("campaign", campaign.id)
    trail.record("write_campaign_texts", campaign.public_id, actor=actor)


@command
def change(slug: str, *, actor: str, **changes_: str) -> Campaign:
    """Change `host`, `contact`, `accent` or `time_zone` of a campaign.

    Raises as `create`, and `NoResultFound`.
    """
    campaign = _existing(slug)
    if "host" in changes_:
        policy.require_name(changes_["host"])
    if "contact" in changes_:
        changes_["contact"] = usable_contact(changes_["contact"])
    if "accent" in changes_:
        colours.require_legible(changes_["accent"])
    if "time_zone" in changes_:
        changes_["time_zone"] = str(wall_clock.zone(changes_["time_zone"]))
    for name, value in changes_.items():
        setattr(campaign, name, value)
    changes.note("campaign", campaign.id)
    # Which, and not what: a contact may be somebody's address.
    trail.record("change_campaign", campaign.public_id, actor=actor, what=", ".join(changes_))
    return campaign


@command
def write_imprint(slug: str, language: str, source: str, *, actor: str) -> None:
    """Keep what the host says of itself in a language, as Markdown; "" takes it away.

    Raises `markdown.TextTooLarge` and `NoResultFound`.
    """
    campaign = _existing(slug)
    kept = db.session.get(CampaignImprint, (campaign.id, language))
    if kept is not None:
        db.session.delete(kept)
        db.session.flush()
    if source.strip():
        html = markdown.render(source, language=language).html
        imprint = CampaignImprint(
            campaign_id=campaign.id, language=language, markdown=source, html=html
        )
        db.session.add(imprint)
    changes.note("campaign", campaign.id)
    trail.record("write_imprint", campaign.public_id, actor=actor, language=language)


def usable_contact(contact: str) -> str:
    """Return how a host can be asked, a mailbox or a page; raise `ContactRefused` for neither."""
    contact = contact.strip()
    if "@" not in contact or policy.is_page(contact):
        return policy.page_of(contact)
    try:
        return message.recipient(contact)
    except Refused:
        raise policy.ContactRefused from None


def _require_free(slug: str) -> None:
    if _is_taken(slug):
        free = next(name for name in slugs.variants(slug) if not _is_taken(name))
        raise policy.SlugTaken(name=slug, free=free)


def _is_taken(slug: str) -> bool:
    return db.session.scalar(select(Campaign.id).where(Campaign.slug == slug)) is not None


def _existing(slug: str) -> Campaign:
    return db.session.scalars(select(Campaign).where(Campaign.slug == slug).with_for_update()).one()
