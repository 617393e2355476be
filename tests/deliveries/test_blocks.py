"""The text of a paper as blocks, for writers that know no HTML."""

from signon.deliveries.documents.blocks import blocks_of, said
from signon.markup import markdown

TEXT = """## 1. Doors

Open **all** doors.[^1]

- one
- two

3. third

> quoted

| A | B |
| --- | --- |
| c | d |

[^1]: A note.
"""


def test_every_block_of_a_text_is_found() -> None:
    found = blocks_of(markdown.render(TEXT, language="en").html)

    said_of_each = [(block.sort, block.text) for block in found if block.sort != "row"]
    assert said_of_each == [
        ("heading", "1. Doors"),
        ("text", "Open all doors.[1]"),
        ("bullet", "one"),
        ("bullet", "two"),
        ("number", "third"),
        ("quote", "quoted"),
        ("number", "A note."),
    ]
    assert [[said(cell) for cell in one.cells] for one in found if one.sort == "row"] == [
        ["A", "B"],
        ["c", "d"],
    ]
    assert [block.number for block in found if block.sort == "number"] == [3, 1]
