"""A Markdown text taken apart into passages of words."""

import pytest

from signon.markup.markdown import TextTooLarge
from signon.markup.passages import Passage, passages, plain

TEXT = """## 1. Doors

All *doors* stay [open](https://key.example.org).[^1]

- one
- two

  and more of two

  3. deep

> A voice.

| a | b |
|---|---|
| 1 | 2 |

[^1]: See article 13.
"""


def said(passage: Passage) -> str:
    return "".join(f" {w.text}" if w.spaced else w.text for w in passage.words).strip()


def test_every_passage_knows_what_it_is() -> None:
    found = [(passage.kind, passage.level, said(passage)) for passage in passages(TEXT)]

    assert found == [
        ("heading", 2, "1. Doors"),
        ("paragraph", 1, "All doors stay open (https://key.example.org).[1]"),
        ("item", 1, "one"),
        ("item", 1, "two"),
        ("continued", 1, "and more of two"),
        ("numbered", 2, "deep"),
        ("quote", 1, "A voice."),
        ("row", 1, "a | b"),
        ("row", 1, "1 | 2"),
        ("note", 1, "See article 13."),
    ]


def test_a_numbered_item_keeps_its_number_and_is_the_same_under_another_one() -> None:
    third, first = passages("3. doors"), passages("1. doors")

    assert [passage.number for passage in third + first] == [3, 1]
    assert third == first


def test_blanks_make_no_other_word_and_weight_does() -> None:
    assert passages("All doors\nare open") == passages("All  doors are open")
    assert passages("All doors") != passages("All **doors**")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("l’accueil, aujourd'hui", ["l’accueil", ",", "aujourd'hui"]),
        ("حُرِّيَّة التنقل", ["حُرِّيَّة", "التنقل"]),
        ("門を開く", ["門", "を", "開", "く"]),
        ("50 %", ["50", "%"]),
    ],
)
def test_words_are_those_of_their_script(text: str, words: list[str]) -> None:
    [passage] = plain("summary", text)

    assert [word.text for word in passage.words] == words


def test_an_empty_line_is_no_passage() -> None:
    assert plain("summary", "  ") == []


def test_what_is_too_deep_is_refused_as_it_is_when_rendered() -> None:
    with pytest.raises(TextTooLarge):
        passages("> " * 40 + "deep")
