"""What a translation lacks of its original, and what only looks like a priority. Pure."""

import re
from dataclasses import dataclass

_PRIORITY = re.compile(r"^##[ \t]+(\d{1,3})\.[ \t]", re.MULTILINE)
_NOTE = re.compile(r"^\[\^([^\]\s]{1,40})\]:", re.MULTILINE)
_ALMOST = re.compile(
    r"^(?:(?:#|#{3,6})[ \t]*\d{1,3}\.|#{1,6}[ \t]*\d{1,3}[):]|#{2,6}\d{1,3}\.|\*\*\d{1,3}[.)]).*",
    re.MULTILINE,
)
SHOWN = 12


@dataclass(frozen=True)
class Lacking:
    """Numbers and notes that a translation lacks, or has alone; lines that number nothing."""

    priorities: tuple[int, ...]
    notes: tuple[str, ...]
    added: tuple[int, ...]
    almost: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.priorities or self.notes or self.added or self.almost)


def compare(original: str, written: str) -> Lacking:
    """Return what Markdown lacks that its original has; of the original itself, compared with
    itself, only the lines that look like numbered priorities and are none."""
    known, here = _numbers(original), _numbers(written)
    notes, own = set(_NOTE.findall(original)), set(_NOTE.findall(written))
    return Lacking(
        tuple(sorted(known - here)),
        tuple(sorted(notes - own)),
        tuple(sorted(here - known)),
        tuple(line.strip() for line in _ALMOST.findall(written)[:SHOWN]),
    )


def _numbers(text: str) -> set[int]:
    return {int(number) for number in _PRIORITY.findall(text)}
