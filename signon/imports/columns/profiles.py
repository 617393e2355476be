"""What stands in a column, so that a title alone decides nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from signon.imports.cells import places, ticks
from signon.imports.cells.folding import plain
from signon.imports.cells.states import is_completion, is_withdrawn

MOST = 300
"""Cells that are looked at; the first ones of a column."""

_FEW_LABELS = 3


@dataclass(frozen=True)
class Profile:
    """The cells of one column; `times` says which are days or hours by themselves."""

    cells: Sequence[str]
    times: int = 0

    @cached_property
    def filled(self) -> list[str]:
        return [cell for cell in self.cells if cell.strip()][:MOST]

    @cached_property
    def ticks(self) -> float:
        return self._share(ticks.is_tick)

    @cached_property
    def addresses(self) -> float:
        return self._share(lambda cell: "@" in cell or "\uff20" in cell)

    @cached_property
    def sites(self) -> float:
        return self._share(_looks_like_site)

    @cached_property
    def places(self) -> float:
        return self._share(lambda cell: bool(places.code_of(cell)))

    @cached_property
    def days(self) -> float:
        return self._share(lambda cell: sum(map(str.isdigit, cell)) >= 4) if not self.times else 1.0

    @cached_property
    def figures(self) -> float:
        return self._share(lambda cell: not any(map(str.isalpha, cell)))

    @cached_property
    def has_few_labels(self) -> bool:
        """Tell whether a box was ticked: again and again the same words, or yes and no."""
        labels = {plain(cell) for cell in self.filled}
        return self.ticks > 0.5 or (len(labels) <= _FEW_LABELS < len(self.filled) // 2)

    @cached_property
    def withdraws(self) -> bool:
        return any(map(is_withdrawn, self.cells))

    @cached_property
    def completes(self) -> bool:
        return self._share(is_completion) > 0.5

    def _share(self, test: Callable[[str], bool]) -> float:
        return sum(map(test, self.filled)) / len(self.filled) if self.filled else 0.0


def _looks_like_site(cell: str) -> bool:
    typed = cell.strip()
    return "." in typed and "@" not in typed and " " not in typed and len(typed) > 3


def holds(target: str, profile: Profile, *, is_sure: bool) -> bool:
    """Tell whether a column may be the target's by what stands in it; an empty one may be any."""
    test = _TESTS.get(target)
    if not profile.filled or test is None:
        return target not in ("withdrawn", "completed") or is_sure
    return test(profile)


def _is_name(profile: Profile) -> bool:
    others = (profile.addresses, profile.sites, profile.figures, profile.places - 0.2)
    return max(others) < 0.7 and not (profile.ticks > 0.7 and len(profile.filled) > 1)


_TESTS: dict[str, Callable[[Profile], bool]] = {
    "organisation": _is_name,
    "representative_name": _is_name,
    "acronym": lambda profile: profile.addresses < 0.5 and profile.ticks < 0.7,
    "email": lambda profile: profile.addresses > 0,
    "country": lambda profile: profile.places > 0.3,
    "website": lambda profile: profile.sites > 0.2,
    "signed_at": lambda profile: profile.days > 0.3,
    "consent": lambda profile: profile.has_few_labels,
    "wants_updates": lambda profile: profile.has_few_labels,
    "withdrawn": lambda profile: profile.withdraws,
    "completed": lambda profile: profile.completes,
    "comment": lambda profile: profile.addresses < 0.7 and profile.ticks < 0.9,
}
