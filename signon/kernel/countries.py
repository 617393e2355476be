"""Countries by their ISO 3166-1 codes and Kosovo, named and sorted for a reader's language."""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

import icu
from babel import Locale, UnknownLocaleError

from signon.kernel.languages import DEFAULT

_NO_COUNTRIES = {
    *("AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ")
}
"""Islands without a code of their own, unions, and codes for testing."""

_AS_THE_UNITED_NATIONS_SAY = {
    "en": {"PS": "Palestine"},
    "fr": {"PS": "Palestine"},
    "es": {"PS": "Palestina"},
    "ar": {"PS": "فلسطين"},
}

CODES = frozenset(
    code
    for code in map(str, Locale(DEFAULT).territories)
    if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES
)


@lru_cache(maxsize=32)
def names(language: str) -> Mapping[str, str]:
    """Return all names by code, in the alphabetical order of `language` (unknown: English)."""
    locale = _locale(language)
    said = {str(code): called for code, called in locale.territories.items()}
    said |= _AS_THE_UNITED_NATIONS_SAY.get(locale.language, {})
    order = icu.Collator.createInstance(icu.Locale(str(locale))).getSortKey
    return MappingProxyType(
        {code: said[code] for code in sorted(CODES, key=lambda code: (order(said[code]), code))}
    )


def name(code: str, language: str) -> str:
    """Return what a country is called in `language`, or the code itself if it is none."""
    return names(language).get(code, code)


def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale(DEFAULT)
