"""Desk search finds what the public search finds, and exports stand in the public order."""

import csv
import io
import json
from pathlib import Path

import pytest
from flask import Flask

from signon.papers.queries import PublicPaper
from signon.review.filters import Filter
from signon.review.table import listing
from signon.review.table.listing import Asked
from tests.factories import a_paper, an_endorsement
from tests.support.clients import Browser
from tests.support.scenes import Kept

NAMES = ("Zebra", "Éclat", "The Doors", "örebro Hjälp", "Дом", "O’Brien Trust", "alpha", "11 Ways")


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_an_export_stands_in_the_order_of_the_public_list(
    app: Flask, client: Browser, tmp_path: Path, kind: str
) -> None:
    paper = a_paper()
    for name in NAMES:
        an_endorsement(paper, name=name)
    public = [line["name"] for line in json.loads(client.get(LIST).data)]
    target = tmp_path / "out"
    arguments = ["endorsements", "export", "--paper", "ten-doors", "--format", kind]

    app.test_cli_runner().invoke(args=[*arguments, "--output", str(target)])

    text = target.read_text(encoding="utf-8-sig")
    rows = json.loads(text) if kind == "json" else csv.DictReader(io.StringIO(text))
    assert len(public) == len(NAMES)
    assert [row["name"] for row in rows] == public


LIST = "/papers/ten-doors/signatories.json"


def a_paper_with_names() -> PublicPaper:
    paper = a_paper()
    own = {"acronym": "TDN", "website": "https://doors.example.org/", "country": "KE"}
    for each in NAMES:
        an_endorsement(paper, name=each, **(own if each == "The Doors" else {}))
    return paper


SCENE = Kept(a_paper_with_names)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        *(("eclat", "Éclat"), ("éclat", "Éclat"), ("orebro", "örebro Hjälp"), ("дом", "Дом")),
        *(("O’Brien", "O’Brien Trust"), ("obrien", "O’Brien Trust"), ("tdn", "The Doors")),
        *(("doors.example.org", "The Doors"), ("Kenya", "The Doors"), ("🌈", ""), ("%", "")),
    ],
)
def test_the_desk_finds_what_the_public_search_finds(
    client: Browser, typed: str, name: str
) -> None:
    paper = SCENE.set()

    asked = Asked(paper.id, paper.time_zone, Filter(q=typed), sees_contacts=False)
    found = listing.page(asked).records
    public = json.loads(client.get(LIST, query_string={"q": typed}).data)

    assert [record.name for record in found] == ([name] if name else [])
    assert [line["name"] for line in public] == ([name] if name else [])


@pytest.mark.parametrize("ending", [".csv", ".json", ""])
def test_a_search_with_nul_is_refused(client: Browser, ending: str) -> None:
    a_paper()
    path = "/papers/ten-doors/signatories"

    assert (
        client.get(f"{path if ending else '/en' + path}{ending}?q=bad%00request").status_code == 400
    )
