"""Markdown becomes HTML that is safe, linkable and bounded in time."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signon.markup.markdown import LONGEST_TEXT, MOST_SIGNS, Heading, TextTooLarge, render
from tests.support.patience import must_end

SAMPLES = sorted(Path("signon/sample/papers").glob("*.md"))
WITH_PRIORITIES = [path for path in SAMPLES if "open_letter" not in path.read_text("utf-8")]


def html(source: str, language: str = "en") -> str:
    return render(source, language=language).html


def test_a_numbered_priority_has_its_number_apart() -> None:
    contents = render("## 3. Make borders *safe*\n\n### 4. Sub\n", language="en").contents

    assert contents == (
        Heading(2, "en-3-make-borders-safe", "Make borders safe", 3),
        Heading(3, "en-4-sub", "4. Sub", None),
    )


def test_a_priority_may_be_numbered_in_arabic_digits() -> None:
    (heading,) = render("## ٢. كرامة المهاجرين", language="ar").contents

    assert heading == Heading(2, "ar-٢-كرامة-المهاجرين", "كرامة المهاجرين", 2)
    assert 'id="ar-٢-كرامة-المهاجرين"' in html("## ٢. كرامة المهاجرين", "ar")


def test_headings_begin_at_the_second_level_and_leave_none_out() -> None:
    contents = render("# A\n\n#### B\n\n###### C\n\n## D\n\nE\n=\n", language="en").contents

    assert [heading.level for heading in contents] == [2, 3, 4, 2, 2]


def test_equal_headings_get_different_ids() -> None:
    source = "## Same\n\n## Same\n\n## Same 2\n\n## !!!\n\n## ???\n"

    ids = [heading.id for heading in render(source, language="en").contents]

    assert ids == ["en-same", "en-same-2", "en-same-2-2", "en-section", "en-section-2"]


def test_a_link_to_a_heading_stands_beside_it_and_is_named_after_it() -> None:
    assert html("## Aims") == (
        '<div class="heading"><h2 id="en-aims">Aims</h2>\n'
        '<a class="anchor" href="#en-aims" aria-labelledby="en-aims">#</a></div>\n'
    )


def test_a_heading_in_a_quotation_is_not_in_the_contents() -> None:
    assert render("> ## Said elsewhere", language="en").contents == ()


def test_a_note_is_named_both_ways_in_the_language_of_the_text() -> None:
    found = html("Oui[^x] et non[^x].\n\n[^x]: Voir *là*.", "fr")

    assert 'href="#fn-fr-1" id="fnref-fr-1" role="doc-noteref" aria-label="Note 1">1<' in found
    assert '<section class="footnotes" role="doc-endnotes" aria-label="Notes">' in found
    assert '<li id="fn-fr-1"><p>Voir <em>là</em>.' in found
    assert 'href="#fnref-fr-1" ' in found
    assert 'aria-label="Retour au texte, note 1"' in found
    assert 'href="#fnref-fr-1-2" ' in found
    assert 'aria-label="Retour au texte, note 1 (2)"' in found


def test_two_languages_on_one_page_share_no_id() -> None:
    source = "## Introduction[^1]\n\n[^1]: Note."

    ids = re.findall(r' id="([^"]+)"', html(source, "en") + html(source, "fr"))

    assert len(ids) == len(set(ids)) == 6


def test_an_unknown_language_is_spoken_of_in_english() -> None:
    assert 'aria-label="Table 1"' in html("|a|\n|-|", "el")
    assert 'aria-label="جدول 1"' in html("|a|\n|-|", "ar-EG")


def test_a_table_scrolls_by_keyboard_and_needs_no_style() -> None:
    found = html("|a|b|c|\n|:-|-:|:-:|\n|1|2|3|\n\n|d|\n|-|")

    assert '<div class="table" role="region" tabindex="0" aria-label="Table 1"><table>' in found
    assert 'aria-label="Table 2"' in found
    assert '<th class="start" scope="col">a</th>' in found
    assert '<td class="end">2</td>\n<td class="center">3</td>' in found
    assert "style" not in found


def test_a_table_head_that_says_nothing_is_no_head() -> None:
    found = html("||b|\n|-|-|\n|1|2|")

    assert '<td></td>\n<th scope="col">b</th>' in found


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("[a](https://e.org/)", '<a href="https://e.org/" rel="noopener noreferrer">a</a>'),
        ("[a](//e.org/)", '<a href="//e.org/" rel="noopener noreferrer">a</a>'),
        ("[a](#en-b)", '<a href="#en-b">a</a>'),
        ("[a](/en/)", '<a href="/en/">a</a>'),
        ("[a](mailto:a@e.org)", '<a href="mailto:a@e.org">a</a>'),
        ("https://e.org/", "https://e.org/"),
        ("~~a~~", "~~a~~"),
        ("3\\. a", "3. a"),
    ],
)
def test_links_and_signs(source: str, expected: str) -> None:
    assert html(source) == f"<p>{expected}</p>\n"


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "[a](javascript:alert(1))",
        "[a](JaVaScRiPt:alert(1))",
        "[a](&#106;avascript:alert(1))",
        "[a](data:text/html,<script>)",
        "<javascript:alert(1)>",
        "![a](https://e.org/pixel.png)",
        '[a](https://e.org/ "x\\" onclick=alert(1)")',
        '## "><svg onload=alert(1)>',
        "[^<b>]\n\n[^<b>]: <svg onload=alert(1)>",
        "```<svg onload=alert(1)>\nx\n```",
    ],
)
def test_nothing_hostile_passes(source: str) -> None:
    found = html(source)

    allowed = "h2|p|div|a|sup|section|ol|li|pre|code"
    assert not re.search(rf"<(?!/?(?:{allowed})[\s>])", found)
    assert not re.search(r"<[^>]*\s(?:on\w+|src|style)=", re.sub(r'"[^"]*"', '""', found))
    assert not re.search(r'href="(?!#|https://)', found)


@pytest.mark.parametrize("sample", WITH_PRIORITIES, ids=lambda path: path.name)
def test_the_sample_papers_have_all_their_priorities(sample: Path) -> None:
    text = sample.read_text("utf-8").split("---\n", 2)[2]

    numbers = [h.number for h in render(text, language="en").contents if h.number]

    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) >= 5


def repeated(piece: str) -> str:
    """Return `piece` as often as the limits allow."""
    signs = sum(map(piece.count, "\n[*_`<&#|\\"))
    times = min(LONGEST_TEXT // len(piece), MOST_SIGNS // signs if signs else LONGEST_TEXT)
    return piece * times


PATHOLOGICAL = [
    *("[", "![", "[a](b", "[a][", "[^", "[^a]: x\n", "*a _b ", "a**b", "<http://a>", "<!--", "\\"),
    *("# a\n", "a\n=\n", "1. a\n", "> a\n", "|a|b|\n", "a  \n", "word ", "حقوق "),
]


@pytest.mark.parametrize("piece", PATHOLOGICAL)
def test_hostile_repetition_ends(piece: str) -> None:
    with must_end():
        render(repeated(piece), language="en")


@pytest.mark.parametrize(
    "source",
    [
        "a" * (LONGEST_TEXT + 1),
        "[" * 2_000_000,
        "> " * 50_000,
        "- " * 50_000 + "a",
        "> " * 15 + "a",
        "[^1]\n\n[^1]: " + "> " * 15 + "a",
    ],
    ids=["long", "2 MB", "quotations", "lists", "15 deep", "15 deep in a note"],
)
def test_what_is_too_large_is_refused_at_once(source: str) -> None:
    with must_end(), pytest.raises(TextTooLarge) as refused:
        render(source, language="en")

    assert refused.value.status == 422


def test_nested_text_is_never_dropped_without_a_word() -> None:
    for depth in range(1, 20):
        for sign in ("> ", "- ", "1. "):
            try:
                found = html(sign * depth + "END")
            except TextTooLarge:
                continue
            assert "END" in found


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=200))
def test_any_text_renders(source: str) -> None:
    found = html(source)

    found.encode()
    assert "<script" not in found


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="[]()^:*_`<>!#|-+.1a\\&; \n~=\"'", max_size=60))
def test_any_play_of_signs_gives_closed_tags(source: str) -> None:
    found = html(source)

    opened = re.findall(r"<([a-z0-9]+)(?=[\s>])", found)
    closed = re.findall(r"</([a-z0-9]+)>", found)
    assert sorted(tag for tag in opened if tag not in {"br", "hr"}) == sorted(closed)


@pytest.mark.parametrize(
    "line",
    [
        *("##\u00a02. Two", "##\u202f2. Two", "##\u200f2. Two", "##\u200b2. Two", "##\u30002. Two"),
        *(
            "\u200f## 2. Two",
            "\u00a0## 2. Two",
            "## \u200f2. Two",
            "## 2.\u00a0Two",
            "##\ufeff2. Two",
        ),
        *("## 2\u200f. Two", "## \u00a02. Two", "\ufeff##\u00a0 2.\u200bTwo"),
    ],
)
def test_unseen_signs_make_no_heading_a_paragraph(line: str) -> None:
    source = f"## 1. One\n\ntext\n\n{line}\n\ntext\n"

    assert [(h.number, h.text) for h in render(source, language="en").contents] == [
        (1, "One"),
        (2, "Two"),
    ]


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("-\u00a0one\n-\u00a0two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>"),
        ("1.\u00a0one\n2.\u200ftwo", "<ol>\n<li>one</li>\n<li>two</li>\n</ol>"),
        ("a -\u00a0b\u00a0#\u00a0c", "<p>a -&nbsp;b&nbsp;#&nbsp;c</p>"),
        ("##2. Two", "<p>##2. Two</p>"),
    ],
)
def test_unseen_signs_after_what_opens_an_item(source: str, html: str) -> None:
    assert render(source, language="en").html.strip() == html


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("**连带。**后文", "<strong>连带。</strong>后文"),
        ("前**「引」**后", "前<strong>「引」</strong>后"),
        ("**“连带”**后文", "<strong>“连带”</strong>后文"),
        ("*重要！*です", "<em>重要！</em>です"),
        ("**تضامن،**ثم", "<strong>تضامن،</strong>ثم"),
        ("**لماذا؟**لأن", "<strong>لماذا؟</strong>لأن"),
        ("**(نص)**نص", "<strong>(نص)</strong>نص"),
        ("**ไทย.**ไทย", "<strong>ไทย.</strong>ไทย"),
        ("**중요!**입니다", "<strong>중요!</strong>입니다"),
        ("**bold.**next", "**bold.**next"),
        ('a**"b"**c', "a**&quot;b&quot;**c"),
        ("2 * 3 * 4 and 连 * 带 * 。", "2 * 3 * 4 and 连 * 带 * 。"),
        ("snake_连_case", "snake_连_case"),
    ],
)
def test_emphasis_beside_signs_of_every_script(source: str, html: str) -> None:
    assert render(source, language="en").html.replace('"', "&quot;").strip() == f"<p>{html}</p>"
