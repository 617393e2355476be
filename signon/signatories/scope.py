"""How much of a paper somebody endorses, in words of the language in force."""

from functools import lru_cache

from babel.lists import format_list
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from signon.papers import queries as papers
from signon.papers.texts import priorities

_BRITISH = {"en": "en_GB"}
"""No comma before the "and", as in the documents beside which our English stands."""


def in_words(chosen: str) -> str:
    """Return stored priorities as words, such as "Only priorities 1 to 7 and 9"."""
    return _in_words(chosen, str(get_locale()))


@lru_cache(maxsize=1024)
def _in_words(chosen: str, _language: str) -> str:
    number = len(priorities.numbers(chosen))
    words = _list(chosen)
    return ngettext("Only priority %(list)s", "Only priorities %(list)s", number, list=words)


def of_version(chosen: str, version_id: int) -> str:
    """Return chosen priorities beside the number of all, such as "priorities 1 and 2 of 12"."""
    number = len(priorities.numbers(chosen))
    total = len(priorities.numbers(papers.priorities_of_version(version_id)))
    return ngettext(
        "priority %(list)s of %(total)s",
        "priorities %(list)s of %(total)s",
        number,
        list=_list(chosen),
        total=total,
    )


def _list(chosen: str) -> str:
    parts: list[str] = []
    for first, last in priorities.runs(priorities.numbers(chosen)):
        if last - first < 2:  # two neighbours are named, not spanned
            parts += [str(number) for number in range(first, last + 1)]
        else:
            # Words and no dash: beside Arabic letters a dash would turn the two numbers round.
            parts.append(_("%(first)s to %(last)s", first=first, last=last))
    language = str(get_locale() or "en")
    return format_list(parts, locale=_BRITISH.get(language, language))
