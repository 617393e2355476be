"""The head of a Markdown file is read, or refused with the line to look at."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signon.markup.front_matter import LONGEST_HEAD, FrontMatterBroken, Head, split
from tests.support.patience import must_end


def test_the_head_is_split_from_the_text() -> None:
    head, text = split('---\ntitle: "A: b"\nopens: 2021-12-17\n---\n\n## One\n')

    assert head == Head({"title": "A: b", "opens": "2021-12-17"}, {"title": 2, "opens": 3})
    assert text == "## One\n"


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm() -> None:
    assert split("\ufeff---\r\ntitle: A\r\n---\r\nB\r\nC\r") == (
        Head({"title": "A"}, {"title": 2}),
        "B\nC\n",
    )


@pytest.mark.parametrize(
    "text", ["## One\n", "", "----\na\n---\n", "a\n---\nb: c\n---\n", " ---\n"]
)
def test_without_a_head_all_is_text(text: str) -> None:
    assert split(text) == (Head(), text)


def test_an_empty_head_and_a_head_alone_are_fine() -> None:
    assert split("---\n---\ntext") == (Head(), "text")
    assert split("---\n# only a comment\n---\ntext") == (Head(), "text")
    assert split("--- \na: b\n...") == (Head({"a": "b"}, {"a": 2}), "")


@pytest.mark.parametrize(
    ("written", "value"),
    [
        *(
            (text, text)
            for text in ("no", "Yes", "on", "16:30", "0x1F", "1e3", "012", "2021-13-45")
        ),
        *((text, text) for text in ("1_000", "2027-03-31", "Priority #1 for all", "No. #1 and #2")),
        ("L'été #1", "L'été #1"),
        ('"no" # said so', "no"),
        ("C#", "C#"),
        ("'null'", "null"),
        (">\n  One\n  two #3\n", "One two #3\n"),
    ],
)
def test_a_value_is_what_is_written(written: str, value: str) -> None:
    assert split(f"---\ntitle: {written}\n---\n")[0].values == {"title": value}


@pytest.mark.parametrize("nothing", ["", "~", "null", "Null", "NULL", "# nothing"])
def test_nothing_is_not_said(nothing: str) -> None:
    assert split(f"---\ntitle: {nothing}\n---\n")[0] == Head({}, {"title": 2})


@pytest.mark.parametrize(
    ("head", "line"),
    [
        ("title: A\nslug: [b\n", 4),
        ("title: A\n\tslug: b\n", 3),
        ('title: "A\n', 3),
        ("a: b: c\n", 2),
        ("- a\n- b\n", 2),
        ("only words\n", 2),
        ("a: &x b\n", 2),
        ("a: b\nc: *x\n", 3),
        ("a: !!python/object:os.system x\n", 2),
        ("a: \x07\n", 1),
        ("a: " + "[" * 5_000 + "\n", 1),
        ("a: [b, c]\n", 2),
        ("a: b\nc:\n  d: e\n", 3),
        ("a: b\nc: d\na: e\n", 4),
        ("a: !!int 3\n", 2),
        ("title: A\nhost: B # not sure\n", 3),
        ("title: A #\n", 2),
        ("title: A\n  b #3 c\n", 3),
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
        head_read, _ = split(f"---\n{head}\n---\n")
    except FrontMatterBroken:
        return
    assert all(isinstance(name, str) for name in head_read.values)
