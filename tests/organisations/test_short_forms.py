"""Names with shortened words are suggested, and never taken for the same."""

import pytest

from signon.organisations.matching import Names, compare
from signon.organisations.short_forms import spelt_out

PAIRS = [
    ("St Mary Centre", "Saint Mary Centre"),
    ("St. Mary Ctr.", "Saint Mary Centre"),
    ("Intl Rescue Forum", "International Rescue Forum"),
    ("Int'l Rescue Forum", "International Rescue Forum"),
    ("Assoc. of Doors", "Association of Doors"),
    ("Univ. of Ghent", "University of Ghent"),
    ("Doors Ctr", "Doors Centre"),
    ("1st Aid Africa", "First Aid Africa"),
    ("Natl Union", "National Union"),
]


@pytest.mark.parametrize(("short", "whole"), PAIRS)
def test_a_shortened_name_is_suggested_and_never_the_same(short: str, whole: str) -> None:
    for one, other in ((short, whole), (whole, short)):
        match = compare(one, other)
        assert (match.suggest, match.same) == (True, False)
        found = Names([(1, other), (2, "Wide Meadows")]).suggestions(one)
        assert [(each.key, each.match) for each in found] == [(1, match)]


@pytest.mark.parametrize(("a", "b"), [("St Mary", "Saint Luke"), ("1st Aid", "Second Aid")])
def test_other_names_are_not_made_alike(a: str, b: str) -> None:
    assert spelt_out(a) != spelt_out(b)
    assert not compare(a, b).same
