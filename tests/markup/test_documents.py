"""A .docx file becomes Markdown with its headings, notes, lists and tables; or is refused."""

import html
import re
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signon.markup.documents import DocumentUnreadable, docx_to_markdown
from signon.markup.markdown import render
from tests.markup.docx_files import (
    LINKS,
    a_docx,
    cell,
    item,
    note,
    note_call,
    numbered,
    p,
    part,
    r,
    table,
    zipped,
)
from tests.support.patience import must_end

BOLD, ITALIC = "<w:b/>", "<w:i/>"


def markdown(body: str, **parts: str) -> str:
    return docx_to_markdown(a_docx(body, **parts)).markdown


def said_in(body: str) -> tuple[str, str]:
    found = docx_to_markdown(a_docx(body))
    return found.title, found.markdown


def test_the_title_is_apart_and_headings_start_below_it() -> None:
    body = p("A  Call", "Title") + p("Aims", "Heading1") + p("First", "Heading2") + p("Text")

    assert said_in(body) == ("A Call", "## Aims\n\n### First\n\nText\n")


def test_a_single_first_heading_is_the_title() -> None:
    body = p("A Call", "Heading1") + p("1. Aims", "Heading2") + p("Text")

    assert said_in(body) == ("A Call", "## 1. Aims\n\nText\n")


def test_without_a_title_nothing_is_taken_away() -> None:
    body = p("One", "Heading1") + p(r("Bold", BOLD), "Heading2") + p("Two", "Heading1")

    assert said_in(body) == ("", "## One\n\n### Bold\n\n## Two\n")


def test_numbers_that_word_only_draws_are_kept_in_headings() -> None:
    def heading(text: str, style: str, number: int, level: int = 0) -> str:
        place = f'<w:ilvl w:val="{level}"/><w:numId w:val="{number}"/>'
        return p(text, style, f"<w:numPr>{place}</w:numPr>")

    body = heading("First", "Heading1", 1) + heading("Part", "Heading2", 1, 1)
    body += heading("Second", "Heading1", 1) + heading("Annex", "Heading1", 2)
    lists = numbered(["decimal", "decimal"], ["none"])

    found = markdown(body, numbering=lists)

    assert found == "## 1. First\n\n### 1.1 Part\n\n## 2. Second\n\n## Annex\n"
    assert [h.number for h in render(found, language="en").contents] == [1, None, 2, None]


def test_tracked_changes_are_accepted() -> None:
    body = p(
        r("We ")
        + f'<w:ins w:id="1">{r("demand")}</w:ins>'
        + '<w:del w:id="2"><w:r><w:delText>ask</w:delText></w:r></w:del>'
        + f'<w:del w:id="3">{note_call(1)}</w:del>'
        + r(" rights.")
    )
    deleted = '<w:tbl><w:tr><w:trPr><w:del w:id="4"/></w:trPr>' + cell("gone") + "</w:tr></w:tbl>"

    assert markdown(body + deleted, notes=note(1, "gone")) == "We demand rights.\n"


def test_notes_are_numbered_as_they_are_called() -> None:
    body = p(r("B") + note_call(7) + r(" A") + note_call(3) + r(" B") + note_call(7))
    separator = '<w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
    notes = separator + note(3, " First.") + note(7, "1. Two", "paragraphs") + note(9, "unused")

    found = markdown(body, notes=notes)

    assert found == ("B[^1] A[^2] B[^1]\n\n[^1]: 1\\. Two\n\n    paragraphs\n\n[^2]: First.\n")
    assert 'aria-label="Back to the text, note 1 (2)"' in render(found, language="en").html


def test_endnotes_and_raised_calls_are_notes_too() -> None:
    call = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:endnoteReference w:id="2"/>'
    endnotes = '<w:endnote w:id="2">' + p("End.") + "</w:endnote>"

    found = markdown(
        p(r("A") + f"<w:r>{call}</w:r>"), **{"word/endnotes.xml": part("endnotes", endnotes)}
    )

    assert found == "A[^1]\n\n[^1]: End.\n"


def test_lists_nest_and_count() -> None:
    body = item("one") + item("two", 1) + item("three", 2) + item("1. four") + item("- five")
    body += item("six", 0, 2) + item("seven", 1, 2) + item("eight", 0, 2)

    found = markdown(body, numbering=numbered(["bullet"] * 3, ["decimal"] * 2))

    assert found == (
        "- one\n  - two\n    - three\n- 1\\. four\n- \\- five\n\n1. six\n   1. seven\n2. eight\n"
    )


def test_a_table_becomes_one() -> None:
    wide, tall = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>'
    body = table(
        [cell(p(r("Aim", BOLD))), "a|b", cell("Who", tall)],
        [cell(p("x") + p("y")), cell(item("i") + item("j")), cell("", "<w:vMerge/>")],
        [cell("over two", wide), "last"],
    )

    assert markdown(body, numbering=numbered(["bullet"])) == (
        "| Aim | a\\|b | Who |\n| --- | --- | --- |\n| x y | i; j |  |\n| over two |  | last |\n"
    )


def test_a_frame_around_text_is_opened() -> None:
    framed = p("One", "Heading1") + item("two")
    body = table([framed]) + table(["left", "right"]) + p("after")

    found = markdown(p("before") + body, numbering=numbered(["bullet"]))

    assert found == "before\n\n## One\n\n- two\n\nleft\n\nright\n\nafter\n"


def test_emphasis_and_raised_figures() -> None:
    raised = '<w:vertAlign w:val="superscript"/>'
    body = p(r("Bold", BOLD) + r(" and ") + r("it ", ITALIC) + r("both", BOLD + ITALIC) + r("."))
    body += p(r("m") + r("2", raised) + r(" 1") + r("er", raised))
    body += p(r("Note:", BOLD) + r("glued") + r("gone", "<w:strike/>") + r("x", "<w:u w:val='a'/>"))

    assert markdown(body) == "**Bold** and *it* ***both***.\n\nm² 1er\n\nNote:gluedgonex\n"


def test_only_safe_links_remain() -> None:
    links = [("web", "the [site]"), ("bad", "bad"), ("web", "https://example.org/a_%28b%29")]
    body = "".join(p(f'<w:hyperlink r:id="{name}">{r(text)}</w:hyperlink>') for name, text in links)
    inside = f'<w:hyperlink w:anchor="_Toc1">{r("inside")}</w:hyperlink>'
    bookmark = '<w:bookmarkStart w:id="1" w:name="x"/>'

    assert "javascript:" in LINKS
    assert markdown(body + p(bookmark + inside)) == (
        "[the \\[site\\]](https://example.org/a_%28b%29)\n\nbad\n\n"
        "<https://example.org/a_%28b%29>\n\ninside\n"
    )


def test_breaks_contents_and_comments() -> None:
    body = p("Aims ..... 3", "TOC1")
    body += p("<w:r><w:t>one</w:t><w:br/><w:t>- two</w:t><w:br/></w:r>")
    body += p(r("three") + '<w:r><w:commentReference w:id="1"/></w:r>')
    body += p("<w:r><w:br/></w:r>") + p("")

    assert markdown(body) == "one\\\n\\- two\n\nthree\n"


@pytest.mark.parametrize(
    "text",
    [
        *("# no heading", "- no item", "+ no item", "1. no item", "17. Mai 2022", "> no quote"),
        *("---", "===", "~~~", "```", "*not* _it_ __b__ a_b", "[a](b) [^1] [a]: b", "&amp; &lt;"),
        *("<b>bold</b> <https://e.org>", "a\\b \\* \\", "| a | b |", "C #", "100 * 2 = 200", "!"),
        *("حقوق الإنسان", "AT&T; R&D", "[…]", "a ~~b~~", "'quote' \"quote\"", "1) one", "a*b*c"),
    ],
)
def test_signs_stay_signs(text: str) -> None:
    rendered = render(markdown(p(escape(text)) + p(escape(text), "Heading2")), language="en")

    shown = html.unescape(rendered.html)
    assert f"<p>{text}</p>" in shown
    assert f">{text}</h2>" in shown


WORDS = st.text(alphabet="ab1 .*_`[]()<>#|\\&;!+-=~:^é", max_size=12)
RUNS = st.lists(st.tuples(WORDS, st.sampled_from(["", BOLD, ITALIC, BOLD + ITALIC])), max_size=4)


def said(source: str) -> str:
    """Return the letters of some HTML or XML, without tags and spaces."""
    return re.sub(r"\s+", "", html.unescape(re.sub(r"<[^>]*>", "", source)))


@settings(max_examples=200, deadline=None)
@given(RUNS)
def test_no_letter_is_lost_on_the_way_to_the_page(runs: list[tuple[str, str]]) -> None:
    body = p("<!-- -->" + "".join(r(escape(text), form) for text, form in runs))

    rendered = render(markdown(body), language="en").html

    assert said(rendered) == said("".join(escape(text) for text, _ in runs))


ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
DEEP = "<w:sdt><w:sdtContent>" * 500 + p("x") + "</w:sdtContent></w:sdt>" * 500
HOSTILE = {
    "nothing": b"",
    "no zip": b"%PDF-1.7 " * 100,
    "an old or locked document": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000),
    "half a document": a_docx(p("x"))[:700],
    "another zip": zipped({"a.txt": "a"}),
    "a bomb": zipped({"word/document.xml": "x" * (65 * 2**20)}),
    "many entries": zipped({str(number): "" for number in range(2001)}),
    "entities": a_docx(
        "",
        **{
            "word/document.xml": f'<!DOCTYPE a [<!ENTITY e0 "ha">{ENTITIES}]>'
            + part("document", f"<w:body>{p('&e9;')}</w:body>")
        },
    ),
    "entities in styles": a_docx("", **{"word/styles.xml": '<!DOCTYPE a SYSTEM "b"><a/>'}),
    "not well-formed": a_docx("<w:p>"),
    "no body": a_docx("", **{"word/document.xml": "<a/>"}),
    "nonsense": a_docx(table([cell("x", '<w:gridSpan w:val="x"/>')])),
    "deep": a_docx(DEEP),
    "many elements": a_docx("<w:p/>" * 100_000),
    "open fields": a_docx(p('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 20_000)),
    "far too much text": a_docx(p("word " * 250_000)),
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE.keys())
def test_what_is_no_document_is_refused_in_time(data: bytes) -> None:
    with must_end(), pytest.raises(DocumentUnreadable) as refused:
        docx_to_markdown(data)

    assert refused.value.status == 422


def test_nothing_outside_the_text_is_read() -> None:
    found = a_docx(p("x"), **{"word/media/a.png": "no picture", "customXml/a.xml": "<broken"})

    assert docx_to_markdown(found).markdown == "x\n"
