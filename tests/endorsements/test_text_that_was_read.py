"""The text that somebody read is the one that the endorsement is bound to."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.papers.models import PaperText
from signon.papers.queries import PublicPaper
from signon.receipts import service as receipts
from signon.signatories import queries
from signon.signatories.lines import SignatoryLine
from tests.factories import FORM, a_paper, confirm
from tests.support.clients import Browser

PAPER = "/en/papers/ten-doors"
FORM_OF_FRENCH = f"{PAPER}/endorse?text=fr"


def signed() -> Endorsement:
    return db.session.scalars(select(Endorsement)).one()


def text_in(language: str) -> tuple[int, str]:
    own = select(PaperText).where(PaperText.language == language)
    text = db.session.scalars(own).one()
    return text.id, text.sha256


def line_of(paper: PublicPaper, row: Endorsement) -> SignatoryLine:
    line = queries.line(paper.id, row.public_id)
    assert line is not None
    return line


def send(client: Browser, address: str, **fields: str) -> int:
    said = re.findall(r'name="(text_read|version_read)" value="([^"]*)"', client.get(address).text)
    typed = {**FORM, **dict(said), "csrf_token": client.mark(address), **fields}
    return int(client.post(address, data=typed).status_code)


@pytest.mark.parametrize("read", ["fr", "el", "en"])
def test_whoever_reads_another_text_signs_that_one(client: Browser, read: str) -> None:
    paper = a_paper(languages=("en", "fr", "el"))
    page = client.get(f"{PAPER}?text={read}").text
    [way] = re.findall(r'class="button" href="([^"]+)"', page)

    assert send(client, way) == 303

    row = confirm(signed())
    assert (row.text_id, row.text_sha256) == text_in(read)
    assert row.language == "en"
    assert (receipts.issue(row).facts or {})["language"] == read
    line = line_of(paper, row)
    assert (line.language, line.written_in) == (read, "en")


def test_the_form_names_the_text_and_leads_back_to_it(client: Browser) -> None:
    a_paper(languages=("en", "fr"))

    page = client.get(FORM_OF_FRENCH).text

    assert re.search(r'href="/en/papers/ten-doors\?text=fr"\s+lang="fr"', page)
    assert 'name="text_read" value="fr"' in page
    assert "text_read" not in client.get(f"{PAPER}/endorse").text


def test_a_form_that_is_refused_still_knows_the_text(client: Browser) -> None:
    a_paper(languages=("en", "fr"))

    assert send(client, FORM_OF_FRENCH, email="nobody") == 422
    refused = client.post(FORM_OF_FRENCH, data={**FORM, "email": "", "text_read": "fr"})

    assert 'name="text_read" value="fr"' in refused.text


def test_nobody_signs_a_text_that_there_is_not(client: Browser) -> None:
    a_paper(languages=("en", "fr"))

    assert send(client, f"{PAPER}/endorse", text_read="el") == 422
    assert "text_read" not in client.get(f"{PAPER}/endorse?text=el").text
    assert client.get(f"{PAPER}?text=xx&text=%00").status_code in (200, 400)


def test_where_the_page_has_no_text_the_original_is_signed_and_said(
    client: Browser, app: Flask
) -> None:
    paper = a_paper(languages=("en", "fr"))
    address = "/ar/papers/ten-doors/endorse"

    assert send(client, address) == 303

    row = confirm(signed())
    line = line_of(paper, row)
    assert (row.text_id, row.text_sha256) == text_in("en")
    assert (line.language, line.written_in) == ("en", "ar")
