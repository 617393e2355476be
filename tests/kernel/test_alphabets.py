"""Letters and scripts, in the order in which names stand on a list."""

from itertools import pairwise

import pytest

from signon.kernel.text.alphabets import Letter, letters, rank, spans
from signon.kernel.text.collation import sort_key


def letter_of(name: str) -> str:
    """Return the letters whose names a name is among."""
    return "".join(one.sign for one in letters("en") if one.span.holds(sort_key(name)))


@pytest.mark.parametrize(
    ("name", "sign"),
    [
        ("Amnesty", "A"),
        ("Ágora", "A"),
        ("Éclat", "E"),
        ("The Eagle", "E"),
        ("Øresund", "O"),
        ("Zebra", "Z"),
        ("Ελπίδα", "Ε"),
        ("Сахаровский центр", "С"),
        ("Єдність", "Е"),
        ("أطباء بلا حدود", "ا"),
        ("إتحاد", "ا"),
        ("الجمعية المغربية", "ج"),
        ("پناه", "ب"),
        ("يد", "ي"),
        ("12 Keys", ""),
        ("שלום", ""),
        ("中国", ""),
    ],
)
def test_a_name_is_among_those_of_one_letter(name: str, sign: str) -> None:
    assert letter_of(name) == sign


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_letters_stand_in_the_order_of_the_list_and_touch_within_a_script(language: str) -> None:
    found = letters(language)

    order = [(rank(language, one.span.low), one.span.low) for one in found]
    assert order == sorted(order)
    same = [(one, two) for one, two in pairwise(found) if one.script == two.script]
    assert all(touch(one, two) for one, two in same)
    assert len(same) == len(found) - 4


def touch(one: Letter, two: Letter) -> bool:
    return one.span.high == two.span.low and one.span.low < two.span.low


def test_an_arabic_reader_has_arabic_letters_first_and_others_latin_ones() -> None:
    assert letters("ar")[0].sign == "ا"
    assert [letters(language)[0].sign for language in ("en", "fr", "es", "ku")] == ["A"] * 4


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("key", [b"", b"\x00", b"\x2b\x01", b"\x67\x1a", b"\xff" * 300])
def test_every_key_is_in_one_span(language: str, key: bytes) -> None:
    assert sum(span.holds(key) for span in spans(language)) == 1
