"""Which rows are the table's."""

import pytest

from signon.imports import tables
from signon.imports.records import Unreadable
from signon.imports.sheets.grid import Line
from signon.imports.tables import Table

TITLES = ("Organisation", "E-mail", "Country")
ALPHA = ("Alpha", "a@x.org", "France")
BETA = ("Beta", "b@x.org", "Peru")
GAMMA = ("Gamma", "c@x.org", "Malta")


def table(*rows: tuple[str, ...], header_record: int | None = None) -> Table:
    lines = [Line(number, row) for number, row in enumerate(rows, 1)]
    return tables.find([line for line in lines if any(line.cells)], header_record)


def records(found: Table) -> list[int]:
    return [line.record for line in found.lines]


def left_out(found: Table) -> list[tuple[str, str]]:
    return [(one.what, one.where) for one in found.left_out]


def test_titles_and_empty_rows_above_the_header_are_passed_over() -> None:
    found = table(("Sign-ons to the letter",), (), ("As of 3 May", "", "2024"), TITLES, ALPHA, BETA)

    assert (found.header_record, found.titles, records(found)) == (4, TITLES, [5, 6])


def test_sections_totals_notes_and_repeated_headers_are_left_out_and_said() -> None:
    found = table(
        TITLES, ("Belgium",), ALPHA, ("— Networks —",), BETA, TITLES, ("North Africa:",), GAMMA,
        ("TOTAL", "", "3"), ("Total: 3 organisations",), ("* not yet confirmed by the board",),
    )  # fmt: skip

    assert records(found) == [3, 5, 8]
    assert left_out(found) == [
        ("section", "2"), ("section", "4"), ("repeated_header", "6"), ("section", "7"),
        ("total", "9"), ("total", "10"), ("note", "11"),
    ]  # fmt: skip
    assert found.left_out[0].text == "Belgium"


def test_a_name_alone_in_its_row_stays_a_row() -> None:
    assert records(table(TITLES, ALPHA, ("Beta Association for Peace",), GAMMA)) == [2, 3, 4]


def test_a_list_of_names_alone_stays_a_list() -> None:
    assert records(table(("Organisation",), ("Alpha",), ("Networks",), ("Gamma",))) == [2, 3, 4]


def test_an_organisation_called_total_is_no_total() -> None:
    assert records(table(TITLES, ("Total Peace", "t@x.org", "Peru"), ALPHA)) == [2, 3]


def test_numbers_that_were_filled_in_ahead_are_no_rows() -> None:
    found = table(
        ("No", *TITLES), ("1", *ALPHA), ("2", *BETA), ("3", "", "", ""), ("4", "", "", "FALSE")
    )

    assert records(found) == [2, 3]


def test_codes_above_questions_belong_to_the_header() -> None:
    codes = ("id", "submitdate", "Q01", "Q02")
    questions = ("Response ID", "Date submitted", "Name of the organisation", "E-mail address")
    answer = ("7", "2024-03-12 18:02:00", "Alpha", "a@x.org")

    above, below = table(codes, questions, answer), table(questions, codes, answer)

    assert (above.titles, records(above)) == (questions, [3])
    assert (below.header_record, below.titles, records(below)) == (1, questions, [3])


def test_a_second_row_of_titles_says_what_the_first_leaves_open() -> None:
    found = table(
        ("Respondent ID", "Please tell us about you", "", "Any comments?"),
        ("", "Organisation", "Email Address", "Open-Ended Response"),
        ("1", "Alpha", "a@x.org", "yes"),
    )

    assert found.titles == ("Respondent ID", "Organisation", "Email Address", "Any comments?")
    assert records(found) == [3]


def test_what_a_survey_tool_notes_below_the_header_is_no_row() -> None:
    found = table(
        TITLES, ('{"ImportId":"QID1"}', '{"ImportId":"QID2"}', '{"ImportId":"QID3"}'), ALPHA
    )

    assert records(found) == [3]


def test_titles_that_are_alike_are_told_apart() -> None:
    assert table(("Name", "E-mail", "E-mail"), ALPHA).titles == ("Name", "E-mail", "E-mail (2)")


def test_a_person_may_say_where_the_header_stands() -> None:
    assert table(TITLES, ("a", "b", "c"), ALPHA, header_record=2).titles == ("a", "b", "c")
    with pytest.raises(Unreadable):
        table(TITLES, ALPHA, header_record=9)


def test_a_header_in_no_known_language_is_the_first_full_row() -> None:
    found = table(("Xyzzy",), ("Foo", "Bar", "Baz"), ("Alpha", "x", "y"), ("Beta", "x", "y"))

    assert (found.header_record, records(found)) == (2, [3, 4])


def test_nothing_is_refused() -> None:
    with pytest.raises(Unreadable) as refusal:
        tables.find([])

    assert refusal.value.code == "empty"


def test_a_section_may_say_how_many_it_holds() -> None:
    found = table(
        TITLES, ("Belgium (2)",), ALPHA, ("Networks – 3 members",), BETA, ("Peru", "", "1"), GAMMA
    )

    assert records(found) == [3, 5, 7]


def test_what_is_counted_in_words_is_a_total() -> None:
    assert left_out(table(TITLES, ALPHA, BETA, ("45 organisations",))) == [("total", "4")]


def test_titles_below_a_joined_one_belong_to_the_header() -> None:
    found = table(
        ("Organisation", "Country", "Contact", ""), ("", "", "Name", "E-mail"),
        ("Alpha", "France", "Jo Doe", "a@x.org"),
    )  # fmt: skip

    assert found.titles == ("Organisation", "Country", "Contact", "E-mail")
    assert records(found) == [3]
