"""Everyday searches find what they mean, in public, on the desk and on the command line."""

import json
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import select

from signon.endorsements import revising, service
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.kernel.text import search
from signon.papers.queries import PublicPaper
from signon.review.filters import Filter
from signon.review.table import listing
from signon.review.table.listing import Asked
from signon.signatories import fields
from tests.factories import a_paper, an_endorsement
from tests.support.clients import Browser
from tests.support.desk import sign_in
from tests.support.scenes import Kept

LIST = "/en/papers/ten-doors/signatories"
DATA = "/papers/ten-doors/signatories"

EVERYDAY = (
    ("Łódź dla Wszystkich", ("lodz", "łódź", "ŁÓDŹ dla", "wszyst")),
    ("Østergaard Foreningen", ("ostergaard", "Østergaard", "oestergaard")),
    ("Œuvre des Quais", ("oeuvre", "œuvre", "ŒUVRE DES")),
    ("Σύλλογος Αλληλεγγύης", ("συλλογος", "ΣΥΛΛΟΓΟΣ", "σύλλογοσ", "αλληλεγγυης")),
    ("جَمْعِيَّة الإغاثة", ("جمعية", "جَمعيّة", "اغاثه", "الاغاثة", "إغــاثة")),
    ("المرأة العربية", ("مرأة", "المرأة", "مراه", "عربية", "والمرأة")),
    ("هيئة لحقوق الطفل والأسرة", ("حقوق", "لحقوق", "أسرة", "الاسرة", "والأسرة")),
    ("Жёлтый Дом", ("желтый", "жёлтый", "ЖЁЛТЫЙ", "желт дом")),
    ("霧橋移民の会", ("移民", "霧橋", "橋移民の会", "会")),
    ("Straße der Brücken", ("strasse", "straße", "STRASSE", "brucken", "bruecken", "brücken")),
    ("Işık Derneği", ("isik", "ışık", "IŞIK", "dernegi")),
    ("انجمن زنان ایران", ("ايران", "ایران", "زنان ايران")),
    ("Đorđe i Prijatelji", ("dorde", "đorđe", "ĐORĐE")),
    ("שָׁלוֹם עכשיו", ("שלום", "שָׁלוֹם", "עכשיו שלום")),
    ("O’Brien Trust", ("obrien", "o'brien", "O’Brien", "brien", "o´brien")),
    ("U.S.A. Network", ("usa", "u.s.a.", "U.S.A", "USA net")),
    ("ＦＡＩＲ Ｈｏｍｅｓ ２４", ("fair homes", "24", "٢٤", "２４")),
    ("Éclat d’Örebro", ("eclat", "éclat", "orebro", "Örebro", "oerebro", "d'orebro")),
    ("Сахаровский Центр", ("сахаровский", "САХАРОВСКИЙ", "сахаровск цен")),
)
"""A name as it is stored, and what people type to find it."""

WHOLE = (
    ("Łódź dla Wszystkich", "lodz dla wszystkich"),
    ("Østergaard Foreningen", "ostergaard foreningen"),
    ("Œuvre des Quais", "OEUVRE DES QUAIS"),
    ("Σύλλογος Αλληλεγγύης", "ΣΥΛΛΟΓΟΣ ΑΛΛΗΛΕΓΓΥΗΣ"),
    ("جَمْعِيَّة الإغاثة", "جمعيه الاغاثه"),
    ("المرأة العربية", "مرأة عربية"),
    ("هيئة لحقوق الطفل والأسرة", "هيئة لحقوق الطفل و الاسرة"),
    ("Жёлтый Дом", "желтый дом"),
    ("霧橋移民の会", "霧橋 移民の会"),
    ("Straße der Brücken", "strasse der bruecken"),
    ("Işık Derneği", "ISIK DERNEGI"),
    ("انجمن زنان ایران", "انجمن زنان ايران"),
    ("Đorđe i Prijatelji", "dorde i prijatelji"),
    ("שָׁלוֹם עכשיו", "שלום עכשיו"),
    ("O’Brien Trust", "obrien trust"),
    ("U.S.A. Network", "usa network"),
    ("ＦＡＩＲ Ｈｏｍｅｓ ２４", "fair homes ٢٤"),
    ("Éclat d’Örebro", "eclat d'orebro"),
    ("Сахаровский Центр", "сахаровский центр"),
)
"""The same names, as a person writes all of them to see whether the organisation is known."""

TYPED = [(name, typed) for name, searches in EVERYDAY for typed in searches]


def listed(client: Browser, typed: str, **filters: str) -> list[str]:
    """Return the names that a public search finds."""
    more = "".join(f"&{name}={value}" for name, value in filters.items())
    answer = client.get(f"{DATA}.json?q={quote(typed)}{more}")
    return [record["name"] for record in json.loads(answer.data)]


def test_everyday_searches_of_the_list_find_the_one_line_that_is_meant(client: Browser) -> None:
    paper = a_paper()
    for name, _ in EVERYDAY:
        an_endorsement(paper, name=name)

    found = {(name, typed): listed(client, typed) for name, typed in TYPED}

    assert found == {(name, typed): [name] for name, typed in TYPED}


@pytest.mark.parametrize(
    "typed",
    ["HH", "hearth.example.org", "https://www.hearth.example.org/en", "hearth.ex", "example.org"],
)
def test_an_acronym_and_a_website_are_searched_too(client: Browser, typed: str) -> None:
    paper = a_paper()
    site = "https://hearth.example.org/en/about"
    an_endorsement(paper, name="Harbour", acronym="HH", website=site)
    an_endorsement(paper, name="Other", website="https://other.example.net/")

    assert listed(client, typed) == ["Harbour"]


@pytest.mark.parametrize("typed", ["morocco", "Maroc", "marruecos", "المغرب", "harbour maroc"])
def test_a_country_is_found_by_its_name_in_any_language_of_the_pages(
    client: Browser, typed: str
) -> None:
    paper = a_paper()
    an_endorsement(paper, name="Harbour", country="MA")
    an_endorsement(paper, name="Harbour of Ghent", country="BE")

    assert listed(client, typed) == ["Harbour"]
    assert "Harbour of Ghent" not in client.get(f"{LIST}?q={quote(typed)}").text


def one_named_and_one_unnamed() -> None:
    paper = a_paper(accepts="both")
    an_endorsement(paper, name="Hearth")
    an_endorsement(paper, capacity="individual", name="Ada Sample", hides_name=True)


NAMED_AND_UNNAMED = Kept(one_named_and_one_unnamed)


@pytest.mark.parametrize("query", ["", "&group=country", "&sort=newest", "&capacity=individual"])
@pytest.mark.parametrize("typed", ["🌈", "!!!", "%"])
def test_what_cannot_be_searched_for_lists_nothing_and_says_so(
    client: Browser, typed: str, query: str
) -> None:
    NAMED_AND_UNNAMED.set()

    page = client.get(f"{LIST}?q={quote(typed)}{query}").text

    assert "Nothing was searched" in page
    assert "Hearth" not in page
    assert "does not show a name" not in page
    assert listed(client, typed) == []
    csv = client.get(f"{DATA}.csv?q={quote(typed)}").data.decode("utf-8-sig")
    assert csv.splitlines()[1:] == []


def test_a_search_of_spaces_is_none(client: Browser) -> None:
    an_endorsement(a_paper(), name="Hearth")

    assert listed(client, "  ") == ["Hearth"]


@pytest.mark.parametrize("address", [LIST, f"{DATA}.csv", f"{DATA}.json", f"{DATA}.xlsx"])
def test_a_search_that_no_database_takes_is_refused(client: Browser, address: str) -> None:
    a_paper()

    assert client.get(f"{address}?q=bad%00request").status_code == 400


def test_a_country_needs_three_letters_of_its_name(app: Flask) -> None:
    assert search.countries_of(("mo",)) == frozenset()
    assert "MA" in search.countries_of(("mor",))
    assert search.countries_of(("qqq", "belg")) == {"BE"}


@pytest.mark.parametrize("typed", ["🌈", "!!!", "%"])
def test_the_desk_lists_nothing_where_nothing_can_be_searched(client: Browser, typed: str) -> None:
    an_endorsement(a_paper(), name="Hearth")

    page = sign_in(client).get(f"/desk/papers/ten-doors/signatories?q={quote(typed)}").text

    assert "Nothing was searched" in page
    assert "Hearth" not in page


def desk_names(paper: PublicPaper, typed: str) -> list[str]:
    asked = Asked(paper.id, paper.time_zone, Filter(q=typed), sees_contacts=False)
    return [record.name for record in listing.page(asked).records]


def test_the_desk_finds_what_the_list_finds(app: Flask) -> None:
    paper = a_paper()
    for name, _ in EVERYDAY:
        an_endorsement(paper, name=name)

    found = {(name, typed): desk_names(paper, typed) for name, typed in TYPED}

    assert found == {(name, typed): [name] for name, typed in TYPED}


@pytest.mark.parametrize("typed", ["HH", "hearth.example.org", "Maroc", "harb المغرب", "100%"])
def test_the_desk_finds_who_is_not_listed_by_acronym_website_and_country(
    app: Flask, typed: str
) -> None:
    paper = a_paper()
    details = {"acronym": "HH", "website": "https://hearth.example.org/", "country": "MA"}
    an_endorsement(paper, name="Harbour 100", confirmed=False, **details)
    an_endorsement(paper, name="Other", confirmed=False)

    assert desk_names(paper, typed) == ["Harbour 100"]


def test_what_the_desk_searches_follows_the_name_and_goes_with_it(app: Flask) -> None:
    paper = a_paper(accepts="both")
    person = an_endorsement(paper, capacity="individual", name="Ada Sample", affiliation="Hall")
    other = an_endorsement(paper, name="Harbour")

    details = fields.values_of(other)

    service.erase(person, actor="lead")
    revising.correct(other, {**details, "name": "Hearth"})

    assert (desk_names(paper, "ada"), desk_names(paper, "hall")) == ([], [])
    assert (desk_names(paper, "harbour"), desk_names(paper, "hearth")) == ([], ["Hearth"])
    assert not db.session.scalars(select(Endorsement.search).where(Endorsement.name == "")).one()


def test_the_organisations_command_knows_everyday_spellings(app: Flask) -> None:
    paper = a_paper()
    for name, _ in EVERYDAY:
        an_endorsement(paper, name=name)

    for name, typed in WHOLE:
        found = app.test_cli_runner().invoke(args=["organisations", "match", "--json", typed])
        assert json.loads(found.output)[0]["name"] == name, typed
