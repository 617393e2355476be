"""A translation shares the keys of its original where its shape leaves no doubt."""

import random

import pytest

from signon.papers.texts.aligning import align
from signon.papers.texts.blocks import KeyedBlock, split

ORIGINAL = """\
Opening.

## 1. Doors

Open.

- front
- back

## 2. Roofs

### Beams

Oak.

### Tiles

Red.

Blue.

## Signed

Ada.[^1]

[^1]: Chair.
"""


def aligned(translation: str, original: str = ORIGINAL) -> list[str | None]:
    """Return the words of the original that each block of a translation corresponds to."""
    keyed = [KeyedBlock(block, block.text) for block in split(original)]
    return align(keyed, split(translation))


def without(*lines: str, text: str = ORIGINAL) -> str:
    for line in lines:
        assert line in text
        text = text.replace(f"{line}\n", "", 1)
    return text


def foreign(text: str) -> str:
    """Return a text of the same shape in other words."""
    return "".join(chr(ord(sign) ^ 1) if sign.isalpha() else sign for sign in text)


ALL = [block.text for block in split(ORIGINAL)]


@pytest.mark.parametrize(
    "translation", [ORIGINAL, foreign(ORIGINAL), ORIGINAL.replace("## 2. ", "## ")]
)
def test_texts_of_one_shape_correspond_block_by_block(translation: str) -> None:
    assert aligned(translation) == ALL


def test_a_paragraph_too_few_leaves_only_its_neighbours_of_that_kind_without_a_key() -> None:
    found = aligned(without("Red.\n"))

    assert found == [text if text != "Blue ." else None for text in ALL if text != "Red ."]


def test_items_correspond_where_paragraphs_do_not() -> None:
    found = aligned(ORIGINAL.replace("Open.\n", "Open.\n\nWide.\n"))

    assert found == [*ALL[:2], None, None, *ALL[3:]]


def test_priorities_correspond_by_their_number_in_whatever_order() -> None:
    one, two = "## 1. Doors\n\nOpen.\n\n", "## 2. Roofs\n\nOak.\n\nRed.\n\n"

    assert aligned(two + one, one + two) == ["Roofs", "Oak .", "Red .", "Doors", "Open ."]


def test_a_priority_of_another_number_is_not_the_one_at_its_place() -> None:
    found = aligned(ORIGINAL.replace("## 2. ", "## 3. "))

    assert found == [*ALL[:5], *[None] * 8, ALL[-1]]


def test_headings_that_are_missing_leave_those_between_the_same_numbers_without_a_key() -> None:
    found = aligned(without("### Tiles\n"))

    assert found == [*ALL[:6], *[None] * 4, *ALL[11:]]


@pytest.mark.parametrize("seed", range(60))
def test_whatever_was_left_out_or_put_in_nothing_gets_a_key_of_another_kind(seed: int) -> None:
    dice = random.Random(seed)
    blocks = ORIGINAL.split("\n\n")
    translation = [block for block in blocks if dice.random() > 0.15]
    translation.insert(dice.randrange(len(translation) + 1), dice.choice(blocks))
    kinds = {block.text: (block.kind, block.level, block.number) for block in split(ORIGINAL)}

    found = aligned("\n\n".join(translation))

    keys = [key for key in found if key is not None]
    assert len(keys) == len(set(keys))
    for block, key in zip(split("\n\n".join(translation)), found, strict=True):
        if key is not None:
            assert kinds[key][:2] == (block.kind, block.level)
            assert block.number in (kinds[key][2], None) or kinds[key][2] is None
