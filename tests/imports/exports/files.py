"""What a made file is, and how the answers become rows of one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.imports.exports.signed import Answer, Expected, expected
from tests.support.sheets import csv_file

ALL = ("country", "comment", "wants_updates", "signed_at", "consent")


@dataclass(frozen=True)
class File:
    """A file, what it yields, and what a person said about its columns."""

    data: bytes
    rows: dict[int, Expected]
    mapping: dict[str, str] = field(default_factory=dict)


def grid(
    answers: Sequence[Answer], cells: Callable[[int, Answer], Sequence[Any]]
) -> list[Sequence[Any]]:
    return [cells(number, answer) for number, answer in enumerate(answers)]


def ticked(said: bool, words: str = "Yes/No") -> str:
    yes, _, no = words.partition("/")
    return yes if said else no


def csv_of(rows: list[Sequence[Any]], answers: tuple[Answer, ...], **said: Any) -> File:
    records = list(range(2, len(answers) + 2))
    return File(csv_file(rows, **said), expected(answers, records, asks=ALL))
