"""A text is cut into blocks; what is one, which words it has, and how it is found on the page."""

import re

import pytest

from signon.markup import markdown
from signon.papers.texts import blocks, priorities
from tests.factories import TEXT

RICH = """\
Opening words[^1].

## 1. Doors

- one

  goes on
  - deeper
- two

> said
>
> ## 9. A title that was quoted

| a | b |
|---|---|
| 1 | 2 |

***

```
code
```

## 2) Roofs

## 2. Roofs again

[^1]: A note.
"""


def test_a_text_is_cut_at_its_outermost_elements_and_items() -> None:
    found = blocks.split(RICH)

    assert [(block.kind, block.text) for block in found] == [
        ("paragraph", "Opening words ."),
        ("heading", "Doors"),
        ("item", "one goes on deeper"),
        ("item", "two"),
        ("quote", "said 9 . A title that was quoted"),
        ("table", "a | b 1 | 2"),
        ("code", "code"),
        ("heading", "Roofs"),
        ("heading", "Roofs again"),
        ("note", "A note ."),
    ]


@pytest.mark.parametrize("text", ["", "***", "- \n- \n", "##\n", "[](#x)"])
def test_what_says_nothing_is_no_block(text: str) -> None:
    assert blocks.split(text) == []


@pytest.mark.parametrize(
    "text",
    [
        RICH,
        TEXT,
        "## 3. \n\n## 4) x\n\n## 5.y\n\n## 1234. z\n\n## 0. n",
        "## **6.** b\n\n## 7.8 c\n\n## ²9. d\n\n## ٣. e\n\n## `8`. f",
        "# 1. top\n\n### 2. below\n\n10.\nbroken\n---\n\n> # 11. quoted\n\n## 11. own",
    ],
)
def test_a_priority_is_a_block_with_the_number_that_the_contents_have(text: str) -> None:
    rendered = markdown.render(text, language="en")
    contents = [{**vars(heading)} for heading in rendered.contents]

    found = [number for number in blocks.priorities(blocks.split(text)) if number]

    assert found == list(priorities.of_contents(contents, "en"))


def test_how_a_block_is_set_and_numbered_does_not_change_its_text() -> None:
    plain = "## 1. Doors\n\nEvery door stays[^1] open.\n\n[^1]: a\n"
    dressed = "New[^y].\n\n## 2. *Doors*\n\nEvery\n**door** stays[^x] open.\n\n[^y]: b\n[^x]: a\n"

    texts = [block.text for block in blocks.split(dressed)]

    assert [block.text for block in blocks.split(plain)] == [*texts[1:3], texts[-1]]


def test_keys_are_short_safe_and_never_alike() -> None:
    keys = {blocks.new_key() for _ in range(1000)}

    assert len(keys) == 1000
    assert all(re.fullmatch(r"[a-z0-9]{10}", key) for key in keys)


def test_keys_that_do_not_fit_the_text_are_passed_over() -> None:
    fitting = blocks.keyed("a\n\nb", ["x", None])
    too_many = blocks.keyed("a\n\nb", ["x", "y", "z"])

    assert [known.key for known in fitting] == ["x", None]
    assert [known.key for known in too_many] == [None, None]


def test_every_block_carries_its_key_on_the_page_and_headings_keep_their_ids() -> None:
    found = blocks.split(RICH)
    keys = {block.at: f"key{place}" for place, block in enumerate(found)}

    before = markdown.render(RICH, language="en")
    after = markdown.render(RICH, language="en", keys=keys)

    assert re.findall(r'data-block="(\w+)"', after.html) == list(keys.values())
    added = r' data-block="\w+"(?: id="block-en-\w+")?'
    assert re.sub(added, "", after.html) == before.html
    assert after.contents == before.contents
    ids = re.findall(r' id="([^"]+)"', after.html)
    assert len(ids) == len(set(ids))
    assert {"en-1-doors", "fn-en-1", "block-en-key2"} < set(ids)
