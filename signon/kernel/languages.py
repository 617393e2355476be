"""The languages of the interface, and how text runs in any language."""

import re
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global

INTERFACE = {"en": "English", "fr": "Français", "es": "Español", "ar": "العربية"}
"""Languages offered, each under its own name, in the order of the switch."""

DEFAULT = "en"


_TAG = re.compile(
    r"(?P<language>[a-z]{2,3})(?:[-_](?P<script>[a-z]{4}))?(?:[-_](?P<region>[a-z]{2}|[0-9]{3}))?",
    re.IGNORECASE | re.ASCII,
)


def canonical(tag: str) -> str:
    """Return a language tag as BCP 47 writes it, such as "fr-FR" for "fr_fr"; "" for no tag.

    A language of two letters, a script and a region have to be known to CLDR; of three letters
    there are more languages than it knows.
    """
    found = _TAG.fullmatch(tag)
    if not found:
        return ""
    language = found["language"].lower()
    if len(language) == 3:
        shorter = get_global("language_aliases").get(language, "")
        language = shorter if len(shorter) == 2 else language
    script, region = (found["script"] or "").title(), (found["region"] or "").upper()
    known = Locale("en")
    if len(language) == 2 and language not in known.languages:
        return ""
    if (script and script not in known.scripts) or (region and region not in known.territories):
        return ""
    return "-".join(filter(None, (language, script, region)))


@lru_cache(maxsize=1024)
def direction(language: str) -> str:
    """Return "rtl" or "ltr" for a language tag; unknown languages run left to right."""
    try:
        return Locale.parse(language, sep="-").text_direction
    except (UnknownLocaleError, ValueError):
        return "ltr"


def own_name(language: str) -> str:
    """Return what a language is called in itself, as a reader of it looks for it."""
    if language in INTERFACE:
        return INTERFACE[language]
    try:
        name = Locale.parse(language, sep="-").get_display_name()
    except (UnknownLocaleError, ValueError):
        name = None
    return name[:1].upper() + name[1:] if name else language
