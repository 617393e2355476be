"""What a reader sees: the same words twice, and strangers' words only as text."""

import re
from html import escape, unescape

import pytest

from signon.outbox.layout import LONGEST_VALUE, lay_out, one_line
from signon.outbox.post import Code, Facts, Link, Paragraph
from signon.outbox.wording import gettext as _
from signon.site.languages import reading
from tests.outbox.mails import LINK, an_email
from tests.support.databases import on_one_database

pytestmark = [pytest.mark.usefixtures("app"), on_one_database]


def words(html: str) -> str:
    """Return the text of a page, as a reader sees it."""
    body = html.partition("<body>")[2]
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))).strip()


def test_plain_text_comes_in_paragraphs_with_the_link_on_its_own_line() -> None:
    text, _ = lay_out(an_email())

    assert text == (
        "Vous avez signé « 12 clés ».\n\n"
        "Organisation\N{NO-BREAK SPACE}: Association marocaine des droits humains\n"
        "Pays\N{NO-BREAK SPACE}: Maroc\n\n"
        "Confirmer le soutien\n\n"
        f"{LINK}\n\n"
        "Ou saisissez ce code :\n\n"
        "483 201\n\n"
        "-- \n"
        "Envoyé par Signon pour Migreurop.\n"
    )


def test_both_parts_say_the_same() -> None:
    text, html = lay_out(an_email())

    plain = re.sub(r"\s+", " ", text.replace("\n-- \n", "\n")).strip()
    assert re.sub(r"\s+(?=:)", "", words(html)) == re.sub(r"\s+(?=:)", "", plain)


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("fr", "ltr"), ("??", "ltr")])
def test_the_html_says_its_language_and_direction(language: str, direction: str) -> None:
    _, html = lay_out(an_email(language=language))

    assert f'<html lang="{language}" dir="{direction}">' in html


def test_the_html_loads_nothing_from_anywhere() -> None:
    _, html = lay_out(an_email())

    assert not re.search(r"<(img|script|link|iframe|object)|url\(|@import|src=", html)
    assert set(re.findall(r"https?://[^\"<\s]+", html)) == {LINK}


def test_what_strangers_typed_is_text_in_html() -> None:
    hostile = '<a href="https://bad.example">x</a><script>alert(1)</script>&amp;'
    parts = (Paragraph(hostile), Facts(((hostile, hostile),)), Code(hostile, hostile))

    _, html = lay_out(an_email(parts=parts, subject=hostile, footer=hostile))

    assert "<script" not in html
    assert "<a href" not in html
    assert words(html).count(hostile) == 6


def test_a_link_cannot_leave_its_attribute() -> None:
    _, html = lay_out(an_email(parts=(Link('"><script>', 'https://x/"onclick="y'),)))

    assert '<a href="https://x/&#34;onclick=&#34;y">' in html
    assert "<script" not in html


def test_line_ends_and_marks_that_turn_text_around_are_taken_out() -> None:
    hostile = "one\r\ntwo\x85three\u2028four\x00five\u202esix\u2066seven\ud800eight"

    assert one_line(hostile) == "one two three four five six seven eight"


def test_joiners_that_scripts_need_are_kept() -> None:
    persian = "می‌خواهم"

    assert one_line(persian) == persian


def test_a_long_value_is_cut() -> None:
    facts = Facts((("Name", "x" * 5000),))

    text, _ = lay_out(an_email(language="en", parts=(facts,), footer=""))

    assert text == "Name: " + "x" * (LONGEST_VALUE - 1) + "…\n\n"


@pytest.mark.parametrize(
    ("language", "title", "name"),
    [("ar", "Ten open doors", "Hearth & <Harbour>"), ("en", "أبواب مفتوحة", "جمعية <النور>")],
)
def test_values_of_the_other_direction_are_set_apart(language: str, title: str, name: str) -> None:
    with reading(language):
        parts = (
            Paragraph(_("The form for “%(title)s” was sent.", title=title)),
            Facts(((title, name), ("Website", "https://hearth.example.org/"))),
            Link(_("Confirm %(title)s", title=title), LINK),
            Code(_("Or type it at %(url)s", url=LINK), "483 201"),
        )
        email = an_email(
            language=language,
            subject=_("About: %(title)s", title=title),
            parts=parts,
            footer=_("Sent for %(host)s.", host=name),
        )
    text, html = lay_out(email)

    for value in (
        f"“\u2068{title}\u2069”",
        f": \u2068{name}\u2069\n",
        f"Confirm \u2068{title}\u2069",
    ):
        assert value in text
    assert f"for \u2068{name}\u2069." in text
    assert f"\n{LINK}\n" in text
    assert f"at {LINK}\n" in text
    assert "\n483 201\n" in text
    assert email.subject == f"About: {title}"
    assert f"“<bdi>{title}</bdi>”" in html
    assert f"Sent for <bdi>{escape(name)}</bdi>." in html
    assert "\u2068" not in html
    assert ("\u2068https://hearth.example.org/ \u2069" in text) == (language == "ar")


def test_values_of_the_same_direction_stay_bare() -> None:
    with reading("fr"):
        text, html = lay_out(an_email(parts=(Paragraph(_("About %(title)s", title="12 clés")),)))

    assert "\u2068" not in text
    assert "About 12 clés" in html
