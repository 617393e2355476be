"""What the head of a file says is taken as it is written, or refused by name and line."""

from pathlib import Path

import pytest
from flask import Flask

from signon.papers import queries
from tests.factories import a_campaign
from tests.papers.test_imports import WRITTEN, run
from tests.support.databases import on_one_database


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("title: Yes", "Yes"),
        ("title: 16:30", "16:30"),
        ("title: Priority #1 for all", "Priority #1 for all"),
        ("title: 2027-03-31", "2027-03-31"),
        ("title: 012", "012"),
    ],
)
def test_a_title_is_what_is_written(app: Flask, tmp_path: Path, line: str, title: str) -> None:
    a_campaign()

    assert run(app, tmp_path, WRITTEN.replace("title: Ten open doors", line))[0] == 0

    assert queries.paper_by_slug("ten-doors", drafts=True).texts[0].title == title


@pytest.mark.parametrize(
    ("written", "tag"),
    [("no", "no"), ("fr_FR", "fr-FR"), ("PT-br", "pt-BR"), ("zh_hant", "zh-Hant"), ("fra", "fr")],
)
def test_a_language_is_written_as_a_tag(app: Flask, tmp_path: Path, written: str, tag: str) -> None:
    a_campaign()
    text = WRITTEN.replace("language: en\n", "")

    assert run(app, tmp_path, text.replace("slug:", f"language: {written}\nslug:"))[0] == 0
    assert run(app, tmp_path, text, "--language", written)[0] == 0

    assert [t.language for t in queries.paper_by_slug("ten-doors", drafts=True).texts] == [tag]


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("language: en", "language: English", ("line 4", "English")),
        ("language: en", "language: xx", ("line 4", "xx")),
        ("language: en", "language: en-ZZZ", ("line 4", "en-zzz")),
        ("closes:", "deadline:", ("line 8", "deadline", "“closes”")),
        ("closes:", "Closes:", ("line 8", "Closes", "“closes”")),
        ("closes:", "closes softly:", ("line 8", "“closes_softly”")),
        ("closes:", "clsoes:", ("line 8", "“closes”")),
        ("time_zone:", "Time-Zone:", ("line 9", "“time_zone”")),
        ("summary:", "wombat:", ("line 6", "wombat", "addressee")),
        ("2027-03-31", "2027-02-30", ("line 8", "2027-02-30")),
        ("2027-03-31", "31.3.2027", ("line 8", "31.3.2027")),
        ("2027-03-31", "9999-12-31", ("line 8", "9999-12-31")),
        ("2027-03-31", "2027-03-28T02:30", ("line 8", "03:00")),
        ("Europe/Brussels", "Etc/GMT+2", ("line 9", "Etc/GMT+2")),
        ("In short.", "In short. # not yet", ("line 6", "#")),
        ("slug:", "partial: maybe\nslug:", ("line 3", "partial")),
        ("title: Ten open doors", "title: [a, b]", ("line 2",)),
        ("slug:", "title: Twice\nslug:", ("line 3",)),
    ],
)
@on_one_database
def test_what_cannot_be_is_named_with_its_line(
    app: Flask, tmp_path: Path, before: str, after: str, words: tuple[str, ...]
) -> None:
    a_campaign()

    code, output = run(app, tmp_path, WRITTEN.replace(before, after, 1))

    assert code == 1
    assert all(word.casefold() in output.casefold() for word in words), output


@pytest.mark.parametrize(("written", "allowed"), [("yes", True), ("True", True), ("no", False)])
def test_yes_and_no_are_understood(app: Flask, tmp_path: Path, written: str, allowed: bool) -> None:
    a_campaign()

    run(app, tmp_path, WRITTEN.replace("slug:", f"reservations: {written}\nslug:"))

    assert queries.paper_by_slug("ten-doors", drafts=True).allows_reservations is allowed
