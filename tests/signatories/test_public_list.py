"""The list as pages and as files: what is public, and nothing else."""

import csv
import io
import json

import openpyxl
import pytest
from flask import Flask

from signon.submissions.states import State
from tests.factories import SIGNED_PAPER, a_paper, an_endorsement
from tests.support.clients import Browser

LIST = "/en/papers/ten-doors/signatories"
CANARY = "canaryqzxvkwjm"


@pytest.mark.parametrize(
    "query",
    [
        "q=%22",
        "q=AND",
        "q=%00",
        "q=" + "x" * 5000,
        "q=%25%5F",
        "q=%ED%A0%80",
        "country=XX",
        "country=%F0%9F%98%80",
        "kind=%27--",
        "group=everything",
        "group=country&after=zz~eA==~x",
        "sort=random",
        "after=" + "9" * 5000,
        "after=%00~~",
        "capacity=robot",
        "page=-1",
        "sort=newest&after=99999999999999999~x",
    ],
)
def test_any_query_is_answered_with_a_page(client: Browser, query: str) -> None:
    SIGNED_PAPER.set()

    for path in (LIST, "/papers/ten-doors/signatories.csv", "/papers/ten-doors/signatories.json"):
        assert client.get(f"{path}?{query}").status_code in (200, 400)


def test_what_is_private_is_in_no_public_answer(app: Flask, client: Browser) -> None:
    paper = a_paper(accepts="both")
    private = {
        "representative_name": f"Ada {CANARY}",
        "representative_role": f"Chair {CANARY}",
        "email": f"{CANARY}@example.org",
    }
    an_endorsement(paper, name="Hearth", **private)
    an_endorsement(paper, confirmed=False, name=f"Pending {CANARY}", email="pending@example.org")

    for path in (
        LIST,
        f"{LIST}?group=country",
        f"{LIST}?q={CANARY[:5]}",
        "/en/papers/ten-doors",
        "/en/",
        "/papers/ten-doors/signatories.csv",
        "/papers/ten-doors/signatories.json",
        "/papers/ten-doors/signatories.xlsx",
    ):
        answer = client.get(path)
        assert answer.status_code == 200
        body = answer.data
        if path.endswith("xlsx"):
            sheet = openpyxl.load_workbook(io.BytesIO(body)).active
            body = str([[cell.value for cell in row] for row in sheet.rows]).encode()
        assert CANARY.encode() not in body


def test_the_files_have_the_promised_columns_and_say_the_same(client: Browser) -> None:
    paper = a_paper()
    an_endorsement(paper, name="Hearth, “Harbour”\tand more", acronym="=HH", country="MA")
    an_endorsement(paper, name="=1+1", statement="-5")

    text = client.get("/papers/ten-doors/signatories.csv").data.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    records = json.loads(client.get("/papers/ten-doors/signatories.json").data)

    columns = (
        "name acronym country kind website statement capacity endorsed_on version language id "
        "priorities reservation is_late is_disputed source"
    )
    assert list(rows[0]) == columns.split()
    assert list(records[0]) == columns.split()
    assert [row["id"] for row in rows] == [record["id"] for record in records]
    assert "=1+1" in {record["name"] for record in records}
    assert {"'=1+1", "'-5", "'=HH"} <= {value for row in rows for value in row.values()}


def test_the_spreadsheet_has_no_formula_and_every_row(client: Browser) -> None:
    paper = a_paper()
    for name in ("=1+1", "+Europa", "@here", "Ελπίδα", "جمعية"):
        an_endorsement(paper, name=name)

    data = client.get("/papers/ten-doors/signatories.xlsx").data
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active

    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} <= {"s", "n"}
    assert {"=1+1", "+Europa", "@here", "Ελπίδα", "جمعية"} <= {cell.value for cell in cells}


def test_files_follow_the_filters_of_the_page(client: Browser) -> None:
    paper = a_paper()
    an_endorsement(paper, name="From Ghent", country="BE")
    an_endorsement(paper, name="From Rabat", country="MA")

    records = json.loads(client.get("/papers/ten-doors/signatories.json?country=MA").data)

    assert [record["name"] for record in records] == ["From Rabat"]


def test_each_signatory_has_an_anchor_that_stays(client: Browser) -> None:
    row = an_endorsement(a_paper())

    assert row.state == State.PUBLISHED
    assert f'id="s-{row.public_id}"' in client.get(LIST).text


def test_an_empty_list_says_so(client: Browser) -> None:
    a_paper()

    assert "Nobody has endorsed this paper yet." in client.get(LIST).text
    assert "Nobody on this list matches" in client.get(f"{LIST}?q=nothing").text


def test_a_page_is_new_as_soon_as_the_list_has_changed(app: Flask, client: Browser) -> None:
    paper = a_paper()
    before = client.get(LIST)
    again = client.get(LIST, headers={"If-None-Match": before.headers["ETag"]})

    an_endorsement(paper, name="Newly There")
    after = client.get(LIST, headers={"If-None-Match": before.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")
    assert after.status_code == 200
    assert "Newly There" in after.text


def test_nobody_gets_the_links_of_another_visitor(app: Flask, client: Browser) -> None:
    an_endorsement(a_paper())

    theirs = client.get(f"{LIST}?country=BE&mark=theirs").text
    mine = client.get(f"{LIST}?country=BE").text
    in_french = client.get(f"{LIST.replace('/en/', '/fr/')}?country=BE").text

    assert "theirs" in theirs
    assert "theirs" not in mine
    assert '<html lang="en"' in mine
    assert '<html lang="fr"' in in_french
