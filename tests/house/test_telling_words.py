"""Words that people choose between are told apart in every language, each within its family.

What a lead decides hangs on the difference: French once said the same of a mailbox elsewhere and of
one that anybody can have.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache

import pytest

from signon.access.roles import NAMES
from signon.challenges.kind import CHALLENGE
from signon.endorsements.resemblance import WORDS
from signon.kernel.languages import DEFAULT
from signon.organisations.kinds import KINDS
from signon.papers.capability import KINDS as PAPERS
from signon.review import words as said_to_leads
from signon.writing import ruleforms
from tests.house.source import ROOT
from tests.house.test_translations import TRANSLATED, catalog

IN_TEMPLATES = re.compile(r"{% set (\w+) = {(.*?)} ?%}", re.DOTALL)
WORD = re.compile(r'"[^"]*": _\("((?:[^"\\]|\\.)*)"\)')
VERBS = ("Put on the list", "Hold…", "Off the list…", "Withdraw", "Undo", "Erase for good")


def families() -> Iterator[tuple[str, list[str]]]:
    """Yield each family of words that stand for one another's alternative."""
    for path in sorted((ROOT / "templates").rglob("*.html")):
        for name, body in IN_TEMPLATES.findall(path.read_text(encoding="utf-8")):
            if words := WORD.findall(body):
                yield f"{path.parent.name}/{path.stem} {name}", words
    for name, named in {"roles": NAMES, "kinds": KINDS, "papers": PAPERS, "looks": WORDS}.items():
        assert isinstance(named, Mapping)
        yield name, [str(word) for word in named.values()]
    for name, said in {
        "evidence": said_to_leads.EVIDENCE,
        "sources": said_to_leads.SOURCES,
    }.items():
        yield f"leads' {name}", [str(word) for word in said.values()]
    for name, named in ruleforms.WORDS.items():
        yield f"rules' {name}", [str(word) for word in named.values()]
    yield "leads' state_names", [str(word) for word in said_to_leads.STATES.values()]
    yield "outcomes", [outcome.name for outcome in CHALLENGE.outcomes]
    yield "verbs", list(VERBS)


FAMILIES = dict(families())


@cache
def translations(language: str) -> dict[str, str]:
    return {str(m.id): str(m.string) for m in catalog(language) if not m.pluralizable}


def twice(words: list[str]) -> list[str]:
    return [word for word, times in Counter(words).items() if times > 1]


def test_the_families_are_found() -> None:
    evidence = [name for name, words in FAMILIES.items() if any("mailbox" in w for w in words)]
    states = [name for name in FAMILIES if name.endswith("state_names")]

    assert min(len(evidence), len(states)) >= 3
    assert all(len(words) > 1 for words in FAMILIES.values())


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("language", [DEFAULT, *TRANSLATED])
def test_no_two_words_of_a_family_share_a_translation(language: str, family: str) -> None:
    words = FAMILIES[family]
    if language != DEFAULT:
        words = [translations(language)[word] for word in words]

    assert twice(words) == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_two_labels_of_evidence_share_a_translation(language: str) -> None:
    labels = {w for words in FAMILIES.values() if any("mailbox" in w for w in words) for w in words}
    said = [translations(language)[label] for label in sorted(labels)]

    assert len(labels) > 15
    assert twice(said) == []
