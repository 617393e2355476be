"""The sample: real papers in four languages, and plainly fictional signatories."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.jobs.models import Job
from signon.papers import queries
from signon.sample import load
from signon.signatories.models import Signatory
from signon.signatories.queries import overview
from tests.support.clients import Browser


@pytest.fixture
def sample(app: Flask) -> Flask:
    assert load.load()
    return app


def test_the_sample_fills_an_empty_installation_once_and_mails_nobody(sample: Flask) -> None:
    assert not load.load()

    countries = select(func.count(func.distinct(Signatory.country)))
    assert db.session.execute(select(func.count()).select_from(Signatory)).scalar_one() >= 200
    assert db.session.execute(countries).scalar_one() >= 40
    assert set(db.session.scalars(select(Endorsement.state))) == {"published"}
    assert db.session.scalar(select(func.count()).select_from(Job)) == 0


@pytest.mark.parametrize(("slug", "priorities"), [("12-key-ways", 12), ("closure-of-camps", 5)])
def test_its_papers_have_the_same_structure_in_every_language(
    sample: Flask, slug: str, priorities: int
) -> None:
    paper = queries.paper_by_slug(slug)
    assert [text.language for text in paper.texts] == ["en", "fr", "es", "ar"]

    for text in paper.texts:
        contents = queries.body(text.id).contents
        numbers = [heading["number"] for heading in contents if heading["number"]]
        assert numbers == list(range(1, priorities + 1))


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
