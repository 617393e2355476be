"""Countries by whatever name."""

import pytest

from signon.imports.cells import places
from signon.kernel import countries


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("Allemagne", "DE"), ("Deutschland", "DE"), ("ألمانيا", "DE"), ("Alemania", "DE"),
        ("العراق", "IQ"), ("الجزائر", "DZ"), ("Côte d’Ivoire", "CI"), ("Ivory Coast", "CI"),
        ("UK", "GB"), ("U.S.A.", "US"), ("us", "US"), ("de", "DE"), ("BEL", "BE"), ("EL", "GR"),
        ("République de Moldova", "MD"), ("Republic of Korea", "KR"), ("the Netherlands", "NL"),
        ("Iran (Islamic Republic of)", "IR"), ("Brussels, Belgium", "BE"), ("🇧🇪", "BE"),
        ("Belgique / België", "BE"), ("Bosnia & Herzegovina", "BA"), ("RDC", "CD"),
        ("Congo", "CG"), ("Palestine, State of", "PS"), ("Kosovo*", "XK"), ("Türkiye", "TR"),
        ("Niger", "NE"), ("Nigeria", "NG"), ("Guinée", "GN"), ("Guinea-Bissau", "GW"),
        ("ITALIA", "IT"), ("Россия", "RU"), ("DE - Germany", "DE"), ("Scotland", "GB"),
    ],
)  # fmt: skip
def test_a_country_is_known_by_its_names_and_codes(cell: str, code: str) -> None:
    assert places.code_of(cell) == code


@pytest.mark.parametrize("cell", ["", "n/a", "France, Belgium", "Europe", "worldwide", "Bruxelles"])
def test_several_and_none_are_no_country(cell: str) -> None:
    assert places.code_of(cell) == ""


def test_every_country_is_known_by_its_name_in_the_languages_of_the_interface() -> None:
    missed = [
        (language, name, code)
        for language in ("en", "fr", "es", "ar")
        for code, name in countries.names(language).items()
        if places.code_of(name) != code
    ]

    assert missed == []
