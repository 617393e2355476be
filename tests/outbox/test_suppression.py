"""Mailboxes that are left in peace."""

import pytest
from flask import Flask

from signon.extensions import db
from signon.outbox.models import Suppression
from signon.outbox.suppression import is_suppressed, lift, may_be_lifted, suppress, suppressed
from tests.support.threads import at_once

KEY, OTHER = "k" * 64, "o" * 64


@pytest.mark.usefixtures("app")
def test_a_mailbox_is_left_in_peace_once_it_asks() -> None:
    before = is_suppressed(KEY)
    suppress(KEY, "not_us")

    assert not before
    assert is_suppressed(KEY)
    assert not is_suppressed(OTHER)
    assert suppressed({KEY, OTHER}) == {KEY}


def test_asking_many_times_at_once_does_no_harm(app: Flask) -> None:
    at_once(app, 8, lambda: suppress(KEY, "asked"))

    assert db.session.query(Suppression).count() == 1


@pytest.mark.usefixtures("app")
def test_a_wish_stands_above_a_bounce_and_not_the_other_way_round() -> None:
    suppress(KEY, "bounced")
    suppress(KEY, "not_us")
    suppress(KEY, "bounced")

    assert db.session.query(Suppression.reason).all() == [("not_us",)]


@pytest.mark.usefixtures("app")
def test_a_bounce_is_no_wish_that_could_be_taken_back() -> None:
    suppress(KEY, "bounced")

    assert (may_be_lifted(KEY), lift(KEY)) == (False, False)
    assert is_suppressed(KEY)

    suppress(KEY, "asked")
    assert (may_be_lifted(KEY), lift(KEY)) == (True, True)
    assert not is_suppressed(KEY)
