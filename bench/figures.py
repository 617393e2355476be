"""From measurements to ratios: each of ours stands beside the yardstick taken just before it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Sample:
    """So many a second, and the CPU (ms) that each took in its own process and in PostgreSQL."""

    rate: float
    own_cpu: float
    database_cpu: float = 0.0
    patience: float = 0.0
    """Seconds within which 99 of 100 were done."""

    @property
    def cpu(self) -> float:
        return self.own_cpu + self.database_cpu


Measure = Callable[[], Sample]


@dataclass(frozen=True)
class Comparison:
    """Rounds of the yardstick and of ours, in pairs."""

    pairs: tuple[tuple[Sample, Sample], ...]

    @property
    def ratio(self) -> float:
        """Ours for each one of the yardstick."""
        return median(ours.rate / bare.rate for bare, ours in self.pairs)

    @property
    def slowness(self) -> float:
        """The time of ours for the time of the yardstick."""
        return median(bare.rate / ours.rate for bare, ours in self.pairs)

    @property
    def ours(self) -> Sample:
        return _median([ours for _, ours in self.pairs])

    @property
    def bare(self) -> Sample:
        return _median([bare for bare, _ in self.pairs])

    def dearer_than(self, other: "Comparison") -> float:
        """Return by how much the CPU of ours is above that of another one in the same rounds."""
        both = zip(self.pairs, other.pairs, strict=True)
        return median(mine.cpu / theirs.cpu for (_, mine), (_, theirs) in both)


def compare(
    rounds: int, yardstick: Measure, subjects: Mapping[str, Measure]
) -> dict[str, Comparison]:
    """Measure yardstick, first subject, yardstick, second subject …, and all of it again."""
    pairs: dict[str, list[tuple[Sample, Sample]]] = {name: [] for name in subjects}
    for _ in range(rounds):
        for name, subject in subjects.items():
            bare = yardstick()
            pairs[name].append((bare, subject()))
    return {name: Comparison(tuple(found)) for name, found in pairs.items()}


def _median(samples: list[Sample]) -> Sample:
    return Sample(
        median(sample.rate for sample in samples),
        median(sample.own_cpu for sample in samples),
        median(sample.database_cpu for sample in samples),
        median(sample.patience for sample in samples),
    )
