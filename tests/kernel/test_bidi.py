"""What is set apart in a text of the other direction, and what is not."""

import pytest

from signon.kernel.text.bidi import balanced, isolated


@pytest.mark.parametrize(
    ("value", "direction", "apart"),
    [
        ("Ten open doors", "rtl", True),
        ("جمعية النور (Light)", "rtl", True),
        ("جمعية النور", "rtl", False),
        ("27 نوفمبر 2026", "rtl", False),
        ("12", "rtl", False),
        ("+32 2 555", "rtl", True),
        ("ada@example.org", "rtl", True),
        ("جمعية النور", "ltr", True),
        ("שלום 2000", "ltr", True),
        ("Hearth (جمعية)", "ltr", True),
        ("Hearth", "ltr", False),
        ("+32 2 555", "ltr", False),
        ("https://example.org/x?y=1", "rtl", False),
    ],
)
def test_a_value_that_may_run_the_other_way_is_set_apart(
    value: str, direction: str, apart: bool
) -> None:
    assert isolated(value, direction) == (f"\u2068{value}\u2069" if apart else value)


def test_marks_that_somebody_typed_do_not_end_the_isolate() -> None:
    assert isolated("Hearth\u2069\u202e x", "rtl") == "\u2068Hearth x\u2069"


@pytest.mark.parametrize("text", ["a\u2068b", "a\u2069b", "\u2069a\u2068", "\u2068\u2068a\u2069"])
def test_isolates_that_do_not_match_are_left_out(text: str) -> None:
    assert balanced(text) == text.replace("\u2068", "").replace("\u2069", "")
    assert balanced(f"\u2068{'a'}\u2069") == "\u2068a\u2069"
