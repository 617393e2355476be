"""Which column is which target's: found out, fixed by a person, or asked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from signon.imports.cells.folding import plain
from signon.imports.columns.profiles import Profile, holds
from signon.imports.columns.vocabulary import PART, WHOLE, fits, known
from signon.imports.records import TARGETS, Choice, Column, Unreadable
from signon.kernel.words import N_

ASKED = ("organisation", "email", "country", "website", "comment")
"""Targets that are asked about where several columns fit; of others the first is taken."""

_ALIKE_ONLY = ("country", "website", "comment")
"""Of these a better title decides; for a name or an address a second one that fits is asked."""

_PUBLISHING = ("publi", "list", "نشر", "veroffentlich", "pubbli", "endors", "sign")
_HALF = 0.5
_EXAMPLES = 3
_OTHER = frozenset({"other", "autre", "otro", "otra", "andere", "sonstiges", "altro", "outro"})


@dataclass(frozen=True)
class Chosen:
    """The places of columns by target, and what has to be asked.

    `consents` are all columns that ask for a consent; `others` leads from a column to the one in
    which forms keep what was typed beside "other".
    """

    places: Mapping[str, int]
    consents: tuple[int, ...] = ()
    others: Mapping[int, int] | None = None
    questions: tuple[Choice, ...] = ()


def choose(titles: Sequence[str], profiles: Sequence[Profile], wished: Mapping[str, str]) -> Chosen:
    """Return which column is which target's. Raises `Unreadable` for a title that is not there."""
    fixed = {target: _place(titles, title) for target, title in wished.items() if title}
    none = {target for target, title in wished.items() if not title}
    taken = set(fixed.values())
    others = _others(titles)
    free = [place for place in range(len(titles)) if place not in {*taken, *others.values()}]
    candidates = _candidates(titles, profiles, free, set(fixed) | none)
    places, questions = dict(fixed), []
    for target, found in candidates.items():
        best = _best(target, found, profiles)
        if len(best) > 1 and target in ASKED:
            questions.append(_question(target, best, titles, profiles))
        else:
            places[target] = best[0]
    if not {*places, *none, *(one.target for one in questions)} & {"organisation"}:
        known_ones = {place for found in candidates.values() for _, place in found}
        questions += _whichever(titles, profiles, taken | known_ones)
    consents = _consents(candidates.get("consent", ()), titles)
    if consents and "consent" not in fixed:
        places["consent"] = consents[0]
    kept = _without_doubles(places, titles, fixed)
    asking = [place for place in (kept.get("consent"), *consents) if place is not None]
    return Chosen(kept, tuple(dict.fromkeys(asking)), others, tuple(questions))


def _whichever(titles: Sequence[str], profiles: Sequence[Profile], taken: set[int]) -> list[Choice]:
    """Return the question which column holds names, where no title says so."""
    names = [
        place
        for place, profile in enumerate(profiles)
        if titles[place] and place not in taken and profile.filled
    ]
    return [_question("organisation", names, titles, profiles)] if names else []


def _consents(found: Iterable[tuple[int, int]], titles: Sequence[str]) -> list[int]:
    """Return the columns that ask for a consent; those that speak of publishing come first."""

    def rank(one: tuple[int, int]) -> tuple[bool, int, int]:
        fit, place = one
        said = plain(titles[place])
        return not any(word in said for word in _PUBLISHING), -fit, place

    return [place for _, place in sorted(found, key=rank)]


def _place(titles: Sequence[str], title: str) -> int:
    for same in (str, str.strip, plain):
        for place, known_title in enumerate(titles):
            if same(known_title) == same(title):
                return place
    raise Unreadable("unknown_column", UNKNOWN_COLUMN, column=title)


def _candidates(
    titles: Sequence[str], profiles: Sequence[Profile], free: Sequence[int], settled: set[str]
) -> dict[str, list[tuple[int, int]]]:
    """Return by target how well which columns fit.

    What stands in a column may speak against a clear title; it counts if there is no other.
    """
    found: dict[str, list[tuple[int, int]]] = {}
    for place in free:
        for target, fit in _targets(titles[place], profiles[place], settled):
            found.setdefault(target, []).append((fit, place))
    kept = {place for places in found.values() for _, place in places}
    for place in free:
        target, fit = next(iter(fits(titles[place]).items()), ("", 0))
        if fit == WHOLE and target in _BY_TITLE - settled - set(found) and place not in kept:
            found[target] = [(fit, place)]
    return found


_BY_TITLE = frozenset({"organisation", "email", "country", "website", "signed_at", "comment"})


def _targets(title: str, profile: Profile, settled: set[str]) -> list[tuple[str, int]]:
    """Return what a column is for: one target, or several where its title says hardly anything."""
    fitting = [
        (target, fit)
        for target, fit in fits(title).items()
        if target not in settled and holds(target, profile, is_sure=fit == WHOLE)
    ]
    surely = [(target, fit) for target, fit in fitting if fit >= PART][:1]
    return surely or fitting


def _best(target: str, found: list[tuple[int, int]], profiles: Sequence[Profile]) -> list[int]:
    """Return the columns that fit best; several only where a person has to say which is meant."""
    filled = max(len(profiles[place].filled) for _, place in found)
    enough = [
        (fit, place)
        for fit, place in found
        if len(profiles[place].filled) >= max(1, filled * _HALF)
    ] or found
    highest = max(fit for fit, _ in enough)
    least = highest if highest < PART or target in _ALIKE_ONLY or target not in ASKED else PART
    best = [place for fit, place in sorted(enough, key=lambda one: -one[0]) if fit >= least]
    kept = dict.fromkeys(_content(profiles[place]) for place in best)
    return best[:1] if len(kept) == 1 else best


def _content(profile: Profile) -> tuple[str, ...]:
    return tuple(plain(cell) for cell in profile.cells)


def _question(
    target: str, places: Sequence[int], titles: Sequence[str], profiles: Sequence[Profile]
) -> Choice:
    columns = (
        Column(place, titles[place], tuple(profiles[place].filled[:_EXAMPLES])) for place in places
    )
    return Choice(target, tuple(columns))


def _without_doubles(
    places: dict[str, int], titles: Sequence[str], fixed: Mapping[str, int]
) -> dict[str, int]:
    """Return the places, each for one target: that of the best title, then the earlier one."""
    order = [*TARGETS, *known()]

    def rank(target: str) -> tuple[bool, int, int]:
        return (
            target not in fixed,
            -fits(titles[places[target]]).get(target, 0),
            order.index(target),
        )

    kept: dict[int, str] = {}
    for target in sorted(places, key=rank):
        kept.setdefault(places[target], target)
    return {target: place for place, target in kept.items()}


def _others(titles: Sequence[str]) -> dict[int, int]:
    """Return the columns "Country [Other]" by that of "Country"."""
    known_titles = {plain(title): place for place, title in reversed(list(enumerate(titles)))}
    found = {}
    for place, title in enumerate(titles):
        words = plain(title).split()
        rest = [word for word in words if word not in _OTHER]
        base = known_titles.get(" ".join(rest))
        if rest and base is not None and base != place:
            found[base] = place
    return found


UNKNOWN_COLUMN = N_("There is no column “%(column)s” in this sheet.")
