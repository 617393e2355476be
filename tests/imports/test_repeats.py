"""Rows that say the same as an earlier one."""

from signon.imports.records import Fields, Judged
from signon.imports.repeats import marked
from tests.support.patience import must_end


def rows(*said: tuple[str, str]) -> list[tuple[str, int | None, int | None]]:
    judged = (
        Judged(number, "accepted", Fields(name, email=email), ())
        for number, (name, email) in enumerate(said, 2)
    )
    return [(one.status, one.duplicate_of, one.possible_duplicate_of) for one in marked(judged)]


def test_the_first_of_one_name_and_address_is_taken() -> None:
    assert rows(("Alpha", "a@x.org"), ("ALPHA", "A@x.org"), ("Beta", "a@x.org")) == [
        ("accepted", None, None),
        ("duplicate", 2, None),
        ("accepted", None, None),
    ]


def test_two_legal_forms_are_two_bodies_and_none_is_either() -> None:
    assert rows(("Alpha e.V.", "a@x.org"), ("Alpha gGmbH", "a@x.org"), ("Alpha", "a@x.org")) == [
        ("accepted", None, None),
        ("accepted", None, None),
        ("duplicate", 2, None),
    ]


def test_without_an_address_nothing_is_certain() -> None:
    assert rows(("Alpha", ""), ("Alpha", "")) == [
        ("accepted", None, None),
        ("accepted", None, 2),
    ]


def test_a_refused_row_repeats_nothing_and_is_not_repeated() -> None:
    refused = Judged(2, "rejected", Fields("Alpha", email="a@x.org"), (), reason="no_consent")
    taken = Judged(3, "accepted", Fields("Alpha", email="a@x.org"), ())

    assert [row.status for row in marked([refused, taken])] == ["rejected", "accepted"]


def test_one_name_in_twenty_thousand_rows_is_no_long_work() -> None:
    with must_end():
        found = rows(*(("Alpha", f"a{number}@x.org") for number in range(20_000)))

    assert {place for _, _, place in found[1:]} == {2}
