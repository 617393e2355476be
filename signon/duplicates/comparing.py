"""Which names under a paper are alike: worked out a portion at a time and then remembered.

Comparing two thousand names takes some seconds, so no page does it at once. What is remembered
depends on the names alone; who is called so is looked up anew for every page.
"""

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock
from typing import Any

from signon.organisations.matching import Match, Names

PORTION = 400
"""Names that one page compares with all the others: half a second's work under a long list."""

MOST_OTHERS = 20
"""Likely others that are looked at for each name of each portion."""

PAPERS_KEPT = 4
_OUTGROWN = 3


class Likenesses:
    """How alike the names of one list are, so far."""

    def __init__(self) -> None:
        self.alike: dict[tuple[str, str], Match] = {}
        self.found: tuple[str, Any] | None = None
        """What was last made of them, and at which revision of the trail."""
        self._portions: list[list[str]] = []
        self._stocks: list[Names[str]] = []
        self._compared: set[str] = set()
        self._lock = Lock()

    def compare(self, names: Sequence[str], most: int = PORTION) -> int:
        """Compare at most so many names that are new; return how many are left for later."""
        with self._lock:
            if len(self._compared) > _OUTGROWN * len(names) + PORTION:
                self._forget()
            new = [name for name in dict.fromkeys(names) if name not in self._compared]
            if new[:most]:
                self._add(new[:most])
            return len(new[most:])

    def _add(self, portion: list[str]) -> None:
        last = self._portions[-1] if self._portions else []
        if last and len(last) + len(portion) <= PORTION:
            last.extend(portion)
            self._stocks[-1] = _stock(last)
        else:
            self._portions.append(list(portion))
            self._stocks.append(_stock(portion))
        for name in portion:
            self._look_for(name)
        self._compared.update(portion)

    def _look_for(self, name: str) -> None:
        for stock in self._stocks:
            for found in stock.suggestions(name, most=MOST_OTHERS):
                if found.key != name:
                    low, high = sorted((name, found.key))
                    self.alike[low, high] = found.match

    def _forget(self) -> None:
        self.alike = {}
        self._portions, self._stocks, self._compared = [], [], set()


def _stock(names: Sequence[str]) -> Names[str]:
    return Names((name, name) for name in names)


_of_papers: OrderedDict[int, Likenesses] = OrderedDict()
_lock = Lock()


def of_paper(paper_id: int) -> Likenesses:
    """Return what this process knows of the names under a paper."""
    with _lock:
        known = _of_papers.pop(paper_id, None) or Likenesses()
        _of_papers[paper_id] = known
        while len(_of_papers) > PAPERS_KEPT:
            _of_papers.popitem(last=False)
        return known
