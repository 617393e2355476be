"""`flask campaigns …` and `flask leads …`: the first steps, without a browser."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

import click
from flask.cli import AppGroup
from sqlalchemy.exc import NoResultFound
from werkzeug.exceptions import NotFound

from signon.access import grants
from signon.access.queries import credentials, leads_of
from signon.access.roles import Role
from signon.access.second_step import service as second_step
from signon.audit import trail
from signon.campaigns import queries, service
from signon.kernel.errors import DomainError
from signon.kernel.languages import DEFAULT, INTERFACE

campaigns = AppGroup("campaigns", help="Campaigns, each with its host.")
leads = AppGroup("leads", help="The people who lead a campaign.")


@campaigns.command("create")
@click.argument("slug")
@click.option("--title", required=True, help="What the campaign is called.")
@click.option("--host", default="", help="Who hosts it; the title if not given.")
@click.option("--contact", required=True, help="Mailbox of the host, or its page (https://…).")
@click.option("--language", type=click.Choice(list(INTERFACE)), default=DEFAULT)
def create(slug: str, title: str, host: str, contact: str, language: str) -> None:
    """Found a campaign under the name SLUG."""
    try:
        draft = service.CampaignDraft(slug, host or title, ((language, title, ""),), contact)
        service.create(draft, actor=trail.SYSTEM)
    except DomainError as refusal:
        raise click.ClickException(refusal.message % refusal.values) from None
    click.echo(f"Campaign {slug} created.")


@campaigns.command("list")
def list_campaigns() -> None:
    """Print each campaign, its host, and how the host can be asked."""
    for campaign in queries.all_campaigns(DEFAULT):
        contact = campaign.contact or "NO CONTACT: set one with campaigns set --contact"
        click.echo(f"{campaign.slug}\t{campaign.host}\t{contact}")


@campaigns.command("set")
@click.argument("slug")
@click.option("--host", help="Who hosts it.")
@click.option("--contact", help="Mailbox of the host, or its page (https://…).")
@click.option("--accent", metavar="COLOUR", help="Colour of its pages, such as #7a1f2b.")
def set_(slug: str, **said: str | None) -> None:
    """Change what a campaign's pages say of its host; what is not named stays as it is."""
    changes = {name: value for name, value in said.items() if value is not None}
    if "accent" in changes:
        changes["accent"] = changes["accent"].lower()
    with _refusals_said(slug):
        service.change(slug, actor=trail.SYSTEM, **changes)
    click.echo(f"{slug} is changed.")


@campaigns.command("imprint")
@click.argument("slug")
@click.argument("file", type=click.File(encoding="utf-8"))
@click.option("--language", type=click.Choice(list(INTERFACE)), default=DEFAULT)
def imprint(slug: str, file: TextIO, language: str) -> None:
    """Show FILE, Markdown, on the imprint of a campaign; an empty one takes it away again."""
    try:
        source = file.read()
    except UnicodeDecodeError:
        raise click.ClickException(f"{file.name} is not text in UTF-8.") from None
    with _refusals_said(slug):
        service.write_imprint(slug, language, source, actor=trail.SYSTEM)
    click.echo(f"The imprint of {slug} is {'written' if source.strip() else 'empty'}: {language}.")


@leads.command("invite")
@click.argument("email")
@click.option("--campaign", "slug", help="The campaign's name in addresses; none to begin one.")
@click.option("--role", type=click.Choice([str(role) for role in Role]), help="Their role in it.")
@click.option("--create-campaigns", is_flag=True, help="They may create campaigns at the desk.")
@click.option("--language", type=click.Choice(list(INTERFACE)), default=DEFAULT)
def invite(
    email: str, slug: str | None, role: str | None, create_campaigns: bool, language: str
) -> None:
    """Invite EMAIL; the link that sets the password is mailed, and printed here.

    Without --campaign they may create campaigns at the desk, and own what they create.
    """
    if (slug is None) != (role is None):
        raise click.ClickException("--campaign and --role go together.")
    link = ""
    try:
        if create_campaigns or slug is None:
            link = grants.invite_founder(email, language=language, invited_by=trail.SYSTEM)
        if slug is not None and role is not None:
            link = _invite_to(_campaign(slug, language), email, Role(role), language)
    except DomainError as refusal:
        raise click.ClickException(f"{email!r}: {refusal.message}") from None
    click.echo(link)


def _invite_to(campaign: queries.PublicCampaign, email: str, role: Role, language: str) -> str:
    return grants.invite(
        email,
        campaign.id,
        role,
        language=language,
        invited_by=trail.SYSTEM,
        campaign_title=campaign.title,
    )


@leads.command("revoke")
@click.argument("email")
@click.option("--campaign", "slug", help="The campaign's name; none: to create campaigns.")
def revoke(email: str, slug: str | None) -> None:
    """Take the role of EMAIL in a campaign away; they are signed out at once, everywhere.

    Without --campaign they may create no campaigns any more, and keep those that they have.
    """
    account = credentials(email)
    public_id = account.public_id if account is not None else ""
    try:
        if slug is None:
            grants.revoke_founder(public_id, actor=trail.SYSTEM)
        else:
            grants.revoke(public_id, _campaign(slug).id, actor=trail.SYSTEM)
    except DomainError as refusal:
        raise click.ClickException(f"{email!r}: {refusal.message}") from None
    lost = "may create no campaigns any more" if slug is None else f"has no role in {slug} any more"
    click.echo(f"{email} {lost}.")


@leads.command("reset-two-factor")
@click.argument("email")
def reset_two_factor(email: str) -> None:
    """Take the second step off the account of EMAIL, who has lost both device and codes.

    Make sure first that it is them who ask. They are told by mail, and signed out everywhere.
    """
    account = credentials(email)
    try:
        second_step.reset(account.public_id if account else "", actor=trail.SYSTEM)
    except DomainError:
        raise click.ClickException(f"{email!r} has no second step.") from None
    click.echo(f"{email} signs in with the password alone.")


@leads.command("list")
@click.option("--campaign", "slug", required=True, help="The campaign's name in addresses.")
def list_(slug: str) -> None:
    """Print who leads a campaign: address, role, and whether a password is set."""
    for lead in leads_of(_campaign(slug).id):
        has_come = "password set" if lead.has_password else "invited"
        click.echo(f"{lead.email}\t{lead.role}\t{has_come}")


@contextmanager
def _refusals_said(slug: str) -> Iterator[None]:
    try:
        yield
    except NoResultFound:
        raise click.ClickException(f"There is no campaign {slug!r}.") from None
    except DomainError as refusal:
        raise click.ClickException(refusal.message % refusal.values) from None


def _campaign(slug: str, language: str = DEFAULT) -> queries.PublicCampaign:
    try:
        return queries.campaign_by_slug(slug, language)
    except NotFound:
        raise click.ClickException(f"There is no campaign {slug!r}.") from None
