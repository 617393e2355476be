"""A command that fails says so in one line on standard error and ends with 1, whatever it was."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import click
from flask import Flask
from flask_migrate.cli import db as migrations

from signon.kernel import troubles
from signon.kernel.errors import DomainError

_DONE = "_signon_one_line"


def init_app(app: Flask) -> None:
    """Guard every command of the app, and those that bring the tables up to date."""
    for command in (migrations, *app.cli.commands.values()):
        _guard(command)
    known = app.cli.commands

    def get_command(_context: click.Context, name: str) -> click.Command:
        if name not in known:
            raise click.ClickException(f"There is no command {name!r}.")
        return known[name]

    app.cli.get_command = get_command  # type: ignore[assignment, method-assign]


def words_of(error: Exception) -> str:
    """Return what went wrong; of an unforeseen error only its class and its place in the code."""
    # A refusal that a command has put into words is kept as their context, also "from None".
    told = error.__context__ if isinstance(error, click.ClickException) else error
    if isinstance(told, Exception) and (trouble := troubles.of(told)):
        return _sentence(trouble.words, troubles.reason_of(told))
    if isinstance(error, click.ClickException):
        return error.format_message()
    if isinstance(error, DomainError):
        return error.message % error.values
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename or 'A file'}: {error.strerror}."
    if isinstance(error, UnicodeEncodeError):
        return "What was typed is not text in UTF-8."
    return f"It failed: {type(error).__name__} at {troubles.place_of(error)}."


def _sentence(words: str, reason: str) -> str:
    said = f"{words}: {reason}" if reason else words
    return f"{said[0].upper()}{said[1:].removesuffix('.')}."


def _guard(command: click.Command) -> None:
    if hasattr(command, _DONE):
        return  # commands are made once, apps many times
    setattr(command, _DONE, True)
    command.make_context = _in_one_line(command.make_context)  # type: ignore[method-assign]
    command.invoke = _in_one_line(command.invoke)  # type: ignore[method-assign]


def _in_one_line(call: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(call)
    def run(*args: Any, **kwargs: Any) -> Any:
        try:
            return call(*args, **kwargs)
        except (click.exceptions.Exit, click.Abort, click.exceptions.NoArgsIsHelpError):
            raise
        except Exception as error:
            raise click.ClickException(" ".join(words_of(error).split())) from None

    return run
