"""By which words an endorsement is found, on the list and on the desk alike. Pure."""

from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from itertools import takewhile
from typing import Protocol

from signon.kernel import countries, websites
from signon.kernel.errors import DomainError
from signon.kernel.languages import INTERFACE
from signon.kernel.text.fold import domain_words, index_words, query_words
from signon.kernel.words import N_

MOST_WORDS = 6
LONGEST_QUERY = 200

Forms = tuple[str, ...]
"""What stands for one typed word: the beginnings of words of which one has to be there."""

_SHORTEST_OF_A_COUNTRY = 3


class SearchBroken(DomainError):
    """A search that no database takes."""

    status = 400
    message = N_("This address does not lead to a page of the list. Please begin at the start.")


class Findable(Protocol):
    """What an endorsement, a draft and a line of a list have in common."""

    @property
    def name(self) -> str: ...
    @property
    def acronym(self) -> str: ...
    @property
    def affiliation(self) -> str: ...
    @property
    def website(self) -> str: ...


def words_of(found: Findable) -> tuple[str, ...]:
    """Return every word by which somebody is found: of the names, and the website's host."""
    named = index_words(" ".join((found.name, found.acronym, found.affiliation)))
    host = websites.domain(found.website) if found.website else ""
    return (*named, *domain_words(host)) if host else named


def stored(found: Findable) -> str:
    """Return the same words as one text, each with a space before it."""
    return "".join(f" {word}" for word in words_of(found))


def asked(typed: str) -> tuple[Forms, ...]:
    """Return what a search asks for; empty when nothing of it can be searched for.

    Raises `SearchBroken` for a text with a NUL in it.
    """
    if "\x00" in typed:
        raise SearchBroken
    return query_words(typed[:LONGEST_QUERY])[:MOST_WORDS]


def is_unsearchable(typed: str) -> bool:
    """Tell whether something was typed, and nothing of it can be searched for."""
    return bool(typed.strip()) and not asked(typed)


def countries_of(forms: Forms) -> frozenset[str]:
    """Return the codes of the countries that a word may name in a language of the interface."""
    long_enough = [form for form in forms if len(form) >= _SHORTEST_OF_A_COUNTRY]
    return frozenset(code for form in long_enough for code in _beginning_with(form))


def _beginning_with(form: str) -> Iterator[str]:
    known = _country_words()
    rest = known[bisect_left(known, (form, "")) :]
    return (code for _, code in takewhile(lambda one: one[0].startswith(form), rest))


@cache
def _country_words() -> list[tuple[str, str]]:
    named = (countries.names(language).items() for language in INTERFACE)
    return sorted({(word, code) for names in named for code, n in names for word in index_words(n)})
