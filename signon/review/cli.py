"""`flask endorsements …`."""

import shutil
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import IO

import click
from flask.cli import AppGroup
from werkzeug.exceptions import NotFound

from signon.audit import trail
from signon.deliveries.documents import making
from signon.deliveries.documents.order import GROUPS, Order
from signon.kernel.errors import DomainError
from signon.papers import queries as papers
from signon.papers.queries import PublicPaper
from signon.review import exports
from signon.site.error_pages import words_of
from signon.site.streams import close_if_it_fails

endorsements = AppGroup("endorsements", help="Who has endorsed.")


DOCUMENTS = ("docx", "pdf", "html", "txt")
"""Forms that are set, of what is public alone; the others of `exports.FORMATS` are tables."""


@endorsements.command("export")
@click.option("--paper", "slug", required=True, help="The paper's name in addresses.")
@click.option("--format", "kind", type=click.Choice((*exports.FORMATS, *DOCUMENTS)), required=True)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), required=True)
@click.option("--include-contacts", is_flag=True, help="Also who signed, with their addresses.")
@click.option("--language", default="en", help="Of a document: its words and the paper's text.")
@click.option("--group", type=click.Choice(GROUPS[1:]), help="Of a document: under headings.")
@click.option("--version", type=int, help="Of a document: of this version of the text.")
def export(  # noqa: PLR0913 - each is one option
    slug: str,
    kind: str,
    output: Path,
    include_contacts: bool,
    language: str,
    group: str | None,
    version: int | None,
) -> None:
    """Write a paper's endorsements into a file: the published ones, or all with contacts.

    As docx, pdf, html and txt it is a document of the paper's text and its public list.
    """
    if include_contacts and kind in DOCUMENTS:
        raise click.ClickException(f"Contacts go into {', '.join(exports.FORMATS)} only.")
    paper = _paper(slug, version)
    if kind in DOCUMENTS:
        source = _document(paper, Order(kind, language=language, group=group or ""))
    else:
        source = exports.file_of(paper, kind, contacts=include_contacts)
    with source:
        _write(output, source, partial(_note, paper, kind, include_contacts))
    click.echo(f"Written to {output}.")


def _paper(slug: str, version: int | None) -> PublicPaper:
    try:
        return papers.paper_by_slug(slug, version, drafts=True)
    except NotFound:
        wanted = f" in version {version}" if version is not None else ""
        raise click.ClickException(f"There is no paper {slug!r}{wanted}.") from None


def _document(paper: PublicPaper, order: Order) -> IO[bytes]:
    """Return a document, open and temporary; end with one line where it cannot be made."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the caller closes it
    with close_if_it_fails(file):
        try:
            making.make(paper, order, file)
        except DomainError as refusal:
            raise click.ClickException(words_of(refusal)) from None
    file.seek(0)
    return file


def _note(paper: PublicPaper, kind: str, contacts: bool) -> None:
    exports.note_export(paper, actor=trail.SYSTEM, kind=kind, contacts=contacts)


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
