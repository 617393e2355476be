"""What the mails of adding and repairing say, in every language; a person has read these texts."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from signon.adding import emails, pairing, service
from signon.adding.drafts import Receipt
from signon.adding.network import service as network
from signon.adding.network.drafts import MemberDraft, NetworkDraft
from signon.adding.network.kind import NETWORK_LIST
from signon.adding.network.models import NetworkList
from signon.endorsements import service as endorsements
from signon.endorsements.entering import service as entering
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.kernel.languages import INTERFACE
from signon.submissions import workflow
from signon.submissions.states import Action
from tests.adding.scene import mails_to
from tests.factories import a_draft, a_paper, an_endorsement, confirm
from tests.support import snapshots

FOLDER = Path(__file__).parent / "mails"
TO = "office@hearth.example.org"

HOUSES = [("sqlite", language) for language in INTERFACE]
in_every_language = pytest.mark.parametrize(("app", "language"), HOUSES, indirect=["app"])


def kept(language: str, name: str, address: str = TO) -> None:
    text = snapshots.of_email(mails_to(address)[-1])
    snapshots.compare(FOLDER / language / f"{name}.txt", text)


@in_every_language
@pytest.mark.parametrize("channel", ["email", "paper", "phone"])
def test_a_mailbox_is_asked_whether_it_is_right(app: Flask, language: str, channel: str) -> None:
    paper = a_paper(languages=("en",))
    draft = a_draft(name="Hearth & Harbour", email=TO, language=language)
    receipt = Receipt(channel, date(2026, 11, 2), "Lea Sample", ask=True)

    service.add(paper, draft, receipt, lead="a-lead")

    kept(language, f"asked-{channel}")


@in_every_language
def test_a_signatory_is_asked_about_a_correction(app: Flask, language: str) -> None:
    row = an_endorsement(a_paper(), name="Hearth & Harbor", email=TO, language=language)

    service.correct(row, {"name": "Hearth & Harbour", "country": "DE"}, lead="a-lead")

    kept(language, "corrected")


def a_pair(language: str) -> tuple[Endorsement, Endorsement]:
    paper = a_paper()
    old = an_endorsement(paper, name="Hearth", email="old@hearth.example.org", language=language)
    draft = {"name": "Hearth", "email": TO, "language": language}
    return old, confirm(an_endorsement(paper, confirmed=False, **draft))


@in_every_language
def test_both_are_told_of_a_replacement_and_of_its_end(app: Flask, language: str) -> None:
    old, new = a_pair(language)

    pairing.replace(new, old, lead="a-lead")
    kept(language, "gave-way", "old@hearth.example.org")
    told = [emails.took_place(new), emails.put_back(old)]
    texts = "\n".join(snapshots.of_email(mail) for mail in told)
    snapshots.compare(FOLDER / language / "took-place-and-put-back.txt", texts)


@in_every_language
def test_a_second_contact_is_told(app: Flask, language: str) -> None:
    old, new = a_pair(language)

    pairing.keep_second(old, new, lead="a-lead")

    kept(language, "second")


@in_every_language
@time_machine.travel(datetime(2026, 11, 2, 12, tzinfo=UTC), tick=False)
def test_a_secretary_is_asked_and_a_member_told(app: Flask, language: str) -> None:
    paper = a_paper()
    members = (MemberDraft("Alpha", "BE", "ngo", "", TO), MemberDraft("Beta", "FR", "faith"))
    sender = ("Cy Sample", "", "cy@network.example.org")
    draft = NetworkDraft("Open Network", *sender, language, members)
    network.hand_in(paper, draft)
    kept(language, "network-asked", "cy@network.example.org")
    row = db.session.scalars(select(NetworkList)).one()
    workflow.confirm(NETWORK_LIST, row)
    network.write_down(row.public_id)
    alpha = db.session.scalars(select(Endorsement).where(Endorsement.name == "Alpha")).one()

    endorsements.decide(alpha, Action.PUBLISH, revision=alpha.revision, moderator="a-lead")

    kept(language, "network-member")


@in_every_language
def test_who_stood_on_an_imported_list_is_asked_whether_it_is_right(
    app: Flask, language: str
) -> None:
    paper = a_paper()
    draft = a_draft(name="Hearth & Harbour", email=TO, language=language)
    received = entering.Received("import", datetime(2026, 11, 3, 9, tzinfo=UTC), "lead")
    with time_machine.travel(datetime(2026, 11, 20, 9, tzinfo=UTC), tick=False):
        row = entering.write_down(paper, draft, received)

        assert service.ask_if_right(row, lead="lead")

    kept(language, "from-a-list")
