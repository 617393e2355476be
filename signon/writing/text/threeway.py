"""Two changes of one text beside each other, block by block. Pure: Markdown in, rows out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_BETWEEN = re.compile(r"\n[ \t]*\n\s*")


@dataclass(frozen=True)
class Row:
    """Blocks that belong together: as they were, as theirs and as ours have them."""

    before: str
    theirs: str
    ours: str

    @property
    def changed_by(self) -> str:
        """Return "nobody", "theirs", "ours", "both" (differently) or "alike"."""
        if self.theirs == self.ours:
            return "nobody" if self.ours == self.before else "alike"
        if self.theirs == self.before:
            return "ours"
        return "theirs" if self.ours == self.before else "both"


def compare(before: str, theirs: str, ours: str) -> list[Row]:
    """Return three texts row by row; what all have alike stands in rows of its own.

    By the blocks that both changes left as they were, as diff3 does (Khanna, Kunal and Pierce,
    "A Formal Investigation of Diff3", 2007).
    """
    base, left, right = (_blocks(text) for text in (before, theirs, ours))
    in_left, in_right = _kept(base, left), _kept(base, right)
    rows: list[Row] = []
    done = (0, 0, 0)
    for place in [n for n in range(len(base)) if n in in_left and n in in_right]:
        here = (place, in_left[place], in_right[place])
        rows += _between((base, left, right), done, here)
        rows.append(Row(base[place], base[place], base[place]))
        done = (here[0] + 1, here[1] + 1, here[2] + 1)
    ends = (len(base), len(left), len(right))
    return rows + _between((base, left, right), done, ends)


def _between(
    texts: tuple[list[str], ...], start: tuple[int, ...], end: tuple[int, ...]
) -> list[Row]:
    before, theirs, ours = (
        "\n\n".join(text[a:b]) for text, a, b in zip(texts, start, end, strict=True)
    )
    return [Row(before=before, theirs=theirs, ours=ours)] if before or theirs or ours else []


def _kept(base: Sequence[str], other: Sequence[str]) -> dict[int, int]:
    """Return which block of `base` is which of `other`, by their places."""
    matcher = SequenceMatcher(None, base, other, autojunk=False)
    return {
        block.a + step: block.b + step
        for block in matcher.get_matching_blocks()
        for step in range(block.size)
    }


def _blocks(text: str) -> list[str]:
    return [block for block in _BETWEEN.split(text.strip()) if block]
