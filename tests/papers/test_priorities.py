"""Priorities are known by their number, which is the same in every language."""

from pathlib import Path

import pytest
from flask import Flask

from signon.audit import trail
from signon.papers import queries, service
from signon.papers.drafts import PaperDraft
from signon.papers.policy import NothingToChoose
from signon.papers.texts import priorities
from tests.factories import a_campaign, a_paper, a_text
from tests.papers.test_imports import WRITTEN, run

ARABIC = "## 1. أبواب\n\nمفتوحة.\n\n## 2. سقوف\n\nللجميع.\n"


@pytest.mark.parametrize(
    ("numbers", "stored"),
    [
        ((), ""),
        ((3,), "3"),
        ((1, 2), "1-2"),
        ((9, 1, 2, 3, 4, 5, 6, 7, 7), "1-7,9"),
        ((1, 3, 5), "1,3,5"),
        (range(1, 13), "1-12"),
    ],
)
def test_a_set_of_numbers_has_one_form(numbers: tuple[int, ...], stored: str) -> None:
    assert priorities.written(numbers) == stored
    assert priorities.numbers(stored) == tuple(sorted(set(numbers)))


def test_priorities_come_in_the_readers_language_with_the_anchor_of_that_text(app: Flask) -> None:
    a_paper()
    service.write(PaperDraft("open-doors", "ten-doors", a_text("ar", markdown=ARABIC)), actor="x")
    paper = queries.paper_by_slug("ten-doors")

    found = queries.priorities(paper, "ar")

    assert paper.priorities == "1-2"
    assert [(one.number, one.title, one.language) for one in found] == [
        (1, "أبواب", "ar"),
        (2, "سقوف", "ar"),
    ]
    html = queries.body(paper.text("ar").id).html
    assert all(f'id="{one.anchor}"' in html for one in found)


def test_what_a_translation_lacks_stands_there_in_the_words_of_the_original(app: Flask) -> None:
    a_paper()
    short = a_text("fr", markdown="## 2. Toits\n\nPour tous.\n")
    service.write(PaperDraft("open-doors", "ten-doors", short), actor=trail.SYSTEM)

    found = queries.priorities(queries.paper_by_slug("ten-doors"), "fr")

    assert [(one.title, one.language) for one in found] == [("Doors", "en"), ("Toits", "fr")]


def test_each_version_has_the_priorities_of_its_own_text(app: Flask) -> None:
    a_paper()

    longer = a_text(markdown="## 1. Doors\n\nx\n\n## 2. Roofs\n\nx\n\n## 4. Walls\n\nx\n")
    service.write(PaperDraft("open-doors", "ten-doors", longer), actor=trail.SYSTEM)

    assert queries.paper_by_slug("ten-doors").priorities == "1-2,4"
    assert queries.paper_by_slug("ten-doors", 1).priorities == "1-2"


def test_the_text_of_a_draft_brings_its_priorities_along(app: Flask) -> None:
    a_paper(state="draft")

    shorter = a_text(markdown="## 1. Doors\n\nx\n")
    service.write(PaperDraft("open-doors", "ten-doors", shorter), actor=trail.SYSTEM)

    assert queries.paper_by_slug("ten-doors", drafts=True).priorities == "1"


def test_a_lead_sets_the_rules_one_by_one_and_the_trail_knows(app: Flask) -> None:
    paper = a_paper()
    assert (paper.takes_parts, paper.allows_reservations) == (False, False)

    service.set_rules("ten-doors", actor="lead", allows_parts=True)
    service.set_rules("ten-doors", actor="lead", allows_reservations=True)

    paper = queries.paper_by_slug("ten-doors")
    assert (paper.takes_parts, paper.allows_reservations) == (True, True)
    changes = [e.details for e in trail.history(paper.public_id) if e.action == "set_rules"]
    assert changes == [{"allows_parts": True}, {"allows_reservations": True}]


def test_a_paper_without_numbers_cannot_be_endorsed_in_part(app: Flask) -> None:
    a_paper()
    plain = a_text(markdown="## Doors\n\nOpen.\n")
    service.write(PaperDraft("open-doors", "ten-doors", plain), actor=trail.SYSTEM)

    with pytest.raises(NothingToChoose):
        service.set_rules("ten-doors", actor="lead", allows_parts=True)


def test_the_command_line_sets_the_rules(app: Flask) -> None:
    a_paper()
    runner = app.test_cli_runner()

    done = runner.invoke(args=["papers", "set", "ten-doors", "--partial", "--reservations"])
    again = runner.invoke(args=["papers", "set", "ten-doors", "--no-reservations"])
    unknown = runner.invoke(args=["papers", "set", "no-doors", "--partial"])

    assert (done.exit_code, again.exit_code, unknown.exit_code) == (0, 0, 1)
    paper = queries.paper_by_slug("ten-doors")
    assert (paper.takes_parts, paper.allows_reservations) == (True, False)


@pytest.mark.parametrize("yes", ["yes", "true", '"yes"'])
def test_the_head_of_a_file_sets_the_rules(app: Flask, tmp_path: Path, yes: str) -> None:
    a_campaign()
    more = f"{WRITTEN}\n## 2. Roofs\n\nFor all.\n"
    head = more.replace("slug:", f"partial: {yes}\nreservations: no\nslug:")

    assert run(app, tmp_path, head)[0] == 0

    paper = queries.paper_by_slug("ten-doors", drafts=True)
    assert (paper.takes_parts, paper.allows_reservations) == (True, False)


@pytest.mark.parametrize("said", ["perhaps", "[1]", "2", "{}"])
def test_a_rule_that_is_neither_yes_nor_no_is_refused(
    app: Flask, tmp_path: Path, said: str
) -> None:
    a_campaign()

    code, words = run(app, tmp_path, WRITTEN.replace("slug:", f"partial: {said}\nslug:"))

    assert code == 1
    assert "partial" in words or "line 3" in words
