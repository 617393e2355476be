"""In which language two versions of a paper can be compared, and what lies between them."""

from collections.abc import Sequence
from dataclasses import dataclass

from signon.papers.queries import PublicPaper, PublicVersion


@dataclass(frozen=True)
class Choice:
    """The language to compare in, "" when there is none, and all that both versions have.

    `missing_in` is the version without the language that was asked for, if only one has it.
    """

    language: str
    common: tuple[str, ...]
    asked: str = ""
    missing_in: int | None = None


def choose(older: PublicPaper, newer: PublicPaper, asked: str, reading: str) -> Choice:
    """Return the language asked for, else the reader's, else the one that counts."""
    known = {text.language for text in older.texts}
    common = tuple(text.language for text in newer.texts if text.language in known)
    for wanted in (asked, reading, newer.authoritative_language):
        if wanted in common:
            return Choice(wanted, common)
        if wanted and wanted == asked:
            missing = _missing_in(older, newer, asked)
            if missing is not None:
                return Choice("", common, asked, missing)
    return Choice(common[0] if common else "", common)


def steps(versions: Sequence[PublicVersion], number: int, other: int) -> list[PublicVersion]:
    """Return the versions by which one of two came out of the other, the first of them first."""
    low, high = sorted((number, other))
    return [version for version in reversed(versions) if low < version.number <= high]


def _missing_in(older: PublicPaper, newer: PublicPaper, language: str) -> int | None:
    having = [p for p in (older, newer) if language in {text.language for text in p.texts}]
    if len(having) != 1:
        return None
    return newer.version if having[0] is older else older.version
