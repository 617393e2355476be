"""`flask papers …`."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup
from sqlalchemy.exc import NoResultFound
from werkzeug.exceptions import NotFound

from signon.audit import trail
from signon.campaigns import queries as campaigns
from signon.kernel import clock
from signon.kernel.errors import DomainError
from signon.papers import imports, queries, service
from signon.papers.drafts import PaperDraft
from signon.papers.models import CONTESTED_SHOWN

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
    for warning in draft.warnings:
        click.echo(f"Please look at the text: {warning}", err=True)
    if (draft.change, draft.note) not in ((version.change, version.note), ("editorial", "")):
        click.echo("No new version was made, so --change and --note were not used.", err=True)
    if _has_other_dates(draft):
        click.echo("The paper is open, so its dates stay; `papers set` changes them.", err=True)


def _has_other_dates(draft: PaperDraft) -> bool:
    paper = queries.paper_by_slug(draft.slug, drafts=True)
    names = ("opens_at", "closes_at", "soft_closes_at")
    return any(getattr(draft, n) not in (None, getattr(paper, n)) for n in names)


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


@papers.command("rename")
@click.argument("slug")
@click.argument("new")
def rename(slug: str, new: str) -> None:
    """Give a paper another name in addresses; the older ones lead there for ever."""

    def change(slug: str, *, actor: str) -> None:
        service.rename(slug, new, actor=actor)

    _change(change, slug, f"called {new} now")


@papers.command("set")
@click.argument("slug")
@click.option("--partial/--no-partial", "allows_parts", default=None, help="Chosen priorities?")
@click.option("--reservations/--no-reservations", "allows_reservations", default=None)
@click.option("--closes", metavar="DATE", help="When it closes, in the paper's time zone; or none.")
@click.option("--closes-softly", metavar="DATE", help="Until when signing is asked for; or none.")
@click.option("--late-desk/--no-late-desk", default=None, help="Who comes late may still ask.")
@click.option("--publish-grades", help="Evidence that publishes at once, as words.")
@click.option("--contested", "contested_shown", type=click.Choice(CONTESTED_SHOWN))
def set_(slug: str, closes: str | None, closes_softly: str | None, **others: Any) -> None:
    """Change the rules of a paper; what is not named stays as it is."""
    dates = {"closes_at": closes, "soft_closes_at": closes_softly}

    def change(slug: str, *, actor: str) -> None:
        zone = queries.paper_by_slug(slug, drafts=True).time_zone
        written = {name: value for name, value in dates.items() if value is not None}
        moments = {name: imports.closing_moment(value, zone) for name, value in written.items()}
        kept = {name: value for name, value in others.items() if value is not None}
        service.set_rules(slug, actor=actor, **moments, **kept)

    _change(change, slug, "changed")


def _change(verb: Callable[..., object], slug: str, done: str) -> None:
    try:
        verb(slug, actor=trail.SYSTEM)
    except (NoResultFound, NotFound):
        raise click.ClickException(f"There is no paper {slug!r}.") from None
    except DomainError as refusal:
        raise click.ClickException(refusal.message % refusal.values) from None
    click.echo(f"{slug} is {done}.")
