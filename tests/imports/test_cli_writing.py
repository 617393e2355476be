"""Bringing a file in from the command line, in the same verbs as the desk."""

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from signon.endorsements.service import decide
from signon.submissions.states import Action
from tests.factories import a_paper
from tests.imports.lists import entries
from tests.support.clients import Browser
from tests.support.sheets import TITLES, csv_file

ROWS = [
    (*TITLES, "Comment", "Date"),
    ("Alpha", "a@x.org", "Pérou", "", "2024-03-12 18:02"),
    ("Without a country", "c@x.org", ""),
    ("", "b@x.org"),
]


@pytest.fixture
def file(app: Flask, tmp_path: Path) -> Path:
    a_paper("ten-doors", time_zone="Europe/Brussels")
    path = tmp_path / "list.csv"
    path.write_bytes(csv_file(ROWS))
    return path


def bring(app: Flask, file: Path, *words: str) -> dict[str, Any]:
    args = ["endorsements", "import", str(file), "--paper", "ten-doors", "--json", *words]
    done = app.test_cli_runner().invoke(args=args)
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_a_file_is_written_and_the_second_time_nothing_is_new(
    app: Flask, file: Path, client: Browser
) -> None:
    first = bring(app, file, "--evidence", "e-mail of 3 May")
    again = bring(app, file)

    assert (first["accepted"], first["rejected"], first["duplicates"]) == (2, 1, 0)
    assert (again["accepted"], again["duplicates"]) == (0, 2)
    assert again["rows"][0]["reason"] == "same_organisation_and_email"
    assert [(row.name, row.country, row.state) for row in entries()] == [
        ("Alpha", "PE", "published"),
        ("Without a country", "", "confirmed"),  # a lead says first where it is
    ]
    row = entries()[1]
    decide(row, Action.PUBLISH, revision=row.revision, moderator="lead")
    page = client.get("/en/papers/ten-doors/signatories").text
    assert "from a list that the hosts brought in" in page
    for form in ("csv", "json", "xlsx"):
        assert client.get(f"/papers/ten-doors/signatories.{form}").status_code == 200
    for view in ("?group=country", "?group=kind", "?sort=newest", f"/{row.public_id}"):
        assert client.get(f"/en/papers/ten-doors/signatories{view}").status_code == 200


def test_a_dry_run_writes_nothing(app: Flask, file: Path) -> None:
    found = bring(app, file, "--dry-run")

    assert (found["accepted"], entries()) == (2, [])


def test_rows_wait_where_that_is_asked_for(app: Flask, file: Path) -> None:
    bring(app, file, "--wait")

    assert [row.state for row in entries()] == ["confirmed", "confirmed"]
