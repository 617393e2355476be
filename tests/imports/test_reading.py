"""From a file to judged rows."""

from collections.abc import Mapping
from typing import Any

import pytest

from signon.imports.reading import read
from signon.imports.records import Judged, LeftOut, Reading, Unreadable, Wishes
from tests.support.sheets import TITLES, Rows, csv_file, xlsx_file

ALPHA = ("Alpha", "a@x.org", "France")
BETA = ("Beta", "b@x.org", "Peru")


def reading(rows: Rows, **wished: Any) -> Reading:
    return read(csv_file(rows), "list.csv", Wishes(**wished))


def outcomes(found: Reading) -> Mapping[int, str]:
    return {row.record: row.reason or row.status for row in found.rows}


def only(rows: Rows, **wished: Any) -> Judged:
    (row,) = reading(rows, **wished).rows
    return row


def test_a_row_says_who_signed_when_and_what_they_want() -> None:
    row = only(
        [
            ("Horodateur", "Organisation (acronyme)", "Pays", "Courriel", "Site web",
             "Nom et prénom", "Fonction", "Être informé", "Commentaire", "Sigle",
             "Type de structure"),
            ("12/03/2024 18:02:05", " Alpha  Réseau ", "Allemagne", "mailto:a@x.org", "www.x.org",
             "Jo Doe", "Présidente", "Oui", "Bravo\r\nà vous", "AR", "Réseau"),
        ],
        time_zone="Europe/Paris",
    )  # fmt: skip

    said = row.fields
    assert (said.organisation, said.acronym, said.email) == ("Alpha Réseau", "AR", "a@x.org")
    assert (said.country, said.website) == ("DE", "https://www.x.org/")
    assert (said.representative_name, said.representative_role) == ("Jo Doe", "Présidente")
    assert (said.wants_updates, said.comment) == (True, "Bravo\nà vous")
    assert said.organisation_kind == "network"
    assert said.signed_at.isoformat() == "2024-03-12T18:02:05+01:00"
    assert [problem.reason for problem in row.problems] == ["cleaned_email"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (("\u200b", "a@x.org", "France"), "missing_name"),
        (("...", "a@x.org", "France"), "missing_name"),
        (("Alpha", " ", "France"), "missing_email"),
        (("Alpha", "n/a", "France"), "invalid_email"),
        (("Alpha", "a@x y.org", "France"), "invalid_email"),
        (("A" * 301, "a@x.org", "France"), "too_long"),
        (("Alpha (withdrawn)", "a@x.org", "France"), "withdrawn"),
        (("Alpha", "a@x.org", "France", "withdrew on 3 May"), "withdrawn"),
    ],
)
def test_a_row_is_refused_with_its_reason(row: tuple[str, ...], reason: str) -> None:
    found = only([(*TITLES, "Notes"), row])

    assert (found.status, found.reason) == ("rejected", reason)
    assert reason in {problem.reason for problem in found.problems}


def test_without_an_address_a_row_may_be_taken_if_that_is_wished() -> None:
    rows = [TITLES, ("Alpha", "", "France"), ("Beta", "n/a", "Peru")]

    assert outcomes(reading(rows, email_required=False)) == {2: "accepted", 3: "invalid_email"}


def test_consent_is_needed_where_it_was_asked_for() -> None:
    rows = [
        (*TITLES, "I agree that our name is published"),
        (*ALPHA, "Yes"),
        ("Beta", "b@x.org", "Peru", "No"),
        ("Gamma", "c@x.org", "Malta", ""),
    ]

    assert outcomes(reading(rows)) == {2: "accepted", 3: "no_consent", 4: "no_consent"}


def test_an_answer_that_was_never_sent_is_no_signature() -> None:
    rows = [
        ("id", "submitdate", "lastpage", "Organisation", "E-mail"),
        ("1", "2024-03-12 18:02:00", "3", "Alpha", "a@x.org"),
        ("2", "", "1", "Beta", "b@x.org"),
        ("3", "1980-01-01 00:00:00", "3", "Gamma", "c@x.org"),
    ]

    found = reading(rows)

    assert outcomes(found) == {2: "accepted", 3: "incomplete_response", 4: "accepted"}
    assert [row.fields.signed_at is None for row in found.rows] == [False, True, True]


def test_a_formula_without_a_value_is_refused_only_where_it_is_read() -> None:
    data = xlsx_file(
        One=[(*TITLES, "Row"), (*ALPHA, "=ROW()"), ("=B9", "b@x.org", "Peru", ""), BETA]
    )

    found = read(data, "list.xlsx", Wishes())

    assert outcomes(found) == {2: "accepted", 3: "formula_without_value", 4: "accepted"}


def test_of_one_organisation_and_address_one_is_taken_and_another_address_is_told() -> None:
    rows = [
        TITLES,
        ("GISTI", "a@x.org", "France"),
        ("le Gisti", "A@X.org", "France"),
        ("Gisti", "b@x.org", "France"),
        ("Beta", "a@x.org", "Peru"),
        ("Gisti", "", "France"),
        ("gisti", "B@x.org", "France"),
    ]

    found = {row.record: row for row in reading(rows).rows}

    assert (found[3].status, found[3].reason) == ("duplicate", "same_organisation_and_email")
    assert (found[3].duplicate_of, found[7].duplicate_of) == (2, 4)
    assert (found[4].status, found[4].possible_duplicate_of) == ("accepted", 2)
    assert (found[5].status, found[5].possible_duplicate_of) == ("accepted", None)


def test_what_cannot_be_kept_of_a_row_that_is_taken_is_said_at_its_cell() -> None:
    row = only(
        [
            (*TITLES, "Website", "Date"),
            ("Alpha", "a@x.org; b@x.org", "Atlantis", "ask us", "soon", "?"),
        ]
    )

    assert row.status == "accepted"
    assert {(problem.column, problem.reason) for problem in row.problems} == {
        (1, "cleaned_email"),
        (1, "further_email"),
        (2, "unknown_country"),
        (3, "unusable_website"),
        (5, "surplus_cells"),
    }


def test_a_box_that_was_not_ticked_says_no_and_an_empty_answer_nothing() -> None:
    boxes = [(*TITLES, "Newsletter"), (*ALPHA, "x"), (*BETA, "")]
    answers = [(*TITLES, "Newsletter"), (*ALPHA, "No"), (*BETA, "")]

    assert [row.fields.wants_updates for row in reading(boxes).rows] == [True, False]
    assert [row.fields.wants_updates for row in reading(answers).rows] == [False, None]


def test_formulas_stay_text() -> None:
    row = only([(*TITLES, "Comment"), (*ALPHA, '=HYPERLINK("https://evil.example.org")')])

    assert row.fields.comment == '=HYPERLINK("https://evil.example.org")'


def test_in_our_own_file_the_marks_before_formulas_are_taken_off() -> None:
    row = only([(*TITLES, "Comment", "problem"), (*ALPHA, "'=1+1", "invalid_email")])

    assert row.fields.comment == "=1+1"


def test_the_zone_that_a_title_names_counts() -> None:
    row = only([(*TITLES, "Timestamp (EST)"), (*ALPHA, "2024-03-12 18:02:00 ")])

    assert row.fields.signed_at.isoformat() == "2024-03-12T18:02:00-05:00"


def test_the_hour_may_stand_in_a_column_of_its_own() -> None:
    row = only([(*TITLES, "Date", "Time"), (*ALPHA, "12/03/2024", "18:02")])

    assert row.fields.signed_at.isoformat() == "2024-03-12T18:02:00+00:00"


def test_the_sheet_with_a_table_is_taken_and_the_others_are_named() -> None:
    data = xlsx_file(Read_me=[("How to use",), ("this file",)], List=[TITLES, ALPHA], Old=[("x",)])

    found = read(data, "list.xlsx", Wishes())

    assert (found.layout.sheet, found.layout.header_record) == ("List", 1)
    assert found.left_out == (LeftOut("other_sheet", "Read_me"), LeftOut("other_sheet", "Old"))
    assert found.sheets == ("Read_me", "List", "Old")
    assert read(data, "list.xlsx", Wishes(sheet="Old", header_record=1)).layout.sheet == "Old"


def test_a_layout_that_was_found_can_be_asked_for_again() -> None:
    rows = [("Letter",), (), TITLES, ALPHA, BETA]
    found = read(csv_file(rows, delimiter=";", encoding="utf-16"), "list.txt", Wishes())
    said = found.layout

    again = read(
        csv_file(rows, delimiter=";", encoding="utf-16"),
        "list.txt",
        Wishes(said.encoding, said.delimiter, said.sheet, said.header_record, said.mapping),
    )

    assert again == found
    assert said.mapping == {"organisation": "Organisation", "email": "E-mail", "country": "Country"}


@pytest.mark.parametrize(
    ("wished", "code"),
    [
        ({"sheet": "None"}, "unknown_sheet"),
        ({"mapping": {"email": "None"}}, "unknown_column"),
        ({"header_record": 77}, "no_header"),
        ({"encoding": "klingon"}, "wrong_encoding"),
        ({"delimiter": "::"}, "wrong_delimiter"),
    ],
)
def test_a_wish_that_cannot_be_met_is_refused(wished: dict[str, Any], code: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        reading([TITLES, ALPHA], **wished)

    assert refusal.value.code == code


def test_more_rows_than_may_be_brought_in_at_once_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("signon.imports.reading.MOST_ROWS", 2)

    assert len(reading([TITLES, ALPHA, BETA]).rows) == 2
    with pytest.raises(Unreadable) as refusal:
        reading([TITLES, ALPHA, BETA, ALPHA])
    assert refusal.value.code == "too_many_rows"
