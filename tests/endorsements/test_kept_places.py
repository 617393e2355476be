"""“We want to sign, our board meets on the 14th”: a place is kept, and asked about on that day."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from signon.endorsements import service
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.outbox.post import Email, Link, Paragraph
from signon.papers.queries import PublicPaper
from signon.signatories.models import Signatory
from signon.submissions import tasks
from signon.submissions.models import Contact
from signon.submissions.states import State
from signon.transaction import command
from tests.factories import FORM, a_draft, a_paper
from tests.support.clients import MARK, Browser
from tests.support.databases import on_one_database
from tests.support.desk import sign_in
from tests.support.statements import sent

Outbox = Callable[[], list[Email]]
SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
TODAY = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)
MEETS = "2027-03-14"
ASKED = datetime(2027, 3, 14, 8, 0, tzinfo=UTC)
"""Nine o'clock in Brussels."""

PATH = "/en/papers/ten-doors/endorse"
DESK = "/desk/papers/ten-doors/signatories"


@pytest.fixture
def clock_hand() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(TODAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def paper(app: Flask, clock_hand: time_machine.Traveller) -> PublicPaper:
    # Closes with the last moment of the 31st of May in Brussels.
    closes = datetime(2027, 5, 31, 22, 0, tzinfo=UTC)
    return a_paper(closes_at=closes, time_zone="Europe/Brussels")


def reserve(client: Browser, day: str = MEETS, **changes: str) -> None:
    assert client.send(PATH, {**FORM, "decides_on": day, **changes}).status_code == 303


def row() -> Endorsement:
    db.session.rollback()
    return db.session.scalars(select(Endorsement)).one()


def how_many(model: type) -> int:
    db.session.rollback()
    return db.session.execute(select(func.count()).select_from(model)).scalar_one()


def words(email: Email) -> str:
    return " ".join(part.text for part in email.parts if isinstance(part, Paragraph))


def path_in(email: Email) -> str:
    return urlsplit(next(p.url for p in email.parts if isinstance(p, Link))).path


def press(client: Browser, path: str) -> int:
    mark = MARK.search(client.get(path).text)
    assert mark
    return client.post(path, data={"csrf_token": mark[1]}).status_code


def test_a_place_is_kept_and_nothing_is_public_or_counted(
    client: Browser, paper: PublicPaper
) -> None:
    reserve(client)

    assert (row().state, row().decides_on) == (State.SUBMITTED, ASKED)
    assert how_many(Signatory) == 0
    assert FORM["organisation_name"] not in client.get("/en/papers/ten-doors/signatories").text


def test_the_mail_says_when_we_ask_and_that_the_link_may_be_passed_on(
    client: Browser, paper: PublicPaper, outbox: Outbox
) -> None:
    reserve(client)

    [email] = outbox()
    assert email.subject == "A place is kept: Ten open doors"
    assert "14 March 2027" in words(email)
    assert "forward this message" in words(email)
    assert "It works until 28 March 2027, 10:00 (Central European Time)." in words(email)
    assert {part.kind for part in email.parts} >= {"facts", "link", "code"}


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2027-02-28", "This day has passed"),
        ("2027-06-01", "By then the paper is closed"),
        ("9999-12-31", "By then the paper is closed"),
        ("0001-01-01", "This day has passed"),
        ("2027-02-30", "Enter the day as a date"),
        ("14 March", "Enter the day as a date"),
        ("20270314", "Enter the day as a date"),
        ("2027-W11-7", "Enter the day as a date"),
        ("٢٠٢٧-٠٣-١٤", "Enter the day as a date"),
        ("\x00", "Enter the day as a date"),
        ("x" * 5000, "Enter the day as a date"),
    ],
)
@on_one_database
def test_a_day_that_cannot_be_is_refused_beside_its_field(
    client: Browser, paper: PublicPaper, day: str, said: str
) -> None:
    answer = client.send(PATH, {**FORM, "decides_on": day})

    assert answer.status_code == 422
    error = re.search(r'id="decides_on-error".*?</p>', answer.text, re.S)
    assert error
    assert said in error[0]
    assert 'href="#decides_on"' in answer.text
    assert f'value="{FORM["email"]}"' in answer.text
    assert how_many(Endorsement) == 0


@pytest.mark.parametrize("day", ["2027-03-01", "2027-05-31"])
def test_today_and_the_last_day_of_the_paper_can_be(
    client: Browser, paper: PublicPaper, day: str
) -> None:
    reserve(client, day)

    assert row().decides_on is not None


@pytest.mark.parametrize(("day", "status"), [("2027-06-29", 303), ("2027-06-30", 422)])
def test_a_place_is_kept_for_120_days_at_most(
    client: Browser, clock_hand: time_machine.Traveller, day: str, status: int
) -> None:
    a_paper()

    assert client.send(PATH, {**FORM, "decides_on": day}).status_code == status


def test_today_is_that_of_the_papers_time_zone(
    client: Browser, clock_hand: time_machine.Traveller
) -> None:
    a_paper(time_zone="Pacific/Auckland")
    clock_hand.move_to(datetime(2027, 3, 1, 12, 30, tzinfo=UTC))  # the 2nd there

    assert client.send(PATH, {**FORM, "decides_on": "2027-03-01"}).status_code == 422
    assert client.send(PATH, {**FORM, "decides_on": "2027-03-02"}).status_code == 303


def test_an_individual_decides_alone(client: Browser, clock_hand: time_machine.Traveller) -> None:
    a_paper(accepts="both")

    reserve(client, "nonsense", capacity="individual")

    assert row().decides_on is None


def test_only_organisations_decide_later_whoever_writes(
    app: Flask, clock_hand: time_machine.Traveller
) -> None:
    paper = a_paper(accepts="both")
    service.endorse(paper, a_draft(capacity="individual", organisation_kind=""))

    @command
    def keep() -> None:
        row().decides_on = ASKED
        db.session.flush()

    with pytest.raises(IntegrityError):
        keep()


def test_nobody_is_reminded_before_the_day_and_once_on_it(
    client: Browser,
    paper: PublicPaper,
    outbox: Outbox,
    clock_hand: time_machine.Traveller,
) -> None:
    reserve(client)

    clock_hand.move_to(ASKED - SECOND)
    tasks.remind()
    assert len(outbox()) == 1
    for moment in (ASKED, ASKED + HOUR, ASKED + 2 * DAY, ASKED + 11 * DAY):
        clock_hand.move_to(moment)
        tasks.remind()

    first, asked = outbox()
    assert asked.subject == "Do you sign? Ten open doors"
    assert "the place is given up, and what was typed is deleted on 13 April 2027" in words(asked)
    assert "This is what would be published" in words(asked)
    assert path_in(first).split(".")[:4] == path_in(asked).split(".")[:4]


def test_who_names_today_has_just_been_asked(
    client: Browser,
    paper: PublicPaper,
    outbox: Outbox,
    clock_hand: time_machine.Traveller,
) -> None:
    reserve(client, "2027-03-01")
    clock_hand.shift(HOUR)

    tasks.remind()

    assert len(outbox()) == 1


def test_the_link_works_until_fourteen_days_after_the_day(
    client: Browser,
    paper: PublicPaper,
    outbox: Outbox,
    clock_hand: time_machine.Traveller,
) -> None:
    reserve(client)
    link = path_in(outbox()[0])

    clock_hand.move_to(ASKED + 14 * DAY)
    assert client.get(link).status_code == 200
    clock_hand.move_to(ASKED + 14 * DAY + SECOND)
    late = client.get(link)

    assert late.status_code == 410
    assert "Send me a new link" in late.text


def test_an_old_link_of_a_place_that_was_asked_for_again_says_so(
    client: Browser,
    paper: PublicPaper,
    outbox: Outbox,
    clock_hand: time_machine.Traveller,
) -> None:
    reserve(client)
    clock_hand.shift(15 * DAY)
    reserve(client, "2027-04-14")

    answer = client.get(path_in(outbox()[0]))

    assert answer.status_code == 410
    assert "newer link" in answer.text


def test_who_signs_again_for_a_later_day_is_asked_on_that_day_too(
    client: Browser,
    paper: PublicPaper,
    outbox: Outbox,
    clock_hand: time_machine.Traveller,
) -> None:
    reserve(client)
    clock_hand.move_to(ASKED)
    tasks.remind()
    reserve(client, "2027-04-14")
    before = len(outbox())

    tasks.remind()
    clock_hand.move_to(ASKED + 31 * DAY)
    tasks.remind()
    tasks.remind()

    assert len(outbox()) == before + 1


def test_who_can_sign_today_after_all_gets_no_flood_of_reminders(
    client: Browser,
    paper: PublicPaper,
    outbox: Outbox,
    clock_hand: time_machine.Traveller,
) -> None:
    reserve(client)
    clock_hand.shift(12 * DAY)
    reserve(client, "")
    before = len(outbox())

    tasks.remind()

    assert row().decides_on is None
    assert len(outbox()) == before


def test_whoever_decides_sees_who_asked_and_confirms(
    client: Browser,
    paper: PublicPaper,
    outbox: Outbox,
    clock_hand: time_machine.Traveller,
) -> None:
    reserve(client)
    clock_hand.move_to(ASKED)
    link = path_in(outbox()[0])

    page = client.get(link).text
    assert "<bdi>Ada Sample</bdi> asked for this place on 1 March 2027." in page
    assert FORM["organisation_name"].replace("&", "&amp;") in page
    assert press(client, link) == 303

    assert row().state == State.PUBLISHED
    assert how_many(Signatory) == 1


def test_a_place_ends_with_its_paper(
    client: Browser,
    paper: PublicPaper,
    outbox: Outbox,
    clock_hand: time_machine.Traveller,
) -> None:
    reserve(client, "2027-05-31")
    assert "It works until the end of 1 June 2027" in words(outbox()[0])
    link = path_in(outbox()[0])

    clock_hand.move_to(datetime(2027, 6, 1, 21, 59, 59, tzinfo=UTC))
    assert client.get(link).status_code == 200
    clock_hand.move_to(datetime(2027, 6, 1, 22, 0, tzinfo=UTC))
    assert client.get(link).status_code == 410


def test_a_place_is_given_up_thirty_days_after_the_day(
    client: Browser, paper: PublicPaper, clock_hand: time_machine.Traveller
) -> None:
    reserve(client)

    clock_hand.move_to(ASKED + 30 * DAY - SECOND)
    tasks.forget()
    assert how_many(Endorsement) == 1
    clock_hand.move_to(ASKED + 30 * DAY)
    tasks.forget()

    assert how_many(Endorsement) == how_many(Contact) == 0


def test_the_desk_shows_kept_places_and_how_many_there_are(
    client: Browser, paper: PublicPaper
) -> None:
    reserve(client, organisation_name="Board meets later")
    client.send(PATH, {**FORM, "organisation_name": "Slow", "email": "bo@example.org"})
    sign_in(client)

    every = client.get(DESK).text
    kept = client.get(f"{DESK}?state=reserved").text
    waiting = client.get(f"{DESK}?state=submitted").text

    assert "Place reserved until 14 March 2027" in every
    assert re.search(r'Place reserved <span class="number">1<', every)
    assert re.search(r'Not confirmed yet <span class="number">1<', every)
    assert ("Board meets later" in kept, "Slow" in kept) == (True, False)
    assert ("Board meets later" in waiting, "Slow" in waiting) == (False, True)


def test_the_worker_finds_what_waits_by_its_index(app: Flask, paper: PublicPaper) -> None:
    if db.engine.dialect.name != "sqlite":
        return  # PostgreSQL reads a table without rows from end to end
    with sent() as seen:
        tasks.remind()
        tasks.forget()

    asked = [one for one in seen if one[0].startswith("SELECT endorsements.id")]
    assert len(asked) == 6
    for statement, values in asked:
        connection = db.session.connection()
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
        assert plan[0][-1].split()[4] in (
            "ix_endorsements_reserved",
            "ix_endorsements_unconfirmed",
        )
