"""What supports the claim to sign, and what a paper makes of it."""

from datetime import timedelta

import pytest
from flask import Flask

from signon.audit import trail
from signon.endorsements import policy, revising, service
from signon.kernel import clock
from signon.papers import queries
from signon.papers import service as papers
from signon.papers.drafts import PaperDraft
from signon.papers.queries import PublicPaper
from signon.submissions.states import Action, State
from tests.factories import a_campaign, a_paper, a_text, an_endorsement, change_paper, confirm
from tests.support.statements import sent

DETAILS = {
    "name": "Hearth",
    "acronym": "",
    "country": "BE",
    "organisation_kind": "ngo",
    "website": "",
    "statement": "",
}


@pytest.mark.parametrize(
    ("mailbox", "website", "known", "grade"),
    [
        ("hearth.org", "hearth.org", False, "domain"),
        ("mail.hearth.org", "hearth.org", False, "domain"),
        ("hearth.org", "news.hearth.org", False, "domain"),
        ("hearth.org", "harbour.org", False, "mailbox"),
        ("hearth.org", "", False, "mailbox"),
        ("gmail.com", "hearth.org", False, "freemail"),
        ("gmail.com", "gmail.com", False, "freemail"),
        ("gmail.com", "hearth.org", True, "contact"),
        ("mailinator.com", "mailinator.com", True, "disposable"),
        ("org.uk", "org.uk", False, "mailbox"),
        ("a.github.io", "b.github.io", False, "mailbox"),
        ("", "", False, "disposable"),
    ],
)
def test_grades(mailbox: str, website: str, known: bool, grade: str) -> None:
    assert policy.grade(mailbox, website, known=known) == grade


def test_evidence_is_weighed_when_an_endorsement_is_confirmed(app: Flask) -> None:
    row = an_endorsement(
        a_paper(), confirmed=False, website="https://hearth.org", email="a@mail.hearth.org"
    )
    assert row.evidence == "none"

    confirm(row)

    assert (row.evidence, row.state) == ("domain", State.PUBLISHED)


def test_a_throw_away_mailbox_waits_for_a_lead(app: Flask) -> None:
    row = an_endorsement(a_paper(), email="a@mailinator.com")

    assert (row.evidence, row.state) == ("disposable", State.CONFIRMED)


def test_a_paper_says_which_evidence_publishes_at_once(app: Flask) -> None:
    paper = a_paper(publish_grades="checked second domain contact")

    weak = an_endorsement(paper, email="a@hearth.org")
    strong = an_endorsement(paper, email="a@harbour.org", website="https://harbour.org")

    assert (weak.evidence, weak.state) == ("mailbox", State.CONFIRMED)
    assert strong.state == State.PUBLISHED


def a_new_paper(slug: str = "new-doors") -> PublicPaper:
    """Return a paper that is open, and for the rest as it was imported."""
    a_campaign()
    papers.write(PaperDraft("open-doors", slug, a_text()), actor=trail.SYSTEM)
    change_paper(slug, state="open", opens_at=clock.now() - timedelta(days=1), accepts="both")
    return queries.paper_by_slug(slug)


def test_an_organisation_at_a_free_mailbox_waits_under_a_new_paper(app: Flask) -> None:
    paper = a_new_paper()

    free = an_endorsement(paper, email="ada@gmail.com", website="https://gmail.com")
    own = an_endorsement(paper, email="ada@hearth.org")
    person = an_endorsement(
        paper, capacity="individual", authorised=False, email="bo@googlemail.com"
    )

    assert (free.evidence, free.state) == ("freemail", State.CONFIRMED)
    assert (own.evidence, own.state) == ("mailbox", State.PUBLISHED)
    assert (person.evidence, person.state) == ("freemail", State.PUBLISHED)


def test_nobody_becomes_an_organisation_at_a_free_mailbox_by_a_switch(app: Flask) -> None:
    paper = a_new_paper()
    person = {"capacity": "individual", "authorised": False}
    row = an_endorsement(paper, **person, name="Al Sample", email="bo@gmail.com")

    revising.switch_capacity(row, {**DETAILS, "name": "Hearth", "capacity": "organisation"}, "en")

    assert (row.capacity, row.state) == ("organisation", State.CONFIRMED)


@pytest.mark.parametrize(
    ("grades", "capacity", "at_once"),
    [
        ("mailbox freemail", "organisation", True),  # what a lead has chosen stays
        ("mailbox freemail", "individual", True),
        ("mailbox", "individual", False),
        ("mailbox personal", "organisation", False),
        ("mailbox personal", "individual", True),
    ],
)
def test_which_papers_publish_who_has_a_free_mailbox(
    grades: str, capacity: str, at_once: bool
) -> None:
    found = policy.publishes_at_once("on_confirmation", grades, "freemail", capacity)

    assert found is at_once
    assert not policy.publishes_at_once("after_review", grades, "freemail", capacity)


def test_a_contact_that_was_believed_before_is_known(app: Flask) -> None:
    person = {"name": "Hearth", "email": "ada@gmail.com"}
    first = an_endorsement(a_paper("first"), **person)
    strict = a_paper("second", publish_grades="contact")
    unknown = an_endorsement(strict, **{**person, "email": "eve@gmail.com"})
    assert (unknown.evidence, unknown.state) == ("freemail", State.CONFIRMED)
    service.decide(first, Action.UNPUBLISH, revision=first.revision, moderator="lead")
    service.decide(first, Action.PUBLISH, revision=first.revision, moderator="lead")

    known = an_endorsement(strict, **person)

    assert first.evidence == "checked"
    assert (known.evidence, known.state) == ("contact", State.PUBLISHED)


def test_a_tag_makes_another_contact_which_nobody_has_checked(app: Flask) -> None:
    person = {"name": "Hearth", "email": "ada@post.example.com"}
    first = an_endorsement(a_paper("first", publication="after_review"), **person)
    service.decide(first, Action.PUBLISH, revision=first.revision, moderator="lead")

    tagged = an_endorsement(a_paper("second"), **{**person, "email": "ada+evil@post.example.com"})
    known = an_endorsement(a_paper("third"), **{**person, "email": "ADA@Post.example.com"})

    assert (tagged.evidence, known.evidence) == ("mailbox", "contact")


def test_an_unproven_mailbox_does_not_vouch_for_itself(app: Flask) -> None:
    person = {"name": "Hearth", "email": "ada@gmail.com"}
    an_endorsement(a_paper("first"), **person)

    again = an_endorsement(a_paper("second"), **person)

    assert again.evidence == "freemail"


def test_a_lead_who_publishes_has_checked_and_who_holds_has_not(app: Flask) -> None:
    row = an_endorsement(a_paper(publication="after_review"))

    service.decide(row, Action.PUBLISH, revision=row.revision, moderator="lead")
    assert row.evidence == "checked"

    service.decide(row, Action.UNPUBLISH, revision=row.revision, moderator="lead")
    assert row.evidence == "mailbox"


def test_many_that_are_held_at_once_are_weighed_as_each_by_itself(app: Flask) -> None:
    person = {"name": "Hearth", "email": "ada@gmail.com"}
    first = an_endorsement(a_paper("first"), **person)
    reviewed = a_paper("second", publication="after_review", accepts="both")
    one = {"capacity": "individual", "authorised": False, "organisation_kind": ""}
    rows = [
        an_endorsement(reviewed, **person),
        an_endorsement(reviewed, name="Quay", email="eve@gmail.com"),
        an_endorsement(reviewed, name="Roofs", email="ada+evil@gmail.com"),
        an_endorsement(reviewed, name="Ida Sample", email="ada@gmail.com", **one),
    ]
    service.decide(first, Action.UNPUBLISH, revision=first.revision, moderator="lead")
    service.decide(first, Action.PUBLISH, revision=first.revision, moderator="lead")

    def weighed(*, at_once: bool) -> tuple[list[str], int]:
        """Publish all, hold all at once or one by one; return grades and statements for grading."""
        service.decide_all([(r, r.revision) for r in rows], Action.PUBLISH, moderator="lead")
        assert {row.evidence for row in rows} == {"checked"}
        with sent() as seen:
            for some in [rows] if at_once else [[row] for row in rows]:
                seen_so = [(row, row.revision) for row in some]
                service.decide_all(seen_so, Action.UNPUBLISH, moderator="lead")
        grading = [sql for sql, _ in seen if "contacts.email" in sql and "evidence = " in sql]
        return [row.evidence for row in rows], len(grading)

    grades = ["contact", "freemail", "freemail", "freemail"]
    assert weighed(at_once=False) == (grades, 3)
    assert weighed(at_once=True) == (grades, 1)
