"""Typed names and remarks: one form, nothing hidden, never cut."""

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signon.kernel.text.names import MOST_MARKS, TooLong, is_readable, tidy, tidy_text

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()), max_size=200)


@pytest.mark.parametrize(
    ("typed", "tidied"),
    [
        ("  Two \t words\r\n", "Two words"),
        ("No\u00a0break\u2003wide\u3000space", "No break wide space"),
        ("Line\u2028and\u0085next", "Line and next"),
        ("nul\0bell\x07esc\x1b[31m", "nulbellesc[31m"),
        ("\u202eevil\u202c \u2066iso\u2069 \u200fmark\u061c", "evil iso mark"),
        ("zero\u200bwidth\ufeff and\u2060joined", "zerowidth andjoined"),
        ("soft\u00adhyphen", "softhyphen"),
        ("e\u0301te\u0301", "été"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("می\u200c\u200cخواهم\u200c", "می\u200cخواهم"),
        ("क्\u200dष", "क्\u200dष"),
        ("ad\u200cmin\u200d", "admin"),
        ("half\ud800 character\udfff", "half character"),
        ("\U000e0041\U000e0042tagged", "tagged"),
        ("\u3164\u115f\u2800", ""),
        ("❤\ufe0f 𝒳 👩🏽 Ж", "❤\ufe0f 𝒳 👩🏽 Ж"),
        ("=1+1", "=1+1"),
        ("O'Brien & <b>Söhne</b>", "O'Brien & <b>Söhne</b>"),
    ],
)
def test_a_name_is_tidied(typed: str, tidied: str) -> None:
    assert tidy(typed, 100) == tidied


def test_piles_of_marks_are_lowered() -> None:
    zalgo = "Z" + "\u0315\u0300" * 50 + "a"

    found = tidy(zalgo, 100)

    assert sum(unicodedata.combining(sign) > 0 for sign in found) <= MOST_MARKS
    assert found.startswith("Z")
    assert found.endswith("a")


def test_a_long_name_is_refused_and_never_cut() -> None:
    assert tidy("é" * 10 + "   ", 10) == "é" * 10

    with pytest.raises(TooLong) as refused:
        tidy("é" * 11, 10)

    assert refused.value.values == {"limit": 10, "length": 11}
    assert refused.value.status == 422


def test_a_remark_keeps_its_lines() -> None:
    typed = "\n One \r\n\r\n\r\n\r\nTwo\u2028three\rfour\t\tfive\u202e\n\n"

    assert tidy_text(typed, 100) == "One\n\nTwo\nthree\nfour five"


def test_a_long_remark_is_refused() -> None:
    with pytest.raises(TooLong):
        tidy_text("a\n" * 10, 18)

    assert tidy_text("a\n" * 10, 19) == "\n".join("a" * 10)


@pytest.mark.parametrize("tidy_one", [tidy, tidy_text])
@pytest.mark.parametrize("sign", ["\n", " ", "\u200b", "\u0300", "a"])
def test_what_is_far_too_long_is_refused_unread(
    tidy_one: Callable[[str, int], str], sign: str
) -> None:
    with pytest.raises(TooLong) as refused:
        tidy_one(sign * 1_900_000, 1000)

    assert refused.value.values == {"limit": 1000, "length": 1_900_000}


@settings(max_examples=500, deadline=None)
@given(ANY_TEXT)
def test_a_tidy_name_is_visible_on_one_line_and_stays_as_it_is(typed: str) -> None:
    found = tidy(typed, 1000)

    found.encode()
    assert tidy(found, 1000) == found
    assert unicodedata.is_normalized("NFC", found)
    assert not any(unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"} for sign in found)
    assert not set(found) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b")


@settings(max_examples=300, deadline=None)
@given(ANY_TEXT)
def test_a_tidy_remark_stays_as_it_is(typed: str) -> None:
    found = tidy_text(typed, 1000)

    assert tidy_text(found, 1000) == found
    assert "\n\n\n" not in found


@pytest.mark.parametrize(
    "text",
    [
        "\U0001f3f3\ufe0f\u200d\U0001f308 Pride",
        "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f Scots",
        "\U0001f468\U0001f3fd\u200d\u2695\ufe0f Medics",
        "\u0d05\u0d35\u0d28\u0d4d\u200d",
        "\u0d05\u0d35\u0d7b",
        "\u0647\u200d. \u0634.",
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
    ],
)
def test_joiners_that_spell_or_join_stay(text: str) -> None:
    assert tidy(text, 99) == text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("ad\u200cmin\u200d", "admin"),
        ("a\u200d\U0001f308", "a\U0001f308"),
        ("\U0001f308\u200da", "\U0001f308a"),
        ("a\U000e0067\U000e007fb", "ab"),
        ("\u0647\u200c b", "\u0647 b"),
    ],
)
def test_joiners_that_do_nothing_are_removed(text: str, kept: str) -> None:
    assert tidy(text, 99) == kept


@pytest.mark.parametrize("name", ["12 Key Ways", "350.org", "ע", "漢", "\u0d05\u0d35"])
def test_a_name_with_letters_is_readable(name: str) -> None:
    assert is_readable(name)


@pytest.mark.parametrize("name", ["...", "☺", "12", "\u0301", "\ufe0f" * 5, "١٢", ""])
def test_signs_and_figures_alone_are_not(name: str) -> None:
    assert not is_readable(name)
