"""Which domains somebody else has established for an organisation, and what does not count."""

import pytest
from flask import Flask
from sqlalchemy import select

from signon.audit import trail
from signon.duplicates import plans
from signon.duplicates import service as duplicates
from signon.duplicates.models import OrganisationMerge
from signon.duplicates.plans import Choice
from signon.endorsements import revising, service
from signon.endorsements.capability import ENDORSEMENT
from signon.endorsements.models import Endorsement
from signon.endorsements.standing import Established, established_domains, is_established
from signon.extensions import db
from signon.organisations.models import Organisation
from signon.signatories import fields
from signon.submissions import workflow
from signon.submissions.states import Action, State
from signon.transaction import command
from tests.challenges.scene import WEBSITE, a_challenge, checked, establish, reread
from tests.factories import a_campaign, a_paper, an_endorsement

HEARTH = {"name": "Hearth", "email": "ada@mail.hearth.org", "website": "https://www.hearth.org/"}


def looked_at(slug: str = "ten-doors", **changes: str) -> Endorsement:
    """Return an entry that a lead has checked and published."""
    paper = a_paper(slug, publication="after_review")
    row = an_endorsement(paper, **{**HEARTH, **changes})
    service.decide(row, Action.PUBLISH, revision=row.revision, moderator="lead")
    return row


def domains(row: Endorsement) -> list[str]:
    number = row.organisation_id or 0
    return [one.domain for one in established_domains([number]).get(number, [])]


def test_a_lead_who_checks_an_entry_establishes_its_domain(app: Flask) -> None:
    row = looked_at()

    number = row.organisation_id or 0
    assert established_domains([number]) == {number: [Established("hearth.org", "lead")]}
    assert is_established("office.hearth.org", number)
    assert not is_established("hearth.org.evil.net", number)


def test_what_a_form_says_establishes_nothing(app: Flask) -> None:
    row = an_endorsement(a_paper(), **HEARTH)

    assert (row.evidence, row.state) == ("domain", "published")
    assert domains(row) == []


@pytest.mark.parametrize(
    ("email", "website"),
    [
        ("ada@gmail.com", "https://hearth.org"),
        ("ada@gmail.com", "https://gmail.com"),
        ("ada@agency.com", "https://hearth.org"),
        ("ada@hearth.org", ""),
        ("ada@mailinator.com", "https://mailinator.com"),
    ],
)
def test_a_check_establishes_only_what_mailbox_and_website_both_say(
    app: Flask, email: str, website: str
) -> None:
    assert domains(looked_at(email=email, website=website)) == []


def test_a_domain_that_turns_out_to_be_everybodys_is_nobodys(app: Flask) -> None:
    """The list of such domains grows; what was checked before it did is read by today's."""
    row = looked_at()

    _state_domain(row, "gmail.com")

    assert domains(row) == []
    assert not is_established("gmail.com", row.organisation_id)


@command
def _state_domain(row: Endorsement, domain: str) -> None:
    row.checked_domain = domain


def test_an_entry_in_dispute_establishes_nothing_until_that_is_decided(app: Flask) -> None:
    genuine = establish()
    paper = a_paper(contested_shown="marked")
    wrong = {"name": genuine.name, "email": "eve@harbour.org", "website": "https://harbour.org/"}
    row = an_endorsement(paper, **wrong)
    a_challenge(paper, row)

    row = checked(reread(row))

    assert (row.evidence, row.checked_domain, row.state) == ("checked", "harbour.org", "published")
    assert row.contested_at is not None
    assert domains(row) == domains(genuine) == ["example.net"]
    assert WEBSITE.endswith(".example.net/")


@pytest.mark.parametrize("action", [Action.UNPUBLISH, Action.REJECT])
def test_a_lead_takes_it_back(app: Flask, action: Action) -> None:
    row = looked_at()

    service.decide(row, action, revision=row.revision, moderator="lead")

    assert domains(row) == []


def test_it_outlives_the_person_and_not_the_endorsement(app: Flask) -> None:
    row = looked_at()

    workflow.erase_person(ENDORSEMENT, row, actor=trail.SIGNATORY)
    assert domains(row) == ["hearth.org"]

    workflow.withdraw(ENDORSEMENT, row, actor=trail.SIGNATORY)
    assert domains(row) == []


@pytest.mark.parametrize("name", ["Harbour", "Hearth gGmbH"])
def test_a_correction_takes_no_standing_to_another_record(app: Flask, name: str) -> None:
    """Not even where the names differ so little that they may be the same."""
    genuine = an_endorsement(a_paper("other"), name=name)
    an_endorsement(
        a_paper("third"), name="Hearth e.V."
    )  # so "Hearth" may be either, and is a third
    row = looked_at(website="https://hearth.org", email="ada@hearth.org")
    website = db.session.get_one(Organisation, genuine.organisation_id).website
    assert row.organisation_id != genuine.organisation_id

    revising.correct(row, {**details_of(row), "name": name})

    assert row.organisation_id == genuine.organisation_id
    assert row.evidence == "domain"
    assert domains(genuine) == []
    assert db.session.get_one(Organisation, genuine.organisation_id).website == website


def test_a_correction_of_the_website_ends_what_the_older_one_proved(app: Flask) -> None:
    row = checked(an_endorsement(a_paper(publish_grades="checked second domain"), **HEARTH))
    number = row.organisation_id
    assert domains(row) == ["hearth.org"]

    revising.correct(row, {**details_of(row), "website": "https://harbour.org/"})

    assert (row.organisation_id, row.evidence) == (number, "mailbox")
    assert row.state == State.CONFIRMED
    assert domains(row) == []


def test_a_correction_of_the_country_ends_it_even_where_one_record_stands_for_both(
    app: Flask,
) -> None:
    row = checked(an_endorsement(a_paper(), **HEARTH))
    abroad = an_endorsement(a_paper("other"), **{**HEARTH, "country": "FR", "email": "b@foyer.fr"})
    ids = (row.organisation_id or 0, abroad.organisation_id or 0)
    choice = Choice("", "", seen=plans.plan(*ids).seen)
    duplicates.merge(ids, choice, mine=[a_campaign().id], moderator="lead", note="")

    revising.correct(row, {**details_of(row), "country": "FR"})

    assert (row.organisation_id, row.evidence) == (ids[0], "domain")
    assert domains(row) == []


def details_of(row: Endorsement) -> dict[str, str]:
    return fields.values_of(row)


def test_a_merge_by_a_lead_brings_the_domains_and_undoing_it_takes_them_back(app: Flask) -> None:
    kept = looked_at()
    merged = looked_at("other", name="Foyer", email="a@foyer.fr", website="https://foyer.fr")
    ids = (kept.organisation_id or 0, merged.organisation_id or 0)
    choice = Choice("", "", seen=plans.plan(*ids).seen)
    mine = [a_campaign().id]

    duplicates.merge(ids, choice, mine=mine, moderator="lead", note="")
    assert domains(kept) == ["foyer.fr", "hearth.org"]

    merge = db.session.scalars(select(OrganisationMerge.id)).one()
    duplicates.undo(merge, mine=mine, moderator="lead")
    assert (domains(kept), domains(merged)) == (["hearth.org"], ["foyer.fr"])
