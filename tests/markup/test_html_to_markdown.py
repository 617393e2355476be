"""HTML as the converter of documents writes it becomes Markdown."""

import pytest

from signon.markup.html_to_markdown import convert
from tests.support.patience import must_end


def test_nothing_gives_nothing() -> None:
    assert convert("") == ("", "\n")


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<blockquote><p>Said.</p></blockquote>", "> Said.\n"),
        ("<p>a<strong>b</strong>c</p>", "a**b**c\n"),
        ("<p><strong>a, </strong>b</p>", "**a,** b\n"),
        ("<p><strong>a</strong><em>b</em></p>", "**a**b\n"),
        ("<p>(<em>a</em>)</p>", "(*a*)\n"),
        ("<p>नमस्<strong>ते</strong>।</p>", "नमस्**ते**।\n"),
        ("<p>a<em> </em>b</p>", "a b\n"),
        ("<p>H<sub>2</sub>O<sup>+</sup></p>", "H₂O⁺\n"),
        ('<p><a href="https://e.org/a b"> a </a></p>', "[a](https://e.org/a%20b)\n"),
        ("<h2><strong>a</strong> <br>b #</h2>", "## a b \\#\n"),
        ("<p>a<br><br></p>", "a\n"),
        ("<ul><li></li><li>a</li></ul>", "- a\n"),
        ("<p>[1]</p><p>a_b _c_ A&amp;B; a &lt; b</p>", "[1]\n\na_b \\_c\\_ A\\&B; a < b\n"),
    ],
)
def test_markup(html: str, markdown: str) -> None:
    assert convert(html) == ("", markdown)


def test_a_table_in_a_table_is_said_in_its_cell() -> None:
    inner = "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>"
    outer = f"<table><tr><td>1</td><td>2</td></tr><tr><td>{inner}</td><td>3</td></tr></table>"

    assert convert(outer)[1] == "| 1 | 2 |\n| --- | --- |\n| a b c d | 3 |\n"


def test_a_call_without_its_note_is_left_out() -> None:
    call = '<sup><a href="#footnote-9" id="footnote-ref-9">[1]</a></sup>'

    assert convert(f"<p>a{call}.</p>") == ("", "a.\n")


def test_links_inside_the_document_and_breaks_are_left_out_of_notes_too() -> None:
    call = '<sup><a href="#footnote-2" id="footnote-ref-2">[1]</a></sup>'
    inside = '<a id="x"></a><a href="#y">See</a> there<br>'
    back = '<p> <a href="#footnote-ref-2">↑</a></p>'
    note = f'<ol><li id="footnote-2"><p>{inside}</p>{back}</li></ol>'

    assert convert(f"<p>a{call}</p>{note}") == ("", "a[^1]\n\n[^1]: See there\n")


def test_equal_headings_are_told_apart() -> None:
    assert convert('<h1 class="title">A</h1><h1>A</h1><p>b</p>') == ("A", "## A\n\nb\n")


@pytest.mark.parametrize(
    "html",
    [
        "<ol>" + "<li>a</li>" * 5_000 + "</ol>",
        "<p>" + "<br>" * 5_000 + "</p>",
        "<p>" + '<a href="https://e.org/">a</a>' * 5_000 + "</p>",
        "<table><tr><td>a</td></tr></table>" * 2_000,
        "<table>"
        + '<tr><td colspan="99999">a</td><td rowspan="99999">b</td></tr>' * 500
        + "</table>",
    ],
)
def test_many_of_a_kind_end_in_time(html: str) -> None:
    with must_end():
        convert(html)
