"""The languages of the interface, and how text runs in any language."""

from babel import Locale, UnknownLocaleError

INTERFACE = {"en": "English", "fr": "Français", "es": "Español", "ar": "العربية"}
"""Languages offered, each under its own name, in the order of the switch."""

DEFAULT = "en"


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
