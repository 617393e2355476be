"""Words that leads search their table for: what finds whom, and for whom."""

import pytest
from flask import Flask

from signon.access.roles import Role
from signon.review.table import listing, searching
from tests.factories import a_paper, an_endorsement
from tests.review.signed import ROOM, SIGNED, asked, names, shown
from tests.support.clients import Browser
from tests.support.desk import sign_in


@pytest.mark.parametrize("typed", ["ada@dune.example.net", "dune.example", "émile", "Émile", "EVA"])
def test_contacts_are_found_by_those_alone_who_see_them(app: Flask, typed: str) -> None:
    paper = a_paper()
    who = {"representative_name": "Émile Eva Sample"}
    an_endorsement(paper, name="Anchor", email="ada@dune.example.net", **who)
    an_endorsement(paper, name="Beacon")

    assert names(paper, q=typed) == ["Anchor"]
    assert names(paper, q=typed, sees_contacts=False) == []


def test_a_word_of_the_name_and_one_of_the_contact_find_together(app: Flask) -> None:
    paper = a_paper()
    an_endorsement(paper, name="Anchor", representative_name="Émile Sample")
    an_endorsement(paper, name="Anchor Two", representative_name="Bo Other")

    assert names(paper, q="anchor sample") == ["Anchor"]
    assert names(paper, q="sample %") == names(paper, q="sample _") == []


@pytest.mark.parametrize("role", [Role.VIEWER, Role.TRANSLATOR])
def test_who_sees_no_address_cannot_search_by_one(client: Browser, role: Role) -> None:
    an_endorsement(a_paper(), name="Anchor", email="ada@dune.example.net")
    sign_in(client, role)

    page = client.get(f"{ROOM}?q=ada@dune.example.net").text

    assert shown(page) == []
    assert "E-mail address" not in page


@pytest.mark.parametrize("few", [0, 500])
def test_whoever_is_found_is_found_alike_among_few_and_among_many(
    app: Flask, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    """Few are found by their keys, of many a page is soon full."""
    monkeypatch.setattr(searching, "FEW", few)
    paper = SIGNED.set()
    whom = {"capacity": "individual", "authorised": False, "organisation_kind": ""}
    an_endorsement(paper, name="Ida Hidden", country="FR", hides_name=True, **whom)

    found = {
        typed: sorted(names(paper, q=typed))
        for typed in ("anchor", "ida", "dun", "DUNE.example", "sam", "belgium", "ced union", "x y")
    }

    assert found == {
        "anchor": ["Anchor"],
        "ida": ["Ida Hidden"],
        "dun": ["Dune"],
        "DUNE.example": ["Dune"],
        "sam": found["sam"],
        "belgium": ["Beacon", "Cedar", "Dune"],
        "ced union": [],
        "x y": [],
    }
    assert "Eve Sample" in found["sam"]
    assert listing.count(asked(paper, q="belgium")) == 3
