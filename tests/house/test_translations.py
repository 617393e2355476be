"""Every word for people stands in every language: none missing, none fuzzy, none left over."""

import io
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from signon.kernel.languages import DEFAULT, INTERFACE

ROOT = Path(__file__).resolve().parents[2]
WORDS = ROOT / "signon" / "translations"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "lazy_gettext": None,
    "_l": None,
    "N_": None,
}
TRANSLATED = [language for language in INTERFACE if language != DEFAULT]


@cache
def words_in_code() -> frozenset[object]:
    with (WORDS / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file, "babel.cfg")
    found: set[object] = set()
    for folder in ("signon", "templates"):
        rows = extract_from_dir(
            str(ROOT), methods, options, KEYWORDS, directory_filter=_only(folder)
        )
        found |= {message for _file, _line, message, _comments, _context in rows}
    return frozenset(found)


def _only(folder: str) -> Callable[[str], bool]:
    top = ROOT / folder
    return lambda path: Path(path) == ROOT or top in (Path(path), *Path(path).parents)


def catalog(language: str) -> Catalog:
    text = (WORDS / language / "LC_MESSAGES" / "messages.po").read_bytes()
    return read_po(io.BytesIO(text), locale=language)


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_word_is_translated(language: str) -> None:
    known = {message.id: message for message in catalog(language) if message.id}

    assert words_in_code() - known.keys() == set()
    assert known.keys() - words_in_code() == set()


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_translation_is_empty_fuzzy_or_broken(language: str) -> None:
    messages = [message for message in catalog(language) if message.id]

    assert [m.id for m in messages if m.fuzzy or not all(_strings(m))] == []
    assert [(m.id, list(m.check())) for m in messages if list(m.check())] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_translation_says_itself_twice(language: str) -> None:
    """Two branches that bring one message leave it joined to itself when they are put together."""
    messages = [message for message in catalog(language) if message.id]

    assert [m.id for m in messages if any(map(_is_said_twice, _strings(m)))] == []


def _is_said_twice(text: str) -> bool:
    middle = len(text) // 2
    return len(text) > 12 and text[:middle].strip() == text[middle:].strip()


@pytest.mark.parametrize(("language", "forms"), [("fr", 2), ("es", 2), ("ar", 6)])
def test_every_plural_has_the_forms_of_its_language(language: str, forms: int) -> None:
    plurals = [message for message in catalog(language) if message.pluralizable]

    assert plurals
    assert {len(_strings(message)) for message in plurals} == {forms}


def _strings(message: Message) -> tuple[object, ...]:
    return tuple(message.string) if message.pluralizable else (message.string,)
