"""How titles of columns say what stands below them; the phrases stand in `titles.yaml`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from signon.imports.cells.folding import has, phrases, plain

_FILE = Path(__file__).with_name("titles.yaml")
_CODE = re.compile(r"^\W*(?:[A-Za-z]{0,4}\d{1,4}[a-z]?(?:\[\w+\])?\s*[.):\]–-]+\s*|\d{1,3}\s+)")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|<[^<>]*>")
_BETWEEN = re.compile(r"\s+[/|–—-]\s+|\s*[|/]\s+|\n")
_SENTENCE = re.compile(r"[.?!:;\n*]")
_PATH = re.compile(r"^\S+/(?P<last>[^\s/]+)$")

WHOLE, PART, WEAK = 3, 2, 1
"""How well a title fits: it says so and nothing else, among other words, or perhaps."""


@dataclass(frozen=True)
class Words:
    """What titles say of one target, each phrase as `folding.plain` leaves it."""

    whole: frozenset[str]
    parts: tuple[str, ...]
    not_with: tuple[str, ...]
    weak: frozenset[str]


@cache
def known() -> dict[str, Words]:
    """Return the words of every target, in the order in which long titles are asked."""
    said = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return {target: _words(**of_target) for target, of_target in said.items()}


def _words(whole: str, parts: str = "", not_with: str = "", weak: str = "") -> Words:
    said = [tuple(map(_alike, phrases(one))) for one in (whole, parts, not_with, weak)]
    return Words(frozenset(said[0]), said[1], said[2], frozenset(said[3]))


def _alike(said: str) -> str:
    """Return a plain text with "e-mail" written in one way."""
    return f" {said} ".replace(" e mail", " email").strip()


@cache
def fits(title: str) -> dict[str, int]:
    """Return how well a title fits each target that it fits at all, the best first."""
    forms = list(dict.fromkeys(_alike(said) for said in map(plain, _forms(title)) if said))
    found = {target: _fit(forms, words) for target, words in known().items()}
    best = sorted((target for target in found if found[target]), key=lambda one: -found[one])
    return {target: found[target] for target in best}


def _fit(forms: list[str], words: Words) -> int:
    if any(form in words.whole and form not in words.weak for form in forms):
        return WHOLE
    denied = any(has(form, phrase) for form in forms[:1] for phrase in words.not_with)
    if not denied and any(has(form, part) for form in forms[:1] for part in words.parts):
        return PART
    return WEAK if any(form in words.weak for form in forms) else 0


def _forms(title: str) -> Iterator[str]:
    """Yield a title as a whole and what of it may be the title proper."""
    coded = _CODE.sub("", title)
    bare = _BRACKETS.sub(" ", coded)
    yield coded
    yield title
    yield bare
    yield _SENTENCE.split(bare.strip(" *:"))[0]
    if path := _PATH.match(title.strip()):
        yield path["last"]
    pieces = _BETWEEN.split(coded)
    if len(pieces) > 1:
        yield from pieces
