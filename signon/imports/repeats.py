"""Rows that say the same as an earlier one, and rows that may. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from signon.imports.records import ACCEPTED, DUPLICATE, Judged
from signon.organisations.matching import certain_key, compare

REPEATED = "same_organisation_and_email"


def marked(rows: Iterable[Judged]) -> Iterator[Judged]:
    """Yield the rows; of those with one organisation and one address the first is taken.

    A row of the same organisation with another address, or with none, is taken as well and says
    of which it may be a repetition. Rows that were refused repeat nothing.
    """
    known: dict[str, list[Judged]] = {}
    for row in rows:
        if row.status != ACCEPTED:
            yield row
            continue
        key = certain_key(row.fields.organisation) or row.fields.organisation
        same = [one for one in known.get(key, ()) if _is_same(one, row)]
        judged = _compared(row, same)
        if judged.status == ACCEPTED:
            known.setdefault(key, []).append(judged)
        yield judged


def _is_same(one: Judged, other: Judged) -> bool:
    """Tell whether two names with one key are one's: legal forms that differ are two bodies."""
    a, b = one.fields.organisation, other.fields.organisation
    return a == b or compare(a, b).same


def _compared(row: Judged, same: list[Judged]) -> Judged:
    email = row.fields.email.lower()
    for one in same:
        if email and one.fields.email.lower() == email:
            return replace(row, status=DUPLICATE, reason=REPEATED, duplicate_of=one.record)
    return replace(row, possible_duplicate_of=same[0].record) if same else row
