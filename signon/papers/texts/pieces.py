"""The Markdown of each block of a text, to be written block by block. Pure."""

from dataclasses import dataclass

from signon.papers.texts.blocks import Block, split


@dataclass(frozen=True)
class Piece:
    """One block as it is written. `order` is its place among the lines, from 0.

    `gap` counts the line ends between it and the next one. What is no block, such as a line across
    the page, belongs to the piece before it.
    """

    block: Block
    markdown: str
    order: int
    gap: int


def pieces_of(markdown: str) -> list[Piece]:
    """Return the pieces of a text in the order of its blocks. Raises what rendering raises."""
    blocks = split(markdown)
    lines = markdown.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    firsts = sorted({block.line for block in blocks})
    ends = dict(zip(firsts, [*firsts[1:], len(lines)], strict=False))
    orders = {line: order for order, line in enumerate(firsts)}
    found, seen = [], set()
    for block in blocks:
        first = 0 if orders[block.line] == 0 else block.line
        whole = "" if block.line in seen else "\n".join(lines[first : ends[block.line]])
        written = whole.rstrip()
        seen.add(block.line)
        gap = whole[len(written) :].count("\n") + 1
        found.append(Piece(block, written.lstrip("\n"), orders[block.line], gap))
    return found
