"""Two texts compared word by word: nothing is lost, nothing is made up, and it ends in time."""

import random
from dataclasses import replace

import pytest

from signon.papers.differences import Compared, Difference, TextSource, between
from tests.support.patience import must_end

WORDS = ["the", "of", "and", "doors", "open", "roofs", "every", "one", "shall", "stay"]


def text(markdown: str, title: str = "Ten doors") -> TextSource:
    return TextSource(title, "", "", markdown)


def told(passage: Compared) -> str:
    """Return a passage as it is read: [-removed-], {+added+}."""
    signs = {"removed": "[-{}-]", "added": "{{+{}+}}", "": "{}"}
    parts = [
        (" " if run.spaced else "") + signs[run.change].format(run.html) for run in passage.runs
    ]
    return "".join(parts).strip()


def changed(older: str, newer: str) -> list[str]:
    difference = between(text(older), text(newer))
    return [told(passage) for passage in difference.passages if passage.is_changed]


def side(difference: Difference, without: str) -> list[str]:
    """Return what one of the two texts says, passage by passage."""
    found = [
        "".join((" " if r.spaced else "") + r.html for r in p.runs if r.change != without).strip()
        for p in difference.passages
    ]
    return [line for line in found if line]


@pytest.mark.parametrize(
    ("older", "newer", "expected"),
    [
        ("All doors stay open.", "Most doors stay open.", "[-All-] {+Most+} doors stay open."),
        ("Doors stay open.", "Doors stay wide open.", "Doors stay {+wide+} open."),
        ("Open, always.", "Open always.", "Open[-,-] always."),
        ("All *doors* stay.", "All doors stay.", "All [-<em>doors</em>-] {+doors+} stay."),
        (
            "See [it](https://a.example.org/) there, at the door of the house.",
            "See [it](https://b.example.org/) there, at the door of the house.",
            "See it [-(https://a.example.org/)-] {+(https://b.example.org/)+} there, "
            "at the door of the house.",
        ),
        ("## Doors of all\n\nx", "## Gates of all\n\nx", "[-Doors-] {+Gates+} of all"),
    ],
)
def test_a_rewording_shows_the_words(older: str, newer: str, expected: str) -> None:
    assert changed(older, newer) == [expected]


def test_a_little_word_between_two_changes_is_read_with_them() -> None:
    older = "They come in by the door of the old house every day."
    newer = "They come in by a gate of a new house every day."

    assert changed(older, newer) == [
        "They come in by [-the door of the old-] {+a gate of a new+} house every day."
    ]


def test_a_passage_between_others_is_added_or_removed_whole() -> None:
    older, newer = "Doors.\n\n- one\n- two\n", "Doors.\n\n- one\n- a third thing\n- two\n"

    assert changed(older, newer) == ["{+a third thing+}"]
    assert changed(newer, older) == ["[-a third thing-]"]


def test_the_title_counts_and_another_order_of_numbers_does_not() -> None:
    difference = between(text("1. a\n2. b\n", "Ten doors"), text("3. a\n4. b\n", "Nine doors"))

    assert [told(p) for p in difference.passages] == ["[-Ten-] {+Nine+} doors", "a", "b"]
    assert (difference.words("removed"), difference.words("added"), difference.places) == (1, 1, 1)


def test_whatever_is_written_is_escaped() -> None:
    older, newer = "<b>x</b> & `<i>`", '<script>alert(1)</script> [a](https://e.example.org/"<u>)'
    found = between(replace(text(older), title="<u>"), replace(text(newer), title="<s>\"'"))

    html = "".join(run.html for passage in found.passages for run in passage.runs)
    for tag in ("<b>", "<i>", "<u>", "<s>", "<script>"):
        assert tag not in html
    assert "&lt;script&gt;" in html


def a_text(dice: random.Random, paragraphs: int, words: int) -> list[list[str]]:
    return [[dice.choice(WORDS) for _ in range(words)] for _ in range(paragraphs)]


def edited(dice: random.Random, paragraphs: list[list[str]]) -> list[list[str]]:
    found = []
    for words in paragraphs:
        if dice.random() < 0.1:
            continue
        found.append([dice.choice(WORDS) if dice.random() < 0.1 else word for word in words])
        if dice.random() < 0.1:
            found.append([dice.choice(WORDS) for _ in words])
    return found


def markdown(paragraphs: list[list[str]]) -> str:
    return "\n\n".join(" ".join(words) for words in paragraphs)


@pytest.mark.parametrize("seed", range(20))
def test_both_texts_can_be_read_out_of_their_difference(seed: int) -> None:
    dice = random.Random(seed)
    older = a_text(dice, 12, 15)
    newer = edited(dice, older)

    difference = between(text(markdown(older)), text(markdown(newer)))

    assert side(difference, "added")[1:] == [" ".join(words) for words in older]
    assert side(difference, "removed")[1:] == [" ".join(words) for words in newer]


@pytest.mark.parametrize(("paragraphs", "words"), [(300, 67), (1, 20_000), (7_000, 2)])
def test_twenty_thousand_words_are_compared_in_time(paragraphs: int, words: int) -> None:
    dice = random.Random(7)
    older = a_text(dice, paragraphs, words)

    with must_end():
        difference = between(text(markdown(older)), text(markdown(edited(dice, older))))

    assert difference.places
