"""The sample at work: what a lead finds waiting, and what became of the rest."""

from collections import Counter
from typing import Any

from flask import Flask
from sqlalchemy import select

from signon.challenges.models import Challenge
from signon.duplicates import queries as duplicates
from signon.endorsements import resemblance
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.jobs.models import Job
from signon.papers import queries
from signon.papers.queries import PublicPaper
from signon.reconfirmations import queries as rounds
from signon.reconfirmations.models import RoundAnswer
from signon.sample import living, load
from signon.submissions.models import Contact
from tests.duplicates.merges import find

FREE = "sample_gue@gmail.com"
"""Gmail gives nobody an address with a "_", so no mail can ever reach a person there."""

DISPOSABLE = "sample@mailinator.com"


def found(paper: PublicPaper, **columns: Any) -> list[Endorsement]:
    """Return the endorsements of a paper with these values."""
    wanted = select(Endorsement).filter_by(paper_id=paper.id, **columns)
    return list(db.session.scalars(wanted.order_by(Endorsement.id)))


def test_a_lead_finds_something_of_everything_that_happens(sample: Flask) -> None:
    twelve, call, statement = (
        queries.paper_by_slug(slug)
        for slug in ("12-key-ways", "closure-of-camps", "regional-reviews")
    )

    waiting = found(twelve, state="confirmed")
    grades = Counter(row.evidence for row in waiting)
    assert (grades["freemail"], grades["disposable"]) == (1, 1)
    looks = resemblance.found_in([row.id for row in waiting])
    assert {look.how for look in looks.values()} == {resemblance.LETTERS, resemblance.ADDED}
    assert "The Lantern Quay Project" in {row.name for row in waiting}  # listed already
    assert [row.name for row in found(twelve, decides_on=None, state="submitted")]
    assert len([row for row in found(twelve, state="submitted") if row.decides_on]) == 1
    assert [bool(row.decision_note) for row in found(twelve, state="rejected")] == [True]
    assert [bool(row.withdrawal_reason) for row in found(twelve, state="withdrawn")] == [True]

    assert len(found(call, state="published", capacity="individual", hides_name=True)) == 1
    assert len(found(call, state="published", capacity="individual", hides_name=False)) == 1
    disputes = db.session.scalars(select(Challenge).order_by(Challenge.id)).all()
    assert [(one.state, one.outcome, one.effect) for one in disputes] == [
        ("confirmed", None, "none"),
        ("confirmed", None, "hidden"),
    ]
    assert [row.contested_at is not None for row in found(call, state="confirmed")] == [True]

    find()
    pairs = duplicates.pairs_under(twelve.id, 100)
    assert {"Association Carrefour des Retours"} <= {pair.other.name for pair in pairs}
    assert len(found(statement, state="confirmed", is_late=True)) == 1
    assert len(found(statement, state="confirmed", is_late=False)) == 2


def test_an_older_version_was_answered_by_some(sample: Flask) -> None:
    paper = queries.paper_by_slug("regional-reviews")

    opened = rounds.open_round(paper.id)
    answers = Counter(db.session.scalars(select(RoundAnswer.answer)))
    changes = {version.number: version.change for version in queries.versions(paper.id)}

    assert opened is not None
    assert (paper.version, changes[2]) == (2, "substantive")
    assert answers["keep"] > 3
    assert answers["withdraw"] == 1
    assert answers[None] > 3
    left = found(paper, state="withdrawn")
    assert [row.withdrawal_reason for row in left] == [living.cases()["reviewed"]["reason"]]


def test_one_mail_came_back_and_none_names_or_reaches_a_person(sample: Flask) -> None:
    jobs = db.session.scalars(select(Job)).all()
    addresses = set(db.session.scalars(select(Contact.email)))

    dead = [job for job in jobs if job.state == "dead"]
    assert [(job.kind, job.last_error) for job in dead] == [("email", "550")]
    assert {job.kind for job in jobs} == {"email", "rounds.ask", "deciding.notice"}
    assert all(job.lease_token is None for job in jobs)
    elsewhere = {one for one in addresses if not one.endswith(("example.org", "example.net"))}
    assert elsewhere == {FREE, DISPOSABLE}
    names = set(db.session.scalars(select(Contact.name)))
    assert {name for name in names if "Sample" not in name} == set()


def test_the_statement_was_changed_by_its_words_in_every_language() -> None:
    reviewed = living.cases()["reviewed"]

    for language, (now, before) in reviewed["earlier"].items():
        text = (load.HERE / "papers" / f"{reviewed['paper']}.{language}.md").read_text("utf-8")
        assert (text.count(now), text.count(before)) == (1, 0)
