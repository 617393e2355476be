"""What supports the claim to sign, and what a paper makes of it."""

import pytest
from flask import Flask

from signon.endorsements import policy, service
from signon.submissions.states import Action, State
from tests.factories import a_paper, an_endorsement, confirm


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
