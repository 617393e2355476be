"""Names stand where a reader looks for them, and are found however they are typed."""

import itertools
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signon.kernel.collation import (
    LONGEST_KEY,
    LONGEST_WORD,
    MOST_WORDS,
    fold,
    sort_key,
    words,
)

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


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("İSTANBUL Işık ığdır", "istanbul isik igdir"),
        ("Straße Ørsted ŁÓDŹ Đorđe", "strasse orsted lodz dorde"),
        ("Œuvre Ærø Þing", "oeuvre aero thing"),
        ("Ɗan-Haske Azərbaycan Ɔkwan", "dan-haske azerbaycan okwan"),
        ("ὈΔΥΣΣΕΎΣ", "οδυσσευσ"),
        ("Ёлка Йод Ґанок", "елка иод ганок"),
        ("أحمد إيمان آدم ٱلله", "احمد ايمان ادم الله"),
        ("مؤسسة حقوقٍ علىٰ الإنســان", "موسسه حقوق علي الانسان"),
        ("انجمنِ چراغِ راہ گزر", "انجمن چراغ راه گزر"),
        ("۲۰۲۱ ٢٠٢١ २०२१", "2021 2021 2021"),
        ("שָׁלוֹם", "שלום"),
        ("ﬁne Ⅳ ＡＢＣ", "fine iv abc"),
        ("ガキ", "ガキ"),
        ("L’aide ʼn", "l'aide 'n"),
        ("zero\u200bwidth\u202e soft\u00adhyphen", "zerowidth softhyphen"),
        ("a\ud800b", "ab"),
    ],
)
def test_folding(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@settings(max_examples=500, deadline=None)
@given(ANY_TEXT)
def test_folding_again_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.characters(categories=["L", "N"], max_codepoint=0x24F), max_size=40))
def test_case_never_matters(text: str) -> None:
    assert fold(text.upper()) == fold(text.lower())


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("L'aide à l’Orvelle", ("l", "aide", "a", "orvelle")),
        ("Rädda & rädda +1", ("radda", "1")),
        ("霧橋移民の会 NGO", ("霧", "橋", "移", "民", "の", "会", "ngo")),
        ("ルーム", ("ル", "ー", "ム")),
        ("ไทยเพื่อสิทธิ", ("ไทย", "เพื่อ", "สิทธิ")),
        ("धुंध पार प्रवासी", ("धुंध", "पार", "प्रवासी")),
        ("한국 이주민쉼터", ("한국", "이주민쉼터")),
        ("здоров’я здоровʼя", ("здоров", "я")),
        ("!!! — …", ()),
        ("", ()),
    ],
)
def test_words_of_a_name(name: str, found: tuple[str, ...]) -> None:
    assert words(name) == found


def test_words_are_bounded() -> None:
    many = " ".join("".join(pair) for pair in itertools.product("abcdefgh", repeat=2))

    assert len(words(many)) == MOST_WORDS
    assert words("x" * 100) == ("x" * LONGEST_WORD,)


@settings(max_examples=300, deadline=None)
@given(ANY_TEXT)
def test_words_find_themselves(text: str) -> None:
    for word in words(text):
        assert 0 < len(word) <= LONGEST_WORD
        assert word.encode()
        assert len(set(words(text))) == len(words(text)) <= MOST_WORDS
