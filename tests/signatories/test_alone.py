"""The public list stands without the act: it knows lines, and nobody who signs them."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from signon.app import create_app
from signon.capabilities import tenants
from signon.extensions import db
from signon.papers.queries import PublicPaper, paper_by_slug
from signon.signatories import service
from signon.signatories.lines import SignatoryLine
from signon.transaction import command
from tests.conftest import settings
from tests.factories import a_paper
from tests.support.clients import Browser

BELOW = ("campaigns", "organisations", "papers", "signatories")
LINE = SignatoryLine(
    public_id="line-one",
    capacity="organisation",
    name="Hearth",
    acronym="HTH",
    affiliation="",
    country="BE",
    kind="ngo",
    website="https://hearth.example.org/",
    statement="We agree.",
    language="en",
    version=1,
    endorsed_at=datetime(2026, 11, 27, 12, tzinfo=UTC),
    priorities="2",
)


@pytest.fixture
def alone(app: Flask, tmp_path: Path) -> Iterator[Browser]:
    """A browser before a house with nothing above the list."""
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    capabilities = [tenant for tenant in tenants(sample=False) if tenant.name in BELOW]
    house = create_app(settings(tmp_path, url), capabilities=capabilities)
    with house.app_context():
        _fill(a_paper(allows_parts=True))
        yield Browser(house, house.response_class)
        db.session.remove()
        db.engine.dispose()


@command
def _fill(paper: PublicPaper) -> None:
    service.add(paper.id, LINE)


def test_pages_and_files_are_served_from_lines_alone(alone: Browser) -> None:
    for path in ("/en/", "/en/papers/ten-doors", "/en/papers/ten-doors/signatories?q=hea"):
        answer = alone.get(path)
        assert (path, answer.status_code) == (path, 200)
    assert "We agree." in alone.get("/en/papers/ten-doors/signatories").text

    sheet = alone.get("/papers/ten-doors/signatories.csv").data.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(sheet)))
    records = json.loads(alone.get("/papers/ten-doors/signatories.json").data)
    assert [row["name"] for row in rows] == ["Hearth"]
    assert "Hearth" in json.dumps(records)
    assert alone.get("/papers/ten-doors/signatories.xlsx").data.startswith(b"PK")


def test_an_entry_has_a_page_of_its_own_that_its_name_leads_to(alone: Browser) -> None:
    address = f"/en/papers/ten-doors/signatories/{LINE.public_id}"

    listed = alone.get("/en/papers/ten-doors/signatories").text
    page = alone.get(address)

    assert f'href="{address}"' in listed
    assert page.status_code == 200
    assert "<h1><bdi>Hearth" in page.text
    assert "We agree." in page.text
    assert "did not sign" not in listed + page.text
    assert alone.get(f"{address}-not").status_code == 404


def test_the_matrix_is_served_from_lines_alone(alone: Browser) -> None:
    page = alone.get("/en/papers/ten-doors/priorities")

    assert page.status_code == 200
    assert "Hearth" in page.text


def test_a_line_that_is_taken_off_is_nowhere(alone: Browser) -> None:
    service.remove(paper_by_slug("ten-doors").id, LINE.public_id)

    assert "Hearth" not in alone.get("/en/papers/ten-doors/signatories").text
    assert "Hearth" not in alone.get("/papers/ten-doors/signatories.csv").text
