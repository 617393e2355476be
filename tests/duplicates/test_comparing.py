"""Names are compared a portion at a time, and once."""

from signon.duplicates import comparing
from signon.duplicates.comparing import Likenesses

NAMES = [f"{word} {place}" for word in ("Hearth of", "Union of") for place in ("Ghent", "Bruges")]


def test_all_pairs_are_found_whatever_the_portions() -> None:
    names = ["Droits des étrangers", "Droit des étrangers", "Harbour", "DDE", *NAMES]
    at_once, slowly = Likenesses(), Likenesses()

    left = [slowly.compare(names, most=2) for _ in range(5)]
    at_once.compare(names)

    assert left == [6, 4, 2, 0, 0]
    assert slowly.alike == at_once.alike
    assert ("Droit des étrangers", "Droits des étrangers") in slowly.alike
    assert ("DDE", "Droits des étrangers") in slowly.alike


def test_a_new_name_is_compared_with_those_before() -> None:
    known = Likenesses()
    known.compare(["Droits des étrangers", *NAMES])

    assert known.compare(["Droit des étrangers", "Droits des étrangers", *NAMES]) == 0

    assert ("Droit des étrangers", "Droits des étrangers") in known.alike


def test_names_that_are_gone_are_forgotten_in_the_end() -> None:
    known = Likenesses()
    for number in range(9):
        known.compare([f"Harbour {number} {place}" for place in range(60)])
    known.compare(["Droits des étrangers", "Droit des étrangers"])

    assert list(known.alike) == [("Droit des étrangers", "Droits des étrangers")]


def test_only_a_few_papers_are_remembered() -> None:
    first = comparing.of_paper(-1)
    assert comparing.of_paper(-1) is first

    for number in range(comparing.PAPERS_KEPT):
        comparing.of_paper(-2 - number)

    assert comparing.of_paper(-1) is not first
