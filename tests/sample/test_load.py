"""The sample: real papers in four languages, and plainly fictional signatories."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from signon.campaigns.models import Campaign
from signon.extensions import db
from signon.papers import queries
from signon.papers.models import Paper
from signon.sample import living, load
from signon.signatories.models import Signatory
from signon.signatories.queries import overview
from tests.factories import a_campaign
from tests.support.clients import Browser


def test_the_sample_fills_an_empty_installation_once(sample: Flask) -> None:
    assert not load.load()

    countries = select(func.count(func.distinct(Signatory.country)))
    assert db.session.execute(select(func.count()).select_from(Signatory)).scalar_one() >= 200
    assert db.session.execute(countries).scalar_one() >= 40


def test_its_papers_have_the_same_structure_in_every_language(sample: Flask) -> None:
    for slug, priorities in [("12-key-ways", 12), ("closure-of-camps", 5), ("regional-reviews", 0)]:
        paper = queries.paper_by_slug(slug)
        assert [text.language for text in paper.texts] == ["en", "fr", "es", "ar"]

        for text in paper.texts:
            contents = queries.body(text.id).contents
            numbers = [heading["number"] for heading in contents if heading["number"]]
            assert numbers == list(range(1, priorities + 1))


def test_an_installation_with_something_in_it_is_left_as_it_is(app: Flask) -> None:
    a_campaign()

    assert not load.load()
    assert db.session.scalars(select(Campaign.slug)).all() == ["open-doors"]


def test_a_load_that_was_broken_off_is_done_by_the_next_start(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load, "_sign_all", lambda: None)
    monkeypatch.setattr(living, "happen", _break_off)
    with pytest.raises(KeyboardInterrupt):
        load.load()
    assert db.session.scalars(select(Paper.id)).all() == []

    monkeypatch.setattr(living, "happen", lambda _known: None)
    assert load.load()
    assert len(db.session.scalars(select(Paper.id)).all()) == 3
    assert not load.load()


def _break_off(_known: living.Known) -> None:
    raise KeyboardInterrupt


def test_its_lead_can_sign_in(sample: Flask, client: Browser) -> None:
    address, password = load.make_lead()

    answer = client.send("/desk/sign-in", {"email": address, "password": password})

    assert answer.status_code == 303
    assert "12 Key Ways" in client.get("/desk/").text
    assert load.make_lead() == (address, password)


def test_one_paper_has_something_to_show_of_endorsements_in_part(sample: Flask) -> None:
    paper = queries.paper_by_slug("12-key-ways")
    other = queries.paper_by_slug("closure-of-camps")
    scopes = list(load._rows("in_part.csv"))

    counts = overview(paper.id).organisations
    assert (paper.takes_parts, paper.allows_reservations) == (True, True)
    assert (other.takes_parts, other.allows_reservations) == (False, False)
    assert counts.in_part == sum(1 for row in scopes if row["priorities"]) > 10
    assert counts.reserved == sum(1 for row in scopes if row["reservation"]) > 5
