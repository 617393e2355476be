"""`flask papers import`: Markdown with front matter, and its refusals."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from signon.papers import queries
from tests.factories import a_campaign, change_paper

WRITTEN = """---
title: Ten open doors
slug: ten-doors
language: en
addressee: To all ministers
summary: In short.
opens: 2027-03-01
closes: 2027-03-31
time_zone: Europe/Brussels
---

## 1. Doors

Doors stay open.[^1]

[^1]: See article 13.
"""
UNUSABLE = ("h5-نداء", "h5/a b", "h5?a", "h5%2ea", "'h5#a'", "Ten-Doors", "x" * 200)
"""Names that no address can hold as they are."""


def run(app: Flask, folder: Path, text: str, *options: str) -> tuple[int, str]:
    file = folder / "paper.md"
    file.write_text(text, encoding="utf-8")
    arguments = ["papers", "import", str(file), "--campaign", "open-doors", *options]
    result = app.test_cli_runner().invoke(args=arguments)
    return result.exit_code, result.output


def test_a_file_becomes_a_draft_with_its_dates_in_their_zone(app: Flask, tmp_path: Path) -> None:
    a_campaign()

    assert run(app, tmp_path, WRITTEN) == (0, "ten-doors: en, version 1.\n")

    paper = queries.paper_by_slug("ten-doors", drafts=True)
    assert paper.opens_at == datetime(2027, 2, 28, 23, 0, tzinfo=UTC)
    # Open until the last minute of the 31st in Brussels, where summer time has begun.
    assert paper.closes_at == datetime(2027, 3, 31, 22, 0, tzinfo=UTC)
    body = queries.body(paper.text("en").id)
    assert "footnote" in body.html
    assert [heading["number"] for heading in body.contents] == [1]


def test_a_time_zone_counts_without_a_date(app: Flask, tmp_path: Path) -> None:
    a_campaign()
    undated = WRITTEN.replace("opens: 2027-03-01\ncloses: 2027-03-31\n", "")

    run(app, tmp_path, undated)
    zone = queries.paper_by_slug("ten-doors", drafts=True).time_zone
    run(app, tmp_path, undated.replace("time_zone: Europe/Brussels\n", ""), "--language", "fr")

    assert zone == "Europe/Brussels"
    assert queries.paper_by_slug("ten-doors", drafts=True).time_zone == "Europe/Brussels"


def test_options_win_over_the_file(app: Flask, tmp_path: Path) -> None:
    a_campaign()

    code, _ = run(app, tmp_path, WRITTEN, "--paper", "other-doors", "--language", "fr")

    assert code == 0
    assert queries.paper_by_slug("other-doors", drafts=True).texts[0].language == "fr"


def test_a_changed_text_is_classed_and_described(app: Flask, tmp_path: Path) -> None:
    a_campaign()
    run(app, tmp_path, WRITTEN)
    change_paper(state="open")
    said = ("--change", "substantive", "--note", "Doors are closed.")

    edited = run(app, tmp_path, WRITTEN.replace("stay open", "are closed"), *said)
    again = run(app, tmp_path, WRITTEN.replace("stay open", "are closed"), "--note", "Nothing.")
    wrong = run(app, tmp_path, WRITTEN, "--change", "first")

    assert edited == (0, "ten-doors: en, version 2.\n")
    assert "not used" in again[1]
    assert wrong[0] != 0
    paper = queries.paper_by_slug("ten-doors")
    [newest, first] = queries.versions(paper.id)
    assert (newest.change, newest.note) == ("substantive", "Doors are closed.")
    assert (first.change, first.note) == ("first", "")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "slug"),
        ("---\ntitle: x\nslug: y\nlanguage: en\n---\n", "no text"),
        ("---\nslug: y\nlanguage: en\n---\ntext", "title"),
        (WRITTEN.replace("2027-03-31", "soon"), "soon"),
        (WRITTEN.replace("Europe/Brussels", "Europe/Nowhere"), "Nowhere"),
        (WRITTEN.replace("slug:", "kind: novel\nslug:"), "novel"),
        ("---\ntitle: [\n---\ntext", ""),
        (WRITTEN.replace("closes: 2027-03-31", "closes: 2027-03-28T02:30"), "2027-03-28 03:00"),
        (WRITTEN.replace("closes: 2027-03-31", "closes: 2027-10-31 02:30"), "02:30+01:00"),
        (WRITTEN.replace("Europe/Brussels", "Etc/GMT+2"), "Etc/GMT+2"),
        (
            WRITTEN.replace("opens: 2027-03-01\n", "").replace("2027-03-31", "2021-03-31"),
            "That day is past.",
        ),
        *((WRITTEN.replace("ten-doors", slug), slug.strip("'")) for slug in UNUSABLE),
    ],
    ids=range(11 + len(UNUSABLE)),
)
def test_a_file_that_cannot_become_a_paper_is_refused_in_words(
    app: Flask, tmp_path: Path, text: str, words: str
) -> None:
    a_campaign()

    code, output = run(app, tmp_path, text)

    assert code == 1
    assert words in output
    assert "Traceback" not in output


def test_an_unknown_campaign_is_named(app: Flask, tmp_path: Path) -> None:
    code, output = run(app, tmp_path, WRITTEN)

    assert code == 1
    assert "open-doors" in output
