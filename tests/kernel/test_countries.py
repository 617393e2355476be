"""Countries: the codes of ISO 3166-1 and Kosovo, named for the reader."""

import pytest
import pytz

from signon.kernel.countries import CODES, name, names
from signon.kernel.languages import INTERFACE


def test_the_codes_are_those_of_the_standard_and_kosovo() -> None:
    assert set(pytz.country_names) | {"XK"} == CODES
    assert len(CODES) == 250


@pytest.mark.parametrize("language", INTERFACE)
def test_every_country_has_a_name_of_its_own(language: str) -> None:
    found = names(language)

    assert set(found) == CODES
    assert len(set(found.values())) == len(CODES)
    assert all(found.values())


def test_palestine_is_called_as_at_the_united_nations() -> None:
    called = [name("PS", language) for language in INTERFACE]

    assert called == ["Palestine", "Palestine", "Palestina", "فلسطين"]


def test_names_follow_the_alphabet_of_the_language() -> None:
    french = list(names("fr").values())

    assert french[0] == "Afghanistan"
    assert french.index("Égypte") < french.index("Émirats arabes unis") < french.index("Espagne")
    assert french[-1] == "Zimbabwe"
    assert next(iter(names("ar").values())).startswith("آ")


def test_an_unknown_language_gets_english_and_an_unknown_code_itself() -> None:
    assert name("DE", "xx-yy-zz") == "Germany"
    assert name("DE", "") == "Germany"
    assert name("fr", "en") == "fr"
    assert name("GR", "el") == "Ελλάδα"


def test_nobody_can_change_the_shared_names() -> None:
    with pytest.raises(TypeError):
        names("en")["DE"] = "x"  # type: ignore[index]
