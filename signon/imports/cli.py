"""`flask endorsements import`."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import click
from flask.cli import AppGroup
from werkzeug.exceptions import NotFound

from signon.audit import trail
from signon.imports import policy, queries, reading, report, running, service, standing
from signon.imports.drafts import Sheet, Terms
from signon.imports.records import ACCEPTED, TARGETS, Reading, Unreadable, Wishes
from signon.imports.sheets.grid import MOST_BYTES
from signon.kernel.languages import DEFAULT, INTERFACE
from signon.papers.queries import PublicPaper, paper_by_slug

endorsements = AppGroup("endorsements", help="Who has endorsed.")

_TARGETS = {**{name: name for name in TARGETS}, **{v: k for k, v in report.ALSO_CALLED.items()}}


class Mapped(click.ParamType[tuple[str, str]]):
    """A column for a target, such as `organisation=Name of NGO`; nothing behind "=" for none."""

    name = "target=column"

    def convert(self, value: Any, param: Any, ctx: Any) -> tuple[str, str]:
        target, _, column = str(value).partition("=")
        if target not in _TARGETS:
            self.fail(f"{target!r} is none of {', '.join(_TARGETS)}.", param, ctx)
        return _TARGETS[target], column


@endorsements.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--paper", "slug", required=True, help="The paper's name in addresses.")
@click.option("--dry-run", is_flag=True, help="Only say what the file holds, and write nothing.")
@click.option("--map", "mapping", type=Mapped(), multiple=True, help="Which column is meant.")
@click.option(
    "--email",
    type=click.Choice(("required", "optional")),
    default="required",
    help="Whether rows without an address are taken.",
)
@click.option("--sheet", help="The sheet of a workbook, else the first one with a table.")
@click.option("--header", "header_record", type=click.IntRange(1), help="The header's row.")
@click.option("--encoding", help="Of a text, else the likeliest one.")
@click.option("--delimiter", help="What separates the cells of a text.")
@click.option("--evidence", default="", help="How you know, such as “e-mail of 3 May”.")
@click.option("--wait", is_flag=True, help="Put nothing on the list: a lead looks first.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for a program.")
def import_(file: Path, slug: str, as_json: bool, dry_run: bool, **said: Any) -> None:
    """Read a list that was signed elsewhere: CSV, TSV, XLSX, XLS or ODS."""
    evidence, wait = said.pop("evidence"), said.pop("wait")
    try:
        paper = _paper(slug)
        sheet, wishes = _opened(file, paper, said)
        found = reading.read(sheet.content, file.name, wishes)
    except Unreadable as refusal:
        _refuse(as_json, refusal.code, refusal.message % refusal.values)
    if found.ambiguous:
        _ask(as_json, found)
    found = standing.seen_beside(paper.id, found)
    if not dry_run and found.count(ACCEPTED):
        _write(
            service.keep(paper, sheet, found, wishes, lead=trail.SYSTEM),
            terms_of(paper, evidence, wait=wait),
        )
    if as_json:
        click.echo(json.dumps(report.of_reading(found), ensure_ascii=False))
    else:
        click.echo("\n".join(_summary(found)))


def _write(public_id: str, terms: Terms) -> None:
    """Write the rows of a sheet, and say on stderr how far that is."""
    service.write(queries.run(public_id), terms, lead=trail.SYSTEM)
    while running.write_portion(public_id):
        click.echo(queries.progress(public_id), err=True)
    click.echo(queries.progress(public_id), err=True)


def terms_of(paper: PublicPaper, evidence: str, *, wait: bool) -> Terms:
    """Return on what word rows stand; they wait where the paper has everything looked at first."""
    original = paper.authoritative_language
    language = original if original in INTERFACE else DEFAULT
    at_once = paper.publication == "on_confirmation" and not wait
    return Terms(evidence[: policy.LONGEST_EVIDENCE], language, at_once)


def _opened(file: Path, paper: PublicPaper, said: dict[str, Any]) -> tuple[Sheet, Wishes]:
    required, mapping = said.pop("email") == "required", dict(said.pop("mapping"))
    wishes = Wishes(**said, mapping=mapping, email_required=required, time_zone=paper.time_zone)
    with file.open("rb") as source:
        return Sheet(file.name, source.read(MOST_BYTES + 1)), wishes


def _paper(slug: str) -> PublicPaper:
    try:
        return paper_by_slug(slug, drafts=True)
    except NotFound:
        raise Unreadable("unknown_paper", "There is no paper “%(slug)s”.", slug=slug) from None


def _refuse(as_json: bool, code: str, message: str, **more: Any) -> NoReturn:
    """End the command with exit code 1, and say why."""
    if as_json:
        click.echo(json.dumps({"error": code, "message": message, **more}, ensure_ascii=False))
        raise click.exceptions.Exit(1)
    raise click.ClickException(message)


def _ask(as_json: bool, found: Reading) -> NoReturn:
    lines = [
        f'--map "{question.target}={column.title}"   such as {", ".join(column.examples)}'
        for question in found.ambiguous
        for column in question.columns
    ]
    said = "More than one column may be meant. Please say which one:"
    message = said if as_json else "\n".join([said, *lines])
    questions = report.of_questions(found.ambiguous)
    _refuse(as_json, "ambiguous_columns", message, questions=questions)


def _summary(found: Reading) -> Iterator[str]:
    layout = found.layout
    yield (
        f"Header in row {layout.header_record}"
        + _of("sheet", layout.sheet)
        + _of("encoding", layout.encoding)
    )
    yield from (f"  {target}: {title}" for target, title in layout.mapping.items())
    yield from (f"Left out: {one.what} {one.where} {one.text}".rstrip() for one in found.left_out)
    for row in found.rows:
        if row.reason:
            yield f"Row {row.record}: {row.reason}{_of('repeats row', row.duplicate_of)}"
        elif row.possible_duplicate_of:
            yield f"Row {row.record}: perhaps as row {row.possible_duplicate_of}"
    counts = (found.count(status) for status in ("accepted", "rejected", "duplicate"))
    yield "{} rows: {} accepted, {} rejected, {} repeated.".format(len(found.rows), *counts)


def _of(word: str, value: object) -> str:
    return f", {word} {value}" if value else ""
