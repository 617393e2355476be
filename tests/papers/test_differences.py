"""Two texts compared word by word: nothing is lost, nothing is made up, and it ends in time."""

import random
from dataclasses import replace

import pytest

from signon.papers.texts.blocks import keyed, split
from signon.papers.texts.carrying import carry_over
from signon.papers.texts.differences import Compared, Difference, TextSource, between
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


def by_key(older: str, newer: str, keys: str, newer_keys: str) -> list[str]:
    """Return the passages of two texts whose blocks have one letter each as their keys."""
    before, after = (
        replace(text(markdown), blocks=tuple(key if key != "-" else None for key in named))
        for markdown, named in ((older, keys), (newer, newer_keys))
    )
    found = between(before, after).passages[1:]
    return [("moved: " if passage.is_moved else "") + told(passage) for passage in found]


@pytest.mark.parametrize(
    ("older", "newer", "keys", "expected"),
    [
        ("A\n\nB\n\nC", "C\n\nA\n\nB", "abc cab", ["moved: C", "A", "B"]),
        ("A\n\nB x y", "B x z\n\nA", "ab ba", ["moved: B x [-y-] {+z+}", "A"]),
        ("A\n\nB\n\nC", "D\n\nC\n\nA", "abc dca", ["{+D+}", "moved: C", "A", "[-B-]"]),
        ("A\n\nB", "B\n\nA", "-- --", ["{+B+}", "A", "[-B-]"]),
        ("Doors", "Gates", "a a", ["[-Doors-] {+Gates+}"]),
        ("Doors", "Gates", "a b", ["[-Doors-]", "{+Gates+}"]),
        ("## 1. A\n\n## 2. B", "## 1. B", "ab b", ["[-1. A-]", "[-2-] {+1+}. B"]),
        ("- a\n  - b\n\nC\n\nD", "C\n\nD\n\n- a\n  - b", "xcd cdx", ["C", "D", "moved: a", "b"]),
    ],
)
def test_blocks_are_followed_by_their_keys(
    older: str, newer: str, keys: str, expected: list[str]
) -> None:
    assert sorted(by_key(older, newer, *keys.split())) == sorted(expected)


def test_a_moved_block_is_one_place_without_a_word_that_differs() -> None:
    before = replace(text("A\n\nB\n\nC"), blocks=("a", "b", "c"))
    after = replace(text("C\n\nA\n\nB"), blocks=("c", "a", "b"))

    found = between(before, after)

    assert [told(passage) for passage in found.passages] == ["Ten doors", "C", "A", "B"]
    assert (found.moved, found.places, found.words("removed"), found.words("added")) == (1, 1, 0, 0)


@pytest.mark.parametrize("seed", range(20))
def test_with_keys_nothing_is_lost_or_made_up_either(seed: int) -> None:
    dice = random.Random(seed)
    older = a_text(dice, 12, 15)
    newer = edited(dice, older)
    dice.shuffle(newer)
    before = keyed(markdown(older), [str(at) for at in range(len(older))])
    keys = carry_over(before, split(markdown(newer)))

    found = between(
        replace(text(markdown(older)), blocks=tuple(one.key for one in before)),
        replace(text(markdown(newer)), blocks=tuple(keys)),
    )

    assert sorted(side(found, "added")[1:]) == sorted(" ".join(words) for words in older)
    assert side(found, "removed")[1:] == [" ".join(words) for words in newer]


@pytest.mark.parametrize(("paragraphs", "words"), [(300, 67), (1, 20_000), (7_000, 2)])
def test_twenty_thousand_words_are_compared_in_time(paragraphs: int, words: int) -> None:
    dice = random.Random(7)
    older = a_text(dice, paragraphs, words)

    with must_end():
        difference = between(text(markdown(older)), text(markdown(edited(dice, older))))

    assert difference.places
