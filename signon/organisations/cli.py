"""`flask organisations …`."""

import json

import click
from flask.cli import AppGroup
from sqlalchemy.exc import NoResultFound

from signon.audit import trail
from signon.kernel.errors import DomainError
from signon.organisations import queries, service
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
        place = f"{one.name} ({one.country}) [{one.public_id}]"
        click.echo(f"{one.match.score:.2f}  {place}: {_why(one)}")


@organisations.command("names")
@click.argument("organisation")
def names(organisation: str) -> None:
    """Print every name of an organisation and its language; ORGANISATION is an id of `match`."""
    found = queries.names(organisation)
    if not found:
        raise click.ClickException(f"There is no organisation {organisation!r}.")
    for known in found:
        click.echo(f"{known.language or '-'}\t{known.name}")


@organisations.command("name")
@click.argument("organisation")
@click.argument("name")
@click.option("--language", default="", help="Language of the name, such as fr; else an alias.")
@click.option("--remove", is_flag=True, help="Take the name away instead.")
def name_(organisation: str, name: str, language: str, remove: bool) -> None:
    """Let an organisation be known by NAME too; ORGANISATION is an id that `match` prints."""
    verb = service.remove_name if remove else service.add_name
    try:
        verb(organisation, name, language, actor=trail.SYSTEM)
    except NoResultFound:
        raise click.ClickException(f"There is no {organisation!r} with such a name.") from None
    except DomainError as refusal:
        raise click.ClickException(refusal.message) from None
    click.echo(f"{name!r} is {'taken away' if remove else 'noted'}.")


def _record(candidate: Candidate) -> dict[str, object]:
    return {"name": candidate.name, "score": candidate.match.score, "why": _why(candidate)}


def _why(candidate: Candidate) -> str:
    similarity = "the same name" if candidate.match.same else "a similar name"
    if candidate.known_as == candidate.name:
        return similarity
    return f"{similarity}, as it is also called: {candidate.known_as}"
