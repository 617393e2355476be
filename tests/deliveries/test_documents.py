"""Documents of a paper and its list: the same names in the same order, whatever the form."""

import csv
import ctypes
import io
import json
import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pypdfium2
import pytest
from flask import Flask

from signon.deliveries.documents import order as orders
from signon.deliveries.documents import pdf
from signon.deliveries.documents.description import describe
from signon.deliveries.documents.order import Order, OrderRefused, TooManyNames
from signon.papers import queries as papers
from signon.signatories import queries
from signon.signatories.shapes import ListFilter
from tests.deliveries.scene import (
    ALL,
    in_one_line,
    made,
    signed_in_every_script,
    stand_in_order,
    taken_out,
)
from tests.factories import a_paper, an_endorsement
from tests.signatories.many import put

PDFINFO = shutil.which("pdfinfo") or "pdfinfo"
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)")


def in_order_of_list(paper_id: int) -> list[str]:
    return [line.name for line in queries.lines(paper_id, ListFilter())]


def language_of(file: Path) -> str:
    said = (ctypes.c_ushort * 16)()
    pypdfium2.raw.FPDFCatalog_GetLanguage(pypdfium2.PdfDocument(file), said, ctypes.sizeof(said))
    return bytes(said).decode("utf-16-le").rstrip("\x00")


def test_every_program_finds_every_name_of_every_script_in_order(
    app: Flask, tmp_path: Path
) -> None:
    paper = signed_in_every_script()
    names = in_order_of_list(paper.id)

    data = made(paper, "pdf")

    assert sorted(names) == sorted(ALL)
    assert stand_in_order(names, taken_out(data, tmp_path))
    read = " ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data))
    assert [name for name in names if name not in in_one_line(read)] == []


@pytest.mark.parametrize(
    ("direction", "laid_out"),
    [
        ("rtl", "<bdi>\u2068Harbour Inc.\u2069</bdi> <q>\u2068No!\u2069</q> <bdi>لجنة</bdi>"),
        ("ltr", "<bdi>Harbour Inc.</bdi> <q>No!</q> <bdi>\u2068لجنة\u2069</bdi>"),
    ],
)
def test_a_value_of_another_direction_stands_by_itself_in_a_pdf(
    direction: str, laid_out: str
) -> None:
    assert (
        pdf.isolating("<bdi>Harbour Inc.</bdi> <q>No!</q> <bdi>لجنة</bdi>", direction) == laid_out
    )


def test_a_pdf_is_tagged_and_says_what_it_is(app: Flask, tmp_path: Path) -> None:
    paper = signed_in_every_script()
    (tmp_path / "a.pdf").write_bytes(made(paper, "pdf", language="fr"))

    said = subprocess.run(
        [PDFINFO, "a.pdf"], cwd=tmp_path, capture_output=True, text=True, check=True
    ).stdout

    facts = {name: value.strip() for name, _, value in (x.partition(":") for x in said.split("\n"))}
    assert facts["Tagged"] == "yes"
    assert facts["Title"] == paper.text("fr").title
    assert language_of(tmp_path / "a.pdf") == "fr"


def test_word_reads_names_in_order_with_styles_and_directions(app: Flask) -> None:
    paper = signed_in_every_script()

    document = docx.Document(BytesIO(made(paper, "docx")))

    shown = [one for one in document.paragraphs if one.style.name == "Signatory"]
    assert [one.runs[0].text for one in shown] == in_order_of_list(paper.id)
    arabic = next(one for one in shown if "الأطباء" in one.text)
    assert arabic.runs[0]._r.rPr.find(docx.oxml.ns.qn("w:rtl")) is not None
    latin = next(one for one in shown if "Coalition" in one.text)
    assert latin.runs[0]._r.rPr.find(docx.oxml.ns.qn("w:rtl")) is None
    assert document.core_properties.title == paper.text("en").title


@pytest.mark.parametrize("form", ["html", "fragment", "txt", "names"])
def test_a_text_has_the_names_in_order(app: Flask, form: str) -> None:
    paper = a_paper()
    put(paper, "Anchor", "Ëlan", "Bridge")

    text = made(paper, form).decode()

    assert stand_in_order(["Anchor", "Bridge", "Ëlan"], text.replace("\n", " ")) or form == "txt"
    assert all(name in text for name in ("Anchor", "Bridge", "Ëlan"))


def test_a_sheet_holds_no_formula(app: Flask) -> None:
    paper = a_paper()
    put(paper, *FORMULAS)

    sheet = openpyxl.load_workbook(BytesIO(made(paper, "xlsx"))).active

    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert sorted(str(cell.value) for cell in cells) == sorted(FORMULAS)
    assert {cell.data_type for cell in cells} == {"s"}


def test_data_is_as_everybody_may_have_it(app: Flask) -> None:
    paper = a_paper()
    put(paper, "Anchor", "Bridge")

    table = list(csv.DictReader(io.StringIO(made(paper, "csv").decode("utf-8-sig"))))
    records = json.loads(made(paper, "json"))

    assert [row["name"] for row in table] == ["Anchor", "Bridge"] == [r["name"] for r in records]


def test_a_page_asks_for_nothing_and_a_fragment_has_neither_class_nor_script(app: Flask) -> None:
    paper = a_paper()
    put(paper, '<script>alert("x")</script>', country="FR")

    page, fragment = made(paper, "html").decode(), made(paper, "fragment").decode()

    assert not [word for word in ("<script", "src=", "url(", "<link", "@import") if word in page]
    assert not [word for word in ("<script", "class=", "style", "<link") if word in fragment]
    assert "&lt;script&gt;" in page
    assert "&lt;script&gt;" in fragment


def test_what_the_list_says_of_few_a_document_says_too(app: Flask) -> None:
    paper = a_paper()
    put(paper, "Anchor", is_late=True, source="hosts", priorities="1-3", is_contested=True)
    put(paper, "Bridge", reservation="Not on costs.", statement="Well said.")

    plain = in_one_line(made(paper, "fragment").decode())
    told = in_one_line(made(paper, "fragment", with_remarks=True).decode())

    for words in ("joined after delivery", "added by the hosts", "Only priorities 1 to 3"):
        assert words in plain
    assert "contested" in plain
    assert "Not on costs." in plain
    assert "Well said." not in plain
    assert "Well said." in told


def test_individuals_stand_apart_and_who_shows_no_name_is_counted(app: Flask) -> None:
    paper = a_paper(accepts="both")
    an_endorsement(paper, name="Anchor")
    person = {"capacity": "individual", "organisation_kind": "", "acronym": "", "website": ""}
    an_endorsement(paper, name="Ada Field", email="a@example.org", **person)

    described = describe(papers.paper_by_slug("ten-doors"), Order("txt"))

    assert [section.heading for section in described.sections] == [
        "Organisations (1)",
        "Individuals (1)",
    ]


def test_groups_come_in_the_order_of_the_page_in_the_language_asked_for(app: Flask) -> None:
    paper = a_paper()
    put(paper, "Anchor", country="DE")
    put(paper, "Bridge", country="BE")

    described = describe(paper, Order("txt", language="fr", group="country"))

    headings = [group.heading for group in described.sections[0].groups]
    assert headings == ["Allemagne (1)", "Belgique (1)"]
    assert described.counts[0].endswith("2 pays")


def test_filters_narrow_the_names_and_are_said(app: Flask) -> None:
    paper = a_paper()
    put(paper, "Anchor", country="DE")
    put(paper, "Bridge", country="BE")

    described = describe(paper, Order("txt", country="BE"))

    assert [one.name for part in described.sections for one in part.entries()] == ["Bridge"]
    assert described.narrowed == "Only: Belgium"


def test_more_names_than_a_document_can_hold_are_refused() -> None:
    orders.require_room(Order("pdf"), 10_000)
    orders.require_room(Order("csv"), 1_000_000)
    with pytest.raises(TooManyNames):
        orders.require_room(Order("pdf"), 10_001)


@pytest.mark.parametrize("typed", [{"format": "exe"}, {"format": "pdf", "group": "x"}])
def test_what_is_not_offered_is_refused(typed: dict[str, str]) -> None:
    with pytest.raises(OrderRefused):
        orders.of_form(typed)


def test_without_pango_a_pdf_is_refused_with_the_packages_and_all_else_is_made(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = a_paper()
    put(paper, "Anchor")
    (tmp_path / "weasyprint.py").write_text("raise OSError('no library pango')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    with pytest.raises(pdf.PdfUnavailable) as refused:
        made(paper, "pdf")

    assert "libpango-1.0-0" in str(refused.value.values["packages"])
    assert made(paper, "docx")
