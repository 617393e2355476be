"""`flask endorsements …`."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import IO

import click
from flask.cli import AppGroup
from werkzeug.exceptions import NotFound

from signon.audit import trail
from signon.papers.queries import paper_by_slug
from signon.review import exports

endorsements = AppGroup("endorsements", help="Who has endorsed.")


@endorsements.command("export")
@click.option("--paper", "slug", required=True, help="The paper's name in addresses.")
@click.option("--format", "kind", type=click.Choice(exports.FORMATS), required=True)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), required=True)
@click.option("--include-contacts", is_flag=True, help="Also who signed, with their addresses.")
def export(slug: str, kind: str, output: Path, include_contacts: bool) -> None:
    """Write a paper's endorsements into a file: the published ones, or all with contacts."""
    try:
        paper = paper_by_slug(slug, drafts=True)
    except NotFound:
        raise click.ClickException(f"There is no paper {slug!r}.") from None
    with exports.file_of(paper, kind, contacts=include_contacts) as source:
        _write(
            output,
            source,
            lambda: exports.note_export(
                paper, actor=trail.SYSTEM, kind=kind, contacts=include_contacts
            ),
        )
    click.echo(f"Written to {output}.")


def _write(output: Path, source: IO[bytes], note: Callable[[], None]) -> None:
    """Write the file, and note it before it takes its name: no export is unknown to the trail.

    Nor does the trail know one that could not be written.
    """
    part = output.with_name(f".{output.name}.part")
    try:
        part.touch(mode=0o600)
        with part.open("wb") as target:
            shutil.copyfileobj(source, target)
        note()
        part.replace(output)
    except OSError as error:
        raise click.ClickException(f"{output} cannot be written: {error.strerror}.") from None
    finally:
        part.unlink(missing_ok=True)
