"""A receipt is issued when an endorsement is confirmed, and anybody who holds it can check it."""

from collections.abc import Callable

from flask import Flask
from sqlalchemy import select, update

from signon.audit import trail
from signon.endorsements.capability import ENDORSEMENT
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.kernel import clock
from signon.outbox.post import Email, Link
from signon.receipts import service
from signon.receipts.models import Receipt
from signon.submissions import workflow
from tests.factories import a_paper, an_endorsement, confirm
from tests.support.clients import Browser

Outbox = Callable[[], list[Email]]


def confirmed(**changes: object) -> Endorsement:
    return confirm(an_endorsement(a_paper(accepts="both"), confirmed=False, **changes))


def page_of(client: Browser) -> str:
    code = db.session.scalars(select(Receipt.code)).one()
    answer = client.get(f"/en/receipts/{code}")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.text


def test_a_receipt_on_paper_says_where_it_is_checked(client: Browser) -> None:
    confirmed()

    code = db.session.scalars(select(Receipt.code)).one()
    assert f'<bdi dir="ltr">http://signon.test/en/receipts/{code}</bdi>' in page_of(client)


def test_who_guesses_receipts_has_to_wait_and_a_good_one_always_opens(client: Browser) -> None:
    confirmed()

    wrong = [client.get(f"/en/receipts/guessed{number}").status_code for number in range(61)]

    assert wrong == [404] * 60 + [429]
    assert "This receipt is genuine" in page_of(client)


def test_whoever_confirms_gets_a_receipt_by_mail(app: Flask, outbox: Outbox) -> None:
    confirmed(name="Hearth & Harbour", email="ada@hearth.org")

    thanks = outbox()[-1]
    code = db.session.scalars(select(Receipt.code)).one()
    links = [part.url for part in thanks.parts if isinstance(part, Link)]
    assert thanks.to == "ada@hearth.org"
    assert f"http://signon.test/en/receipts/{code}" in links


def test_a_receipt_says_what_was_endorsed(client: Browser) -> None:
    row = confirmed(name="Hearth & Harbour", email="ada@hearth.org")

    page = page_of(client)

    assert "Hearth &amp; Harbour" in page
    assert row.text_sha256 in page
    assert "for the organisation" in page
    assert "This receipt is genuine, and the endorsement stands" in page
    assert "ada" not in page.lower()


def test_a_receipt_that_was_altered_is_found_out(client: Browser) -> None:
    confirmed(name="Hearth")
    receipt = db.session.scalars(select(Receipt)).one()
    forged = {**(receipt.facts or {}), "name": "Harbour"}
    with db.engine.begin() as connection:
        connection.execute(update(Receipt).values(facts=forged, digest=service.digest_of(forged)))

    assert "does not agree with the history" in page_of(client)


def test_a_receipt_outlives_the_withdrawal_and_says_so(client: Browser) -> None:
    row = confirmed(name="Hearth")
    workflow.withdraw(ENDORSEMENT, row, actor=trail.SIGNATORY)

    page = page_of(client)

    assert "This receipt is genuine. The endorsement has been withdrawn since" in page
    assert "Hearth" in page


def test_an_individual_who_withdraws_leaves_no_name_on_a_receipt(client: Browser) -> None:
    row = confirmed(capacity="individual", name="Ada Sample", affiliation="Hearth")
    workflow.withdraw(ENDORSEMENT, row, actor=trail.SIGNATORY)

    page = page_of(client)

    assert "Ada" not in page
    assert "Hearth" not in page


def test_the_trail_does_not_tell_whose_receipt_it_was_once_the_facts_are_erased(app: Flask) -> None:
    row = confirmed(capacity="individual", name="Ada Sample", affiliation="Hearth")
    facts, digest = db.session.execute(select(Receipt.facts, Receipt.digest)).one()
    workflow.withdraw(ENDORSEMENT, row, actor=trail.SIGNATORY)

    guessed = {name: value for name, value in facts.items() if name != "salt"}
    assert len(bytes.fromhex(facts["salt"])) == 16
    assert service.digest_of(facts) == digest
    assert service.digest_of(guessed) != digest
    assert db.session.scalars(select(Receipt.facts)).all() == [None]
    entry = next(one for one in trail.history(row.public_id) if one.action == "receipt")
    assert entry.details == {"digest": digest}


def test_the_same_endorsement_has_one_receipt(app: Flask) -> None:
    row = confirmed()

    assert service.issue(row).code == service.issue(row).code


def test_an_unknown_code_is_not_found(client: Browser) -> None:
    assert client.get("/en/receipts/made-up").status_code == 404


def test_a_file_of_old_endorsements_mails_nobody(app: Flask, outbox: Outbox) -> None:
    an_endorsement(a_paper())

    assert outbox() == []


def test_a_receipt_says_how_far_and_how_late_and_that_it_is_disputed(client: Browser) -> None:
    paper = a_paper(allows_parts=True, allows_reservations=True)
    row = an_endorsement(paper, confirmed=False, priorities="2", reservation="Not in May.")
    change(row, is_late=True)
    change(confirm(row), contested_at=clock.now(), state="published")

    page = page_of(client)

    for said in ("Only priority 2", "Not in May.", ", joined after delivery", "is contested"):
        assert said in page


def change(row: Endorsement, **columns: object) -> None:
    with db.engine.begin() as connection:
        connection.execute(update(Endorsement).where(Endorsement.id == row.id).values(**columns))
    db.session.rollback()
