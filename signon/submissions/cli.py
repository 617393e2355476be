"""`flask erasure …`."""

from pathlib import Path

import click
from flask.cli import AppGroup

from signon.submissions.lifetime import erasure as erasures
from signon.submissions.lifetime import ledger

erasure = AppGroup("erasure", help="Personal data that was erased.")


@erasure.command("apply")
@click.option(
    "--ledger",
    "path",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Another ledger than that of the data folder, such as another machine's.",
)
def apply(path: Path | None) -> None:
    """Erase again what had been erased, after a backup was restored."""
    if path and path.stat().st_size and not any(ledger.entries(path)):
        raise click.ClickException(f"{path} is no ledger of erasures.")
    done = erasures.apply(path)
    for what, number in sorted(done.items()):
        click.echo(f"{what}: {number}")
    click.echo(f"Nothing in {path or ledger.place()} is left to be erased.")
