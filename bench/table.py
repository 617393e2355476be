"""The table that a run prints."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass

from bench.figures import Comparison, Sample

HEADINGS = ("figure", "ours", "yardstick", "ratio", "aim", "", "CPU ms ours", "CPU ms yardstick")


@dataclass(frozen=True)
class Aim:
    """What a figure should reach: at least, or at most."""

    at_least: float | None = None
    at_most: float | None = None

    def __str__(self) -> str:
        if self.at_least is not None:
            return f"≥ {self.at_least:g}"
        return f"≤ {self.at_most:g}" if self.at_most is not None else ""

    def verdict(self, value: float) -> str:
        """Return "met", "MISSED", or nothing when there is nothing to reach."""
        if self.at_least is not None:
            return "met" if value >= self.at_least else "MISSED"
        if self.at_most is not None:
            return "met" if value <= self.at_most else "MISSED"
        return ""


NONE = Aim()


@dataclass(frozen=True)
class Line:
    """One figure. `value` is what the aim is about; the rest says where it comes from."""

    figure: str
    value: float
    aim: Aim = NONE
    ours: str = ""
    bare: str = ""
    own_cpu: str = ""
    bare_cpu: str = ""

    def cells(self) -> tuple[str, ...]:
        """Return the line as the table shows it."""
        said = f"{self.value:.3g}"
        verdict = self.aim.verdict(self.value)
        return (
            self.figure, self.ours, self.bare, said, str(self.aim), verdict,
            self.own_cpu, self.bare_cpu,
        )  # fmt: skip


def rate_line(figure: str, compared: Comparison, aim: Aim = NONE) -> Line:
    """Return the line of a figure that is so many a second."""
    ours, bare = compared.ours, compared.bare
    rates = (f"{ours.rate:.0f}/s", f"{bare.rate:.0f}/s")
    return Line(figure, compared.ratio, aim, *rates, _cpu(ours), _cpu(bare))


def time_line(figure: str, compared: Comparison, aim: Aim = NONE) -> Line:
    """Return the line of a figure that is so many seconds."""
    ours, bare = compared.ours, compared.bare
    times = (f"{1 / ours.rate:.2f} s", f"{1 / bare.rate:.2f} s")
    return Line(figure, compared.slowness, aim, *times, _cpu(ours), _cpu(bare))


def show(heading: str, lines: Sequence[Line]) -> None:
    """Print some lines under a heading."""
    rows = [HEADINGS, *(line.cells() for line in lines)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(HEADINGS))]
    sys.stdout.write(f"\n{heading}\n")
    for row in rows:
        first, *others = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        sys.stdout.write("  ".join((first, *others)).rstrip() + "\n")
    sys.stdout.flush()


def _cpu(sample: Sample) -> str:
    if sample.database_cpu:
        return f"{sample.own_cpu:.2f} + {sample.database_cpu:.2f}"
    return f"{sample.own_cpu:.2f}"
