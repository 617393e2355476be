"""The form: what it asks, what it keeps, and what it never tells."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from signon.audit import trail
from signon.endorsements.capability import ENDORSEMENT
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.kernel import clock
from signon.outbox.post import Email
from signon.papers import service as papers
from signon.papers.drafts import PaperDraft
from signon.submissions import workflow
from signon.submissions.models import Contact
from tests.factories import FORM, a_paper, a_text, an_endorsement
from tests.support.clients import MARK, Browser
from tests.support.databases import on_one_database

PATH = "/en/papers/ten-doors/endorse"
SENT = "/en/papers/ten-doors/look-into-your-mailbox"
Outbox = Callable[[], list[Email]]


def how_many(model: type = Endorsement) -> int:
    return db.session.execute(select(func.count()).select_from(model)).scalar_one()


def test_a_filled_form_leads_to_the_neutral_page_and_one_mail(
    client: Browser, outbox: Outbox
) -> None:
    a_paper()

    answer = client.send(PATH, FORM)

    assert (answer.status_code, answer.location) == (303, SENT)
    assert "Look into your mailbox" in client.get(SENT).text
    assert [email.to for email in outbox()] == [FORM["email"]]


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("organisation_name", "", "Enter the name of the organisation."),
        ("organisation_name", "x" * 201, "200"),
        ("email", "nobody", "does not look like an e-mail address"),
        ("email", "a@b@c", "does not look like an e-mail address"),
        ("email", "ada@xn--ü.org", "does not look like an e-mail address"),
        ("email", "ada@example.org, bo@example.org", "does not look like an e-mail address"),
        ("country", "", "Choose a country"),
        ("country", "XX", "Choose a country"),
        ("organisation_kind", "cartel", "Choose the kind"),
        ("website", "javascript:alert(1)", "website"),
        ("website", "http://[::1", "website"),
        ("website", "https://example.org:99999", "website"),
        ("representative_name", " ", "Enter your name."),
        ("representative_role", "", "Enter your role"),
        ("authorised", "", "Tick this box"),
        ("publish_consent", "", "Without this consent"),
        ("statement", "x" * 601, "600"),
        ("capacity", "robot", "Choose who is signing"),
    ],
)
@on_one_database
def test_what_is_missing_or_malformed_is_said_beside_the_field_and_the_rest_is_kept(
    client: Browser, field: str, value: str, words: str
) -> None:
    a_paper()

    answer = client.send(PATH, {**FORM, field: value})

    assert answer.status_code == 422
    error = re.search(rf'id="{field}-error".*?</p>|role="alert".*?</div>', answer.text, re.S)
    assert error
    assert words.lower() in error[0].lower()
    if field != "email":
        assert f'value="{FORM["email"]}"' in answer.text
    assert how_many() == 0


@pytest.mark.parametrize(
    "email",
    [
        "ada@hearth.foundation",
        "ada+paper@example.org",
        "info@bücher.example.org",
        "o'neill@example.org",
        "a@b-c.international",
    ],
)
def test_whatever_can_be_delivered_is_an_address(
    client: Browser, outbox: Outbox, email: str
) -> None:
    a_paper()

    assert client.send(PATH, {**FORM, "email": email}).status_code == 303
    assert len(outbox()) == 1


@pytest.mark.parametrize(
    "name",
    ["+Europa", "=1+1", "<b>Bold</b>", "جمعية الأمل", "Ελπίδα", "O'Neill & Sons", "İstanbul", "一"],
)
@on_one_database
def test_names_in_any_script_stand_on_the_page_as_typed(client: Browser, name: str) -> None:
    a_paper()
    answer = client.send(PATH, {**FORM, "organisation_name": name, "email": "nobody"})

    assert answer.status_code == 422
    shown = re.search(r'name="organisation_name" value="([^"]*)"', answer.text)
    assert shown
    assert "<b>" not in shown[1]


@pytest.mark.parametrize("junk", ["\x00", "\ud800", "a\r\nBcc: x@example.org", "x" * 100_000])
@pytest.mark.parametrize("field", sorted(FORM))
def test_hostile_values_never_break_the_form(client: Browser, field: str, junk: str) -> None:
    a_paper()

    answer = client.send(PATH, {**FORM, field: junk.encode("utf-8", "surrogatepass")})

    assert answer.status_code in (303, 413, 422)


def test_extra_fields_are_ignored(client: Browser) -> None:
    a_paper()

    client.send(PATH, {**FORM, "state": "published", "paper_id": "99", "confirmed_at": "2020"})

    row = db.session.scalars(select(Endorsement)).one()
    assert (row.state, row.confirmed_at) == ("submitted", None)


def test_consents_are_never_ticked_beforehand_and_kept_with_their_wording(client: Browser) -> None:
    a_paper()
    assert "checked" not in client.get(PATH).text

    client.send(PATH, {**FORM, "updates_consent": "y"})

    row = db.session.scalars(select(Endorsement)).one()
    assert (row.authority_wording, row.publish_wording) == ("2026-11", "2026-11b")
    assert row.contact.updates_wording == "2026-11"


def test_a_robot_that_fills_in_everything_gets_the_same_page_and_no_mail(
    client: Browser, outbox: Outbox
) -> None:
    a_paper()

    answer = client.send(PATH, {**FORM, "fax_number": "123"})

    assert (answer.status_code, answer.location) == (303, SENT)
    assert how_many() == 0
    assert outbox() == []


def test_a_form_whose_cookie_is_gone_comes_back_filled_in(client: Browser) -> None:
    a_paper()
    mark = client.mark(PATH)
    client.delete_cookie("signon")

    answer = client.post(PATH, data={**FORM, "csrf_token": mark})

    assert answer.status_code == 422
    assert f'value="{FORM["organisation_name"].replace("&", "&amp;")}"' in answer.text
    fresh = MARK.search(answer.text)
    assert fresh
    assert client.post(PATH, data={**FORM, "csrf_token": fresh[1]}).status_code == 303


def answers_of(client: Browser, email: str) -> tuple[object, ...]:
    answer = client.send(PATH, {**FORM, "email": email})
    page = client.get(answer.location).text
    kept = {"Location", "Content-Type", "Cache-Control", "Vary"}
    shown = sorted((k, v) for k, v in answer.headers if k in kept)
    return answer.status_code, answer.text, tuple(shown), MARK.sub("", page)


def test_whoever_signs_the_answer_is_the_same(client: Browser) -> None:
    paper = a_paper()
    an_endorsement(paper, confirmed=False, email="pending@example.org")
    an_endorsement(paper, email="confirmed@example.org")
    silenced = an_endorsement(paper, email="silenced@example.org")
    workflow.disown(ENDORSEMENT, silenced)

    people = ("new", "pending", "confirmed", "silenced")
    answers = {answers_of(client, f"{who}@example.org") for who in people}

    assert len(answers) == 1


def test_fifty_equal_posts_at_once_make_one_row_and_one_mail(
    app: Flask, client: Browser, outbox: Outbox
) -> None:
    a_paper()
    mark = client.mark(PATH)
    cookie = client.get_cookie("signon")
    assert cookie

    def post(_number: int) -> int:
        browser = Browser(app, app.response_class)
        browser.set_cookie("signon", cookie.value)
        return browser.post(PATH, data={**FORM, "csrf_token": mark}).status_code

    with ThreadPoolExecutor(10) as crowd:
        answers = list(crowd.map(post, range(50)))
    db.session.rollback()

    assert answers == [303] * 50
    assert how_many() == how_many(Contact) == len(outbox()) == 1


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"state": "closed"}, 410),
        ({"closes_at": clock.now() - timedelta(minutes=1)}, 410),
        ({"opens_at": clock.now() + timedelta(days=1)}, 409),
        ({"state": "draft"}, 404),
    ],
)
def test_a_paper_that_is_not_open_takes_nobody(
    client: Browser, changes: dict[str, object], status: int
) -> None:
    a_paper()
    mark = client.mark(PATH)
    a_paper(**changes)

    assert client.get(PATH).status_code == status
    assert client.post(PATH, data={**FORM, "csrf_token": mark}).status_code == status
    assert how_many() == 0


def test_an_individual_signs_with_an_affiliation_for_identification_only(client: Browser) -> None:
    a_paper(accepts="both")

    client.send(PATH, {**FORM, "capacity": "individual", "authorised": ""})

    row = db.session.scalars(select(Endorsement)).one()
    assert (row.name, row.affiliation) == (FORM["representative_name"], FORM["organisation_name"])
    assert (row.website, row.organisation_kind, row.authority_wording) == ("", "", None)


def test_a_paper_for_organisations_refuses_individuals(client: Browser) -> None:
    a_paper()

    assert client.send(PATH, {**FORM, "capacity": "individual"}).status_code == 422
    assert how_many() == 0


def test_sixty_people_behind_one_address_can_all_sign_and_a_flood_cannot(
    client: Browser, outbox: Outbox
) -> None:
    a_paper()
    mark = client.mark(PATH)

    def post(number: int) -> int:
        fields = {**FORM, "email": f"person{number}@example.org", "csrf_token": mark}
        return client.post(PATH, data=fields).status_code

    assert [post(number) for number in range(60)] == [303] * 60
    flood = [post(number) for number in range(60, 260)]
    refused = client.post(PATH, data={**FORM, "csrf_token": mark})

    assert flood.count(429) > 0
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) >= 1
    assert f'value="{FORM["email"]}"' in refused.text


def test_nobody_signs_a_text_that_they_have_not_read(client: Browser) -> None:
    a_paper()
    page = client.get(PATH).text
    mark = client.mark(PATH)
    papers.write(
        PaperDraft("open-doors", "ten-doors", a_text(markdown="## Doors\n\nClosed.\n")),
        actor=trail.SYSTEM,
    )

    refused = client.post(PATH, data={**FORM, "csrf_token": mark, "version_read": "1"})
    accepted = client.post(PATH, data={**FORM, "csrf_token": mark, "version_read": "2"})

    assert 'name="version_read" value="1"' in page
    assert refused.status_code == 422
    assert "The text was changed while you filled in this form" in refused.text
    assert 'name="version_read" value="2"' in refused.text
    assert f'value="{FORM["email"]}"' in refused.text
    assert accepted.status_code == 303
