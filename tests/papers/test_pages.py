"""The page of a paper, for the public."""

import pytest

from signon.kernel import clock
from tests.factories import a_paper, an_endorsement
from tests.support.clients import Browser


def test_the_page_shows_everything_a_reader_needs(client: Browser) -> None:
    paper = a_paper(languages=("en", "ar"), closes_at=clock.now().replace(year=2030))
    an_endorsement(paper, name="Hearth & Harbour")

    page = client.get("/en/papers/ten-doors")

    for words in ("Ten open doors", "To all ministers", "Doors Network", "2030", "UTC", "Hearth"):
        assert words in page.text
    assert "Endorsed by 1 organisation" in page.text
    assert 'href="/en/papers/ten-doors/endorse"' in page.text


def test_public_pages_set_no_cookie_and_ask_nobody_else(client: Browser) -> None:
    a_paper()
    for path in ("/en/", "/en/papers/ten-doors", "/en/papers/ten-doors/signatories"):
        answer = client.get(path)
        assert "Set-Cookie" not in answer.headers
        assert "Cookie" not in answer.headers.get("Vary", "")
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_an_arabic_text_runs_from_right_to_left(client: Browser) -> None:
    a_paper(languages=("en", "ar"))

    page = client.get("/ar/papers/ten-doors").text

    assert '<html lang="ar" dir="rtl">' in page
    assert 'class="text" lang="ar" dir="rtl"' in page


def test_a_reader_may_choose_the_language_of_the_text_apart_from_the_interface(
    client: Browser,
) -> None:
    a_paper(languages=("en", "ar"))

    page = client.get("/ar/papers/ten-doors?text=en").text

    assert '<html lang="ar" dir="rtl">' in page
    assert 'class="text" lang="en" dir="ltr"' in page


@pytest.mark.parametrize(
    "query",
    ["version=0", "version=99", "version=x", "version=%00", "version=" + "9" * 5000, "text=%00"],
)
def test_absurd_queries_are_answered_in_the_same_design(client: Browser, query: str) -> None:
    a_paper()

    answer = client.get(f"/en/papers/ten-doors?{query}")

    assert answer.status_code in (200, 400, 404)
    assert "<h1" in answer.text


def test_an_unknown_paper_is_a_page_of_its_own(client: Browser) -> None:
    answer = client.get("/fr/papers/nothing")

    assert answer.status_code == 404
    assert '<html lang="fr"' in answer.text
