"""No word of a Word file is lost in what the converter does not know, and numbers stay theirs."""

import pytest

from signon.markup.documents import docx_to_markdown
from tests.markup.docx_files import a_docx, cell, item, numbered, p, r, table

MATHS = "http://schemas.openxmlformats.org/officeDocument/2006/math"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"


def field(code: str, words: str) -> str:
    """Return a field with the words that its code has led to."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText> {code} </w:instrText></w:r>"
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{r(words)}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


REFERENCE = field("REF _Ref1", "Section 4")
RUBY = (
    "<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>kan</w:t></w:r></w:rt>"
    "<w:rubyBase><w:r><w:t>漢</w:t></w:r></w:rubyBase></w:ruby></w:r>"
)
AID = "<w:rt><w:r><w:t>kyo</w:t></w:r></w:rt>"
BASE = f"<w:rubyBase>{r('東')}{r('京')}</w:rubyBase>"
BESIDE = f"<w:r><w:t>x</w:t><w:ruby><w:rubyPr/>{BASE}{AID}</w:ruby><w:t>y</w:t></w:r>"
EMPTY_BOX = (
    f'<w:sdt xmlns:w14="{W14}"><w:sdtPr><w14:checkbox><w14:checked w14:val="1"/></w14:checkbox>'
    "</w:sdtPr><w:sdtContent/></w:sdt>"
)
CHOICE = (
    '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/>'
    '<w:listEntry w:val="No"/><w:listEntry w:val="Yes"/></w:ddList></w:ffData></w:fldChar></w:r>'
    "<w:r><w:instrText>FORMDROPDOWN</w:instrText></w:r>"
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
TICK = (
    f'<w:sdt xmlns:w14="{W14}"><w:sdtPr><w14:checkbox><w14:checked w14:val="1"/></w14:checkbox>'
    f"</w:sdtPr><w:sdtContent>{r('☒')}</w:sdtContent></w:sdt>"
)


def markdown(body: str, **parts: str) -> str:
    return docx_to_markdown(a_docx(body, **parts)).markdown


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        (f'<w:bdo w:val="rtl">{r("kept")}</w:bdo>', "a kept"),
        (f'<w:dir w:val="rtl"><w:bdo w:val="ltr">{r("kept")}</w:bdo></w:dir>', "a kept"),
        (f'<w:fldSimple w:instr=" REF x ">{r("Section 3")}</w:fldSimple>', "a Section 3"),
        (REFERENCE, "a Section 4"),
        (RUBY, "a 漢(kan)"),
        (TICK, "a ☒"),
        (BESIDE, "a x東京(kyo)y"),
        (EMPTY_BOX, "a ☒"),
        (CHOICE, "a Yes"),
        (
            field('HYPERLINK "https://a.example/" \\t "_blank"', "site"),
            "a [site](https://a.example/)",
        ),
        (field("PAGEREF _Ref2 \\h", "12"), "a 12"),
        (f'<w:moveTo w:id="1">{r("here")}</w:moveTo>', "a here"),
    ],
)
def test_words_are_kept(xml: str, text: str) -> None:
    assert markdown(p(r("a ") + xml)) == f"{text}\n"


def test_a_formula_is_written_on_a_line_and_named() -> None:
    part = "<m:{0}><m:r><m:t>{1}</m:t></m:r></m:{0}>".format
    formula = f"<m:sSup>{part('e', 'x')}{part('sup', '2')}</m:sSup>"
    formula += f"<m:f>{part('num', 'a+b')}{part('den', 'c')}</m:f>"

    found = docx_to_markdown(a_docx(p(f'<m:oMath xmlns:m="{MATHS}">{formula}</m:oMath>')))

    assert found.markdown == "x^2(a+b)/c\n"
    assert any("formula" in warning for warning in found.warnings)


def m(kind: str, *content: str) -> str:
    """Return an element of a formula; without a kind, letters."""
    return f"<m:{kind}>{''.join(content)}</m:{kind}>" if kind else f"<m:r>{m('t', *content)}</m:r>"


def of(sign: str, value: str) -> str:
    return f'<m:{sign} m:val="{value}"/>'


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        (m("rad", m("deg"), m("e", m("", "x+1"))), "√(x+1)"),
        (
            m("nary", m("naryPr", of("chr", "∑")), m("sub", m("", "i=1")), m("e", m("", "i"))),
            "∑\\_(i=1) i",
        ),
        (m("d", m("e", m("", "a")), m("e", m("", "b"))), "(a|b)"),
        (m("d", m("dPr", of("begChr", "{"), of("endChr", "")), m("e", m("", "a"))), "{a"),
        (
            m("m", m("mr", m("e", m("", "1")), m("e", m("", "2"))), m("mr", m("e", m("", "3")))),
            "[1, 2; 3]",
        ),
        (m("func", m("fName", m("", "sin")), m("e", m("", "x"))), "sin x"),
        (m("limLow", m("e", m("", "lim")), m("lim", m("", "n"))), "lim_n"),
        (m("eqArr", m("e", m("", "a=b")), m("e", m("", "c=d"))), "a=b; c=d"),
        (
            m("", "x")
            + f'<w:ins w:id="1">{m("", "y")}</w:ins><w:del w:id="2">{m("", "z")}</w:del>',
            "xy",
        ),
        (r("plain"), "plain"),
    ],
)
@pytest.mark.parametrize("shown", ["{0}", "<m:oMathPara><m:oMathParaPr/>{0}</m:oMathPara>"])
def test_no_part_of_a_formula_is_lost(formula: str, text: str, shown: str) -> None:
    whole = shown.format(m("oMath", formula)).replace(">", f' xmlns:m="{MATHS}">', 1)

    found = docx_to_markdown(a_docx(p(whole)))

    assert found.markdown == f"{text}\n"
    assert len([words for words in found.warnings if "formula" in words]) == 1


def test_a_formula_that_is_a_field_is_named() -> None:
    found = docx_to_markdown(a_docx(p(r("a") + field("EQ \\f(1,2)", ""))))

    assert any("formula" in warning for warning in found.warnings)


def test_what_the_converter_leaves_out_is_named() -> None:
    found = docx_to_markdown(a_docx(p("a") + '<w:altChunk r:id="web"/>'))

    assert any("w:altChunk" in warning for warning in found.warnings)


def lists(*levels: tuple[str, str, int]) -> str:
    """Return two lists that count on together, the second beginning anew."""
    each = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text, start) in enumerate(levels)
    )
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    return f'<w:abstractNum w:abstractNumId="7">{each}</w:abstractNum>' + "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="7"/>{more}</w:num>'
        for number, more in ((1, ""), (2, restart))
    )


DECIMAL = ("decimal", "%1.", 1)


@pytest.mark.parametrize(
    ("body", "levels", "text"),
    [
        (item("a") + p("text") + item("b"), [DECIMAL], "1. a\n\ntext\n\n2. b\n"),
        (item("a") + item("b"), [("decimal", "%1.", 5)], "5. a\n6. b\n"),
        (item("a") + item("b"), [("lowerLetter", "(%1)", 1)], "- (a) a\n- (b) b\n"),
        (item("a") + item("b"), [("upperRoman", "%1.", 3)], "- III. a\n- IV. b\n"),
        (
            item("a") + item("b", 1) + item("c") + item("d", 1),
            [DECIMAL, ("decimal", "%1.%2", 1)],
            "1. a\n   - 1.1 b\n2. c\n   - 2.1 d\n",
        ),
        (item("a") + item("b") + item("c", 0, 2), [DECIMAL], "1. a\n2. b\n1) c\n"),
        (
            table(["h", "i"], [cell(item("a") + item("b")), "c"]),
            [DECIMAL],
            "| h | i |\n| --- | --- |\n| 1. a; 2. b | c |\n",
        ),
    ],
)
def test_items_have_the_numbers_that_word_draws(
    body: str, levels: list[tuple[str, str, int]], text: str
) -> None:
    assert markdown(body, numbering=lists(*levels)) == text


def test_moved_headings_are_counted_where_they_stand() -> None:
    place = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    gone = f"{place}<w:rPr><w:moveFrom w:id='1'/></w:rPr>"
    moved = p(f'<w:moveFrom w:id="2">{r("Moved")}</w:moveFrom>', "Heading1", gone)
    there = p(f'<w:moveTo w:id="3">{r("Moved")}</w:moveTo>', "Heading1", place)
    body = moved + p("First", "Heading1", place) + there

    assert markdown(body, numbering=numbered(["decimal"])) == "## 1. First\n\n## 2. Moved\n"
