"""The space of a mailbox: who gets in, and what its owner can do there."""

import json
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from signon.audit import trail
from signon.endorsements import disputing
from signon.endorsements.capability import ENDORSEMENT
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.jobs.models import Job
from signon.kernel import clock
from signon.outbox import suppression
from signon.outbox.addresses import address_key
from signon.signatories import queries as lists
from signon.signatories.models import Signatory
from signon.space import service as space
from signon.space.models import SpaceLink
from signon.submissions import workflow
from signon.submissions.models import Contact
from signon.submissions.states import State
from tests.factories import a_paper, an_endorsement, confirm
from tests.space.doors import a_link_for, another_browser, mails, open_space
from tests.support.clients import Browser

ADA = "ada@hearth.org"
DETAILS = {
    "name": "Hearth",
    "acronym": "HTH",
    "country": "BE",
    "organisation_kind": "ngo",
    "website": "https://hearth.org/",
    "statement": "We agree.",
}


def signed(**changes: object) -> Endorsement:
    usual = {"name": "Hearth", "email": ADA, "website": "https://hearth.org/"}
    return an_endorsement(a_paper(accepts="both"), **{**usual, **changes})


def public_names() -> list[str]:
    return sorted(db.session.scalars(select(Signatory.name)))


def row() -> Endorsement:
    db.session.expire_all()
    return db.session.scalars(select(Endorsement)).one()


def test_asking_is_answered_alike_whoever_asks(client: Browser) -> None:
    signed()
    silent = "eve@hearth.org"
    suppression.suppress(address_key(silent), "asked")

    answers = [
        client.send("/en/space", {"email": email})
        for email in (ADA, "nobody@example.org", silent, "odd+tag@bücher.example")
    ]

    assert {(a.status_code, a.headers["Location"], a.data) for a in answers} == {
        (303, "/en/space/sent", answers[0].data)
    }
    waiting = select(func.count()).select_from(Job).where(Job.kind == space.WANTED)
    assert db.session.scalar(waiting) == len(answers)


def test_only_an_address_that_signed_gets_a_link(app: Flask) -> None:
    signed()

    space.send_link("nobody@example.org", "en")
    assert mails() == []

    space.send_link(ADA, "fr")
    assert mails()[-1].to == ADA
    assert mails()[-1].language == "fr"


@pytest.mark.parametrize(
    ("on_record", "typed"),
    [
        ("info@plus.org", "info+evil@plus.org"),
        ("info+list@plus.org", "info@plus.org"),
        ("Info@plus.org", "INFO@PLUS.ORG"),
        ("a.b@gmail.com", "ab+evil@googlemail.com"),
        ("ada@bücher.example", "ADA@xn--bcher-kva.example"),
        ("ada@faß.de", "ada@xn--fa-hia.de"),
    ],
)
def test_the_link_goes_to_the_address_on_record(app: Flask, on_record: str, typed: str) -> None:
    signed(email=on_record)

    space.send_link(typed, "en")

    assert [mail.to for mail in mails()] == [on_record]


@pytest.mark.parametrize("typed", ["ada@fass.de", "a.da@faß.de", "ada@faß.de.evil.example"])
def test_what_only_looks_like_the_address_on_record_gets_no_link(app: Flask, typed: str) -> None:
    signed(email="ada@faß.de")

    space.send_link(typed, "en")

    assert mails() == []


def test_two_tags_are_two_spaces(app: Flask, client: Browser) -> None:
    """Whose `info+evil@plus.org` is, its provider alone knows."""
    an_endorsement(a_paper(), name="Hearth", email="info@plus.org")
    other = an_endorsement(a_paper("other"), name="Evil", email="info+evil@plus.org")
    mine = open_space(client, "Info@plus.org")
    theirs = open_space(thief := another_browser(app), "info+evil@plus.org")

    assert [mail.to for mail in mails()] == ["info@plus.org", "info+evil@plus.org"]
    for browser, path, own, foreign in (
        (client, mine, "Hearth", "Evil"),
        (thief, theirs, "Evil", "Hearth"),
    ):
        for page in (path, f"{path}/data.json"):
            assert own in browser.get(page).text
            assert f">{foreign}<" not in browser.get(page).text
            assert f'"name": "{foreign}"' not in browser.get(page).text
    assert client.get(f"{mine}/{other.public_id}/withdraw").status_code == 404


def test_a_tag_that_never_signed_means_everybody_without_it(app: Flask) -> None:
    for number, email in enumerate(("info+a@plus.org", "info+b@plus.org")):
        an_endorsement(a_paper(f"paper-{number}"), email=email)

    for _ in range(2):  # the second time too soon
        space.send_link("info@plus.org", "en")

    assert sorted(mail.to for mail in mails()) == ["info+a@plus.org", "info+b@plus.org"]


def test_a_link_opens_in_one_browser_alone(app: Flask, client: Browser) -> None:
    signed()
    path = open_space(client, ADA)

    assert "Hearth" in client.get(path).text
    other = another_browser(app)
    assert other.get(path).status_code == 410
    assert "Hearth" not in other.get(path).text
    assert other.get(f"{path}/data.json").status_code == 410


def test_opening_the_link_changes_nothing_until_the_button_is_pressed(client: Browser) -> None:
    signed()
    path = a_link_for(ADA)

    page = client.get(path)

    assert page.status_code == 200
    assert "Hearth" not in page.text
    assert db.session.scalar(select(SpaceLink.device_hash)) is None


def test_a_link_that_nobody_opens_is_over_after_an_hour(client: Browser) -> None:
    signed()
    path = a_link_for(ADA)

    with time_machine.travel(clock.now() + timedelta(minutes=61)):
        assert client.get(path).status_code == 410
        space.forget_ended_links()

    assert db.session.scalar(select(func.count()).select_from(SpaceLink)) == 0


def test_a_space_closes_by_itself_after_two_hours(client: Browser) -> None:
    signed()
    path = open_space(client, ADA)

    with time_machine.travel(clock.now() + timedelta(minutes=110)):
        assert client.get(path).status_code == 200
    with time_machine.travel(clock.now() + timedelta(minutes=121)):
        assert client.get(path).status_code == 410


def test_a_newer_link_ends_the_older_one(client: Browser) -> None:
    signed()
    older = open_space(client, ADA)

    with time_machine.travel(clock.now() + timedelta(minutes=16)):
        a_link_for(ADA)
        assert client.get(older).status_code == 410


def test_leaving_closes_the_space(client: Browser) -> None:
    signed()
    path = open_space(client, ADA)

    client.post(f"{path}/leave", data={"csrf_token": client.mark(path)})

    assert client.get(path).status_code == 410


def test_nothing_of_another_mailbox_is_reached(client: Browser) -> None:
    signed()
    other = an_endorsement(a_paper("other"), name="Harbour", email="bo@harbour.org")
    path = open_space(client, ADA)

    assert "Harbour" not in client.get(path).text
    for page in ("correct", "capacity", "hand-over", "second", "withdraw"):
        assert client.get(f"{path}/{other.public_id}/{page}").status_code == 404


@pytest.mark.parametrize("page", ["correct", "capacity", "hand-over", "second", "withdraw"])
def test_every_page_of_an_entry_opens_and_asks(client: Browser, page: str) -> None:
    entry = signed()
    path = open_space(client, ADA)

    answer = client.get(f"{path}/{entry.public_id}/{page}")

    assert answer.status_code == 200
    assert row().revision == entry.revision


def test_a_small_correction_is_public_at_once(client: Browser) -> None:
    entry = signed()
    path = open_space(client, ADA)

    client.send(f"{path}/{entry.public_id}/correct", {**DETAILS, "name": "Hearth e.V."})

    assert public_names() == ["Hearth e.V."]
    assert (row().acronym, row().statement, row().state) == ("HTH", "We agree.", State.PUBLISHED)
    assert lists.overview(entry.paper_id).organisations.total() == 1


def test_another_name_keeps_its_place_only_with_evidence(client: Browser) -> None:
    strict = a_paper(publish_grades="domain")
    entry = an_endorsement(strict, name="Hearth", email=ADA, website="https://hearth.org/")
    path = open_space(client, ADA)

    client.send(
        f"{path}/{entry.public_id}/correct",
        {**DETAILS, "name": "Harbour", "website": "https://harbour.org/"},
    )

    assert (row().state, row().evidence, row().name) == (State.CONFIRMED, "mailbox", "Harbour")
    assert public_names() == []


def test_nobody_takes_the_name_of_a_listed_organisation_by_correcting(client: Browser) -> None:
    paper = a_paper()
    an_endorsement(paper, name="Harbour", email="bo@harbour.org")
    entry = an_endorsement(paper, name="Hearth", email=ADA)
    path = open_space(client, ADA)

    client.send(f"{path}/{entry.public_id}/correct", {**DETAILS, "name": "Harbour"})

    db.session.expire_all()
    assert db.session.get_one(Endorsement, entry.id).state == State.CONFIRMED
    assert public_names() == ["Harbour"]


def test_nobody_corrects_their_way_into_a_dispute(client: Browser) -> None:
    """A disputed name is not published by another entry, however it comes by it."""
    paper = a_paper()
    disputed = an_endorsement(paper, name="Harbour", email="bo@harbour.org")
    disputing.dispute(disputed, hide=True)
    entry = an_endorsement(paper, name="Hearth", email=ADA)
    path = open_space(client, ADA)

    client.send(f"{path}/{entry.public_id}/correct", {**DETAILS, "name": "Harbour"})

    assert public_names() == []


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("country", "XX"), ("organisation_kind", "?"), ("website", "ftp://x")],
)
def test_bad_details_are_refused_beside_the_field(client: Browser, field: str, value: str) -> None:
    entry = signed()
    path = open_space(client, ADA)

    answer = client.send(f"{path}/{entry.public_id}/correct", {**DETAILS, field: value})

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert "We agree." in answer.text


def test_an_organisation_becomes_an_individual_and_the_history_remembers(client: Browser) -> None:
    entry = signed()
    path = open_space(client, ADA)
    person = {"name": "Ada Sample", "affiliation": "Hearth", "country": "BE", "statement": ""}

    client.send(f"{path}/{entry.public_id}/capacity", {**person, "publish_consent": "y"})

    overview = lists.overview(entry.paper_id)
    assert (overview.organisations.total(), overview.individuals.total()) == (0, 1)
    assert (row().capacity, row().organisation_id, row().website) == ("individual", None, "")
    history = [e for e in trail.history(entry.public_id) if e.action == "switch_capacity"]
    agreed = {"wording": "2026-11b", "language": "en"}
    assert [e.details for e in history] == [
        {"before": "organisation", "to": "individual", **agreed}
    ]


def test_an_individual_signs_for_the_organisation_only_with_the_mandate(client: Browser) -> None:
    entry = signed(capacity="individual", name="Ada Sample", affiliation="Hearth", website="")
    path = open_space(client, ADA)
    page = f"{path}/{entry.public_id}/capacity"

    assert client.send(page, DETAILS).status_code == 422
    assert row().capacity == "individual"

    mandate = {**DETAILS, "authorised": "y"}
    assert client.send(page, mandate).status_code == 422
    client.send(page, {**mandate, "publish_consent": "y"})
    overview = lists.overview(entry.paper_id)
    assert (overview.organisations.total(), overview.individuals.total()) == (1, 0)
    assert (row().capacity, row().evidence) == ("organisation", "domain")


def test_a_capacity_that_the_paper_does_not_take_is_refused(client: Browser) -> None:
    entry = an_endorsement(a_paper(), email=ADA)
    path = open_space(client, ADA)
    person = {"name": "Ada Sample", "affiliation": "", "country": "BE", "publish_consent": "y"}

    answer = client.send(f"{path}/{entry.public_id}/capacity", person)

    assert answer.status_code == 422
    assert row().capacity == "organisation"


def test_withdrawing_takes_the_entry_and_the_person_away(client: Browser) -> None:
    entry = signed()
    path = open_space(client, ADA)

    client.send(f"{path}/{entry.public_id}/withdraw", {"reason": "Our board decided."})

    assert row().state == State.WITHDRAWN
    assert row().withdrawal_reason == "Our board decided."
    assert db.session.scalars(select(Contact)).all() == []
    assert public_names() == []
    assert "Nothing is signed" in client.get(path).text


def test_everything_stored_can_be_taken_along(client: Browser) -> None:
    entry = signed(statement="We agree.")
    path = open_space(client, ADA)

    answer = client.get(f"{path}/data.json")

    said = json.loads(answer.text)["endorsements"][0]
    assert (said["name"], said["contact"]["email"]) == ("Hearth", ADA)
    assert said["decides_on"] is None
    assert not {"address_key", "code_hash", "link_stamp", "decided_by"} & said.keys()
    assert said["history"][0]["what"] == "enter"
    assert answer.headers["Cache-Control"] == "no-store"
    assert said["public_id"] == entry.public_id


def test_all_messages_can_be_stopped(client: Browser) -> None:
    signed()
    path = open_space(client, ADA)
    before = len(mails())

    client.send(f"{path}/silence", {})

    assert suppression.is_suppressed(address_key(ADA))
    with time_machine.travel(clock.now() + timedelta(days=2)):
        space.send_link(ADA, "en")
    assert len(mails()) == before


def test_a_disowned_endorsement_opens_no_space(client: Browser) -> None:
    entry = confirm(an_endorsement(a_paper(), confirmed=False, email=ADA))
    workflow.disown(ENDORSEMENT, entry)
    before = len(mails())

    space.send_link(ADA, "en")

    assert len(mails()) == before


def test_what_colleagues_have_signed_is_shown_as_it_is_public(client: Browser) -> None:
    signed()
    colleague = an_endorsement(a_paper("other"), name="Hearth", email="bo@hearth.org")
    an_endorsement(a_paper("other"), name="Harbour", email="cy@harbour.org")

    page = client.get(open_space(client, ADA)).text

    assert f"#s-{colleague.public_id}" in page
    assert "Harbour" not in page
    assert "bo@hearth.org" not in page
