"""The head of a Markdown file is read, or refused with the line to look at."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signon.markup.front_matter import LONGEST_HEAD, FrontMatterBroken, split
from tests.support.patience import must_end


def test_the_head_is_split_from_the_text() -> None:
    values, text = split('---\ntitle: "A: b"\nopens: 2021-12-17\n---\n\n## One\n')

    assert values == {"title": "A: b", "opens": date(2021, 12, 17)}
    assert text == "## One\n"


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm() -> None:
    assert split("\ufeff---\r\ntitle: A\r\n---\r\nB\r\nC\r") == ({"title": "A"}, "B\nC\n")


@pytest.mark.parametrize(
    "text", ["## One\n", "", "----\na\n---\n", "a\n---\nb: c\n---\n", " ---\n"]
)
def test_without_a_head_all_is_text(text: str) -> None:
    assert split(text) == ({}, text)


def test_an_empty_head_and_a_head_alone_are_fine() -> None:
    assert split("---\n---\ntext") == ({}, "text")
    assert split("---\n# only a comment\n---\ntext") == ({}, "text")
    assert split("--- \na: b\n...") == ({"a": "b"}, "")


@pytest.mark.parametrize(
    ("head", "line"),
    [
        ("title: A\nslug: [b\n", 4),
        ("title: A\n\tslug: b\n", 3),
        ('title: "A\n', 3),
        ("a: b: c\n", 2),
        ("- a\n- b\n", 2),
        ("only words\n", 2),
        ("1: a\n", 2),
        ("a: &x b\n", 2),
        ("a: b\nc: *x\n", 3),
        ("a: !!python/object:os.system x\n", 2),
        ("a: \x07\n", 1),
        ("a: 2021-13-45\n", 1),
        ("a: " + "[" * 5_000 + "\n", 1),
        ("a: " + "9" * 5_000 + "\n", 1),
        ("a: " + "b" * LONGEST_HEAD + "\n", 1),
    ],
)
def test_a_broken_head_is_refused_with_its_line(head: str, line: int) -> None:
    with pytest.raises(FrontMatterBroken) as broken:
        split(f"---\n{head}---\ntext")

    assert (broken.value.line, broken.value.values, broken.value.status) == (
        line,
        {"line": line},
        422,
    )


def test_a_head_without_an_end_is_refused() -> None:
    with pytest.raises(FrontMatterBroken):
        split("---\ntitle: A\n\ntext")


def test_repetition_that_would_fill_the_memory_is_refused_at_once() -> None:
    levels = "".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, 12))

    with must_end(), pytest.raises(FrontMatterBroken):
        split(f"---\nl0: &l0 ha\n{levels}---\n")


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=100))
def test_any_head_is_read_or_refused(head: str) -> None:
    try:
        values, _ = split(f"---\n{head}\n---\n")
    except FrontMatterBroken:
        return
    assert all(isinstance(name, str) for name in values)
