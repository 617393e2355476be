"""`flask organisations …`."""

import json

import click
from flask.cli import AppGroup

from signon.organisations import queries
from signon.organisations.queries import Candidate

organisations = AppGroup("organisations", help="The organisations that may stand under a paper.")


@organisations.command("match")
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array for a program.")
def match(name: str, as_json: bool) -> None:
    """Print the stored organisations that NAME may mean, best first."""
    found = queries.candidates(name)
    if as_json:
        click.echo(json.dumps([_record(one) for one in found], ensure_ascii=False))
        return
    for one in found:
        click.echo(f"{one.match.score:.2f}  {one.name} ({one.country}): {_why(one)}")


def _record(candidate: Candidate) -> dict[str, object]:
    return {"name": candidate.name, "score": candidate.match.score, "why": _why(candidate)}


def _why(candidate: Candidate) -> str:
    similarity = "the same name" if candidate.match.same else "a similar name"
    if candidate.known_as == candidate.name:
        return similarity
    return f"{similarity}, as it is also called: {candidate.known_as}"
