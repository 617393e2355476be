"""Reads rows that were pasted from a table or a mail: cells as they stand there."""

import csv
import unicodedata
from functools import cache

from flask_babel import force_locale

from signon.adding.network.drafts import MOST_MEMBERS
from signon.kernel import countries
from signon.kernel.languages import INTERFACE
from signon.kernel.text import fold
from signon.organisations.kind_names import kind_name
from signon.organisations.kinds import KINDS

CELLS = ("name", "country", "organisation_kind", "website", "email")
LONGEST = 100_000
_SEPARATORS = "\t;,|"


def rows_of(pasted: str) -> list[dict[str, str]]:
    """Return the rows of a pasted table, by the names of `CELLS`; one more than may be at most.

    Cells are parted by a tab, a semicolon, a comma or a bar, whichever comes first in the first
    row; what is more than the cells that there are is left out.
    """
    lines = [line for line in pasted[:LONGEST].splitlines() if line.strip()]
    if not lines:
        return []
    found = [sign for sign in _SEPARATORS if sign in lines[0]]
    parted = csv.reader(lines[: MOST_MEMBERS + 1], delimiter=found[0] if found else "\t")
    return [dict(zip(CELLS, map(str.strip, row), strict=False)) for row in parted if any(row)]


def country_of(typed: str) -> str:
    """Return the code of a country by its code or its name in any language of the site, or ""."""
    plain = typed.strip()
    return plain.upper() if plain.upper() in countries.CODES else _countries().get(_key(plain), "")


def kind_of_organisation(typed: str) -> str:
    """Return the code of a kind by its code or its name in any language of the site, or ""."""
    plain = typed.strip()
    return plain if plain in KINDS else _kinds().get(_key(plain), "")


@cache
def _countries() -> dict[str, str]:
    named = ((code, said) for one in INTERFACE for code, said in countries.names(one).items())
    return {_key(said): code for code, said in named if code in countries.CODES}


@cache
def _kinds() -> dict[str, str]:
    known: dict[str, str] = {}
    for language in INTERFACE:
        with force_locale(language):
            known |= {_key(kind_name(code)): code for code in KINDS}
    return known


def _key(text: str) -> str:
    return fold.fold(unicodedata.normalize("NFKC", text)).strip()
