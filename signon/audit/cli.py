"""`flask audit …`."""

import re

import click
from flask.cli import AppGroup

from signon.audit import trail

audit = AppGroup("audit", help="The trail of who did what.")

_NOTED = re.compile(r"([0-9]{1,18}):([0-9a-f]{64})")


@audit.command("verify")
@click.option("--head", "noted", help="An end that you noted before, NUMBER:HASH: still there?")
def verify(noted: str | None) -> None:
    """Name the first entry that was changed, or say that the trail is whole, and where it ends."""
    fault = trail.verify()
    if fault is not None:
        raise click.ClickException(fault.words)
    if noted is not None:
        _require(noted)
    click.echo("The trail is whole.")
    number, newest = trail.end()
    if number:
        click.echo(f"It ends with {number}:{newest}")


@audit.command("seal")
def seal() -> None:
    """Take the trail's end as it is for its true one: after an update, a new key or machine.

    The trail keeps that you did. Look at what `audit verify` says before.
    """
    try:
        trail.vouch()
    except trail.NotWhole as error:
        raise click.ClickException(str(error)) from None
    number, newest = trail.end()
    click.echo(f"Sealed. The trail ends with {number}:{newest}")


def _require(noted: str) -> None:
    parts = _NOTED.fullmatch(noted.strip())
    if not parts:
        raise click.ClickException("--head takes NUMBER:HASH, as audit verify shows it.")
    if not trail.includes(int(parts[1]), parts[2]):
        raise click.ClickException(f"Entry {parts[1]} is not the one that you noted, or is gone.")
