"""`flask endorsements export` as a document: of what is public, whatever is asked."""

from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from tests.factories import a_paper, an_endorsement

EXPORT = ("endorsements", "export", "--paper", "ten-doors")


def exported(app: Flask, file: Path, *more: str) -> Result:
    words = [*EXPORT, "--format", file.suffix[1:], "--output", str(file), *more]
    return app.test_cli_runner().invoke(args=words)


@pytest.mark.parametrize("ending", ["docx", "html", "txt"])
def test_a_document_is_written_without_any_address(app: Flask, tmp_path: Path, ending: str) -> None:
    an_endorsement(a_paper(), name="Hearth", email="secret@example.org")
    file = tmp_path / f"list.{ending}"

    done = exported(app, file, "--group", "country", "--language", "fr", "--version", "1")

    assert done.exit_code == 0, done.output
    assert b"secret@example.org" not in file.read_bytes()
    assert ending == "docx" or b"Hearth" in file.read_bytes()


def test_contacts_go_into_tables_only(app: Flask, tmp_path: Path) -> None:
    a_paper()
    file = tmp_path / "list.pdf"

    done = exported(app, file, "--include-contacts")

    assert done.exit_code == 1
    assert done.output == "Error: Contacts go into csv, xlsx, json only.\n"
    assert not file.exists()


def test_a_version_that_there_is_not_is_one_line(app: Flask, tmp_path: Path) -> None:
    a_paper()

    done = exported(app, tmp_path / "list.txt", "--version", "7")

    assert done.exit_code == 1
    assert done.output == "Error: There is no paper 'ten-doors' in version 7.\n"
