"""A command that fails says why in one line and ends with 1; the trail knows nothing of it."""

import os
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from signon.audit.models import AuditEntry
from signon.extensions import db
from signon.papers import queries
from tests.factories import a_paper
from tests.support import programs

EXPORT = ["endorsements", "export", "--paper", "ten-doors", "--format", "csv", "--output"]
PAPER = "---\ntitle: T\nslug: s\nlanguage: en\n---\nText.\n"


def run(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=list(words))


def is_one_line(done: Result) -> bool:
    return (done.exit_code, done.stderr.count("\n"), done.stdout) == (1, 1, "")


@pytest.mark.parametrize(
    "words",
    [
        ["nonsense"],
        ["papers", "nonsense"],
        ["papers", "list", "--nonsense"],
        ["papers", "open"],
        ["papers", "open", "nothing"],
        ["papers", "import", "/nonexist/x.md", "--campaign", "nope"],
        ["campaigns", "create", "-- ", "--title", "T", "--contact", "a@x.org"],
        ["endorsements", "export", "--format", "nonsense"],
        [*EXPORT, "/nonexist/x"],
        ["backup", "create", "/nonexist/x"],
        ["erasure", "apply", "--ledger", "/nonexist"],
        ["worker", "--nonsense"],
        ["db", "nonsense"],
    ],
)
def test_a_failure_is_one_line_and_nothing_in_the_trail(app: Flask, words: list[str]) -> None:
    a_paper()
    count = select(func.count()).select_from(AuditEntry)
    before = db.session.scalar(count)

    assert is_one_line(run(app, *words))
    assert db.session.scalar(count) == before


def test_an_unforeseen_error_names_its_class_and_place_alone(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ValueError("canary")

    a_paper()
    monkeypatch.setattr(queries, "papers_of", fail)
    done = run(app, "papers", "list")

    assert is_one_line(done)
    assert "ValueError at signon/papers/cli.py" in done.stderr
    assert "canary" not in done.stderr


def test_a_word_that_is_no_text_is_refused_in_words(app: Flask) -> None:
    no_text = b"\xff".decode("utf-8", "surrogateescape")  # what Python makes of it in `argv`
    done = run(app, "campaigns", "create", "doors", "--title", no_text, "--contact", "a@x.org")

    assert is_one_line(done)
    assert "not text" in done.stderr


def test_a_campaign_that_is_not_there_takes_no_paper(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "paper.md"
    file.write_text(PAPER)
    done = run(app, "papers", "import", str(file), "--campaign", "nope")

    assert is_one_line(done)
    assert "nope" in done.stderr


@pytest.mark.parametrize("content", [b"%PDF-1.4\n% text", b"{\\rtf1 a}", b"a\0b", b"PK\3\4"])
def test_another_kind_of_file_named_md_is_refused(
    app: Flask, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "paper.md"
    file.write_bytes(content)
    words = ["--campaign", "nope", "--paper", "p", "--language", "en"]
    done = run(app, "papers", "import", str(file), *words)

    assert is_one_line(done)
    assert "not text" in done.stderr


@pytest.mark.parametrize("words", [["papers", "list"], ["worker", "--once"], ["audit", "verify"]])
def test_a_database_without_tables_is_told_in_words(tmp_path: Path, words: list[str]) -> None:
    environment = {**os.environ, "SIGNON_MODE": "sample", "DATA_DIR": str(tmp_path)}
    done = programs.run(["flask", "--app", "wsgi", *words], environment)

    assert (done.returncode, done.stderr.count("\n")) == (1, 1), done.stderr
    assert "db upgrade" in done.stderr
