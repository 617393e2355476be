"""What a Word file hides is not published, whichever way it is hidden."""

import pytest

from signon.markup.documents import docx_to_markdown
from tests.markup.docx_files import a_docx, cell, note, note_call, p, part, r, table

HIDDEN = "<w:vanish/>"
STYLES = "".join(
    f'<w:style w:type="{kind}" w:styleId="{name}"><w:name w:val="{name}"/>{more}</w:style>'
    for kind, name, more in [
        ("paragraph", "Secret", f"<w:rPr>{HIDDEN}</w:rPr>"),
        ("paragraph", "Below", '<w:basedOn w:val="Secret"/>'),
        ("paragraph", "Round", '<w:basedOn w:val="Round"/>'),
        ("character", "Unseen", f"<w:rPr>{HIDDEN}</w:rPr>"),
        ("table", "Grey", f"<w:rPr>{HIDDEN}</w:rPr>"),
    ]
)


def markdown(body: str, **parts: str) -> str:
    styled = {"word/styles.xml": part("styles", STYLES), **parts}
    return docx_to_markdown(a_docx(p("Shown.") + body, **styled)).markdown


def a_frame(text: str, style: str = "", hidden: str = "") -> str:
    inside = f"<w:txbxContent>{p(text)}</w:txbxContent>"
    shape = f'<v:shape xmlns:v="urn:schemas-microsoft-com:vml" style="{style}">'
    drawing = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
    return p(
        '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/'
        'markup-compatibility/2006"><mc:Choice><w:drawing>'
        f'<wp:anchor xmlns:wp="{drawing}"><wp:docPr id="1" name="a" {hidden}/></wp:anchor>'
        f"</w:drawing></mc:Choice><mc:Fallback><w:pict>{shape}<v:textbox>{inside}"
        "</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


WAYS = {
    "a run": p(r("gone", HIDDEN)),
    "a paragraph": p(r("gone", HIDDEN), properties=f"<w:rPr>{HIDDEN}</w:rPr>"),
    "a heading": p(r("gone", HIDDEN), "Heading1"),
    "switched on by name": p(r("gone", '<w:vanish w:val="true"/>')),
    "always hidden": p(r("gone", "<w:specVanish/>")),
    "hidden on the web": p(r("gone", "<w:webHidden/>")),
    "style of a paragraph": p("gone", "Secret"),
    "style below that style": p("gone", "Below"),
    "style of letters": p(r("gone", '<w:rStyle w:val="Unseen"/>')),
    "style of a table": "<w:tbl><w:tblPr><w:tblStyle w:val='Grey'/></w:tblPr>"
    + "<w:tr>"
    + cell("gone")
    + cell("gone")
    + "</w:tr></w:tbl>",
    "a link": p(f'<w:hyperlink r:id="web">{r("gone", HIDDEN)}</w:hyperlink>'),
    "inserted": p(f'<w:ins w:id="1">{r("gone", HIDDEN)}</w:ins>'),
    "a control": p(f"<w:sdt><w:sdtContent>{r('gone', HIDDEN)}</w:sdtContent></w:sdt>"),
    "a row": "<w:tbl><w:tr><w:trPr><w:hidden/></w:trPr>" + cell("gone") + "</w:tr></w:tbl>",
    "a frame": a_frame("gone", "visibility:hidden"),
    "a drawing": a_frame("gone", hidden='hidden="1"'),
    "a choice": p(
        f'<w:r><w:rPr>{HIDDEN}</w:rPr><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList>'
        '<w:listEntry w:val="gone"/></w:ddList></w:ffData></w:fldChar>'
        '<w:instrText>FORMDROPDOWN</w:instrText><w:fldChar w:fldCharType="end"/></w:r>'
    ),
    "a box": p(
        '<w:sdt xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"><w:sdtPr>'
        f"<w14:checkbox/></w:sdtPr><w:sdtContent>{r('☒', HIDDEN)}</w:sdtContent></w:sdt>"
    ),
    "a sign": p(f'<w:r><w:rPr>{HIDDEN}</w:rPr><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>'),
}


@pytest.mark.parametrize("body", WAYS.values(), ids=WAYS.keys())
def test_hidden_text_is_left_out(body: str) -> None:
    assert markdown(body) == "Shown.\n"


def test_the_note_of_hidden_text_is_left_out() -> None:
    call = note_call(1).replace("<w:r>", f"<w:r><w:rPr>{HIDDEN}</w:rPr>")

    assert markdown(p(r("a") + call), notes=note(1, "gone")) == "Shown.\n\na\n"


def test_hidden_text_of_a_note_is_left_out() -> None:
    body = f'<w:footnote w:id="1">{p(r("Kept.") + r("gone", HIDDEN))}</w:footnote>'

    assert markdown(p(r("a") + note_call(1)), notes=body) == "Shown.\n\na[^1]\n\n[^1]: Kept.\n"


def test_the_usual_style_of_paragraphs_may_hide() -> None:
    usual = STYLES.replace('w:styleId="Secret"', 'w:styleId="Secret" w:default="1"')
    body = p("gone") + p(r("kept", '<w:vanish w:val="0"/>'))

    assert markdown(body, **{"word/styles.xml": part("styles", usual)}) == "kept\n"


def test_the_defaults_of_the_document_may_hide() -> None:
    default = f"<w:docDefaults><w:rPrDefault><w:rPr>{HIDDEN}</w:rPr></w:rPrDefault></w:docDefaults>"
    body = p("gone") + p(r("kept", '<w:vanish w:val="false"/>'))

    assert markdown(body, **{"word/styles.xml": part("styles", default)}) == "kept\n"


@pytest.mark.parametrize(
    "body",
    [
        p(r("kept", '<w:vanish w:val="0"/>')),
        p(r("kept", '<w:vanish w:val="0"/>'), "Secret"),
        p(r("kept", '<w:rStyle w:val="Unseen"/>'), "Secret"),
        p("kept", "Round"),
        p("kept", properties=f"<w:rPr>{HIDDEN}</w:rPr>"),
        p(r("kept", f'<w:rPrChange w:id="1"><w:rPr>{HIDDEN}</w:rPr></w:rPrChange>')),
        a_frame("kept"),
    ],
)
def test_what_word_shows_is_kept(body: str) -> None:
    assert markdown(body) == "Shown.\n\nkept\n"


def test_a_hidden_field_does_not_swallow_what_follows() -> None:
    begin = '<w:fldChar w:fldCharType="begin"/><w:instrText> HYPERLINK "https://e.org" '
    begin += '</w:instrText><w:fldChar w:fldCharType="separate"/>'
    end = f'<w:r><w:rPr>{HIDDEN}</w:rPr><w:fldChar w:fldCharType="end"/></w:r>'

    found = markdown(p(f"<w:r>{begin}</w:r>{r('link')}{end}{r(' after')}"))

    assert found == "Shown.\n\n[link](https://e.org) after\n"


def test_a_table_keeps_its_other_cells() -> None:
    rows = table(["a", "b"], ["c", p(r("gone", HIDDEN))])

    assert markdown(rows) == "Shown.\n\n| a | b |\n| --- | --- |\n| c |  |\n"
