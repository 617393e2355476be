"""What the list page says beside its names: days, all on one page, paper, remarks, countries."""

import re

import pytest

from signon.signatories import shapes
from tests.factories import a_paper
from tests.signatories.many import numbered, put
from tests.signatories.test_list_order import names, shown
from tests.support.clients import Browser

LIST = "/en/papers/ten-doors/signatories"


def of_class(page: str, name: str) -> str:
    """Return the words of the first element of a class, "" where there is none."""
    found = re.search(rf'<(\w+) class="{name}">(.*?)</\1>', page, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", found[2]).split()) if found else ""


def test_the_newest_first_say_their_days_in_the_zone_of_the_paper(client: Browser) -> None:
    paper = a_paper(time_zone="America/New_York")
    put(paper, *numbered("Sample", 16))  # the last one at 03:00 on the 4th in UTC

    assert of_class(client.get(f"{LIST}?sort=newest").text, "place") == "Belgium · 3 November 2026"
    assert of_class(client.get(LIST).text, "place") == "Belgium"


def test_all_of_a_list_come_on_one_page(client: Browser) -> None:
    paper = a_paper()
    put(paper, *numbered("Sample", 60))
    put(paper, *numbered("Morocco", 5), country="MA")

    first = client.get(LIST).text
    every = client.get(f"{LIST}?all=1").text
    grouped = client.get(f"{LIST}?all=1&group=country&after=nonsense").text

    assert f'href="{LIST}?all=1">All on one page, to read or print</a>' in first
    assert names(every) == [*numbered("Morocco", 5), *numbered("Sample", 60)]
    assert names(grouped) == [*numbered("Sample", 60), *numbered("Morocco", 5)]
    assert shown(every) == shown(grouped) == "1 to 65 of 65 entries"
    assert 'class="pages"' not in every
    assert len(names(client.get(f"{LIST}?all=1&q=morocco").text)) == 5


def test_a_list_that_is_too_long_for_one_page_offers_files_instead(
    client: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(a_paper(), *numbered("Sample", 60))
    monkeypatch.setattr(shapes, "EVERY", 59)
    said = "The list is too long for one page. All of it comes as a file: CSV · XLSX · JSON"

    pages = [client.get(f"{LIST}?{query}&fresh").text for query in ("", "all=1")]

    assert [of_class(page, "every") for page in pages] == [said, said]
    assert [len(names(page)) for page in pages] == [50, 50]
    assert "All on one page" not in "".join(pages)


def test_on_paper_a_list_says_where_it_is_from_and_whether_it_is_all(client: Browser) -> None:
    put(a_paper(), *numbered("Sample", 60))

    part = of_class(client.get(LIST).text, "printed")
    every = of_class(client.get(f"{LIST}?all=1").text, "printed")

    where = f"http://signon.test{LIST}?all=1 · as of "
    assert part.startswith(where)
    assert re.search(r"as of \d+ \w+ \d{4}, \d\d:\d\d \(", part)
    assert every.startswith(where)
    assert part.endswith("All of it is to be printed from that address.")
    assert "part of the list" not in every


@pytest.mark.parametrize(
    ("written_in", "attributes"),
    [("ar", 'lang="ar" dir="rtl"'), ("fr", 'lang="fr" dir="ltr"'), ("", 'dir="auto"')],
)
def test_a_remark_runs_as_its_language_does(
    client: Browser, written_in: str, attributes: str
) -> None:
    put(a_paper(), "Hearth", statement="350 نعم", written_in=written_in)

    assert f'<q class="remark" {attributes}>350 نعم</q>' in client.get(LIST).text


def test_a_reservation_runs_as_its_language_does(client: Browser) -> None:
    put(a_paper(), "Hearth", reservation="2030 لا", written_in="ar", priorities="1")

    quoted = '<q lang="ar" dir="rtl">2030 لا</q>'
    for page in ("signatories", "priorities"):
        assert quoted in client.get(f"/en/papers/ten-doors/{page}").text


@pytest.mark.parametrize(
    "page", ["signatories", "signatories/line-0", "priorities", "endorse", "changes?from=1&to=1"]
)
@pytest.mark.parametrize(("of_text", "of_page"), [("ar", "en"), ("en", "ar")])
def test_the_title_of_the_paper_runs_as_its_language_does(
    client: Browser, page: str, of_text: str, of_page: str
) -> None:
    put(a_paper(languages=(of_text,), allows_parts=True), "Hearth")
    runs = {"ar": "rtl", "en": "ltr"}[of_text]

    html = client.get(f"/{of_page}/papers/ten-doors/{page}").text

    kind = html.partition('<p class="kind">')[2].partition("</p>")[0]
    assert f'lang="{of_text}"' in kind
    assert f'<bdi dir="{runs}">Ten open doors</bdi>' in kind


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
@pytest.mark.parametrize(
    "typed", ["Morocco", "Maroc", "Marruecos", "المغرب", "maroc h", "Morrocco"]
)
def test_a_country_is_found_by_its_name_in_every_language(
    client: Browser, language: str, typed: str
) -> None:
    paper = a_paper()
    put(paper, "Hearth", country="MA")
    put(paper, "Harbour", country="BE")

    page = client.get(f"/{language}/papers/ten-doors/signatories", query_string={"q": typed}).text

    assert names(page) == ([] if typed == "Morrocco" else ["Hearth"])


def test_an_arabic_list_has_arabic_commas(client: Browser) -> None:
    paper = a_paper(accepts="both")
    put(paper, "Bo", capacity="individual", affiliation="Somewhere", kind="")

    page = client.get("/ar/papers/ten-doors/signatories?capacity=individual").text

    assert "، <span" in page or "،\n<span" in page or "، \n" in page
    assert not re.search(r"[ء-ي0-9>], ", page.partition("<main")[2].partition("</main")[0])
