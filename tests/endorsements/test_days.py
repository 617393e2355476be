"""A day is that of the paper's time zone, wherever it is said."""

import csv
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import openpyxl
import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from signon.audit import trail
from signon.endorsements import service as endorsements
from signon.endorsements.kind import ENDORSEMENT
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.outbox.post import Email, Paragraph
from signon.papers import service as papers
from signon.papers.drafts import PaperDraft
from signon.papers.queries import paper_by_slug
from signon.receipts.models import Receipt
from signon.review import exports
from signon.signatories import service as signatories
from signon.signatories.models import ListState
from signon.submissions import workflow
from tests.factories import a_draft, a_paper, a_text, an_endorsement, change_paper, confirm
from tests.space.doors import open_space
from tests.support.clients import Browser

IN_THE_EVENING = datetime(2026, 11, 27, 2, 25, tzinfo=UTC)
"""21:25 on 26 November in New York, and already the 27th in UTC."""
FILES = "/papers/ten-doors/signatories"
MAILBOX = "ada@hearth.example.org"
Outbox = Callable[[], list[Email]]


@pytest.fixture
def signed(app: Flask) -> Endorsement:
    """An endorsement that was signed and confirmed on that evening in New York."""
    with time_machine.travel(IN_THE_EVENING, tick=False):
        paper = a_paper(time_zone="America/New_York")
        return confirm(an_endorsement(paper, confirmed=False, name="Hearth", email=MAILBOX))


def days_in_files(client: Browser) -> set[str]:
    text = client.get(f"{FILES}.csv").data.decode("utf-8-sig")
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(f"{FILES}.xlsx").data)).active
    head, *cells = ([cell.value for cell in row] for row in sheet.rows)
    rows = [
        *csv.DictReader(io.StringIO(text)),
        *json.loads(client.get(f"{FILES}.json").data),
        *(dict(zip(head, row, strict=True)) for row in cells),
    ]
    assert len(rows) == 3
    return {row["endorsed_on"] for row in rows}


def test_files_and_pages_name_the_day_of_the_paper(client: Browser, signed: Endorsement) -> None:
    code = db.session.scalars(select(Receipt.code)).one()

    pages = [
        client.get(f"/en{FILES}/{signed.public_id}").text,
        client.get(f"/en/receipts/{code}").text,
    ]

    assert days_in_files(client) == {"2026-11-26"}
    for page in pages:
        assert "26 November 2026" in page
        assert "27 November 2026" not in page


def test_versions_and_what_was_taken_back_name_the_day_of_the_paper(
    client: Browser, signed: Endorsement
) -> None:
    with time_machine.travel(IN_THE_EVENING, tick=False):
        text = a_text(markdown="## 1. Doors\n\nAnd windows.\n\n## 2. Roofs\n\nAll.\n")
        papers.write(PaperDraft("open-doors", "ten-doors", text), actor=trail.SYSTEM)
        workflow.withdraw(ENDORSEMENT, signed, actor=trail.SIGNATORY)
    change_paper(opens_at=IN_THE_EVENING)

    for page in ("", "/changes?from=1&to=2", f"/signatories/{signed.public_id}"):
        said = client.get(f"/en/papers/ten-doors{page}").text
        assert "26 November 2026" in said, page
        assert "27 November 2026" not in said, page


@pytest.mark.parametrize("contacts", [True, False])
def test_what_leads_export_names_the_day_of_the_paper_in_columns_added_last(
    signed: Endorsement, contacts: bool
) -> None:
    with exports.file_of(paper_by_slug("ten-doors"), "csv", contacts=contacts) as file:
        [row] = csv.DictReader(io.StringIO(file.read().decode("utf-8-sig")))

    added = ["endorsed_on", "version", "is_disputed", "source", "written_in"]
    assert [name for name in row if name in added] == added
    assert [row[name] for name in added] == ["2026-11-26", "1", "", "form", "en"]
    assert list(row).index("endorsed_on") > list(row).index("name_hidden")
    assert row["confirmed_at"] == "2026-11-26T21:25:00-05:00"


def test_the_space_names_the_day_of_the_paper(client: Browser, signed: Endorsement) -> None:
    with time_machine.travel(IN_THE_EVENING + timedelta(minutes=5), tick=False):
        page = client.get(open_space(client, MAILBOX)).text

    assert "26 November 2026" in page
    assert "27 November 2026" not in page


def test_a_mail_names_the_day_of_the_paper(signed: Endorsement, outbox: Outbox) -> None:
    with time_machine.travel(IN_THE_EVENING + timedelta(minutes=16), tick=False):
        endorsements.endorse(a_paper(), a_draft(name="Hearth", email=MAILBOX))

    said = " ".join(part.text for part in outbox()[-1].parts if isinstance(part, Paragraph))
    assert "26 November 2026" in said


def write_with_zone(zone: str) -> None:
    opens = IN_THE_EVENING - timedelta(days=2)
    draft = PaperDraft("open-doors", "ten-doors", a_text(), opens_at=opens, time_zone=zone)
    change_paper(state="draft")  # a text moves no date of a paper that has been opened
    papers.write(draft, actor=trail.SYSTEM)
    change_paper(state="open")


def test_every_day_moves_with_the_time_zone_of_the_paper(
    client: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = a_paper()
    monkeypatch.setattr(signatories, "PORTION", 2)
    for _ in range(5):
        an_endorsement(paper, at=IN_THE_EVENING)
    elsewhere = a_paper("roofs")
    an_endorsement(elsewhere, at=IN_THE_EVENING)
    before = client.get(f"{FILES}.csv").text

    write_with_zone("America/New_York")

    assert before.count("2026-11-27") == client.get(f"{FILES}.csv").text.count("2026-11-26") == 5
    assert client.get(f"{FILES}.json").text.count("2026-11-26") == 5
    assert "2026-11-27" in client.get("/papers/roofs/signatories.csv").text


def test_a_list_is_left_alone_when_the_time_zone_stays(app: Flask) -> None:
    paper = a_paper()
    an_endorsement(paper)
    revision = select(ListState.revision).where(ListState.paper_id == paper.id)
    before = db.session.scalars(revision).one()

    write_with_zone("UTC")

    assert db.session.scalars(revision).one() == before
