"""Names stand where a reader looks for them."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signon.kernel.text.collation import LONGEST_KEY, VERSION, sort_key
from signon.kernel.text.fold import fold

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()), max_size=400)


def in_order(names: list[str]) -> list[str]:
    shuffled = [*names[1::2], *names[::2]]
    return sorted(shuffled, key=sort_key)


def test_scripts_follow_each_other() -> None:
    names = ["17 Lanternas", "Zebra", "Αλληλεγγύη", "Берег", "ასოციაცია", "הקליניקה", "جمعية"]
    names += ["የብርሃን", "धुंध", "কুয়াশাপার", "안개나루", "かもめ", "霧橋"]

    assert in_order(names) == names


def test_accents_and_case_decide_only_between_equal_letters() -> None:
    names = ["abc", "Abc", "ábc", "Ábc", "abd", "Ñandú", "Olmo", "Ömer", "Özgür", "Zoe"]

    assert in_order(names) == names


def test_words_are_compared_one_by_one() -> None:
    names = ["Red Costa", "Red de Albergues", "Reda", "Rede Mar"]

    assert in_order(names) == names


@pytest.mark.parametrize(
    ("name", "sorted_as"),
    [
        ("The Open Gate", "Open Gate"),
        ("L'Étoile", "Étoile"),
        ("L’Abri", "Abri"),
        ("« Le  « Monde » »", "Monde"),
        ("(Les Amis)", "Amis"),
        ("El Faro", "Faro"),
        ("Der Offene Anker", "Offene Anker"),
        ("Gli Orizzonti", "Orizzonti"),
        ("De Brug", "Brug"),
        ("A Ponte", "Ponte"),
        ("Ο Φάρος", "Φάρος"),
        ("LE COMPTOIR", "COMPTOIR"),
        ("اللجنة", "لجنة"),
        ("ٱلْجمعية", "جمعية"),
        ("+Solidaires", "Solidaires"),
        ("#CommonProgramme", "CommonProgramme"),
        ('"Bridge", the', "Bridge the"),
        ("O'Brien", "OBrien"),
        ("Sant’Elvira", "SantElvira"),
        ("Mother-Tongue", "Mother Tongue"),
    ],
)
def test_articles_and_signs_are_set_aside(name: str, sorted_as: str) -> None:
    assert sort_key(name) == sort_key(sorted_as)


@pytest.mark.parametrize(
    "name",
    [
        *("The", "O", "A11 – Initiative", "A – Initiative", "De Facto", "De la rue", "De l'eau"),
        *("LA Voice", "Los Angeles Union", "El Salvador Solidario", "Theatre", "Lamp", "La-La"),
        *("Die.", "الله", "الم"),
    ],
)
def test_what_only_looks_like_an_article_stays(name: str) -> None:
    first = unicodedata.normalize("NFD", name)[0]

    assert sort_key(name)[:1] == sort_key(first)[:1]
    assert sort_key(name) >= sort_key(name.split()[0].strip("."))


def test_a_name_of_signs_alone_still_has_a_place() -> None:
    assert sort_key("***") > sort_key("")
    assert sort_key("🌍") != sort_key("🌊")


def test_composed_and_decomposed_names_are_one() -> None:
    for name in ("Ährenmünster", "Ὀδυσσεύς", "Ёлка", "ガキ", "각"):
        other = unicodedata.normalize("NFD", name)
        assert sort_key(name) == sort_key(other)
        assert fold(name) == fold(other)


@settings(max_examples=300, deadline=None)
@given(ANY_TEXT)
def test_any_text_has_a_short_key(name: str) -> None:
    assert len(sort_key(name)) <= LONGEST_KEY


def test_a_very_long_name_is_cut_in_its_key_only() -> None:
    assert len(sort_key("霧" * 100_000)) == LONGEST_KEY


def test_the_version_of_the_collator_fits_its_column() -> None:
    assert 0 < len(VERSION) <= 40
