"""A lead corrects a typo or a wrong country: old and new are kept, and one click puts it back."""

import pytest
from flask import Flask
from sqlalchemy import select

from signon.access.roles import Role
from signon.adding.models import Correction
from signon.audit import trail
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.jobs.models import Job
from signon.outbox import quota
from signon.outbox.post import WAITING
from signon.submissions import workflow
from signon.submissions.kinds import kind_of
from tests.adding.scene import again, listed, mails_to
from tests.factories import a_paper, an_endorsement, change_paper
from tests.space.doors import another_browser, link_to
from tests.support import desk
from tests.support.clients import Browser

ADA = "ada@hearth.example.org"


@pytest.fixture
def entry(app: Flask) -> Endorsement:
    paper = a_paper(accepts="both")
    return an_endorsement(paper, name="Hearth & Harbor", country="BE", email=ADA)


def corrected(lead: Browser, row: Endorsement, **typed: str) -> int:
    path = f"/desk/signatories/{row.public_id}/correct"
    stated = {"name": row.name, "country": row.country, "organisation_kind": "ngo"}
    return lead.send(path, {**stated, **typed}).status_code


def test_a_wrong_country_is_corrected_and_its_signatory_asked(
    client: Browser, entry: Endorsement
) -> None:
    desk.sign_in(client, Role.MODERATOR)

    assert corrected(client, entry, country="DE", name="Hearth & Harbour") == 303

    [line] = listed(a_paper(accepts="both"))
    assert (line.country, line.name) == ("DE", "Hearth & Harbour")
    history = client.get(f"/desk/signatories/{entry.public_id}/repair").text
    for word in ("Belgium", "Germany", "Hearth &amp; Harbor<"):
        assert word in history
        assert word in client.get(f"/desk/signatories/{entry.public_id}").text
    [mail] = mails_to(ADA)
    assert "We corrected this, is it right?" in mail.subject
    [noted] = [one for one in trail.history(entry.public_id) if one.action == "correct"]
    assert noted.details == {"fields": "country name"}
    assert noted.actor not in (trail.SIGNATORY, trail.SYSTEM)


def test_one_click_puts_it_back(app: Flask, client: Browser, entry: Endorsement) -> None:
    corrected(desk.sign_in(client, Role.MODERATOR), entry, country="DE")
    signatory = another_browser(app)
    link = link_to("corrected/", mails_to(ADA)[0])

    assert signatory.get(link).status_code == 200
    assert again(entry).country == "DE"  # to look is not to answer
    answer = signatory.send(link, {"undo": "y"})

    assert answer.status_code == 200
    assert again(entry).country == listed(a_paper(accepts="both"))[0].country == "BE"
    assert signatory.get(link).status_code == 200
    assert db.session.scalars(select(Correction.answer)).one() == "undone"


def test_what_was_changed_once_more_since_stays(
    app: Flask, client: Browser, entry: Endorsement
) -> None:
    lead = desk.sign_in(client, Role.MODERATOR)
    corrected(lead, entry, country="DE", acronym="HH")
    link = link_to("corrected/", mails_to(ADA)[0])
    corrected(lead, again(entry), country="FR", acronym="HH")

    another_browser(app).send(link, {"undo": "y"})

    assert (again(entry).country, again(entry).acronym) == ("FR", "")


def test_it_is_right_is_noted(app: Flask, client: Browser, entry: Endorsement) -> None:
    corrected(desk.sign_in(client, Role.MODERATOR), entry, country="DE")

    another_browser(app).send(link_to("corrected/", mails_to(ADA)[0]), {"right": "y"})

    assert again(entry).country == "DE"
    assert "says that it is right" in client.get(f"/desk/signatories/{entry.public_id}/repair").text


def test_the_lead_undoes_it_too(client: Browser, entry: Endorsement) -> None:
    lead = desk.sign_in(client, Role.MODERATOR)
    corrected(lead, entry, country="DE")
    page = f"/desk/signatories/{entry.public_id}/repair"

    first = lead.post(f"{page[:-7]}/correction/undo", data={"csrf_token": lead.mark(page)})
    second = lead.post(f"{page[:-7]}/correction/undo", data={"csrf_token": lead.mark(page)})

    assert (first.status_code, second.status_code) == (303, 409)
    assert again(entry).country == "BE"


def test_nothing_is_mailed_where_nothing_is_changed(client: Browser, entry: Endorsement) -> None:
    assert corrected(desk.sign_in(client, Role.MODERATOR), entry) == 303
    assert mails_to(ADA) == []


def test_it_stays_on_a_list_that_publishes_after_review(
    client: Browser, entry: Endorsement
) -> None:
    change_paper(publication="after_review")

    corrected(desk.sign_in(client, Role.MODERATOR), entry, country="DE")

    assert [line.country for line in listed(a_paper(accepts="both"))] == ["DE"]


def test_it_does_not_become_another_listed_one(client: Browser, entry: Endorsement) -> None:
    other = an_endorsement(a_paper(accepts="both"), name="Lantern", country="BE")
    path = f"/desk/signatories/{entry.public_id}/correct"
    desk.sign_in(client, Role.MODERATOR)

    answer = client.send(path, {"name": "Lantern", "country": "BE", "organisation_kind": "ngo"})

    assert answer.status_code == 409
    assert f"/desk/signatories/{other.public_id}/repair" in answer.text
    assert again(entry).name == "Hearth & Harbor"


def test_the_mail_waits_while_the_mailbox_has_had_its_share(
    client: Browser, entry: Endorsement
) -> None:
    lead = desk.sign_in(client, Role.MODERATOR)
    corrected(lead, entry, country="DE")

    corrected(lead, again(entry), country="FR")

    assert len(mails_to(ADA)) == quota.SCOPE_LIMIT
    waiting = select(Job).where(Job.kind == WAITING, Job.subject == entry.public_id)
    assert len(db.session.scalars(waiting).all()) == 1


def test_a_withdrawn_entry_keeps_nothing_of_a_person(client: Browser, app: Flask) -> None:
    paper = a_paper(accepts="both")
    person = {"capacity": "individual", "name": "Bo Smaple", "authorised": False}
    row = an_endorsement(paper, **person, email="bo@example.org")
    lead = desk.sign_in(client, Role.MODERATOR)
    path = f"/desk/signatories/{row.public_id}/correct"
    assert lead.send(path, {"name": "Bo Sample", "country": "BE"}).status_code == 303
    link = link_to("corrected/", mails_to("bo@example.org")[0])

    workflow.withdraw(kind_of(again(row)), again(row), actor=trail.SIGNATORY)

    one = db.session.scalars(select(Correction)).one()
    assert (one.before, one.after) == ({}, {})
    assert another_browser(app).get(link).status_code in (404, 410)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.TRANSLATOR, Role.EXPORTER])
def test_a_lower_role_cannot_correct(client: Browser, entry: Endorsement, role: Role) -> None:
    desk.sign_in(client, role)

    assert client.get(f"/desk/signatories/{entry.public_id}/correct").status_code == 404
    assert client.get(f"/desk/signatories/{entry.public_id}/repair").status_code == 404
