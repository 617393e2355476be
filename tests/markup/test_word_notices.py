"""What a file shows its writers and no paper takes is named.

Reported of converters elsewhere: changes that are accepted in silence alter what a text says
(github.com/bloknayrb/tandem, pull request 1256; github.com/showdocx/show-docx, issue 3).
"""

import pytest

from signon.markup.documents import docx_to_markdown
from tests.markup.docx_files import a_docx, p, r

INSERTED = f'<w:ins w:id="1" w:author="A">{r("twenty-four")}</w:ins>'
DELETED = '<w:del w:id="2" w:author="A"><w:r><w:delText>twelve</w:delText></w:r></w:del>'
MOVED = f'<w:moveTo w:id="3" w:author="A">{r("months")}</w:moveTo>'
END_DELETED = '<w:rPr><w:del w:id="4" w:author="A"/></w:rPr>'
COMMENT = '<w:r><w:commentReference w:id="0"/></w:r>'
PICTURE = "<w:r><w:drawing/></w:r>"
BOX = f"<w:r><w:pict><w:txbxContent>{p('In a box.')}</w:txbxContent></w:pict></w:r>"


def warned(content: str, properties: str = "") -> list[str]:
    found = docx_to_markdown(a_docx(p("<w:r/>" + content, "", properties) + p("text")))
    return [words.partition(" ")[0] for words in found.warnings]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (INSERTED, ["Tracked"]),
        (DELETED, ["Tracked"]),
        (INSERTED + DELETED + MOVED, ["Tracked"]),
        (COMMENT, ["Comments"]),
        (PICTURE, ["A"]),
        (COMMENT + PICTURE + DELETED, ["Tracked", "Comments", "A"]),
        (BOX, []),
        (r("plain"), []),
    ],
)
def test_what_is_not_taken_is_named_once(content: str, said: list[str]) -> None:
    assert warned(content) == said


def test_a_deleted_end_of_a_paragraph_is_a_change_too() -> None:
    assert warned(r("one "), END_DELETED) == ["Tracked"]


def test_the_changes_are_accepted_as_before() -> None:
    found = docx_to_markdown(a_docx(p(r("The term is ") + DELETED + INSERTED + r(" months."))))

    assert found.markdown.strip() == "The term is twenty-four months."
