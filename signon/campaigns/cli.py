"""`flask campaigns …` and `flask leads …`: the first steps, without a browser."""

import click
from flask.cli import AppGroup
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import NotFound

from signon.access import service as access
from signon.access.queries import credentials, leads_of
from signon.access.roles import Role
from signon.audit import trail
from signon.campaigns import queries, service
from signon.jobs.retry import Refused
from signon.kernel.errors import DomainError
from signon.kernel.languages import DEFAULT, INTERFACE
from signon.outbox import message

campaigns = AppGroup("campaigns", help="Campaigns, each with its host.")
leads = AppGroup("leads", help="The people who lead a campaign.")


@campaigns.command("create")
@click.argument("slug")
@click.option("--title", required=True, help="What the campaign is called.")
@click.option("--host", default="", help="Who hosts it; the title if not given.")
@click.option("--contact", default="", help="Address at which the host reads answers to mails.")
@click.option("--language", type=click.Choice(list(INTERFACE)), default=DEFAULT)
def create(slug: str, title: str, host: str, contact: str, language: str) -> None:
    """Found a campaign under the name SLUG."""
    try:
        address = message.recipient(contact) if contact else ""
        draft = service.CampaignDraft(
            slug, host or title, ((language, title, ""),), contact=address
        )
        service.create(draft, actor=trail.SYSTEM)
    except Refused:
        raise click.ClickException(f"{contact!r} is not an e-mail address.") from None
    except DomainError as refusal:
        raise click.ClickException(refusal.message) from None
    except IntegrityError:
        raise click.ClickException(f"There is a campaign {slug!r} already.") from None
    click.echo(f"Campaign {slug} created.")


@leads.command("invite")
@click.argument("email")
@click.option("--campaign", "slug", required=True, help="The campaign's name in addresses.")
@click.option("--role", type=click.Choice([str(role) for role in Role]), required=True)
@click.option("--language", type=click.Choice(list(INTERFACE)), default=DEFAULT)
def invite(email: str, slug: str, role: str, language: str) -> None:
    """Invite EMAIL; the link that sets the password is mailed, and printed here."""
    campaign = _campaign(slug, language)
    try:
        link = access.invite(
            email,
            campaign.id,
            Role(role),
            language=language,
            invited_by=trail.SYSTEM,
            campaign_title=campaign.title,
        )
    except DomainError as refusal:
        raise click.ClickException(f"{email!r}: {refusal.message}") from None
    click.echo(link)


@leads.command("revoke")
@click.argument("email")
@click.option("--campaign", "slug", required=True, help="The campaign's name in addresses.")
def revoke(email: str, slug: str) -> None:
    """Take the role of EMAIL in a campaign away; they are signed out at once, everywhere."""
    account = credentials(email)
    public_id = account.public_id if account is not None else ""
    try:
        access.revoke(public_id, _campaign(slug).id, actor=trail.SYSTEM)
    except DomainError as refusal:
        raise click.ClickException(f"{email!r}: {refusal.message}") from None
    click.echo(f"{email} has no role in {slug} any more.")


@leads.command("list")
@click.option("--campaign", "slug", required=True, help="The campaign's name in addresses.")
def list_(slug: str) -> None:
    """Print who leads a campaign: address, role, and whether a password is set."""
    for lead in leads_of(_campaign(slug).id):
        has_come = "password set" if lead.has_password else "invited"
        click.echo(f"{lead.email}\t{lead.role}\t{has_come}")


def _campaign(slug: str, language: str = DEFAULT) -> queries.PublicCampaign:
    try:
        return queries.campaign_by_slug(slug, language)
    except NotFound:
        raise click.ClickException(f"There is no campaign {slug!r}.") from None
