"""How much of a paper is endorsed, corrected in the space by the rules of the form."""

import csv
import io
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from signon.audit import trail
from signon.endorsements import disputing, revising
from signon.endorsements import service as endorsements
from signon.endorsements.drafts import ScopeDraft
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.kernel.errors import Changed
from signon.papers import service as papers
from signon.papers.drafts import PaperDraft
from signon.papers.queries import paper_by_slug
from signon.receipts.models import Receipt
from signon.signatories import fields, queries
from signon.signatories.models import Signatory
from signon.space.queries import entries
from signon.submissions.sections import holders
from signon.submissions.states import State
from tests.endorsements.test_in_part import a_paper_in_parts
from tests.factories import a_text, an_endorsement, change_paper, confirm
from tests.signatories.test_matrix import kept, recounted
from tests.space.doors import open_space
from tests.support.clients import Browser

ADA = "ada@hearth.org"
CSV = "/papers/ten-doors/signatories.csv"


def signed(**changes: Any) -> Endorsement:
    usual = {"name": "Hearth", "email": ADA, "website": "https://hearth.org/"}
    paper = a_paper_in_parts(**changes.pop("paper", {}))
    row = an_endorsement(paper, confirmed=False, **{**usual, **changes})
    return confirm(row)


def now(row: Endorsement) -> Endorsement:
    db.session.expire_all()
    return db.session.get_one(Endorsement, row.id)


def page_of(client: Browser, row: Endorsement) -> str:
    return f"{open_space(client, ADA)}/{row.public_id}/scope"


def part(*chosen: int, **others: str) -> dict[str, Any]:
    return {"scope": "part", "priorities": [str(n) for n in chosen], **others}


def a_new_version(markdown: str) -> None:
    text = a_text(markdown=markdown)
    papers.write(PaperDraft("open-doors", "ten-doors", text), actor=trail.SYSTEM)


def test_list_files_and_counts_follow_in_the_same_commit(client: Browser) -> None:
    row = signed()
    path = page_of(client, row)

    answer = client.send(path, part(1, 2, 3, 9, reservation="Not the ninth."))

    assert answer.status_code == 303
    assert (now(row).priorities, now(row).reservation) == ("1-3,9", "Not the ninth.")
    assert row.state == State.PUBLISHED
    line = db.session.scalars(select(Signatory)).one()
    assert (line.priorities, line.reservation) == ("1-3,9", "Not the ninth.")
    [told] = csv.DictReader(io.StringIO(client.get(CSV).text.lstrip("\ufeff")))
    assert (told["priorities"], told["reservation"]) == ("1-3,9", "Not the ninth.")
    assert kept() == recounted()
    history = [(e.action, e.details) for e in trail.history(row.public_id)]
    assert ("correct", {"fields": "priorities reservation"}) in history
    assert trail.verify() is None


def test_part_becomes_the_whole_again_and_a_reservation_goes(client: Browser) -> None:
    row = signed(priorities="1-3", reservation="But.")
    path = page_of(client, row)
    assert 'value="3" checked' in client.get(path).text

    client.send(path, {"scope": "whole", "reservation": ""})

    assert (now(row).priorities, now(row).reservation) == ("", "")
    assert kept() == recounted()
    assert queries.overview(row.paper_id).organisations.total() == 1


def test_the_older_receipt_stays_genuine_and_a_newer_one_says_what_stands(client: Browser) -> None:
    row = signed()

    client.send(page_of(client, row), part(4))

    older, newer = db.session.scalars(select(Receipt).order_by(Receipt.id))
    assert (older.facts or {})["priorities"] == ""
    assert (newer.facts or {})["priorities"] == "4"
    for receipt in (older, newer):
        assert "This receipt is genuine" in client.get(f"/en/receipts/{receipt.code}").text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (part(), "Tick at least one priority"),
        (part(13), "no priority with that number"),
        ({"scope": "some"}, "Choose the whole paper or only some"),
        ({"scope": "whole", "reservation": "See https://evil.example"}, "link"),
        (part(1, version_read="2"), "The text was changed"),
    ],
)
def test_it_is_refused_as_the_form_refuses_it(
    client: Browser, typed: dict[str, Any], words: str
) -> None:
    row = signed()

    answer = client.send(page_of(client, row), typed)

    assert answer.status_code == 422
    assert words in answer.text
    assert (now(row).priorities, now(row).reservation) == ("", "")


def test_a_reservation_is_cut_no_longer_than_the_form_takes(client: Browser) -> None:
    row = signed()

    answer = client.send(page_of(client, row), {"scope": "whole", "reservation": "x" * 10_000})

    assert answer.status_code == 422
    assert now(row).reservation == ""


def test_what_may_be_chosen_is_of_the_version_that_was_signed(client: Browser) -> None:
    row = signed(priorities="11,12")
    a_new_version("## 1. Only\n\nOne.\n\n## 2. Two\n\nTwo.\n")
    path = page_of(client, row)

    shown = client.get(path).text
    client.send(path, part(12))

    assert "version 1" in shown
    assert "Way 12" in shown
    assert (now(row).priorities, now(row).version_id) == ("12", row.version_id)


def test_what_a_paper_takes_no_longer_may_stay_or_go_and_never_grow(client: Browser) -> None:
    row = signed(priorities="1-3", reservation="But.")
    change_paper(allows_parts=False, allows_reservations=False)
    path = page_of(client, row)

    narrower = client.send(path, part(1, reservation="But."))
    another = client.send(path, part(1, 2, 3, reservation="But not that."))
    same = client.send(path, part(1, 2, 3, reservation=""))

    assert (narrower.status_code, another.status_code, same.status_code) == (422, 422, 303)
    assert (now(row).priorities, now(row).reservation) == ("1-3", "")


def test_where_there_is_nothing_to_choose_nothing_is_offered(client: Browser) -> None:
    row = signed(paper={"allows_parts": False, "allows_reservations": False})
    path = page_of(client, row)

    assert client.get(path).status_code == 404
    assert "/scope" not in client.get(path.rpartition(f"/{row.public_id}")[0]).text


def test_where_leads_look_first_they_look_again(client: Browser) -> None:
    row = signed()
    change_paper(publication="after_review")
    path = page_of(client, row)
    assert "The hosts look at it again" in client.get(path).text

    client.send(path, part(1))

    assert now(row).state == State.CONFIRMED
    assert db.session.scalars(select(Signatory)).all() == []
    assert kept() == recounted()


@pytest.mark.parametrize(("hide", "state"), [(False, "published"), (True, "confirmed")])
def test_a_dispute_goes_on_as_it_was(client: Browser, hide: bool, state: str) -> None:
    row = signed()
    disputing.dispute(row, hide=hide)

    client.send(page_of(client, row), part(1))

    assert (now(row).state, row.priorities) == (state, "1")
    assert row.contested_at is not None
    lines = db.session.scalars(select(Signatory)).all()
    assert [line.is_contested for line in lines] == [True] * (not hide)


def test_what_was_opened_for_another_version_changes_nothing(app: Flask) -> None:
    row = signed()
    [holder] = holders(ADA)
    [entry] = entries(holder)
    signed_version = entry.signed
    a_new_version("## 1. Only\n\nOne.\n\n## 2. Two\n\nTwo.\n")
    endorsements.back(row, paper_by_slug("ten-doors"), "en")

    with pytest.raises(Changed):
        revising.correct_scope(row, signed_version, ScopeDraft("1", ""))

    assert now(row).priorities == ""


@pytest.mark.parametrize(
    ("publication", "state"), [("after_review", "confirmed"), ("on_confirmation", "published")]
)
def test_what_leads_have_looked_at_is_not_changed_behind_their_backs(
    client: Browser, publication: str, state: str
) -> None:
    """As in github.com/assembl/assembl (pull 640): who was accepted wrote something else then."""
    row = signed()
    change_paper(publication=publication)
    details = fields.values_of(row) | {"statement": "Buy our pills.", "name": "Hearth"}

    space = open_space(client, ADA)
    client.send(f"{space}/{row.public_id}/correct", details)

    assert now(row).statement == "Buy our pills."
    assert row.state == state
    assert len(db.session.scalars(select(Signatory)).all()) == (state == "published")
