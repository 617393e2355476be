"""No CSV that is handed out has a cell that runs, for the public, leads and on the command line."""

from pathlib import Path

import pytest
from flask import Flask

from signon.papers.queries import PublicPaper
from tests.endorsements.test_in_part import a_paper_in_parts
from tests.factories import an_endorsement
from tests.kernel.test_formulas_in_csv import SEPARATORS, formulas
from tests.support.clients import Browser

HOSTILE = (
    *("=1+1", "Fair Homes;=1+1;", "AB;@SUM(1)", "We agree,=1+1", 'Say "yes","=1+1', "a, -b"),
    *("a|+1", "a,\u00a0@b"),
)
FILES = {
    "organisations": "/papers/ten-doors/signatories.csv",
    "individuals": "/papers/ten-doors/signatories.csv?capacity=individual",
    "priorities": "/papers/ten-doors/priorities.csv",
    "in part": "/papers/ten-doors/priorities.csv?by=organisation",
}


@pytest.fixture
def paper(app: Flask) -> PublicPaper:
    """A paper signed with hostile values in every field."""
    paper = a_paper_in_parts(accepts="both")
    for number, value in enumerate(HOSTILE):
        words = {"statement": f"We agree.\n{value}", "reservation": value, "priorities": "1-7,9"}
        role = {"representative_name": value, "representative_role": value}
        an_endorsement(paper, name=f"{value} {number}", acronym=value[:20], **words, **role)
        person = {"capacity": "individual", "authorised": False, "affiliation": value}
        an_endorsement(paper, name=f"{value} P{number}", **person, **words)
    return paper


def running(file: str) -> list[str]:
    """Return the cells of a file that run, whichever separator they are read with."""
    assert file.count("\n") > len(HOSTILE)
    return [cell for by in SEPARATORS for cell in formulas(file.removeprefix("\ufeff"), by)]


def test_no_cell_of_a_public_file_runs(client: Browser, paper: PublicPaper) -> None:
    found = {name: client.get(address).get_data(as_text=True) for name, address in FILES.items()}

    assert {name: running(file) for name, file in found.items()} == {name: [] for name in FILES}


@pytest.mark.parametrize("contacts", [[], ["--include-contacts"]])
def test_no_cell_of_an_export_runs(
    app: Flask, paper: PublicPaper, contacts: list[str], tmp_path: Path
) -> None:
    file = tmp_path / "all.csv"
    options = ["--paper", "ten-doors", "--format", "csv", "--output", str(file), *contacts]

    done = app.test_cli_runner().invoke(args=["endorsements", "export", *options])

    assert done.exit_code == 0, done.output
    assert running(file.read_text(encoding="utf-8")) == []
