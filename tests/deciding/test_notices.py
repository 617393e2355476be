"""Who is told of what: signatories of decisions, leads of disputes, digests and round numbers."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from signon.access.models import Account
from signon.access.roles import Role
from signon.deciding import emails, notices
from signon.endorsements import service as endorsements
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.jobs.models import Job
from signon.jobs.queue import Claimed
from signon.kernel import clock
from signon.outbox.post import Email, Link
from signon.submissions.states import Action
from signon.transaction import command
from tests.challenges.scene import a_challenge, an_entry
from tests.factories import a_paper, an_endorsement
from tests.support import desk, snapshots
from tests.support.clients import Browser

MAILS = Path(__file__).with_name("mails")
Outbox = Callable[[], list[Email]]


def reread(row: Endorsement) -> Endorsement:
    db.session.rollback()
    return db.session.get_one(Endorsement, row.id)


def decide(row: Endorsement, action: str) -> Endorsement:
    row = reread(row)
    endorsements.decide(row, Action(action), revision=row.revision, moderator="lead", note="So.")
    return reread(row)


def waiting() -> list[Job]:
    return list(db.session.scalars(select(Job).where(Job.kind == notices.KIND)))


def deliver() -> None:
    for job in waiting():
        payload: dict[str, Any] = job.payload or {}
        notices.tell(Claimed(job.id, job.ref, job.kind, payload, job.subject, 1, "", clock.now()))


@pytest.mark.parametrize(
    ("action", "words"),
    [("publish", "It is on the public list now."), ("reject", "It is not on the public list.")],
)
def test_a_signatory_hears_of_a_decision_with_a_way_to_object(
    app: object, outbox: Outbox, action: str, words: str
) -> None:
    row = an_endorsement(a_paper(publication="after_review"), name="Hearth", email="ada@x.org")

    decide(row, action)

    assert outbox() == []
    assert waiting()[0].due_at - clock.now() <= timedelta(minutes=10)
    deliver()
    [email] = outbox()
    assert email.to == "ada@x.org"
    assert words in str(email.parts)
    assert "http://signon.test/en/space" in [
        part.url for part in email.parts if isinstance(part, Link)
    ]


def test_nobody_is_told_of_what_was_undone_within_ten_minutes(app: object, outbox: Outbox) -> None:
    row = an_endorsement(a_paper(publication="after_review"))

    decide(decide(row, "publish"), "hold")
    assert waiting() == []
    decide(decide(decide(row, "publish"), "hold"), "reject")

    assert len(waiting()) == 1
    deliver()
    assert ["not on the list" in email.subject for email in outbox()] == [True]


@command
def came_through_a_network(row: Endorsement) -> None:
    db.session.merge(row).source = "network"


def test_who_came_through_a_network_is_told_by_its_own_mail_at_first(app: object) -> None:
    row = an_endorsement(a_paper(publication="after_review"))
    came_through_a_network(row)

    decide(row, "publish")
    assert waiting() == []

    decide(row, "hold")
    assert [job.payload for job in waiting()] == [{"before": "published", "after": "confirmed"}]


def test_what_does_not_hold_any_more_is_not_told(app: object, outbox: Outbox) -> None:
    row = decide(an_endorsement(a_paper(publication="after_review")), "publish")
    jobs = waiting()
    endorsements.erase(reread(row), actor="lead")

    deliver()

    assert len(jobs) == 1
    assert outbox() == []


def test_leads_who_decide_hear_at_once_of_a_dispute(client: Browser, outbox: Outbox) -> None:
    paper = a_paper()
    desk.sign_in(client, Role.MODERATOR)
    desk.sign_in(client, Role.VIEWER)
    before = len(outbox())

    a_challenge(paper, an_entry(paper))

    told = [email for email in outbox()[before:] if "disputed" in email.subject]
    assert [email.to for email in told] == ["moderator@open-doors.example.org"]


@pytest.mark.parametrize(
    "case",
    [
        ("2026-11-26T05:59", "daily", 0),  # a Thursday, 6:59 in Brussels
        ("2026-11-26T06:00", "daily", 1),
        ("2026-11-26T06:00", "weekly", 0),
        ("2026-11-30T06:00", "weekly", 1),
        ("2026-11-30T06:00", "none", 0),
    ],
)
def test_a_digest_comes_at_seven_as_often_as_a_lead_wants(
    client: Browser, outbox: Outbox, monkeypatch: pytest.MonkeyPatch, case: tuple[str, str, int]
) -> None:
    now, often, told = case
    an_endorsement(a_paper(publication="after_review", time_zone="Europe/Brussels"))
    desk.sign_in(client, Role.MODERATOR)
    choose = {"how_often": often, "csrf_token": client.mark("/desk/notices")}
    assert client.post("/desk/notices", data=choose).status_code == 303
    before = len(outbox())
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: moment)

    notices.make_digests()
    notices.make_digests()  # another worker, or a quarter of an hour later

    assert len(outbox()) - before == told


def test_a_weekly_digest_comes_every_monday_and_a_day_without_news_is_over(
    client: Browser, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = a_paper(publication="after_review")
    desk.sign_in(client, Role.MODERATOR)
    choose = {"how_often": "weekly", "csrf_token": client.mark("/desk/notices")}
    client.post("/desk/notices", data=choose)
    before, told = len(outbox()), []
    mondays = [datetime(2026, 11, day, 8, tzinfo=UTC) for day in (9, 16, 23)]

    for number, monday in enumerate(mondays):
        with monkeypatch.context() as patch:
            patch.setattr(clock, "now", lambda monday=monday: monday)
            notices.make_digests()
            if number == 0:  # it came after seven, so it waits for the next one
                an_endorsement(paper)
                notices.make_digests()
        told.append(len(outbox()) - before)

    assert told == [0, 1, 2]


def test_nothing_waiting_no_mail(
    client: Browser, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_endorsement(a_paper())
    desk.sign_in(client, Role.MODERATOR)
    before = len(outbox())
    noon = datetime(2026, 11, 26, 12, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: noon)

    notices.make_digests()

    assert len(outbox()) == before


def test_a_round_number_is_told_once(
    client: Browser, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = a_paper()
    desk.sign_in(client, Role.MODERATOR)
    monkeypatch.setattr(notices, "THRESHOLDS", (1, 2, 5))
    an_endorsement(paper)
    before = len(outbox())
    notices.tell_thresholds()
    an_endorsement(paper)
    for _ in range(2):
        notices.tell_thresholds()

    subjects = [email.subject for email in outbox()[before:]]

    assert subjects == ["1 signatories: Ten open doors", "2 signatories: Ten open doors"]


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_the_mails_are_those_that_somebody_has_read(client: Browser, language: str) -> None:
    paper = a_paper(languages=("en", "fr", "es", "ar"), publication="after_review", accepts="both")
    row = an_endorsement(paper, name="Hearth & Harbour", language=language, email="ada@x.org")
    hidden = an_endorsement(paper, capacity="individual", hides_name=True, language=language)
    desk.sign_in(client, Role.MODERATOR)
    account = db.session.query(Account).one()
    with db.session.no_autoflush:
        account.language = language
        mails = {
            "counted": emails.decided(paper, hidden, emails.PUT_ON, to="bo@x.org"),
            "put-on": emails.decided(paper, row, emails.PUT_ON, to="ada@x.org"),
            "taken-off": emails.decided(paper, row, emails.TAKEN_OFF, to="ada@x.org"),
            "disputed": emails.disputed(account, paper, row),
            "digest": emails.digest(account, "Open doors", [(paper, 3, 1)]),
            "passed": emails.passed(account, paper, 500),
        }
    db.session.rollback()

    for name, email in mails.items():
        text = snapshots.of_email(email).replace(row.public_id, "…")
        snapshots.compare(MAILS / f"{name}.{language}.txt", text)
