"""Names that may be one organisation's share a handle, and few others do."""

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from signon.organisations.handles import VERSION, handles_of
from signon.organisations.matching import Names

_FILE = Path(__file__).with_name("name_pairs.csv")
PAIRS = [*csv.reader(_FILE.read_text(encoding="utf-8").splitlines())][1:]
REAL_NAMES = sorted({name for pair in PAIRS for name in pair[:2]})


def found_by_handles() -> tuple[set[tuple[str, str]], float]:
    """Return which real names find which, and how many others a name finds on average."""
    handles = {name: handles_of([name]) for name in REAL_NAMES}
    index = defaultdict(set)
    for name, its in handles.items():
        for handle in its.kept:
            index[handle].add(name)
    found = {
        (name, other)
        for name, its in handles.items()
        for handle in its.asked
        for other in index[handle] - {name}
    }
    return found, len(found) / len(REAL_NAMES)


def test_what_is_suggested_shares_a_handle_and_little_else_does() -> None:
    stock = Names((name, name) for name in REAL_NAMES)
    alike = {
        (name, one.key)
        for name in REAL_NAMES
        for one in stock.suggestions(name, most=len(REAL_NAMES))
        if one.key != name
    }

    found, others = found_by_handles()

    assert alike - found == set()
    assert others < 20


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Harbour House", "Harbor House"),
        ("Droits des étrangers", "Droit des étranger"),
        ("Alarm Phone", "Alarmphone"),
        ("Amnesty International", "Amnestry Internationl"),
        ("Amnesty International", "AmnestyInternational"),
        ("Гражданское содействие", "Grazhdanskoe sodeystvie"),
        ("جمعية الهلال الأحمر", "Jamiyat al-Hilal al-Ahmar"),
        ("European Anti-Poverty Network", "EAPN"),
        ("Intl Aid", "International Aid"),
    ],
)
def test_names_that_are_written_otherwise_find_each_other(name: str, other: str) -> None:
    one, another = handles_of([name]), handles_of([other])

    assert one.asked & another.kept
    assert another.asked & one.kept


def test_names_that_differ_in_a_number_or_in_every_word_do_not() -> None:
    one, two, other = (
        handles_of([name]) for name in ("Roofs for All 1", "Roofs for All 2", "Wide Meadows")
    )

    assert not one.asked & two.kept
    assert not one.asked & other.kept


def test_any_text_has_handles() -> None:
    assert handles_of(["", " ", "\x00", "\udcff", "!", "x" * 3000]).kept
    assert not handles_of([]).kept
    assert len(VERSION) <= 60
