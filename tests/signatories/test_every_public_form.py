"""What is public of an endorsement is public in every form of it: list, page of its own, files."""

import csv
import html
import io
import json
import re
from dataclasses import fields as slots_of
from datetime import UTC, datetime

import openpyxl
import pytest

from signon.signatories import fields
from signon.signatories.lines import SignatoryLine
from tests.factories import a_paper
from tests.signatories.many import put
from tests.support.clients import Browser

PAPER = "/papers/ten-doors"
LATE_AT_NIGHT = datetime(2026, 11, 3, 3, tzinfo=UTC)
"""In New York it is still the second."""

SAID = {
    "name": "Hearth and Harbour",
    "acronym": "HAH",
    "affiliation": "Somewhere Institute",
    "country": "MA",
    "kind": "ngo",
    "website": "https://hearth.example.net/",
    "statement": "A remark of theirs.",
    "language": "fr",
    "version": 1,
    "endorsed_at": LATE_AT_NIGHT,
    "priorities": "1-2,4",
    "reservation": "But not by night.",
    "is_late": True,
    "is_contested": True,
    "source": "network",
    "written_in": "fr",
}
"""What a line says, each other than what it would say without being told."""

ON_PAGES = {
    "name": "Hearth and Harbour",
    "acronym": "(HAH)",
    "affiliation": "Somewhere Institute",
    "country": "Morocco",
    "statement": "A remark of theirs.",
    "priorities": "Only priorities 1, 2 and 4",
    "reservation": "But not by night.",
    "is_late": "joined after delivery",
    "is_contested": "contested",
    "source": "through its network",
}
ON_ITS_PAGE = {
    **ON_PAGES,
    "kind": "NGO or association",
    "website": "https://hearth.example.net/",
    "language": "Français",
    "version": "Version 1",
    "endorsed_at": "2 November 2026",
    "capacity": "for the organisation",
}
OF_AN_INDIVIDUAL = {"capacity": "as an individual"}

UNSAID = {"public_id", "written_in"}
"""The first is the address of the page and a column; the other is how the words are marked."""


def owned(capacity: str) -> set[str]:
    """Return what a line of this capacity can say."""
    others = {field.column for field in fields.FIELDS} - {
        field.column for field in fields.of(capacity)
    }
    return {slot.name for slot in slots_of(SignatoryLine)} - others - UNSAID


def a_line(capacity: str) -> str:
    """Put a line that says everything on a list; return its public id."""
    paper = a_paper(accepts="both", time_zone="America/New_York")
    values = {name: value for name, value in SAID.items() if name in owned(capacity) | UNSAID}
    name = str(values.pop("name"))
    empty = {} if capacity == "organisation" else {"kind": ""}
    put(paper, name, capacity=capacity, **{**values, **empty})
    return "line-0"


def words(page: str) -> str:
    main = page.split("<main", 1)[1].split("</main>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


@pytest.mark.parametrize("capacity", ["organisation", "individual"])
def test_the_page_of_an_entry_says_all_that_its_line_says(client: Browser, capacity: str) -> None:
    public_id = a_line(capacity)
    expected = {**ON_ITS_PAGE, **(OF_AN_INDIVIDUAL if capacity == "individual" else {})}
    assert owned(capacity) <= set(expected)

    said = words(client.get(f"/en{PAPER}/signatories/{public_id}").text)

    assert [name for name in owned(capacity) if expected[name] not in said] == []


@pytest.mark.parametrize("capacity", ["organisation", "individual"])
def test_the_list_says_what_a_reader_has_to_know_of_each(client: Browser, capacity: str) -> None:
    a_line(capacity)

    said = words(client.get(f"/en{PAPER}/signatories?capacity={capacity}").text)

    assert [name for name in owned(capacity) & set(ON_PAGES) if ON_PAGES[name] not in said] == []


@pytest.mark.parametrize("capacity", ["organisation", "individual"])
def test_every_file_says_all_that_its_line_says(client: Browser, capacity: str) -> None:
    public_id = a_line(capacity)
    data = {
        ending: client.get(f"{PAPER}/signatories.{ending}?capacity={capacity}").data
        for ending in ("csv", "json", "xlsx")
    }
    [record] = json.loads(data["json"])
    head, row = csv.reader(io.StringIO(data["csv"].decode("utf-8-sig")))
    sheet = openpyxl.load_workbook(io.BytesIO(data["xlsx"])).active
    cells = [[str(cell.value or "") for cell in row] for row in sheet.iter_rows(max_row=2)]

    renamed = {"endorsed_at": "endorsed_on", "is_contested": "is_disputed"}
    days = {"endorsed_at": "2026-11-02", "capacity": capacity}
    expected = {renamed.get(name, name): {**SAID, **days}[name] for name in owned(capacity)}
    assert record == {**expected, "id": public_id}
    assert head == cells[0] == list(record)
    as_text = [json.dumps(one) if isinstance(one, bool) else str(one) for one in record.values()]
    assert row == as_text
    assert [cell.lower() for cell in cells[1]] == [one.lower() for one in as_text]
