"""Two changes of one text, and what a translation lacks: nothing of either side is left out."""

from itertools import product

from signon.writing.text import lacking, threeway

BEFORE = "One.\n\nTwo.\n\nThree."


def test_each_side_stands_beside_what_both_began_with() -> None:
    rows = threeway.compare(BEFORE, "One!\n\nTwo.\n\nThree.", "One.\n\nTwo.\n\nThree?\n\nFour.")

    assert [(row.changed_by, row.theirs, row.ours) for row in rows] == [
        ("theirs", "One!", "One."),
        ("nobody", "Two.", "Two."),
        ("ours", "Three.", "Three?\n\nFour."),
    ]


def test_what_both_changed_is_one_row_and_alike_is_told_apart() -> None:
    assert [row.changed_by for row in threeway.compare("A", "B", "C")] == ["both"]
    assert [row.changed_by for row in threeway.compare("A", "B", "B")] == ["alike"]
    assert threeway.compare("", "", "") == []


def test_no_block_of_any_side_is_lost_whatever_the_two_did() -> None:
    texts = ["", *("\n\n".join(blocks) for n in (1, 2, 3) for blocks in product("AB", repeat=n))]

    for before, theirs, ours in product(texts, repeat=3):
        rows = threeway.compare(before, theirs, ours)
        for name, text in (("before", before), ("theirs", theirs), ("ours", ours)):
            assert "\n\n".join(filter(None, (getattr(row, name) for row in rows))) == text


def test_numbers_and_notes_that_are_missing_are_named() -> None:
    original = "## 1. A\n\n## 2. B\n\nText[^1] and[^b].\n\n[^1]: Note.\n\n[^b]: Other."

    found = lacking.compare(original, "## 1. A\n\n## 3. C\n\n[^b]: Autre.\n\n# 2. B")

    assert (found.priorities, found.added, found.notes) == ((2,), (3,), ("1",))
    assert found.almost == ("# 2. B",)
    assert not lacking.compare(original, original)
