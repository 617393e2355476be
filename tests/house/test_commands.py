"""Every command of the house, found by walking: whatever the trouble, one line and exit 1."""

from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import Result
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import make_url

from signon.app import create_app
from tests.conftest import DATABASES, settings
from tests.support.databases import NAME, Databases

PAPER = "---\ntitle: T\nslug: s\nlanguage: en\n---\nText.\n"
GROUP_OF_LIBRARY = "db"
"""Flask-Migrate's commands, among them those that write and edit files of the checkout."""

WITHOUT_TABLES = {("config", "check"), ("sample", "mailbox"), ("backup", "restore")}
"""They ask no table; the mailbox listens until it is stopped."""

ADDRESSES = ("email", "contact")


def leaves(
    commands: dict[str, click.Command], path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    for name, command in sorted(commands.items()):
        if isinstance(command, click.Group):
            yield from leaves(command.commands, (*path, name))
        else:
            yield (*path, name), command


def words(path: tuple[str, ...], command: click.Command, file: Path) -> list[str]:
    """Return a call of a command with everything that it requires, and `--once` if it has that."""
    said = list(path)
    for one in command.params:
        if isinstance(one, click.Option) and one.required:
            said += [one.opts[0], value(one, file)]
        elif isinstance(one, click.Argument) and one.required:
            said.append(value(one, file))
        elif "--once" in one.opts:
            said.append("--once")
    return said


def value(one: click.Parameter, file: Path) -> str:
    if isinstance(one.type, click.Choice):
        return str(next(iter(one.type.choices)))
    if isinstance(one.type, click.Path | click.File):
        return str(file)
    if isinstance(one.type, click.types.IntParamType):
        return "1"
    return "somebody@example.org" if one.name in ADDRESSES else "something"


def results(app: Flask, folder: Path) -> dict[str, Result]:
    """Run every command; return how each ended."""
    own = {name: one for name, one in app.cli.commands.items() if name != GROUP_OF_LIBRARY}
    found = {}
    for path, command in leaves(own):
        file = folder / "something.md"
        file.write_text(PAPER)
        if path not in WITHOUT_TABLES:
            said = words(path, command, file)
            found[" ".join(path)] = app.test_cli_runner().invoke(args=said)
    return found


def is_one_line(done: Result) -> bool:
    return (done.exit_code, done.stderr.count("\n"), done.stdout) == (1, 1, "")


def untold(app: Flask, folder: Path, *hints: str) -> dict[str, str]:
    """Return what those said that did not end with 1 and one line with one of `hints`."""
    return {
        name: done.output
        for name, done in results(app, folder).items()
        if not (is_one_line(done) and any(hint in done.stderr for hint in hints))
    }


def a_house(folder: Path, url: str) -> Flask:
    return create_app(settings(folder, url))


@pytest.mark.parametrize("database", DATABASES)
def test_a_database_without_tables_is_told(
    databases: Databases, tmp_path: Path, database: str
) -> None:
    app = a_house(tmp_path, databases.empty(database, tmp_path))

    assert untold(app, tmp_path, "db upgrade") == {}


@pytest.mark.parametrize("database", DATABASES)
def test_tables_of_the_first_version_do_or_are_told(
    databases: Databases, tmp_path: Path, database: str
) -> None:
    app = a_house(tmp_path, databases.empty(database, tmp_path))
    with app.app_context():
        upgrade(revision="0001")
    for name, done in results(app, tmp_path).items():
        assert done.exit_code == 0 or is_one_line(done), name
        assert "It failed" not in done.output, name


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text("no database" * 500)
    app = a_house(tmp_path, f"sqlite:///{tmp_path}/{NAME}")

    assert untold(app, tmp_path, "is damaged", "is not a database") == {}


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    app = a_house(tmp_path, f"sqlite:///{tmp_path}/nowhere/{NAME}")

    assert untold(app, tmp_path, "cannot be opened", "There is no database at") == {}


@pytest.mark.parametrize("wrong", ["host", "role", "database", "option"])
def test_why_there_is_no_connection_is_told(
    databases: Databases, tmp_path: Path, wrong: str
) -> None:
    url = make_url(databases.server)
    urls = {
        "host": url.update_query_dict({"host": "/nowhere"}),
        "role": url.set(username="nowhere"),
        "database": url.set(database="nowhere"),
        "option": url.update_query_dict({"nowhere": "1"}),
    }
    app = a_house(tmp_path, urls[wrong].render_as_string(hide_password=False))

    assert untold(app, tmp_path, "nowhere") == {}
