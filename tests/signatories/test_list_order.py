"""The order of names for a reader, letters to jump by, and which lines of how many are shown."""

import html
import re

import pytest
from flask import Flask

from signon.signatories import queries, shapes
from signon.signatories.listing import filters, letters, paging
from signon.signatories.listing.facets import groups
from signon.signatories.shapes import PAGE
from tests.factories import a_paper
from tests.signatories.many import numbered, put
from tests.support.clients import Browser

ARABIC = ("أمل", "بيت", "جمعية النور", "مرأة")
OTHERS = ("12 Keys", "Amnesty", "Zebra", "Ελπίδα", "שלום", "中国")


def walk(client: Browser, path: str) -> list[str]:
    """Return every page of a list, each reached by the link of the one before."""
    pages = [client.get(path).text]
    while found := re.search(r'rel="next" href="([^"]+)"', pages[-1]):
        pages.append(client.get(html.unescape(found[1])).text)
    return pages


def names(page: str) -> list[str]:
    return [name.strip() for name in re.findall(r'<span class="name">.*?<bdi>(.*?)</bdi>', page)]


def shown(page: str) -> str:
    found = re.search(r'<p class="shown">(.*?)</p>', page, re.DOTALL)
    return " ".join(found[1].split()) if found else ""


def test_an_arabic_page_has_arabic_names_first_and_others_have_not(client: Browser) -> None:
    put(a_paper(), *OTHERS, *ARABIC)

    list_ = "/papers/ten-doors/signatories"
    assert names(client.get(f"/ar{list_}").text) == [*ARABIC, *OTHERS]
    english = names(client.get(f"/en{list_}").text)
    assert english[:4] == list(OTHERS[:4])
    assert set(english) == {*ARABIC, *OTHERS}
    for changed in ("group=country", "all=1"):
        assert names(client.get(f"/ar{list_}?{changed}").text) == [*ARABIC, *OTHERS]


@pytest.mark.parametrize("group", ["", "country"])
def test_pages_of_an_arabic_list_follow_without_gap_and_say_where_they_are(
    client: Browser, group: str
) -> None:
    latin, arabic = numbered("Sample", PAGE + 20), numbered("مثال", PAGE + 10)
    put(a_paper(), *latin, *arabic)

    pages = walk(client, f"/ar/papers/ten-doors/signatories?group={group}")

    assert [name for page in pages for name in names(page)] == [*arabic, *latin]
    assert [shown(page) for page in pages] == [
        "1 إلى 50 من 130 إدراجاً",
        "51 إلى 100 من 130 إدراجاً",
        "101 إلى 130 من 130 إدراجاً",
    ]


@pytest.mark.parametrize(
    ("query", "first", "last"),
    [
        ("", "1 to 50 of 121 entries", "101 to 121 of 121 entries"),
        ("sort=newest", "1 to 50 of 121 entries", "101 to 121 of 121 entries"),
        ("group=country", "1 to 50 of 121 entries", "101 to 121 of 121 entries"),
        ("group=kind&country=MA", "1 to 50 of 51 entries", "Entry 51 of 51"),
        ("q=sample", "1 to 50 of 120 entries", "101 to 120 of 120 entries"),
        ("q=morocco", "1 to 50 of 51 entries", "Entry 51 of 51"),
        ("q=alone", "Entry 1 of 1", "Entry 1 of 1"),
    ],
)
def test_each_page_says_which_lines_of_how_many_it_shows(
    client: Browser, query: str, first: str, last: str
) -> None:
    paper = a_paper()
    put(paper, *numbered("Sample", 69), "Alone")
    put(paper, *numbered("Sample of Morocco", 51), country="MA")

    pages = walk(client, f"/en/papers/ten-doors/signatories?{query}")

    assert (shown(pages[0]), shown(pages[-1])) == (first, last)


@pytest.mark.parametrize(
    "query", ["", "sort=newest", "group=country", "q=sample", "group=kind&q=s"]
)
def test_a_page_counts_anew_when_the_list_has_changed(client: Browser, query: str) -> None:
    paper = a_paper()
    put(paper, *numbered("Sample", PAGE + 5))
    first = client.get(f"/en/papers/ten-doors/signatories?{query}").text
    link = html.unescape(re.search(r'rel="next" href="([^"]+)"', first)[1])  # type: ignore[index]

    put(paper, "Aardvark, first by name and newest sample")

    unknown = "&q=" in query and "group" in query
    expected = "5 of 56 entries, further down the list" if unknown else "52 to 56 of 56 entries"
    assert shown(client.get(link).text) == expected


def test_a_number_in_an_address_is_believed_only_with_the_mark_of_this_list(
    client: Browser,
) -> None:
    put(a_paper(), *numbered("Sample", PAGE + 5))
    first = client.get("/en/papers/ten-doors/signatories").text
    link = html.unescape(re.search(r'rel="next" href="([^"]+)"', first)[1])  # type: ignore[index]

    for changed in (
        link.replace("at=50-", "at=51000-"),
        re.sub("at=50-.*", "at=7-000000000000", link),
        re.sub("&at=.*", "", link),
        link.replace("/en/", "/ar/"),
        re.sub("at=.*", "at=nonsense", link),
    ):
        assert shown(client.get(changed).text).startswith("51 ")


def test_letters_lead_to_the_names_that_begin_with_them(client: Browser) -> None:
    put(a_paper(), *numbered("Amber", 30), *numbered("Émile", 30), "Zoë", *ARABIC)

    page = client.get("/en/papers/ten-doors/signatories").text
    found = re.findall(r'<li><a href="([^"]+)"><bdi lang="und-\w+">(.)</bdi>', page)
    links = {letter: html.unescape(url) for url, letter in found}
    at_e = client.get(links["E"]).text

    assert "".join(links) == "AEZابجم"
    assert (names(at_e)[0], shown(at_e)) == ("Émile 000", "31 to 65 of 65 entries")
    assert names(client.get(links["ج"]).text)[0] == "جمعية النور"
    arabic = client.get("/ar/papers/ten-doors/signatories").text
    assert "".join(re.findall(r'<bdi lang="und-\w+">(.)</bdi>', arabic)) == "ابجمAEZ"


def test_letters_are_those_of_what_is_asked_for(app: Flask) -> None:
    paper = a_paper()
    put(paper, "Amber", "Zoë")
    put(paper, "Émile", country="MA", kind="union")

    def signs(**query: str) -> str:
        wanted = filters.wanted(query)
        return "".join(one.sign for one in letters.occurring(paper.id, wanted))

    assert (signs(), signs(country="MA"), signs(kind="ngo")) == ("AEZ", "E", "AZ")
    assert (signs(q="amber"), signs(q="morocco"), signs(country="MA", kind="union")) == (
        "A",
        "E",
        "E",
    )
    assert [signs(q="!!!"), signs(sort="newest"), signs(group="kind")] == ["", "", ""]


def test_letters_of_a_search_keep_its_words_and_say_where_one_stands(client: Browser) -> None:
    paper = a_paper()
    put(paper, *numbered("Amber house", 30), *numbered("Émile house", 30), "Zoë")

    page = client.get("/en/papers/ten-doors/signatories?q=house").text
    found = re.findall(r'<li><a href="([^"]+)"><bdi lang="und-\w+">(.)</bdi>', page)
    at_e = client.get(html.unescape(found[1][0])).text

    assert "".join(letter for _, letter in found) == "AE"
    assert (names(at_e)[0], shown(at_e)) == ("Émile house 000", "31 to 60 of 60 entries")
    assert 'class="letters"' not in client.get("/en/papers/ten-doors/signatories?q=zoe").text


def test_more_hits_than_are_counted_have_no_letters(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = a_paper()
    put(paper, *numbered("Amber house", 3))
    monkeypatch.setattr(letters, "COUNTED_UP_TO", 2)

    assert letters.occurring(paper.id, filters.wanted({"q": "house"})) == []


def test_a_short_list_has_no_letters(client: Browser) -> None:
    put(a_paper(), "Amber", "Zoë")

    assert 'class="letters"' not in client.get("/en/papers/ten-doors/signatories").text


def test_counted_and_carried_positions_agree_everywhere(app: Flask) -> None:
    paper = a_paper()
    put(paper, *numbered("Sample", 60), *numbered("مثال", 60))
    put(paper, *numbered("Morocco", 20), country="MA")
    overview = queries.overview(paper.id)
    for query in ({}, {"sort": "newest"}, {"group": "country"}, {"country": "BE"}):
        wanted = filters.wanted(query)
        its_groups = groups(overview.organisations, wanted, "en")
        page, seen = read(paper.id, wanted, its_groups), 0
        while page.after:
            seen += len(page.lines)
            wanted = filters.wanted({**query, "after": page.after})
            assert paging.before(paper.id, wanted, its_groups) == seen
            page = read(paper.id, wanted, its_groups)


def test_what_would_take_too_long_to_count_is_not_said(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = a_paper()
    put(paper, *numbered("Sample", PAGE + 5))
    wanted = filters.wanted({"after": paging.page(paper.id, filters.wanted({})).after})

    monkeypatch.setattr(paging, "COUNTED_BEFORE", PAGE)
    assert paging.before(paper.id, wanted, []) == PAGE
    monkeypatch.setattr(paging, "COUNTED_BEFORE", PAGE - 1)
    assert paging.before(paper.id, wanted, []) is None


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "25 of 75 entries, further down the list"),
        ("ar", "25 من 75 إدراجاً، في موضع لاحق من القائمة"),
    ],
)
def test_far_down_a_list_the_page_says_what_it_knows(
    client: Browser, monkeypatch: pytest.MonkeyPatch, language: str, said: str
) -> None:
    put(a_paper(), *numbered("Amber", 50), *numbered("Sample", 25))
    monkeypatch.setattr(paging, "COUNTED_BEFORE", PAGE - 1)
    path = f"/{language}/papers/ten-doors/signatories"

    letters = re.findall(r'<li><a href="([^"]+)"><bdi lang="und-\w+">S<', client.get(path).text)

    assert shown(client.get(html.unescape(letters[0])).text) == said


def test_far_down_the_hits_of_a_search_the_page_says_what_it_knows(
    client: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = a_paper()
    put(paper, *numbered("Sample", PAGE + 5))
    for module in (paging, shapes):
        monkeypatch.setattr(module, "COUNTED_UP_TO", PAGE - 1)
    link = paging.page(paper.id, filters.wanted({"q": "sample"})).after

    page = client.get(f"/en/papers/ten-doors/signatories?q=sample&after={link}").text

    assert shown(page) == "5 of more than 1,000 entries, further down the list"


def read(paper_id: int, wanted: filters.ListFilter, its_groups: paging.Groups) -> paging.Page:
    if its_groups:
        return paging.grouped_page(paper_id, wanted, its_groups)
    return paging.page(paper_id, wanted)
