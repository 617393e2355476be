"""E-mail addresses as people type them into sheets."""

import re
from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email

from signon.imports.cells.folding import phrases, plain
from signon.jobs.retry import Refused
from signon.kernel.text.names import bare
from signon.outbox import message

LONGEST = 1000
_BRACKETED = re.compile(r"<\s*([^<>]*@[^<>]*)>")
_SCHEME = re.compile(r"^\s*(?:e-?mail|mailto)\s*:\s*(?://)?", re.IGNORECASE)
_AROUND_AT = re.compile(r"\s*[@\uff20]\s*")
_BETWEEN = re.compile(r"[\s;,|/]+|\s+(?:and|et|y|und|e|و|or|ou|oder)\s+")
_QUERY = re.compile(r"\?(?:subject|body|cc)=.*$", re.IGNORECASE)
_NOBODY = {"", *phrases("anonymous; anonyme; anonimo; anonym; anoniem; مجهول; anonymous user")}
_AT_ENDS = " \t\r\n.,;:'\"<>()[]«»“”‘’"


@dataclass(frozen=True)
class Address:
    """What was found in a cell: the first address ("" for none), and what is to be said of it."""

    email: str
    is_cleaned: bool = False
    further: tuple[str, ...] = ()


def is_missing(cell: str) -> bool:
    """Tell whether a cell holds no address: nothing, or what forms put for who gave none."""
    return plain(cell) in _NOBODY


def read(cell: str) -> Address:
    """Return the address in a cell; one with gaps in it is none. What is around it may go."""
    typed = bare(cell)
    if not typed or len(typed) > LONGEST:
        return Address("")
    found = list(dict.fromkeys(filter(None, map(_valid, _pieces(typed)))))
    if not found:
        return Address("")
    return Address(found[0], found[0].lower() != typed.lower(), tuple(found[1:]))


def _pieces(typed: str) -> list[str]:
    """Return what may be an address: all of a cell, what brackets hold, or its parts."""
    bracketed = _BRACKETED.findall(typed)
    if bracketed:
        return [_without_ends(one) for one in bracketed]
    whole = _without_ends(typed)
    if whole.count("@") + whole.count("\uff20") <= 1:
        return [whole]
    return [_without_ends(piece) for piece in _BETWEEN.split(whole)]


def _without_ends(piece: str) -> str:
    plain = _QUERY.sub("", _SCHEME.sub("", piece.strip(_AT_ENDS)))
    return _AROUND_AT.sub("@", bare(plain).strip(_AT_ENDS))


def _valid(typed: str) -> str:
    """Return an address that can be written to, in its usual form, or ""."""
    try:
        found = validate_email(typed, check_deliverability=False, allow_smtputf8=False)
        message.recipient(found.normalized)
    except (EmailNotValidError, UnicodeError, ValueError, Refused):
        return ""
    return found.normalized
