"""A lead adds who signed by e-mail, on paper or by phone; the list says so, and counts it apart."""

import pytest
from flask import Flask
from sqlalchemy import select

from signon.access.roles import Role
from signon.adding.models import Addition
from signon.audit import trail
from signon.endorsements import service as endorsements
from signon.extensions import db
from signon.signatories.queries import overview
from signon.submissions.states import State
from tests.adding.scene import NEW, OFFICE, TYPED, added, again, listed, mails_to, newest
from tests.factories import a_paper, an_endorsement
from tests.space.doors import link_to
from tests.support import desk
from tests.support.clients import Browser
from tests.support.databases import on_one_database


@pytest.fixture
def lead(app: Flask, client: Browser) -> Browser:
    a_paper(accepts="both")
    return desk.sign_in(client, Role.MODERATOR)


def test_who_signed_on_paper_stands_on_the_list_as_added_by_the_hosts(lead: Browser) -> None:
    paper = a_paper(accepts="both")

    row = added(lead)

    [line] = listed(paper)
    assert (line.name, line.source, row.evidence) == ("Hearth & Harbour", "hosts", "hosts")
    addition = db.session.scalars(select(Addition)).one()
    assert (addition.channel, addition.taken_by) == ("paper", "Lea Sample")
    assert mails_to(OFFICE) == []
    entry = lead.get(f"/en/papers/ten-doors/signatories/{row.public_id}").text
    assert "added by the hosts" in entry
    assert "hosts,2026" not in entry
    csv = lead.get("/papers/ten-doors/signatories.csv").text.splitlines()
    assert csv[0].rstrip().endswith(",source")
    assert csv[1].endswith(",hosts")
    assert ",2026-11-02," in csv[1]


def test_what_the_hosts_added_is_counted_apart(lead: Browser) -> None:
    paper = a_paper(accepts="both")
    an_endorsement(paper)
    added(lead)

    numbers = overview(paper.id).organisations
    page = lead.get("/en/papers/ten-doors").text

    assert (numbers.total(), numbers.by_hosts) == (2, 1)
    assert "1 of them added by the hosts" in page
    assert "1 of them added by the hosts" in lead.get("/en/papers/ten-doors/signatories").text


def test_the_mailbox_says_that_it_is_right(lead: Browser) -> None:
    row = added(lead, ask="y")
    [mail] = mails_to(OFFICE)
    link = link_to("added/", mail)

    assert again(row).evidence == "hosts"
    assert lead.get(link).status_code == 200
    assert again(row).proven_at is None  # to look is not to say
    first = lead.send(link, {})
    second = lead.get(link)

    assert (first.status_code, second.status_code) == (200, 200)
    row = again(row)
    assert row.proven_at is not None
    assert (row.evidence, row.source, row.state) == ("mailbox", "hosts", "published")


def test_who_never_signed_takes_it_back(lead: Browser) -> None:
    paper = a_paper(accepts="both")
    row = added(lead, ask="y")

    answer = lead.send(link_to("not-us/", mails_to(OFFICE)[0]), {})

    assert answer.status_code == 200
    assert again(row).state == State.DISOWNED
    assert listed(paper) == []
    assert db.session.scalars(select(Addition.taken_by)).one() == ""


def test_who_took_it_in_is_not_named_once_the_person_is_erased(lead: Browser) -> None:
    row = added(lead)

    endorsements.erase(row, actor="a lead")

    assert again(row).state == State.PUBLISHED
    assert db.session.scalars(select(Addition.taken_by)).one() == ""


def test_without_an_address_nobody_is_written_to(lead: Browser) -> None:
    row = added(lead, email="")

    assert row.contact is None
    assert row.address_key is None
    assert row.state == State.PUBLISHED
    assert "no address on record" in lead.get(f"/desk/signatories/{row.public_id}/repair").text


def test_an_individual_on_paper_is_added_too(lead: Browser) -> None:
    row = added(lead, capacity="individual", name="Bo Sample", affiliation="Lantern", email="")

    assert (row.capacity, row.name, row.affiliation) == ("individual", "Bo Sample", "Lantern")
    assert row.organisation_kind == ""
    assert row.state == State.PUBLISHED


def test_the_trail_says_who_added_and_no_name(lead: Browser) -> None:
    row = added(lead)

    entries = {entry.action: entry for entry in trail.history(row.public_id)}
    assert entries["add"].details == {"channel": "paper"}
    assert entries["publish"].actor == entries["add"].actor == row.decided_by


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name", ""),
        ("name", "You won: http://evil.example/now"),
        ("country", "ZZ"),
        ("received_on", "2999-01-01"),
        ("received_on", "31 November"),
        ("email", "not an address"),
        ("taken_by", ""),
        ("organisation_kind", "club"),
    ],
)
@on_one_database
def test_what_cannot_be_is_refused_beside_its_field_and_kept(
    lead: Browser, field: str, typed: str
) -> None:
    answer = lead.send(NEW, {**TYPED, field: typed})

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert 'value="Lea Sample"' in answer.text or field == "taken_by"
    assert newest() is None


def test_fields_that_the_form_does_not_have_are_not_taken(lead: Browser) -> None:
    forged = {"source": "form", "evidence": "checked", "state": "rejected", "paper_id": "7"}

    row = added(lead, **forged, proven_at="2026-11-02", decided_by="somebody")

    assert (row.source, row.evidence, row.state) == ("hosts", "hosts", "published")
    assert row.proven_at is None
    assert row.decided_by != "somebody"


@pytest.mark.parametrize("role", [Role.VIEWER, Role.TRANSLATOR, Role.EXPORTER])
def test_a_lower_role_cannot_add(client: Browser, role: Role) -> None:
    a_paper()
    desk.sign_in(client, role)

    assert client.get(NEW).status_code == 404
    mark = client.mark("/en/papers/ten-doors/endorse")
    assert client.post(NEW, data={**TYPED, "csrf_token": mark}).status_code == 404
    assert newest() is None


def test_what_is_listed_already_is_named_and_nothing_is_lost(lead: Browser) -> None:
    paper = a_paper(accepts="both")
    there = an_endorsement(paper, name="Hearth & Harbour", email="ada@hearth.example.net")

    refused = lead.send(NEW, TYPED)
    kept = lead.send(NEW, {**TYPED, "instead": "keep", "entry": there.public_id})

    assert refused.status_code == 409
    assert 'value="replace"' in refused.text
    assert there.public_id in refused.text
    assert 'value="Lea Sample"' in refused.text
    assert kept.status_code == 303
    assert kept.location.endswith(f"/desk/signatories/{there.public_id}/repair")
    assert len(listed(paper)) == 1


def test_what_is_added_replaces_what_stands_there(lead: Browser) -> None:
    paper = a_paper(accepts="both")
    there = an_endorsement(paper, name="Hearth & Harbour", email="ada@hearth.example.net")

    row = added(lead, instead="replace", entry=there.public_id)

    assert [line.public_id for line in listed(paper)] == [row.public_id]
    assert again(there).state == State.REJECTED
    assert again(there).contact is not None
    assert len(mails_to("ada@hearth.example.net")) == len(mails_to(OFFICE)) == 1


def test_what_is_added_becomes_a_second_contact(lead: Browser) -> None:
    paper = a_paper(accepts="both")
    there = an_endorsement(paper, name="Hearth & Harbour", email="ada@hearth.example.net")

    row = added(lead, instead="second", entry=there.public_id)

    assert [line.public_id for line in listed(paper)] == [there.public_id]
    assert row.state == State.REJECTED
    page = lead.get(f"/desk/signatories/{there.public_id}/repair").text
    assert OFFICE in page
    assert len(mails_to(OFFICE)) == 1


def test_a_namesake_is_added_when_the_lead_says_so(lead: Browser) -> None:
    paper = a_paper(accepts="both")
    person = {"capacity": "individual", "name": "Bo Sample", "email": ""}
    first = added(lead, **person)

    assert lead.send(NEW, {**TYPED, **person}).status_code == 409
    added(lead, **person, instead="beside", entry=first.public_id)

    assert len(listed(paper)) == 2
