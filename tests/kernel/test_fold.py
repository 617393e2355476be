"""Texts are found however they are typed."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signon.kernel.text.fold import (
    LONGEST_WORD,
    MOST_FORMS,
    MOST_WORDS,
    VERSION,
    domain_words,
    fold,
    index_words,
    query_words,
    words,
)

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()), max_size=400)


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
        ("ชั้น ๑๒ 𞥑𞥒 ១២", "ชั้น 12 12 12"),
        ("O´Brien", "o'brien"),
        ("ज़मीन জমিন়", "जमीन জমিন"),
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


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("O’Brien", "o brien obrien"),
        ("Anti-Racist", "anti racist antiracist"),
        ("U.S.A.", "usa u s a"),
        ("e. V.", "ev e v"),
        ("צה״ל", "צהל"),
        ("حقوق\u200cبشر", "حقوق بشر حقوقبشر"),
        ("المرأة", "المراه مراه"),
        ("والمرأة", "والمراه المراه مراه"),
        ("للطفل", "للطفل طفل لطفل"),
        ("لحقوق", "لحقوق حقوق"),
        ("الله", "الله"),
        ("Müller", "muller mueller"),
        ("Århus Ærø", "arhus aero aarhus aeroe"),
        ("350.org", "350 org 350.org"),
    ],
)
def test_every_form_under_which_a_name_is_found(name: str, found: str) -> None:
    assert index_words(name) == tuple(found.split())


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("O'Brien", (("brien", "obrien"),)),
        ("l’aide", (("aide", "laide"),)),
        ("x-u.s.a.", (("x",), ("usa", "xusa"))),
        ("350.org", (("350.org",),)),
        ("St.Mary", (("st",), ("mary", "st.mary"))),
        ("u.s.a", (("usa",),)),
        ("المرأة", (("المراه", "مراه"),)),
        ("müller", (("mueller", "muller"),)),
        ("移民", (("移",), ("民",))),
        ("hearth.example", (("hearth",), ("example", "hearth.example"))),
        ("https://www.hearth.example.org/about?x", (("hearth.example.org",),)),
        ("🌈", ()),
        ("!!! % —", ()),
        ("", ()),
    ],
)
def test_what_a_search_asks_for(typed: str, asked: tuple[tuple[str, ...], ...]) -> None:
    assert query_words(typed) == asked


@settings(max_examples=300, deadline=None)
@given(ANY_TEXT)
def test_every_text_is_found_by_itself(text: str) -> None:
    stored = index_words(text[:60])

    for forms in query_words(text[:60]):
        assert any(word.startswith(form) for word in stored for form in forms)


def test_the_forms_of_a_text_are_bounded() -> None:
    many = " ".join("o'" + "".join(pair) for pair in itertools.product("abcdefgh", repeat=2))

    assert len(index_words(many)) == MOST_FORMS
    assert {len(form) for forms in query_words("ö" * 100) for form in forms} == {LONGEST_WORD}


@pytest.mark.parametrize(
    ("host", "found"),
    [
        ("hearth.example.org", ("hearth.example.org", "example.org")),
        ("xn--mnchen-3ya.example", ("munchen.example",)),
        ("xn--\u00e4.example", ("xn--a.example",)),
        ("localhost", ()),
    ],
)
def test_a_website_is_found_by_its_host_and_what_owns_it(host: str, found: object) -> None:
    assert domain_words(host) == found


def test_the_version_of_the_folding_fits_its_column() -> None:
    assert 0 < len(VERSION) <= 40
