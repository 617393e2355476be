"""Asking from the command line what a file holds."""

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from signon.endorsements.models import Endorsement
from signon.extensions import db
from tests.factories import a_paper
from tests.support.databases import on_one_database
from tests.support.sheets import TITLES, csv_file, xlsx_file

ROWS = [
    (*TITLES, "Comment", "Date"),
    ("Alpha", "a@x.org", "Pérou", "", "2024-03-12 18:02"),
    ("", "b@x.org"),
]
TWO = [("Organisation", "E-mail", "Work e-mail"), ("Alpha", "a@x.org", "w@y.org")]


@pytest.fixture
def folder(app: Flask, tmp_path: Path) -> Path:
    a_paper("ten-doors", time_zone="Europe/Brussels")
    return tmp_path


def run(app: Flask, file: Path, *words: str, code: int = 0) -> str:
    args = ["endorsements", "import", str(file), "--paper", "ten-doors", "--dry-run", *words]
    done = app.test_cli_runner().invoke(args=args)
    assert done.exit_code == code, done.output
    return done.output


def asked(app: Flask, file: Path, *words: str, code: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(app, file, "--json", *words, code=code))
    return found


def written(folder: Path, data: bytes, name: str = "list.csv") -> Path:
    (folder / name).write_bytes(data)
    return folder / name


@on_one_database
def test_a_program_is_told_of_every_row(app: Flask, folder: Path) -> None:
    found = asked(app, written(folder, csv_file(ROWS, delimiter=";")))

    assert found["file"] == {
        "encoding": "utf-8",
        "delimiter": ";",
        "sheet": None,
        "header_record": 1,
        "mapping": {
            "organisation": "Organisation",
            "email": "E-mail",
            "country": "Country",
            "comment": "Comment",
            "signed_at": "Date",
        },
    }
    counts = [found[name] for name in ("data_rows", "accepted", "rejected", "duplicates")]
    assert counts == [2, 1, 1, 0]
    assert found["rows"][0] == {
        "record": 2,
        "status": "accepted",
        "reason": None,
        "duplicate_of": None,
        "possible_duplicate_of": None,
        "fields": {
            "organisation": "Alpha",
            "email": "a@x.org",
            "country": "PE",
            "website": None,
            "comment": None,
            "signed_at": "2024-03-12T18:02:00+01:00",
            "wants_updates": None,
        },
    }
    assert found["rows"][1]["reason"] == "missing_name"


@on_one_database
def test_what_is_hidden_is_said(app: Flask, folder: Path) -> None:
    data = xlsx_file(List=[TITLES, ("Alpha", "a@x.org", "Peru"), ("TOTAL", "", 1)], Old=[("x",)])

    found = asked(app, written(folder, data, "list.xlsx"))

    assert found["file"]["sheet"] == "List"
    assert [one["what"] for one in found["left_out"]] == ["other_sheet", "total"]


@on_one_database
def test_where_two_columns_fit_it_asks(app: Flask, folder: Path) -> None:
    file = written(folder, csv_file(TWO))

    refusal = asked(app, file, code=1)
    answered = asked(app, file, "--map", "email=Work e-mail", "--map", "contact=")

    assert refusal["error"] == "ambiguous_columns"
    assert refusal["questions"] == [
        {
            "target": "email",
            "columns": [
                {"column": "E-mail", "examples": ["a@x.org"]},
                {"column": "Work e-mail", "examples": ["w@y.org"]},
            ],
        }
    ]
    assert answered["rows"][0]["fields"]["email"] == "w@y.org"
    assert '--map "email=Work e-mail"' in run(app, file, code=1)


@on_one_database
def test_what_cannot_be_read_ends_with_a_word_for_it(app: Flask, folder: Path) -> None:
    file = written(folder, b"%PDF-1.7", "list.xlsx")

    assert asked(app, file, code=1)["error"] == "wrong_type"
    assert asked(app, file, "--paper", "unknown", code=1)["error"] == "unknown_paper"
    assert "neither a workbook" in run(app, file, code=1)


@on_one_database
def test_rows_without_an_address_are_taken_if_that_is_wished(app: Flask, folder: Path) -> None:
    file = written(folder, csv_file([TITLES, ("Alpha", "", "Peru")]))

    assert asked(app, file)["rejected"] == 1
    assert asked(app, file, "--email", "optional")["accepted"] == 1


@on_one_database
def test_a_person_reads_what_became_of_which_row(app: Flask, folder: Path) -> None:
    said = run(app, written(folder, csv_file([*ROWS, ROWS[1], ("alpha", "c@x.org")])))

    assert "Row 3: missing_name" in said
    assert "Row 4: same_organisation_and_email, repeats row 2" in said
    assert "Row 5: perhaps as row 2" in said
    assert "4 rows: 2 accepted, 1 rejected, 1 repeated." in said


def test_nothing_is_written(app: Flask, folder: Path) -> None:
    run(app, written(folder, csv_file(ROWS)))

    assert db.session.query(Endorsement).count() == 0


def test_it_stands_beside_the_other_commands_about_endorsements(app: Flask) -> None:
    done = app.test_cli_runner().invoke(args=["endorsements", "--help"])

    assert "import" in done.output
    assert "export" in done.output
