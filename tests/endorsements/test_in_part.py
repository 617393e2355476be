"""Endorsing in part or with a reservation: what may be chosen, and what is said of it."""

import csv
import io
import json
import re
from collections.abc import Callable
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from signon.audit import trail
from signon.endorsements import policy
from signon.endorsements import service as endorsements
from signon.endorsements.capability import ENDORSEMENT
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.kernel import clock
from signon.outbox.post import Email, Facts, Link
from signon.papers import queries as papers
from signon.papers import service
from signon.papers.drafts import PaperDraft
from signon.papers.queries import PublicPaper
from signon.signatories import scope
from signon.site.languages import reading
from signon.submissions import workflow
from signon.transaction import command
from tests.factories import FORM, a_campaign, a_draft, a_text, an_endorsement, change_paper
from tests.support.clients import Browser
from tests.support.databases import on_one_database
from tests.support.statements import sent

PATH = "/en/papers/ten-doors/endorse"
LIST = "/en/papers/ten-doors/signatories"
TWELVE = "".join(f"## {n}. Way {n}\n\nWords.\n\n" for n in range(1, 13))
PART = {**FORM, "scope": "part"}
Outbox = Callable[[], list[Email]]


def a_paper_in_parts(**changes: object) -> PublicPaper:
    """Return an open paper with twelve priorities that takes parts and reservations."""
    a_campaign()
    draft = PaperDraft("open-doors", "ten-doors", a_text(markdown=TWELVE))
    service.write(draft, actor=trail.SYSTEM)
    usual = {"state": "open", "allows_parts": True, "allows_reservations": True}
    change_paper(**{**usual, **changes})
    return papers.paper_by_slug("ten-doors")


def signed() -> Endorsement:
    return db.session.scalars(select(Endorsement)).one()


@pytest.mark.parametrize(
    ("fields", "stored"),
    [
        ({}, ""),
        ({"scope": "whole"}, ""),
        ({"scope": "whole", "priorities": ["3"]}, ""),
        ({"scope": "part", "priorities": ["9", *"1234567"]}, "1-7,9"),
        ({"scope": "part", "priorities": ["3", "3"]}, "3"),
        ({"scope": "part", "priorities": [str(n) for n in range(1, 13)]}, ""),
    ],
)
def test_what_was_chosen_is_kept_in_one_form(
    client: Browser, fields: dict[str, object], stored: str
) -> None:
    a_paper_in_parts()

    assert client.send(PATH, {**FORM, **fields}).status_code == 303

    assert signed().priorities == stored


@pytest.mark.parametrize(
    ("fields", "beside", "words"),
    [
        ({"scope": "part"}, "priorities", "Tick at least one"),
        ({"scope": "part", "priorities": ["13"]}, "priorities", "no priority with that number"),
        ({"scope": "part", "priorities": ["1", "0"]}, "priorities", "no priority"),
        ({"scope": "part", "priorities": ["٣"]}, "priorities", "no priority"),
        ({"scope": "part", "priorities": ["1-7"]}, "priorities", "no priority"),
        ({"scope": "part", "priorities": ["1\x00", "9" * 5000]}, "priorities", "no priority"),
        ({"scope": "half"}, "scope", "Choose the whole paper"),
        ({"priorities": ["3"]}, "scope", "Choose the whole paper"),
        ({"reservation": "x" * 601}, "reservation", "at most 600"),
    ],
)
@on_one_database
def test_what_cannot_be_chosen_is_said_beside_the_field(
    client: Browser, fields: dict[str, object], beside: str, words: str
) -> None:
    a_paper_in_parts()

    answer = client.send(PATH, {**FORM, **fields})

    assert answer.status_code == 422
    error = re.search(rf'id="{beside}-error".*?</p>', answer.text, re.S)
    assert error
    assert words in error[0]
    assert f'href="#{beside}"' in answer.text
    assert f'id="{beside}"' in answer.text
    assert db.session.scalar(select(Endorsement)) is None


def test_a_choice_among_priorities_that_have_changed_meanwhile_is_asked_again(
    client: Browser,
) -> None:
    a_paper_in_parts()
    mark = client.mark(PATH)
    changed = a_text(markdown=TWELVE.replace("Way 2", "Another way"))
    service.write(PaperDraft("open-doors", "ten-doors", changed), actor=trail.SYSTEM)
    fields = {**PART, "priorities": ["2"], "csrf_token": mark}

    refused = client.post(PATH, data={**fields, "version_read": "1"})
    accepted = client.post(PATH, data={**fields, "version_read": "2"})

    assert refused.status_code == 422
    assert "The text was changed while you filled in this form" in refused.text
    assert "Another way" in refused.text
    assert 'name="version_read" value="2"' in refused.text
    assert accepted.status_code == 303


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"scope": "part", "priorities": ["1"]}, "only be endorsed as a whole"),
        ({"scope": "part"}, "only be endorsed as a whole"),
        ({"scope": "whole", "priorities": ["1"]}, "only be endorsed as a whole"),
        ({"priorities": ["1"]}, "only be endorsed as a whole"),
        ({"reservation": "But."}, "cannot be endorsed with a reservation"),
    ],
)
def test_a_paper_that_takes_neither_says_so_instead_of_leaving_it_out(
    client: Browser, fields: dict[str, object], words: str
) -> None:
    a_paper_in_parts(allows_parts=False, allows_reservations=False)
    page = client.get(PATH).text
    assert 'name="scope"' not in page
    assert 'name="reservation"' not in page

    answer = client.send(PATH, {**FORM, **fields})

    assert answer.status_code == 422
    assert words in answer.text
    assert f'value="{FORM["email"]}"' in answer.text
    assert db.session.scalar(select(Endorsement)) is None


def test_what_was_ticked_comes_back_with_the_errors(client: Browser) -> None:
    a_paper_in_parts()

    answer = client.send(PATH, {**PART, "priorities": ["2", "4"], "country": ""})

    ticked = re.findall(r'name="priorities" value="(\d+)" checked', answer.text)
    assert ticked == ["2", "4"]
    assert 'value="part" checked' in answer.text


def test_the_titles_stand_in_the_language_of_the_reader(client: Browser) -> None:
    a_paper_in_parts()
    french = a_text("fr", markdown=TWELVE.replace("Way", "Voie"))
    service.write(PaperDraft("open-doors", "ten-doors", french), actor=trail.SYSTEM)

    assert "Voie 7" in client.get(PATH.replace("/en/", "/fr/")).text
    assert "Voie 7" not in client.get(PATH).text


def test_an_individual_may_choose_too(client: Browser) -> None:
    a_paper_in_parts(accepts="both")

    fields = {**PART, "capacity": "individual", "priorities": ["2"], "reservation": "But."}
    assert client.send(PATH, fields).status_code == 303

    assert (signed().priorities, signed().reservation) == ("2", "But.")


def test_the_mail_and_the_page_to_confirm_say_it_in_words(client: Browser, outbox: Outbox) -> None:
    a_paper_in_parts()
    fields = {**PART, "priorities": ["9", *"1234567"], "reservation": "Not the ninth in full."}

    client.send(PATH, fields)

    [mail] = outbox()
    [facts] = [dict(part.rows) for part in mail.parts if isinstance(part, Facts)]
    assert facts["Endorses"] == "priorities 1 to 7 and 9 of 12"
    assert facts["Reservation"] == "Not the ninth in full."
    link = next(part.url for part in mail.parts if isinstance(part, Link))
    page = client.get(link.removeprefix("http://signon.test")).text
    assert "priorities 1 to 7 and 9 of 12" in page
    assert "Not the ninth in full." in page


@pytest.mark.parametrize(
    ("stored", "words"),
    [
        ("3", "Only priority 3"),
        ("1-2", "Only priorities 1 and 2"),
        ("1-3,5-6", "Only priorities 1 to 3, 5 and 6"),
    ],
)
def test_sets_of_numbers_read_as_a_person_says_them(app: Flask, stored: str, words: str) -> None:
    with app.test_request_context("/en/"):
        assert scope.in_words(stored) == words


@pytest.mark.parametrize(
    ("language", "joined"), [("en", "1, 3 and 5"), ("fr", "1, 3 et 5"), ("ar", "1 و3 و5")]
)
def test_each_language_joins_them_in_its_own_way(app: Flask, language: str, joined: str) -> None:
    with app.test_request_context(f"/{language}/"), reading(language):
        assert joined in scope.in_words("1,3,5")


def test_the_list_shows_it_and_its_heading_counts_it(client: Browser) -> None:
    paper = a_paper_in_parts()
    an_endorsement(paper, name="Whole")
    an_endorsement(paper, name="Partly", priorities="1-7,9", reservation="<b>But</b> not nine.")

    text = re.sub(r"\s+", " ", client.get(LIST).text)
    front = client.get("/en/papers/ten-doors").text

    assert "Only priorities 1 to 7 and 9" in text
    assert "&lt;b&gt;But&lt;/b&gt; not nine." in text
    assert "2 organisations from 1 country" in text
    for page in (text, front):
        assert "1 of them in part" in page
        assert "1 with a reservation" in page
        assert "/en/papers/ten-doors/priorities" in page


def test_the_public_files_say_what_is_endorsed_and_reserved_behind_their_older_columns(
    client: Browser,
) -> None:
    paper = a_paper_in_parts()
    an_endorsement(paper, priorities="1-7,9", reservation="But.")

    text = client.get("/papers/ten-doors/signatories.csv").data.decode("utf-8-sig")
    [record] = json.loads(client.get("/papers/ten-doors/signatories.json").data)

    columns = (
        "name acronym country kind website statement capacity endorsed_on version language id "
        "priorities reservation is_late is_disputed source"
    )
    head, row = csv.reader(io.StringIO(text))
    assert head == columns.split() == list(record)
    assert row[-5:] == ["1-7,9", "But.", "false", "false", "form"]
    assert list(record.values())[-5:] == ["1-7,9", "But.", False, False, "form"]


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"priorities": "1"}, policy.PartsRefused),
        ({"reservation": "But."}, policy.ReservationRefused),
    ],
)
def test_the_rules_hold_for_every_way_in(
    app: Flask, changes: dict[str, str], refusal: type[Exception]
) -> None:
    paper = a_paper_in_parts(allows_parts=False, allows_reservations=False)

    with pytest.raises(refusal):
        endorsements.enter(paper, a_draft(**changes), actor=trail.SYSTEM, at=clock.now())


def test_an_unknown_number_is_refused_by_every_way_in(app: Flask) -> None:
    paper = a_paper_in_parts()

    with pytest.raises(policy.PriorityUnknown):
        endorsements.enter(paper, a_draft(priorities="13"), actor=trail.SYSTEM, at=clock.now())


def test_the_database_itself_keeps_reservations_short(app: Flask) -> None:
    row = an_endorsement(a_paper_in_parts())

    @command
    def write_at_length() -> None:
        db.session.execute(
            update(Endorsement).where(Endorsement.id == row.id).values(reservation="x" * 601)
        )

    with pytest.raises(IntegrityError):
        write_at_length()


def test_an_individual_who_withdraws_leaves_no_reservation_behind(app: Flask) -> None:
    paper = a_paper_in_parts(accepts="both")
    person = {"capacity": "individual", "organisation_kind": "", "authorised": False}
    row = an_endorsement(paper, reservation="As somebody from Ghent.", **person)

    workflow.withdraw(ENDORSEMENT, row, actor=trail.SIGNATORY)

    assert signed().reservation == ""


def statements(act: Callable[[], object]) -> list[str]:
    """Return the statements that `act` sends to the database."""
    with sent() as seen:
        act()
    return [statement for statement, _ in seen]


@pytest.mark.parametrize("allowed", [False, True])
def test_reading_the_form_and_the_list_costs_no_statement_more(
    client: Browser, allowed: bool
) -> None:
    an_endorsement(a_paper_in_parts(allows_parts=allowed, allows_reservations=allowed))

    for path in (PATH, LIST):
        client.get(path)
        seen = " ".join(statements(partial(client.get, path)))
        assert "part_tallies" not in seen
        assert "contents" not in seen


def test_signing_in_part_costs_one_statement_more(client: Browser) -> None:
    a_paper_in_parts()
    mark = client.mark(PATH)

    def send(**fields: object) -> int:
        form = {**FORM, **fields, "csrf_token": mark}
        sent = statements(lambda: client.post(PATH, data=form))
        return len([statement for statement in sent if statement != "BEGIN"])

    send(email="a@example.org")
    whole = send(email="b@example.org")
    part = send(email="c@example.org", scope="part", priorities=["2"], reservation="But.")

    assert part <= whole + 1
