"""Which lines of how many a page shows.

A page tells the next one in its link how many lines stand before it, with a mark of the list that
was counted: its filters, its order, its revision. Where the mark is another one, because somebody
has signed meanwhile or the address was changed, the index is counted instead.
"""

import hashlib
import re
from dataclasses import replace

from signon.papers.queries import PublicPaper
from signon.signatories.listing import paging
from signon.signatories.listing.paging import Groups
from signon.signatories.shapes import COUNTED_UP_TO, ListFilter, Page, Shown

_CARRIED = re.compile(r"(?P<number>[1-9][0-9]{0,8})-(?P<mark>[0-9a-f]{12})", re.ASCII)


def carried(number: int, wanted: ListFilter, revision: int) -> str:
    """Return how many lines stand before the page that begins at `wanted.after`, for its link."""
    return f"{number}-{_mark(wanted, revision)}"


def shown(
    paper: PublicPaper, wanted: ListFilter, groups: Groups, page: Page, size: tuple[int, int]
) -> Shown:
    """Return which lines a page shows; `size` is the number of all of them, and the revision."""
    total, revision = size
    is_search = bool(wanted.words)
    before: int | None = 0
    if wanted.after:
        before = _read(wanted, revision, total)
        if before is None:
            before = paging.before(paper.id, wanted, groups)
    if before is None or not page.lines:
        return Shown(0, 0, total, is_search)
    last = before + len(page.lines)
    return Shown(before + 1, last, max(last, total), is_search)


def _read(wanted: ListFilter, revision: int, total: int) -> int | None:
    """Return what the page before has counted, if it was this list; None for anything else."""
    found = _CARRIED.fullmatch(wanted.at)
    if not found or found["mark"] != _mark(wanted, revision):
        return None
    number, is_open = int(found["number"]), bool(wanted.words) and total > COUNTED_UP_TO
    return number if number < total or is_open else None


def _mark(wanted: ListFilter, revision: int) -> str:
    said = repr((revision, replace(wanted, at="", every=False)))
    return hashlib.blake2b(said.encode(), digest_size=6).hexdigest()
