"""The numbered headings of a text: its priorities, alike by number in every language. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any


@dataclass(frozen=True)
class Priority:
    """One numbered heading as it stands in the text of `language`."""

    number: int
    title: str
    anchor: str
    language: str


def of_contents(contents: Iterable[Mapping[str, Any]], language: str) -> dict[int, Priority]:
    """Return the numbered headings of a text by number; of two alike the first one counts."""
    found: dict[int, Priority] = {}
    for heading in contents:
        number = heading["number"]
        if number:
            priority = Priority(number, heading["text"], heading["id"], language)
            found.setdefault(number, priority)
    return found


def written(numbers: Iterable[int]) -> str:
    """Return a set of numbers in the one form in which it is stored, such as "1-7,9"."""
    return ",".join(
        str(first) if first == last else f"{first}-{last}" for first, last in runs(numbers)
    )


@lru_cache(maxsize=1024)
def numbers(stored: str) -> tuple[int, ...]:
    """Return the numbers that `written` has written, in order."""
    found: list[int] = []
    for run in filter(None, stored.split(",")):
        first, _, last = run.partition("-")
        found.extend(range(int(first), int(last or first) + 1))
    return tuple(found)


def runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Return the numbers as unbroken runs (first, last), in order."""
    found: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found
