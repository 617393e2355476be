"""`flask mail …`."""

from collections import Counter
from typing import IO

import click
from flask.cli import AppGroup

from signon.kernel.errors import DomainError
from signon.outbox.returned import mailboxes, queries, service
from signon.outbox.returned.errors import Unreadable
from signon.outbox.returned.service import Outcome

mail = AppGroup("mail", help="Mail that came back.")

MOST_NAMED = 10

WORDS = {
    Outcome.GONE: "returned for good; nothing more is written to these mailboxes",
    Outcome.NOTED: "returned for now",
    Outcome.KNOWN: "noted before",
    Outcome.FOREIGN: "reports about mail that this installation did not send there",
    Outcome.OTHER: "other mail, left alone",
}


@mail.command("returned")
@click.argument("file", type=click.File("rb"))
def returned(file: IO[bytes]) -> None:
    """Read returned mail in FILE, a message or an mbox ("-": standard input), and note it.

    Whoever may have written it: only what names one of our mails and the mailbox that it went to
    counts. FILE is left as it is; the same one twice changes nothing.
    """
    queries.counts()  # a database that cannot be asked is told of before the file is read
    done, unread = _note_all(file)
    for outcome, words in WORDS.items():
        if done[outcome]:
            click.echo(f"{done[outcome]} {words}")
    if unread:
        number = done.total() + len(unread)
        raise click.ClickException(f"{len(unread)} of {number} not read: {_named(unread)}.")


@mail.command("lift")
@click.argument("address")
def lift(address: str) -> None:
    """Write again to ADDRESS, whose mail came back; not where its owner wants none."""
    if not service.lift(address):
        raise click.ClickException("No mail to this address has come back for good.")
    click.echo("It is written to again.")


def _note_all(file: IO[bytes]) -> tuple[Counter[Outcome], dict[int, str]]:
    """Return what the messages came to, and why some could not be read, by their place."""
    done: Counter[Outcome] = Counter()
    unread: dict[int, str] = {}
    try:
        for number, raw in enumerate(mailboxes.messages(file), 1):
            try:
                done[service.note(raw)] += 1
            except Unreadable as reason:
                unread[number] = str(reason)
    except DomainError as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        raise click.ClickException(f"The file cannot be read: {error.strerror}.") from None
    return done, unread


def _named(unread: dict[int, str]) -> str:
    """Return which messages of a file were not read and why, the first few of them."""
    said = [f"message {number}, {reason}" for number, reason in unread.items()]
    more = [f"{len(said) - MOST_NAMED} more"] if len(said) > MOST_NAMED else []
    return "; ".join(said[:MOST_NAMED] + more)
