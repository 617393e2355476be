"""A text as sections: what stands under which heading. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from signon.papers.texts.blocks import Block


@dataclass
class Section:
    """A heading, the blocks under it, and the sections in it, all as places in the text.

    The text as a whole is a section without a heading; notes stand directly in it.
    """

    heading: int | None = None
    level: int = 0
    own: list[int] = field(default_factory=list)
    parts: list["Section"] = field(default_factory=list)

    def inside(self) -> Iterator[int]:
        """Yield the place of everything under its heading."""
        yield from self.own
        for part in self.parts:
            if part.heading is not None:
                yield part.heading
            yield from part.inside()


def sections_of(blocks: Sequence[Block]) -> Section:
    """Return the whole text as sections in sections."""
    whole = Section()
    path = [whole]
    for at, block in enumerate(blocks):
        if block.kind == "heading":
            while path[-1].level >= block.level:
                path.pop()
            path[-1].parts.append(Section(at, block.level))
            path.append(path[-1].parts[-1])
        elif block.kind == "note":
            whole.own.append(at)
        else:
            path[-1].own.append(at)
    return whole
