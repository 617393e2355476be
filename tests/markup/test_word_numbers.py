"""Lists that are numbered by a style alone, or in some rarer way, have the numbers Word draws."""

import pytest

from signon.markup.documents import Document, docx_to_markdown
from tests.markup.docx_files import STYLE_NAMES, a_docx, item, p, part, r, table
from tests.markup.test_word_plain import lists

DECIMAL, LETTERS, ROMAN = (
    ("decimal", "%1.", 5),
    ("lowerLetter", "(%2)", 1),
    ("lowerRoman", "%3)", 1),
)
OFF = '<w:numPr><w:numId w:val="0"/></w:numPr>'
DEEPER = '<w:numPr><w:ilvl w:val="1"/></w:numPr>'
TABLE = "| h | i |\n| --- | --- |\n| 5. a | 6. b |\n"
HEADINGS = "## 5. a\n\n### (a) b\n\n## 6. c\n"
END_IS_GONE = '<w:rPr><w:del w:id="1"/></w:rPr>'


def style(key: str, place: str = "", base: str = "", shown: str = "", kind: str = "") -> str:
    """Return a style; `place` is its level and number, such as "1 2", or its number alone."""
    *levels, number = place.split() or [""]
    said = "".join(f'<w:ilvl w:val="{level}"/>' for level in levels)
    said += f'<w:numId w:val="{number}"/>' if number not in ("", "-") else ""
    kind = kind or "paragraph"
    return (
        f'<w:style w:type="{kind}" w:styleId="{key}"><w:name w:val="{shown or key}"/>'
        f'<w:basedOn w:val="{base}"/><w:pPr><w:numPr>{said}</w:numPr></w:pPr></w:style>'
    )


STYLES = (
    style("Para", "1")
    + style("Heir", base="Para")
    + style("Under", "1 -", base="Para")
    + style("Third", "2 1")
    + style("Bare", "0", base="Para")
    + style("Circle", "1", base="Circle")
    + style("Aussage1", "1", shown="heading 1")
    + style("Aussage2", "1 -", base="Aussage1", shown="heading 2")
    + style("Quote", "1")
    + style("Ways", "2", kind="numbering")
)


def converted(body: str, numbering: str) -> Document:
    names = "".join(style(key, shown=shown) for key, shown in STYLE_NAMES.items())
    styles = part("styles", STYLES + names)
    return docx_to_markdown(a_docx(body, numbering=numbering, **{"word/styles.xml": styles}))


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (p("a", "Para") + p("b", "Para"), "5. a\n6. b\n"),
        (p("a", "Para") + p("text") + p("b", "Heir"), "5. a\n\ntext\n\n6. b\n"),
        (p("a", "Para") + p("b", "Under") + p("c", "Heir"), "5. a\n   - (a) b\n6. c\n"),
        (
            p("a", "Para") + p("b", "Under") + p("c", "Third") + p("d", "Under"),
            "5. a\n   - (a) b\n     - i) c\n   - (b) d\n",
        ),
        (p("a", "Para") + p("b", "Bare") + p("c", "Para"), "5. a\n\nb\n\n6. c\n"),
        (p("a", "Para") + p("b", "Para", OFF) + p("c", "Para"), "5. a\n\nb\n\n6. c\n"),
        (p("a", "Para") + p("b", "Para", DEEPER), "5. a\n   - (a) b\n"),
        (p("a", "Para") + p("text") + p("b", "Under"), "5. a\n\ntext\n\n- (a) b\n"),
        (p("a", "Circle"), "5. a\n"),
        (p("a", "Unknown") + p("b", "Para"), "a\n\n5. b\n"),
        (p("a ", "Para", END_IS_GONE) + p("b", "Para") + p("c", "Para"), "5. a b\n6. c\n"),
        (p("a", "Quote"), "> 5. a\n"),
        (table(["h", "i"], [p("a", "Para"), p("b", "Para")]), TABLE),
        (p("a", "Aussage1") + p("b", "Aussage2") + p("c", "Aussage1"), HEADINGS),
    ],
)
def test_styles_number_as_they_and_their_bases_say(body: str, text: str) -> None:
    assert converted(body, lists(DECIMAL, LETTERS, ROMAN)).markdown == text


def abstract(levels: str, number: int = 7, rest: str = "") -> str:
    use = f'<w:num w:numId="1"><w:abstractNumId w:val="{number}"/>{rest}</w:num>'
    return f'<w:abstractNum w:abstractNumId="{number}">{levels}</w:abstractNum>{use}'


def level(at: int, form: str, text: str, more: str = "") -> str:
    said = f'<w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>{more}'
    return f'<w:lvl w:ilvl="{at}">{said}</w:lvl>'


def test_the_level_that_names_a_style_counts_before_the_depth_it_says() -> None:
    levels = level(0, "decimal", "%1.") + level(1, "upperLetter", "%2", '<w:pStyle w:val="Third"/>')

    assert converted(p("a", "Third"), abstract(levels)).markdown == "- A a\n"


def test_a_style_that_only_its_level_names_is_numbered() -> None:
    levels = level(0, "upperRoman", "%1.", '<w:pStyle w:val="Linked"/>')

    assert converted(p("a", "Linked") + p("b", "Linked"), abstract(levels)).markdown == (
        "- I. a\n- II. b\n"
    )


def test_a_list_has_the_levels_of_its_style_and_its_own() -> None:
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "lowerRoman", "%1.")}</w:lvlOverride>'
    link = '<w:abstractNum w:abstractNumId="8"><w:numStyleLink w:val="Ways"/></w:abstractNum>'
    numbering = abstract(level(0, "upperLetter", "%1."), rest=own) + link
    numbering += '<w:num w:numId="2"><w:abstractNumId w:val="7"/></w:num>'
    numbering += '<w:num w:numId="3"><w:abstractNumId w:val="8"/></w:num>'

    found = converted(item("a", 0, 1) + item("b", 0, 2) + item("c", 0, 3), numbering)

    assert found.markdown == "- i. a\n- B. b\n- C. c\n"


def test_legal_numbers_are_decimal_and_a_level_may_never_begin_anew() -> None:
    legal, on = "<w:isLgl/>", '<w:lvlRestart w:val="0"/>'
    levels = level(0, "upperRoman", "%1.") + level(1, "decimal", "%1.%2", legal + on)
    body = item("a") + item("b", 1) + item("c") + item("d", 1)

    assert converted(body, abstract(levels)).markdown == ("- I. a\n  - 1.1 b\n- II. c\n  - 2.2 d\n")


@pytest.mark.parametrize(
    ("form", "text", "heading"),
    [
        ("upperRoman", "%1.", "## IV. a"),
        ("upperLetter", "%1)", "## D) a"),
        ("decimal", "Article %1:", "## Article 4: a"),
        ("decimal", "%1)", "## 4. a"),
        ("bullet", "•", "## a"),
    ],
)
def test_a_heading_keeps_the_number_that_is_drawn(form: str, text: str, heading: str) -> None:
    body = p("a", "Aussage1") + p("b") + p("c", "Aussage1")
    levels = level(0, form, text, '<w:start w:val="4"/>')

    assert converted(body, abstract(levels)).markdown.startswith(f"{heading}\n")


def test_a_text_that_stands_twice_in_the_file_counts_once() -> None:
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    box = f"<w:r><w:txbxContent>{p('in a box', 'Para')}</w:txbxContent></w:r>"
    twice = (
        f'<mc:AlternateContent xmlns:mc="{mc}"><mc:Choice>{box}</mc:Choice>'
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    )

    found = converted(p(r("a") + twice) + p("b", "Para"), lists(DECIMAL)).markdown

    assert found.endswith("6. b\n")


def test_numbers_of_another_kind_are_named() -> None:
    found = converted(item("a"), abstract(level(0, "cardinalText", "%1")))

    assert found.markdown == "1. a\n"
    assert any("numbers of lists" in warning for warning in found.warnings)
    assert not converted(item("a"), lists(DECIMAL)).warnings


@pytest.mark.parametrize("depth", range(9))
def test_no_depth_loses_its_number(depth: int) -> None:
    levels = "".join(level(at, "lowerLetter", f"%{at + 1})") for at in range(9))
    body = "".join(item(f"at {at}", at) for at in range(depth + 1))

    assert f"- a) at {depth}\n" in converted(body, abstract(levels)).markdown


def test_what_stands_before_an_item_is_no_way_to_make_a_file_grow() -> None:
    levels = level(0, "lowerLetter", "%1" * 5000, '<w:start w:val="3999"/>')

    assert len(converted(item("a") + item("b"), abstract(levels)).markdown) < 600
