"""Posting: with the change it reports, or not at all."""

from dataclasses import replace

import pytest

from signon.extensions import db
from signon.jobs import queue
from signon.jobs.models import Job
from signon.outbox.addresses import address_key
from signon.outbox.post import from_payload, post, to_payload
from signon.outbox.suppression import suppress
from signon.transaction import command
from tests.outbox.mails import an_email

pytestmark = pytest.mark.usefixtures("app")


def test_a_mail_comes_back_from_the_outbox_as_it_was_written() -> None:
    email = an_email(reply_to="lead@example.org")

    assert post(email, about="p4per", priority=90)

    [job] = queue.claim(1, 60)
    assert replace(from_payload(job.payload), way_out="") == email
    assert (job.kind, job.subject) == ("email", "p4per")
    assert db.session.query(Job).one().priority == 90


def test_a_mail_is_written_with_its_change_or_not_at_all() -> None:
    @command
    def changes_its_mind() -> None:
        post(an_email(), about="p4per")
        raise KeyError

    with pytest.raises(KeyError):
        changes_its_mind()

    assert db.session.query(Job).count() == 0


@pytest.mark.parametrize("spelling", ["AMINA+x@Example.org", " amina@example.org"])
def test_nothing_is_written_to_who_wants_no_mail(spelling: str) -> None:
    suppress(address_key("amina@example.org"), "not_us")

    assert post(an_email(spelling), about="p4per") is False

    assert db.session.query(Job).count() == 0


def test_every_kind_of_part_survives_the_way_through_json() -> None:
    assert from_payload(to_payload(an_email())) == an_email()


def test_odd_characters_survive_the_way_through_the_database() -> None:
    email = an_email(subject="\x00 \ud800 \u2028 👩‍👩‍👧‍👦")

    post(email, about="p4per")

    [job] = queue.claim(1, 60)
    assert replace(from_payload(job.payload), way_out="") == email
