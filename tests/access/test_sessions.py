"""A session lives in the database and ends there, at once and everywhere."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from signon.access import sessions
from signon.access.models import AccountSession
from signon.access.roles import Role
from signon.extensions import db
from signon.kernel.errors import Busy
from tests.access.leads import EMAIL, a_campaign, a_lead

START = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


def kept() -> list[AccountSession]:
    db.session.rollback()
    return list(db.session.scalars(select(AccountSession).order_by(AccountSession.id)))


def test_a_session_tells_who_and_what_they_may(app: Flask) -> None:
    cairo, tunis, oslo = a_campaign("cairo"), a_campaign("tunis"), a_campaign("oslo")
    lead = a_lead(cairo, Role.EDITOR)

    found = sessions.find(sessions.start(lead.id))

    assert found is not None
    assert (found.account_id, found.public_id, found.email) == (lead.id, lead.public_id, EMAIL)
    assert found.grants == {cairo: Role.EDITOR}
    assert found.may(Role.MODERATOR, cairo)
    assert not found.may(Role.OWNER, cairo)
    assert not found.may(Role.VIEWER, tunis)
    assert found.campaigns(Role.VIEWER) == [cairo]
    assert found.campaigns(Role.OWNER) == []
    assert oslo not in found.grants
    assert EMAIL not in repr(found)


def test_only_a_hash_of_the_secret_is_kept(app: Flask) -> None:
    secret = sessions.start(a_lead().id)

    assert len(secret) >= 43
    assert secret not in str([vars(row) for row in kept()])


@pytest.mark.parametrize("secret", ["", "x", "é", "\ud800", "\0", "a" * 10_000])
def test_an_unknown_secret_is_nobody(app: Flask, secret: str) -> None:
    sessions.start(a_lead().id)

    assert sessions.find(secret) is None


def test_a_session_ends_after_twelve_idle_hours(app: Flask) -> None:
    with time_machine.travel(START, tick=False):
        secret = sessions.start(a_lead().id)
    with time_machine.travel(START + 12 * HOUR - SECOND, tick=False):
        assert sessions.find(secret)
    with time_machine.travel(START + 18 * HOUR, tick=False):
        assert sessions.find(secret), "it was seen six hours ago"

    with time_machine.travel(START + 20 * HOUR - SECOND, tick=False):
        assert sessions.find(secret)
    with time_machine.travel(START + 20 * HOUR, tick=False):
        assert sessions.find(secret) is None, "twenty hours are enough even for the busy"


def test_an_idle_session_is_over(app: Flask) -> None:
    with time_machine.travel(START, tick=False):
        secret = sessions.start(a_lead().id)

    with time_machine.travel(START + 12 * HOUR, tick=False):
        assert sessions.find(secret) is None


def test_being_seen_is_written_down_once_a_minute(app: Flask) -> None:
    with time_machine.travel(START, tick=False):
        secret = sessions.start(a_lead().id)
    with time_machine.travel(START + 59 * SECOND, tick=False):
        sessions.find(secret)
    assert kept()[0].seen_at == START

    with time_machine.travel(START + 60 * SECOND, tick=False):
        sessions.find(secret)
    assert kept()[0].seen_at == START + 60 * SECOND


def test_one_session_or_all_of_an_account_can_be_ended(app: Flask) -> None:
    ada, other = a_lead(), a_lead(email="bo@ngo.example.org")
    first, second, theirs = (sessions.start(who.id) for who in (ada, ada, other))
    found = sessions.find(first)
    assert found is not None

    sessions.end(found.session_id)
    assert sessions.find(first) is None
    assert sessions.find(second) is not None

    sessions.end_all(ada.id)
    assert sessions.find(second) is None
    assert sessions.find(theirs) is not None


def test_sessions_that_are_over_are_forgotten(app: Flask) -> None:
    lead = a_lead()
    with time_machine.travel(START, tick=False):
        sessions.start(lead.id)
    with time_machine.travel(START + 13 * HOUR, tick=False):
        young = sessions.start(lead.id)
        sessions.forget_ended()

        assert len(kept()) == 1
        assert sessions.find(young) is not None


def test_a_busy_database_does_not_keep_a_lead_from_reading(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise Busy

    with time_machine.travel(START, tick=False):
        secret = sessions.start(a_lead().id)
    monkeypatch.setattr(sessions, "_note_seen", refuse)

    with time_machine.travel(START + HOUR, tick=False):
        assert sessions.find(secret) is not None
