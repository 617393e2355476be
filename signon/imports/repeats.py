"""Rows that say the same as an earlier one, and rows that may. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from signon.imports.records import ACCEPTED, DUPLICATE, Judged
from signon.organisations.matching import certain_key, compare

REPEATED = "same_organisation_and_email"


MOST_SPELLINGS = 20
"""Ways of writing one name that a row is compared with."""


@dataclass
class _Spelling:
    """The rows of one name in one way of writing it: the first, and the first of each address."""

    name: str
    first: int
    by_email: dict[str, int] = field(default_factory=dict)


def marked(rows: Iterable[Judged]) -> Iterator[Judged]:
    """Yield the rows; of those with one organisation and one address the first is taken.

    A row of the same organisation with another address, or with none, is taken as well and says
    of which it may be a repetition. Rows that were refused repeat nothing.
    """
    known: dict[str, list[_Spelling]] = {}
    for row in rows:
        if row.status != ACCEPTED:
            yield row
            continue
        name = row.fields.organisation
        spellings = known.setdefault(certain_key(name) or name, [])
        yield _compared(row, [one for one in spellings if _is_same(one.name, name)])
        _keep(row, spellings)


def _is_same(a: str, b: str) -> bool:
    """Tell whether two names with one key are one's: legal forms that differ are two bodies."""
    return a == b or compare(a, b).same


def _compared(row: Judged, same: list[_Spelling]) -> Judged:
    """Return a row with the earlier one that it repeats for sure, or may repeat."""
    if not same:
        return row
    email = row.fields.email.lower()
    repeated = [one.by_email[email] for one in same if email and email in one.by_email]
    if repeated:
        return replace(row, status=DUPLICATE, reason=REPEATED, duplicate_of=min(repeated))
    return replace(row, possible_duplicate_of=min(one.first for one in same))


def _keep(row: Judged, spellings: list[_Spelling]) -> None:
    name, email = row.fields.organisation, row.fields.email.lower()
    mine = next((one for one in spellings if one.name == name), None)
    if mine is None:
        mine = _Spelling(name, row.record)
        spellings += [mine] if len(spellings) < MOST_SPELLINGS else []
    mine.by_email.setdefault(email, row.record)
