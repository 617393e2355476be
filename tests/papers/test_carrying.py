"""Keys of blocks go from one version to the next: never lost without need, never to another."""

import random

import pytest

from signon.papers.texts.blocks import Block, KeyedBlock, split
from signon.papers.texts.carrying import ALIKE, carry_over, likeness
from signon.papers.texts.sections import Section, sections_of
from tests.support.patience import must_end

NATO = ["alfa", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel", "india", "kilo"]


def keyed(markdown: str) -> list[KeyedBlock]:
    """Return the blocks of a text with their own texts and places as keys."""
    return [KeyedBlock(block, f"{at}:{block.text}") for at, block in enumerate(split(markdown))]


def carried(older: str, newer: str) -> list[int | None]:
    """Return the place in the older text of every block of the newer one."""
    keys = carry_over(keyed(older), split(newer))
    return [None if key is None else int(key.partition(":")[0]) for key in keys]


def text(*blocks: str) -> str:
    return "\n\n".join(blocks)


def test_what_is_the_same_edited_or_new_is_told_apart() -> None:
    older = text("## Doors", "Every door of the house stays open.", "Nobody is turned away.")
    newer = text(
        "## Doors",
        "Every door of this house stays open.",
        "A line of another sort.",
        "Nobody is turned away.",
    )

    assert carried(older, newer) == [0, 1, None, 2]


def test_a_priority_keeps_its_key_under_another_number() -> None:
    older = "## 1. Doors\n\nOpen.\n\n## 2. Roofs\n\nOne each.\n\n## 3. Walls\n\nThin.\n"
    newer = "## 1. Doors\n\nOpen.\n\n## 2. Windows\n\nWide.\n\n## 3. Roofs\n\nOne each.\n"

    assert carried(older, newer) == [0, 1, None, None, 2, 3]


def test_what_was_moved_keeps_its_key_with_everything_under_it() -> None:
    older = "## Doors\n\nSigned:\n\nAda.\n\n## Roofs\n\nSigned:\n\nBob.\n"
    newer = "## Roofs\n\nSigned:\n\nBob.\n\n## Doors\n\nSigned:\n\nAda.\n"

    assert carried(older, newer) == [3, 4, 5, 0, 1, 2]


def test_a_long_paragraph_is_followed_to_another_heading_and_a_short_one_is_not() -> None:
    long, short = "This is long enough to be no chance.", "Signed:"
    older = text("## Doors", long, short, "## Roofs", "Beams.")
    newer = text("## Doors", "## Roofs", "Beams.", long, short)

    assert carried(older, newer) == [0, 3, 4, 1, None]


def test_look_alikes_are_followed_in_their_order_and_never_into_another_section() -> None:
    older = text("## Doors", "Signed:", "Ada Sample", "Signed:", "## Roofs", "Signed:")
    newer = text("## Doors", "Ada Sample", "Signed:", "## Roofs", "Beams.", "Signed:")

    assert carried(older, newer) == [0, 2, 3, 4, None, 5]


def test_of_two_that_are_equally_like_one_neither_is_it() -> None:
    older = text("We ask that doors be opened.", "We ask that roofs be opened.")

    assert carried(older, "We ask that walls be opened.") == [None]
    assert carried(older, text("We ask that doors are opened.", "New.")) == [0, None]
    assert carried("We ask that doors be opened.", "We ask that walls be opened.") == [0]


@pytest.mark.parametrize(
    ("title", "body", "expected"),
    [
        ("Homes for all", "Everybody has one that is dry and warm.", [0, 1]),
        ("Homes for all", "Everybody has one that is dry and cold.", [0, 1]),
        ("Homes for all", "Nothing that was there before is kept now.", [None, None]),
        ("Roofs", "Nothing that was there before is kept now.", [0, None]),
    ],
)
def test_a_heading_is_known_by_its_title_or_by_what_stands_under_it(
    title: str, body: str, expected: list[int | None]
) -> None:
    older = "## 1. Roofs\n\nEverybody has one that is dry and warm."

    assert carried(older, f"## 1. {title}\n\n{body}") == expected


def test_a_demand_that_replaces_another_under_a_title_of_the_same_form_is_new() -> None:
    older = "## 1. Access to doors\n\nEvery door stays open at all hours.\n"
    newer = "## 1. Access to roofs\n\nNobody has to sleep under a bridge here.\n"

    assert carried(older, newer) == [None, None]


def test_under_another_title_of_the_same_number_only_what_is_certain_stays() -> None:
    stays = "Everybody has one that is dry and warm."
    older = text("## 1. Roofs", stays, "We ask:", "Beams of oak in every single house.")
    newer = text(
        "## 1. Homes for all",
        "Much is new.",
        stays.replace("dry", "big"),
        "We ask:",
        "Some words of which nobody has heard until today, in one more paragraph.",
    )

    assert carried(older, newer) == [None, None, 1, None, None]


def test_a_paragraph_that_became_an_item_is_the_same_and_a_heading_is_not_its_paragraph() -> None:
    assert carried("One door for each of them.", "- One door for each of them.") == [0]
    assert carried("Doors of the very old house", "## Doors of the very old house") == [None]


def test_a_key_that_is_not_known_is_not_carried() -> None:
    [block] = split("Doors.")

    assert carry_over([KeyedBlock(block, None)], [block]) == [None]


class Editor:
    """Writes texts and edits them at random; each edit is small, large, or a move."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)

    def words(self, number: int) -> str:
        return " ".join(self.dice.choice(NATO) for _ in range(number))

    def block(self) -> str:
        form = self.dice.choice(
            ["{}", "{}", "- {}", "> {}", "Signed:", "### {}", "## {}", "## 1. {}"]
        )
        return form.format(self.words(self.dice.choice([1, 3, 9, 25])))

    def text(self) -> list[str]:
        return [self.block() for _ in range(self.dice.randrange(1, 25))]

    def edited(self, blocks: list[str]) -> list[str]:
        found = [self.reworded(block) for block in blocks if self.dice.random() > 0.1]
        for _ in range(self.dice.randrange(4)):
            found.insert(self.dice.randrange(len(found) + 1), self.block())
        if found and self.dice.random() < 0.5:
            moved = found.pop(self.dice.randrange(len(found)))
            found.insert(self.dice.randrange(len(found) + 1), moved)
        return found

    def reworded(self, block: str) -> str:
        rate = self.dice.choice([0, 0, 0.1, 0.5, 1])
        return " ".join(
            self.dice.choice(NATO) if word in NATO and self.dice.random() < rate else word
            for word in block.replace("## 1.", f"## {self.dice.randrange(1, 9)}.").split(" ")
        )


def is_certain(before: KeyedBlock, after: Block, bodies: tuple[str, str]) -> bool:
    """Tell whether a block may have the key: same words, alike ones, or all under it alike."""
    if before.block.text == after.text or likeness(before.block, after) >= ALIKE:
        return True
    lone = split(bodies[0]) + split(bodies[1])
    return after.kind == "heading" and len(lone) == 2 and likeness(*lone) >= ALIKE


def body(blocks: list[Block], at: int) -> str:
    """Return all that stands under a heading as one line."""

    def find(section: Section) -> Section | None:
        if section.heading == at:
            return section
        return next((found for part in section.parts if (found := find(part))), None)

    section = find(sections_of(blocks))
    return " ".join(blocks[place].text for place in section.inside()) if section else ""


@pytest.mark.parametrize("seed", range(150))
def test_a_key_never_stands_beside_other_words(seed: int) -> None:
    editor = Editor(seed)
    older = editor.text()
    before, after = keyed(text(*older)), split(text(*editor.edited(older)))

    keys = carry_over(before, after)

    known = {known.key: place for place, known in enumerate(before)}
    given = [key for key in keys if key is not None]
    assert len(given) == len(set(given))
    olds = [one.block for one in before]
    for at, key in enumerate(keys):
        if key is not None:
            place = known[key]
            assert is_certain(before[place], after[at], (body(olds, place), body(after, at)))


@pytest.mark.parametrize("seed", range(50))
def test_a_text_that_stays_keeps_every_key(seed: int) -> None:
    blocks = keyed(text(*Editor(seed).text()))

    assert carry_over(blocks, [known.block for known in blocks]) == [k.key for k in blocks]


@pytest.mark.parametrize("seed", range(50))
def test_what_is_put_in_or_taken_out_moves_no_other_key(seed: int) -> None:
    editor = Editor(seed)
    older = [editor.words(12) for _ in range(20)]
    newer = list(older)
    gone = newer.pop(editor.dice.randrange(20))
    newer.insert(editor.dice.randrange(20), "Something that nobody has said before.")

    expected = [older.index(line) if line in older else None for line in newer]
    assert gone not in newer
    assert carried(text(*older), text(*newer)) == expected


@pytest.mark.parametrize(("paragraphs", "words"), [(300, 67), (1, 20_000), (7_000, 2)])
def test_twenty_thousand_words_are_followed_in_time(paragraphs: int, words: int) -> None:
    editor = Editor(7)
    older = [editor.words(words) for _ in range(paragraphs)]
    newer = [editor.reworded(line) for line in older]

    with must_end():
        keys = carry_over(keyed(text(*older)), split(text(*newer)))

    assert len(keys) == paragraphs
