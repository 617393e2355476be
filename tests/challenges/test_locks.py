"""What holds while a challenge takes effect: the other act waits, or would act on what is no more.

No luck is needed: the first act stops between what it has read and what it will write, until the
second one is done or waits for it. Taken out, each of the locks makes one of these tests fail.
"""

import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text

from signon.audit import trail
from signon.challenges import effects, policy
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.jobs.models import JOBS
from signon.kernel.errors import Busy, DomainError
from signon.outbox.post import WAITING
from signon.submissions import locks
from tests.challenges.scene import a_challenge, establish, on_list, reread
from tests.challenges.test_contention import (
    an_entry_of,
    assert_numbers,
    confirm,
    decide,
    disown,
    disown_first,
    hold_and_publish,
    reject,
    require_whole,
    take_back,
)
from tests.factories import a_paper, an_endorsement

PATIENCE = 10
"""Seconds after which a test gives up; none of them takes as long."""

Act = Callable[[], object]


class Overtaking:
    """Two acts, the second of which comes while the first one is in the middle of it."""

    def __init__(self, app: Flask):
        self.app = app
        self.did: list[object] = [None, None]
        self._in_the_middle, self._second_is_done = threading.Event(), threading.Event()
        self._first = -1

    def stop_in(self, monkeypatch: pytest.MonkeyPatch, place: Any, name: str) -> None:
        """Let the first act stop behind this function."""
        real = getattr(place, name)

        def stopping(*args: Any, **named: Any) -> Any:
            found = real(*args, **named)
            if threading.get_ident() == self._first and not self._in_the_middle.is_set():
                self._in_the_middle.set()
                self._wait_for_second()
            return found

        monkeypatch.setattr(place, name, stopping)

    def run(self, first: Act, second: Act) -> list[object]:
        """Do both, and return what came back or was raised."""
        threads = [
            threading.Thread(target=self._do_first, args=(first,)),
            threading.Thread(target=self._do_second, args=(second,)),
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(2 * PATIENCE)
        db.session.rollback()
        assert self._in_the_middle.is_set()
        return self.did

    def _do_first(self, act: Act) -> None:
        with self.app.app_context():
            self._first = threading.get_ident()
            self.did[0] = _outcome(act)

    def _do_second(self, act: Act) -> None:
        with self.app.app_context():
            assert self._in_the_middle.wait(PATIENCE)
            self.did[1] = _outcome(act)
        self._second_is_done.set()

    def _wait_for_second(self) -> None:
        for _ in range(10 * PATIENCE):
            if self._second_is_done.wait(0.1) or self._second_waits():
                return

    def _second_waits(self) -> bool:
        if db.engine.dialect.name == "sqlite":
            return True  # there is one writer, and that is the first
        with db.engine.connect() as connection:
            waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
            mine = " AND datname = current_database()"
            return bool(connection.execute(text(waiting + mine)).scalar())


def _outcome(act: Act) -> object:
    try:
        return act()
    except DomainError as refusal:
        return refusal


@pytest.fixture
def overtaking(app: Flask) -> Overtaking:
    return Overtaking(app)


@pytest.mark.parametrize("act", [take_back, disown, hold_and_publish, reject])
def test_the_entry_stays_as_it_was_read_until_the_challenge_has_taken_effect(
    overtaking: Overtaking, monkeypatch: pytest.MonkeyPatch, act: Callable[[int], None]
) -> None:
    paper = a_paper()
    entry = an_entry_of(paper, 1)
    row = a_challenge(paper, entry, "a@hearth1.com", confirmed=False)
    entry_id, challenge_id = entry.id, row.id
    overtaking.stop_in(monkeypatch, policy, "effect_of")

    did = overtaking.run(partial(confirm, challenge_id), partial(act, entry_id))

    assert not [one for one in did if isinstance(one, Busy)], "they waited for each other"
    assert act in (hold_and_publish, reject) or did[1] is None, "whose it is may always go"
    require_whole(paper, entry)
    assert_numbers(paper)


@pytest.mark.parametrize("act", [take_back, disown, hold_and_publish, reject])
def test_a_challenge_takes_effect_on_the_entry_as_it_has_become(
    overtaking: Overtaking, monkeypatch: pytest.MonkeyPatch, act: Callable[[int], None]
) -> None:
    paper = a_paper()
    entry = an_entry_of(paper, 1)
    row = a_challenge(paper, entry, "a@hearth1.com", confirmed=False)
    entry_id, challenge_id = entry.id, row.id
    overtaking.stop_in(monkeypatch, trail, "record")

    did = overtaking.run(partial(act, entry_id), partial(confirm, challenge_id))

    assert not [one for one in did if isinstance(one, Busy)], "they waited for each other"
    assert act is hold_and_publish or did[0] is None, "only that is two acts"
    require_whole(paper, entry)
    assert_numbers(paper)


def test_two_challenges_of_one_entry_take_it_off_once_and_say_so_once(
    overtaking: Overtaking, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = a_paper()
    entry = an_entry_of(paper, 1)
    first, second = (
        a_challenge(paper, entry, f"{who}@hearth1.com", confirmed=False).id for who in "ab"
    )
    overtaking.stop_in(monkeypatch, policy, "effect_of")

    did = overtaking.run(partial(confirm, first), partial(confirm, second))

    assert did == [None, None]
    require_whole(paper, entry)
    assert [one.action for one in trail.history(entry.public_id)].count("hold") == 1
    assert news_about(entry) == 1


def news_about(entry: Endorsement) -> int:
    """Return how many mails tell the one who signed that their entry is disputed."""
    asked = select(JOBS.c.payload).where(
        JOBS.c.subject == entry.public_id, JOBS.c.kind.in_(("email", WAITING))
    )
    found = [payload.get("email", payload) for payload in db.session.scalars(asked)]
    return sum("contested" in mail["subject"] for mail in found)


@pytest.mark.parametrize("stopped_in", [(effects, "open_of"), (locks, "lock_by_id")])
def test_taking_a_challenge_back_and_deciding_about_it_do_not_wait_for_each_other(
    overtaking: Overtaking, monkeypatch: pytest.MonkeyPatch, stopped_in: tuple[Any, str]
) -> None:
    paper = a_paper()
    entry = an_entry_of(paper, 1)
    a_challenge(paper, entry, "a@hearth1.com")
    entry_id = entry.id
    overtaking.stop_in(monkeypatch, *stopped_in)

    did = overtaking.run(partial(disown_first, entry_id), partial(decide, entry_id))

    assert did[0] is None
    assert not isinstance(did[1], Busy), "they waited for each other"
    require_whole(paper, entry)
    assert reread(entry).contested_at is None


def test_of_one_house_no_two_challenges_pass_the_bound_together(
    overtaking: Overtaking, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are about two entries of one list, which is what both wait for."""
    monkeypatch.setattr(policy, "MOST_OF_ONE_HOUSE", 1)
    paper = a_paper(contested_shown="marked")
    entries = [an_endorsement(paper) for _ in range(2)]
    for entry in entries:
        known = f"chair@c{entry.id}.evil.example.com"
        establish(name=entry.name, email=known, website="https://evil.example.com")
    waiting = [
        a_challenge(paper, entry, f"bo{entry.id}@evil.example.com", confirmed=False).id
        for entry in entries
    ]
    overtaking.stop_in(monkeypatch, policy, "effect_of")

    did = overtaking.run(*[partial(confirm, one) for one in waiting])

    assert did == [None, None]
    assert sorted(on_list(paper, entry) for entry in entries) == ["contested", "plain"]
