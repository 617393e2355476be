"""`flask papers …`."""

from collections.abc import Callable
from pathlib import Path

import click
from flask.cli import AppGroup
from sqlalchemy.exc import NoResultFound
from werkzeug.exceptions import NotFound

from signon.audit import trail
from signon.campaigns import queries as campaigns
from signon.kernel import clock
from signon.kernel.errors import DomainError
from signon.papers import imports, queries, service

papers = AppGroup("papers", help="Papers, their texts and their state.")


@papers.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--campaign", required=True, help="The campaign's name in addresses.")
@click.option("--paper", default="", help="The paper's name in addresses, if not in the file.")
@click.option("--language", default="", help="Language tag of the text, if not in the file.")
@click.option(
    "--change",
    type=click.Choice(("editorial", "substantive")),
    default="editorial",
    help="Whether a changed text says something else; signatories can be asked about that.",
)
@click.option("--note", default="", help="What was changed, for everybody to read.")
def import_(file: Path, campaign: str, **said: str) -> None:
    """Take in a paper or a translation: Markdown with front matter, or .docx."""
    try:
        draft = imports.read(file, imports.Destination(campaign, **said))
        version = service.write(draft, actor=trail.SYSTEM)
    except DomainError as refusal:
        raise click.ClickException(refusal.message % refusal.values) from None
    except NotFound:
        raise click.ClickException(f"There is no campaign {campaign!r}.") from None
    click.echo(f"{draft.slug}: {draft.text.language}, version {version.number}.")
    if (draft.change, draft.note) not in ((version.change, version.note), ("editorial", "")):
        click.echo("No new version was made, so --change and --note were not used.", err=True)


@papers.command("list")
def list_() -> None:
    """List every paper with its state and languages."""
    now = clock.now()
    for campaign in campaigns.all_campaigns("en"):
        for paper in queries.papers_of(campaign.id, drafts=True):
            languages = " ".join(text.language for text in paper.texts)
            click.echo(f"{paper.slug}\t{paper.status(now)}\tversion {paper.version}\t{languages}")


@papers.command("open")
@click.argument("slug")
def open_(slug: str) -> None:
    """Let a paper be endorsed between its dates."""
    _change(service.open_paper, slug, "open")


@papers.command("close")
@click.argument("slug")
def close(slug: str) -> None:
    """End the endorsing of a paper now."""
    _change(service.close_paper, slug, "closed")


@papers.command("set")
@click.argument("slug")
@click.option("--partial/--no-partial", default=None, help="May chosen priorities be endorsed?")
@click.option("--reservations/--no-reservations", default=None, help="May reservations be added?")
def set_(slug: str, partial: bool | None, reservations: bool | None) -> None:
    """Say how a paper may be endorsed. What is not named stays as it is."""

    def verb(slug: str, *, actor: str) -> None:
        service.set_rules(slug, actor=actor, allows_parts=partial, allows_reservations=reservations)

    _change(verb, slug, "set")


def _change(verb: Callable[..., object], slug: str, done: str) -> None:
    try:
        verb(slug, actor=trail.SYSTEM)
    except NoResultFound:
        raise click.ClickException(f"There is no paper {slug!r}.") from None
    except DomainError as refusal:
        raise click.ClickException(refusal.message % refusal.values) from None
    click.echo(f"{slug} is {done}.")
