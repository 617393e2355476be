"""What a measurement cost: CPU of our processes, and of others that were in the way."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import psutil

MEGABYTE = 1024 * 1024


@dataclass
class Cost:
    """What was used between the two ends of a `with` block, in seconds."""

    wall: float = 0.0
    trees: dict[str, float] = field(default_factory=dict)
    foreign: float = 0.0
    capacity: float = 0.0

    def milliseconds(self, tree: str, count: int) -> float:
        """Return the CPU that a tree of processes used for each of `count` things."""
        return 1000 * self.trees.get(tree, 0.0) / max(count, 1)


class Machine:
    """Knows our processes, and adds up over a run what everybody else used."""

    def __init__(self) -> None:
        self.trees: dict[str, psutil.Process] = {}
        self.costs: list[Cost] = []

    @contextmanager
    def measured(self) -> Iterator[Cost]:
        """Measure a block; the cost is filled in when it ends."""
        cost = Cost()
        trees, busy, began = self._now(), _busy(), time.perf_counter()
        yield cost
        cost.wall = time.perf_counter() - began
        cost.capacity = cost.wall * (os.cpu_count() or 1)
        busy, after = _busy() - busy, self._now()
        cost.trees = {name: after[name] - trees[name] for name in trees}
        # The tree of this process holds all the others but PostgreSQL's, which stands alone.
        cost.foreign = max(0.0, busy - cost.trees["all"] - cost.trees.get("database", 0.0))
        self.costs.append(cost)

    def foreign_share(self) -> tuple[float, float]:
        """Return the share of the machine that others used: in all, and in the worst block."""
        shares = [cost.foreign / cost.capacity for cost in self.costs if cost.wall > 0.2]
        in_all = sum(cost.foreign for cost in self.costs)
        capacity = sum(cost.capacity for cost in self.costs)
        return in_all / capacity if capacity else 0.0, max(shares, default=0.0)

    def _now(self) -> dict[str, float]:
        trees = {"all": psutil.Process(), **self.trees}
        return {name: tree_seconds(process) for name, process in trees.items()}


def tree_seconds(root: psutil.Process) -> float:
    """Return the CPU seconds of a process and its descendants, ended ones included."""
    return sum(_seconds(process) for process in [root, *root.children(recursive=True)])


def resident(root: psutil.Process) -> dict[int, float]:
    """Return the memory (MiB) of each child of a process, by its number."""
    return {child.pid: child.memory_info().rss / MEGABYTE for child in root.children()}


def _seconds(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return float(times.user + times.system + times.children_user + times.children_system)


def _busy() -> float:
    """Return the seconds during which the machine has worked since it was started."""
    times = psutil.cpu_times()
    names = ("user", "nice", "system", "irq", "softirq")
    return float(sum(getattr(times, name, 0.0) for name in names))
