"""Matching two sequences without crossing: what differences and keys of blocks both need. Pure."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence

Pair = tuple[int, int]
"""Place in the older sequence, place in the newer one."""


def unique_pairs(old: Mapping[int, Hashable], new: Mapping[int, Hashable]) -> list[Pair]:
    """Return the places of what is found exactly once in either sequence."""
    place_of = {value: place for place, value in old.items()}
    in_old, in_new = Counter(old.values()), Counter(new.values())
    return [
        (place_of[value], place)
        for place, value in new.items()
        if in_new[value] == 1 and in_old[value] == 1
    ]


def longest_in_order(pairs: Sequence[Pair]) -> list[Pair]:
    """Return as many pairs as possible that do not cross each other, in their order."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    ordered = sorted(pairs, key=lambda pair: pair[1])
    for at, (old, _) in enumerate(ordered):
        length = bisect_left(ends, old)
        before.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [old]
        last[length : length + 1] = [at]
    found: list[Pair] = []
    at = last[-1] if last else -1
    while at >= 0:
        found.append(ordered[at])
        at = before[at]
    return found[::-1]


def heaviest(weights: Sequence[Sequence[float]]) -> list[Pair]:
    """Return the pairs (row, column) that do not cross and weigh most together; 0 is no pair."""
    rows, columns = len(weights), len(weights[0]) if weights else 0
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in reversed(range(rows)):
        here, below, weight = best[i], best[i + 1], weights[i]
        for j in reversed(range(columns)):
            here[j] = max(below[j], here[j + 1], below[j + 1] + weight[j])
    found, i, j = [], 0, 0
    while i < rows and j < columns:
        if best[i][j] == best[i + 1][j]:
            i += 1
        elif best[i][j] == best[i][j + 1]:
            j += 1
        else:
            found.append((i, j))
            i, j = i + 1, j + 1
    return found
