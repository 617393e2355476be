"""Which endorsements of a paper a search of the desk finds, by indexes wherever there is one.

Who is on the list is found by the words of the public list, whoever is not by their own, of which
there are few. Contacts are read once for each word: a lead finds them by any part of a name or an
address, which no index of both databases knows.
"""

from collections.abc import Sequence
from string import ascii_lowercase, ascii_uppercase
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    false,
    func,
    or_,
    select,
    union_all,
)

from signon.endorsements.models import Endorsement
from signon.extensions import db, rows
from signon.kernel.text import search
from signon.signatories.models import Signatory, SignatoryWord, UnnamedSignatory
from signon.submissions.models import Contact
from signon.submissions.states import State

_E: Any = Endorsement.__table__.c
_ONE: Any = Endorsement.__table__.alias("one")
_LINES: Any = Signatory.__table__
_UNNAMED: Any = UnnamedSignatory.__table__
_WORDS: Any = SignatoryWord.__table__
_WHO: Any = Contact.__table__.alias("who")
FEW = 500
"""So many are asked for by their keys."""

_LAST = "\U0010ffff"
_NOT_LISTED = [state.value for state in State if state != State.PUBLISHED]
_ASCII_LOWER = str.maketrans(ascii_uppercase, ascii_lowercase)


def found_by(paper_id: int, typed: str, *, sees_contacts: bool) -> ColumnElement[bool]:
    """Say that somebody is found as on the public list, or by the contact, where that is shown."""
    asked = search.asked(typed)
    if not sees_contacts:
        return and_(*(_has(paper_id, forms) for forms in asked))
    words = typed[: search.LONGEST_QUERY].split()[: search.MOST_WORDS]
    meant = [search.asked(word) for word in words]
    found = and_(*(_is_about(paper_id, *one) for one in zip(words, meant, strict=True)))
    if all(meant) and tuple(forms for one in meant for forms in one) == asked:
        return found  # whoever is found as on the public list is found word by word, too
    return or_(found, and_(*(_has(paper_id, forms) for forms in asked)))


def _is_about(paper_id: int, word: str, meant: Sequence[search.Forms]) -> ColumnElement[bool]:
    """Say that one word is found in what is public of an entry, or in its contact."""
    keys = [_some(_publicly(paper_id, one)) for one in meant]
    if keys and all(len(found) > FEW for found in keys):
        by_contact = _of_its_own(word)  # a page is soon full, whatever the contacts say
    else:
        by_contact = _by_contact(paper_id, word)
    by_contact = and_(_E.state != State.DISOWNED.value, by_contact)
    said = [_named(one, found) for one, found in zip(meant, keys, strict=True)]
    return or_(and_(*said), by_contact) if said else by_contact


def _has(paper_id: int, forms: search.Forms) -> ColumnElement[bool]:
    """Say that one of the forms begins a public word of an entry, or names its country."""
    return _named(forms, _some(_publicly(paper_id, forms)))


def _named(forms: search.Forms, keys: Sequence[int]) -> ColumnElement[bool]:
    """Say the same, where the keys of some that are found by the forms are known already."""
    begins = or_(*(_E.search.contains(f" {form}", autoescape=True) for form in forms))
    found = _few(keys, otherwise=begins)
    codes = search.countries_of(forms)
    return or_(found, _E.country.in_(codes)) if codes else found


def _some(found: Select[Any] | CompoundSelect[Any]) -> list[int]:
    """Return the keys of those that are found: all of a few, one more than that of many."""
    return [row.id for row in rows(found.limit(FEW + 1))]


def _few(keys: Sequence[int], otherwise: ColumnElement[bool]) -> ColumnElement[bool]:
    """Say what finds a few by their keys, or the same otherwise.

    Of many a page is soon full, so that the others need not be found.
    """
    return _E.id.in_(keys) if len(keys) <= FEW else otherwise


def _publicly(paper_id: int, forms: search.Forms) -> CompoundSelect[Any]:
    listed = (
        select(_ONE.c.id)
        .join(_LINES, _LINES.c.public_id == _ONE.c.public_id)
        .join(_WORDS, _WORDS.c.signatory_id == _LINES.c.id)
        .where(_WORDS.c.paper_id == paper_id)
    )
    # One range of the index for each: SQLite reads all words of a list for an OR of them.
    ranges = [listed.where(_WORDS.c.word >= one, _WORDS.c.word < one + _LAST) for one in forms]
    begins = or_(*(_ONE.c.search.contains(f" {form}", autoescape=True) for form in forms))
    others = select(_ONE.c.id).where(_ONE.c.paper_id == paper_id, begins)
    return union_all(
        *ranges,
        others.where(_ONE.c.state.in_(_NOT_LISTED)),
        others.join(_UNNAMED, _UNNAMED.c.public_id == _ONE.c.public_id),
    )


def _by_contact(paper_id: int, word: str) -> ColumnElement[bool]:
    """Say that one word is part of the name or the address of who signed."""
    found = select(_ONE.c.id).join(_WHO, _WHO.c.id == _ONE.c.contact_id)
    found = found.where(_ONE.c.paper_id == paper_id, _is_said(word))
    return _few(_some(found), otherwise=_of_its_own(word))


def _of_its_own(word: str) -> ColumnElement[bool]:
    """Say the same of one entry at a time, while a page fills.

    As a set, all contacts that have the word would be read for each page.
    """
    own = select(_is_said(word)).where(_WHO.c.id == _E.contact_id)
    return func.coalesce(own.correlate(Endorsement.__table__).scalar_subquery(), false())


def _is_said(word: str) -> ColumnElement[bool]:
    return or_(
        *(
            _without_capitals(column).contains(form, autoescape=True)
            for column in (_WHO.c.name, _WHO.c.email)
            for form in _ways_to_write(word)
        )
    )


def _without_capitals(column: Any) -> Any:
    """Return a text without capitals of ASCII letters, the only ones that both databases know.

    Byte by byte: by the rules of a language PostgreSQL takes four times as long.
    """
    bytewise = db.engine.dialect.name == "postgresql"
    return func.lower(column.collate("C") if bytewise else column)


def _ways_to_write(word: str) -> list[str]:
    """Return the usual ways to write a word, without capitals of ASCII letters."""
    ways = (word, word.lower(), word.capitalize(), word.upper())
    return sorted({way.translate(_ASCII_LOWER) for way in ways})
