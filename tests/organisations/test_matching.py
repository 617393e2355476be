"""The same name is known however it is written, likely ones are shown, other bodies left alone."""

import csv
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from signon.organisations.matching import Names, certain_key, compare
from signon.organisations.naming import KEY_LENGTH

with (Path(__file__).parent / "name_pairs.csv").open(encoding="utf-8", newline="") as _file:
    PAIRS = [(row["a"], row["b"], row["label"]) for row in csv.DictReader(_file)]

REAL_NAMES = sorted({name for a, b, _ in PAIRS for name in (a, b)})

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()), max_size=60)
LIKE_A_NAME = st.one_of(
    ANY_TEXT,
    st.sampled_from(REAL_NAMES),
    st.lists(
        st.sampled_from(
            [
                *"eEvVyY&.-–(),/'’1",
                "e.V.",
                "ASBL",
                "the",
                "La",
                "and",
                "株式会社",
                "ال",
                " ",
                "\ud800",
            ]
        ),
        max_size=12,
    ).map("".join),
)


def labelled(label: str) -> list[tuple[str, str]]:
    return [(a, b) for a, b, given in PAIRS if given == label]


def share_suggested(label: str) -> float:
    pairs = labelled(label)
    return sum(compare(a, b).suggest for a, b in pairs) / len(pairs)


def test_the_labelled_set_is_large_enough_to_say_something() -> None:
    sizes = Counter(label for _, _, label in PAIRS)

    assert sizes.total() >= 220
    assert sizes["different"] >= 70


@pytest.mark.parametrize(("a", "b"), labelled("same"))
def test_the_same_name_written_differently_is_the_same(a: str, b: str) -> None:
    assert compare(a, b).same


def test_no_two_bodies_are_taken_for_the_same() -> None:
    assert [(a, b) for a, b in labelled("different") if compare(a, b).same] == []


def test_most_likely_names_are_suggested_and_most_others_are_not() -> None:
    assert share_suggested("variant-spelling") >= 0.95
    assert share_suggested("variant-acronym") >= 0.6
    assert share_suggested("variant-other") >= 0.6
    assert share_suggested("different") <= 1 / 3


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Sea-Watch e.V.", "Sea-Watch gGmbH"),
        ("CIRÉ ASBL", "CIRÉ AISBL"),
        ("Arsis S.A.", "Arsis SA"),
        ("Ромашка", "Romashka"),
    ],
)
def test_a_person_is_asked_where_two_bodies_may_bear_one_name(a: str, b: str) -> None:
    match = compare(a, b)

    assert match.suggest
    assert not match.same


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("AFL-CIO", "AFL"),
        ("National EV Association", "National Association"),
        ("LA Voice", "Voice"),
        ("El Salvador Solidarity", "Salvador Solidarity"),
        ("Sun & Moon", "Sun Moon"),
        ("Local 1-2", "Local 12"),
        ("Médicos en Acción", "Médicos & Acción"),
        ("Verein Hoffnung", "Hoffnung"),
        ("ONG Hope", "Hope"),
    ],
)
def test_what_only_looks_like_a_form_or_an_article_belongs_to_the_name(a: str, b: str) -> None:
    assert not compare(a, b).same


@pytest.mark.parametrize("name", ["e.V.", "ASBL", "株式会社", "The", "&", "Stichting e.V."])
def test_a_name_of_legal_forms_alone_keeps_them(name: str) -> None:
    assert certain_key(name)
    assert compare(name, name).same
    assert not compare(name, "gGmbH").same


@pytest.mark.parametrize("name", ["", " \t", "\u200b", "\ud800", "\ufeff\u202e"])
def test_what_cannot_be_seen_is_like_nothing(name: str) -> None:
    assert certain_key(name) == ""
    assert compare(name, name).score == 0
    assert not compare(name, "Anafé").suggest


def test_a_text_without_end_is_compared_too() -> None:
    for piece in ["e.v. ", "a.", "- ", "(", "株式会社", "501(c", "l'", "Ä ", "l ev x "]:
        huge = piece * 40_000
        assert compare(huge, huge).same
        assert not compare(huge, huge + "!end").same
        assert len(certain_key(huge)) <= KEY_LENGTH


@given(LIKE_A_NAME, LIKE_A_NAME)
@example("e.V.", "ev")
@settings(deadline=None)
def test_any_two_texts_compare_alike_from_both_sides(a: str, b: str) -> None:
    match = compare(a, b)

    assert match == compare(b, a)
    assert 0 <= match.score <= 1
    assert match.suggest or not match.same
    assert not match.same or certain_key(a) == certain_key(b)


@given(LIKE_A_NAME)
@settings(deadline=None)
def test_a_name_with_a_letter_is_the_same_as_itself(name: str) -> None:
    if any(sign.isalpha() for sign in name):
        assert compare(name, name).same


@given(st.sampled_from(REAL_NAMES))
@settings(deadline=None)
def test_form_gaps_and_capitals_of_a_name_do_not_matter(name: str) -> None:
    for written in [
        unicodedata.normalize("NFD", name),
        unicodedata.normalize("NFC", name),
        f"  {name.replace(' ', chr(0xA0) * 2)}\n",
        name.casefold(),
    ]:
        assert compare(name, written).same


def test_stored_names_are_suggested_best_first() -> None:
    names = Names(
        [
            (1, "European Anti-Poverty Network"),
            (2, "Flüchtlingsrat Sachsen"),
            (3, "PRO ASYL e.V."),
            (4, "Association Pro Asyl"),
        ]
    )

    assert [found.key for found in names.suggestions("pro asyl")] == [3, 4]
    assert [found.name for found in names.suggestions("EAPN")] == ["European Anti-Poverty Network"]
    assert names.suggestions("Flüchtlingsrat Hessen") == []
    assert [found.key for found in names.suggestions("Pro-Asyl", most=1)] == [3]


def test_stored_names_are_found_as_comparing_each_would_find_them() -> None:
    names = Names(enumerate(REAL_NAMES))

    for asked in REAL_NAMES[::80]:
        matches = {key: compare(asked, name) for key, name in enumerate(REAL_NAMES)}
        found = {one.key: one.match for one in names.suggestions(asked, most=len(REAL_NAMES))}
        assert found == {key: match for key, match in matches.items() if match.suggest}
