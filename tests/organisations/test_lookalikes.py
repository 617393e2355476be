"""Names that a reader takes for another one, and names that only are alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signon.organisations.lookalikes import (
    ADDED,
    DIGITS,
    HIDDEN,
    LETTERS,
    difference,
    look_key,
)
from signon.organisations.matching import compare
from tests.organisations.test_matching import PAIRS


@pytest.mark.parametrize(
    ("known", "name", "how"),
    [
        ("CARE", "СARE", LETTERS),  # Cyrillic
        ("CARE", "ϹΑRΕ", LETTERS),  # Greek
        ("Hope", "НОРЕ", LETTERS),
        ("Oxfam", "Ｏｘfаm", LETTERS),  # full width and Cyrillic
        ("HI", "Hl", LETTERS),
        ("International Aid", "lnternational Aid", LETTERS),
        ("Modern Aid", "Modem Aid", LETTERS),
        ("Water Aid", "VVater Aid", LETTERS),
        ("Надежда", "Нaдeждa", LETTERS),  # Latin in Cyrillic
        ("Αθήνα", "Aθήνα", LETTERS),
        ("Hearth e.V.", "Hеarth", LETTERS),
        ("Alpha", "A|pha", LETTERS),
        ("Alpha", "A1pha", DIGITS),
        ("ALPHA", "A1PHA", DIGITS),
        ("Oxfam", "0xfam", DIGITS),
        ("Save Aid", "5ave Aid", DIGITS),
        ("Hearth", "Hearth (official)", ADDED),
        ("Hearth", "The Official Hearth", ADDED),
        ("Hearth", "Hearth – official website", ADDED),
        ("Hearth", "Hеarth (оfficial)", ADDED),
        ("Hearth", "Hearth ✔", ADDED),
        ("Le Foyer", "Foyer officiel", ADDED),
        ("Надежда", "Надежда (официальный)", ADDED),
        ("المرأة العربية", "المرأة العربية الرسمية", ADDED),
        ("Hearth", "Hearth\ufe0f", HIDDEN),
        ("Hearth", "Hea\u200drth", HIDDEN),
        ("میخواهیم", "می\u200cخواهیم", HIDDEN),
    ],
)
def test_a_look_alike_is_known_and_how_it_differs(known: str, name: str, how: str) -> None:
    assert difference(name, known) == how


@pytest.mark.parametrize(
    ("known", "name"),
    [
        ("Hearth", "HEÀRTH"),  # the same name, written differently
        ("Hearth e.V.", "Hearth gGmbH"),  # two bodies that a lead is shown in any case
        ("Hearth", "Harbour"),
        ("Section 10", "Section 15"),
        ("Local 1", "Local 2"),
        ("Care", "Care International"),
        ("Hearth\ufe0f", "Hearth"),  # what is plain is no disguise
        ("", "\ufe0f"),
        ("Official", "Officiel"),
        ("🌈", "🌍"),
    ],
)
def test_what_a_reader_tells_apart_is_none(known: str, name: str) -> None:
    assert difference(name, known) == ""


@pytest.mark.parametrize("label", ["same", "different", "variant-acronym"])
def test_the_labelled_names_are_no_look_alikes(label: str) -> None:
    pairs = [(a, b) for a, b, given_label in PAIRS if given_label == label]

    assert pairs
    assert [(a, b) for a, b in pairs if difference(a, b)] == []


@pytest.mark.parametrize(
    ("a", "b"), [("CARE", "СARE"), ("Alpha", "A1pha"), ("HI", "Hl"), ("Hearth", "Official Hearth")]
)
def test_a_look_alike_is_suggested_and_never_the_same(a: str, b: str) -> None:
    match = compare(a, b)

    assert match.suggest
    assert not match.same


@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=60))
def test_any_text_has_a_key_and_differs_from_itself_in_nothing(text: str) -> None:
    assert len(look_key(text)) <= 320
    assert difference(text, text) == ""


def test_a_name_that_says_nothing_but_that_it_is_official_has_a_key_of_its_own() -> None:
    assert look_key("Official Website")
    assert look_key("Official Website") != look_key("Verified")
