"""Text that nobody sees in a word processor is named before it is published."""

import pytest

from signon.markup.documents import docx_to_markdown
from tests.markup.docx_files import a_docx, p, part, r

WHITE = '<w:color w:val="FFFFFF"/>'
THEME = '<w:color w:val="000000" w:themeColor="background1"/>'
GREY = '<w:color w:val="BFBFBF" w:themeColor="background1" w:themeShade="BF"/>'
BLACK = '<w:color w:val="000000"/>'
DARK = '<w:shd w:val="clear" w:color="auto" w:fill="1F3864"/>'
PALE = '<w:shd w:val="clear" w:color="auto" w:fill="FFFFFF"/>'
STYLES = "".join(
    f'<w:style w:type="{kind}" w:styleId="{key}"><w:name w:val="{key}"/>{more}</w:style>'
    for kind, key, more in (
        ("paragraph", "White", f"<w:rPr>{WHITE}</w:rPr>"),
        ("paragraph", "Built", '<w:basedOn w:val="White"/>'),
        ("paragraph", "Banner", f"<w:pPr>{DARK}</w:pPr><w:rPr>{WHITE}</w:rPr>"),
        ("paragraph", "Round", '<w:basedOn w:val="Round"/>'),
        ("character", "Dot", '<w:rPr><w:sz w:val="1"/></w:rPr>'),
    )
)


def is_named(body: str) -> bool:
    file = a_docx(body + p("seen"), **{"word/styles.xml": part("styles", STYLES)})
    return any(words.startswith("Some text") for words in docx_to_markdown(file).warnings)


@pytest.mark.parametrize(
    "body",
    [
        p(r("x", WHITE)),
        p(r("x", THEME)),
        p(r("x", WHITE + PALE)),
        p(r("x", WHITE), "", PALE),
        p(r("x", '<w:sz w:val="2"/>')),
        p(r("x", '<w:rStyle w:val="Dot"/>')),
        p(r("x"), "White"),
        p(r("x"), "Built"),
    ],
)
def test_text_that_nobody_sees_is_named(body: str) -> None:
    assert is_named(body)


@pytest.mark.parametrize(
    "body",
    [
        p(r("x", GREY)),
        p(r("x", BLACK), "White"),
        p(r("x", WHITE + DARK)),
        p(r("x", WHITE), "", DARK),
        p(r("x"), "Banner"),
        p(r("x"), "Round"),
        p(r("x", WHITE + '<w:highlight w:val="black"/>')),
        p(r("x", '<w:sz w:val="16"/>')),
        p(r(" ", WHITE)),
        p(r("x", "<w:vanish/>" + WHITE)),
        f"<w:tbl><w:tr><w:tc><w:tcPr>{DARK}</w:tcPr>{p(r('x', WHITE))}</w:tc></w:tr></w:tbl>",
    ],
)
def test_text_that_is_seen_or_not_taken_is_not_named(body: str) -> None:
    assert not is_named(body)
