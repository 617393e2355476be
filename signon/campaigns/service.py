"""Commands of this capability."""

from dataclasses import dataclass

from sqlalchemy import select

from signon.audit import trail
from signon.campaigns import policy
from signon.campaigns.models import ACCENT, Campaign, CampaignImprint, CampaignText
from signon.extensions import db
from signon.jobs.retry import Refused
from signon.kernel import clock, colours, slugs
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


@command
def create(draft: CampaignDraft, *, actor: str) -> Campaign:
    """Found a campaign.

    Raises `SlugUnusable`, `NameRefused`, `ContactRefused`, or `TooPale` for its accent.
    """
    slugs.require(draft.slug)
    for name in (draft.host, *(title for _, title, _ in draft.texts)):
        policy.require_name(name)
    contact = usable_contact(draft.contact)
    colours.require_legible(draft.accent)
    campaign = Campaign(
        public_id=new_public_id(),
        slug=draft.slug,
        host=draft.host,
        accent=draft.accent,
        contact=contact,
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
def change(slug: str, *, actor: str, **changes_: str) -> Campaign:
    """Change `host`, `contact` or `accent` of a campaign; raise as `create` and `NoResultFound`."""
    campaign = _existing(slug)
    if "host" in changes_:
        policy.require_name(changes_["host"])
    if "contact" in changes_:
        changes_["contact"] = usable_contact(changes_["contact"])
    if "accent" in changes_:
        colours.require_legible(changes_["accent"])
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


def _existing(slug: str) -> Campaign:
    return db.session.scalars(select(Campaign).where(Campaign.slug == slug).with_for_update()).one()
