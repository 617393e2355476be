"""The leads' room."""

import csv
import errno
import io
import itertools
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from signon.access.roles import Role
from signon.audit import trail
from signon.audit.models import AuditEntry
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.review import exports
from signon.signatories.models import Signatory
from tests.challenges.scene import a_challenge
from tests.factories import a_paper, an_endorsement, rename_paper
from tests.support import desk
from tests.support.archives import unpacked
from tests.support.clients import Browser

ROOM = "/desk/papers/ten-doors/signatories"
SignIn = Callable[..., Browser]


@pytest.fixture
def sign_in(app: Flask, client: Browser) -> SignIn:
    """A function that signs a lead in with a role in the campaign."""
    return partial(desk.sign_in, client)


def page_of(row: Endorsement) -> str:
    return f"/desk/signatories/{row.public_id}"


def decide(client: Browser, row: Endorsement, action: str, note: str = "Seen.") -> int:
    fields = {"action": action, "revision": str(row.revision), "note": note}
    fields["csrf_token"] = client.mark(ROOM)
    return client.post(f"/desk/endorsements/{row.public_id}/decision", data=fields).status_code


def reread(row: Endorsement) -> Endorsement:
    db.session.rollback()
    return db.session.scalars(select(Endorsement).where(Endorsement.id == row.id)).one()


def test_a_lead_sees_state_contact_and_evidence(client: Browser, sign_in: SignIn) -> None:
    paper = a_paper()
    an_endorsement(
        paper, name="Hearth", website="https://hearth.example.net/", email="ada@hearth.example.net"
    )
    an_endorsement(paper, confirmed=False, name="Harbour", email="bo@example.org")

    page = sign_in().get(ROOM).text

    for words in (
        "Hearth",
        "ada@hearth.example.net",
        "website that this entry states",
        "Harbour",
        "Not confirmed yet",
    ):
        assert words in page


def test_hold_publish_remove_and_undo(client: Browser, sign_in: SignIn) -> None:
    row = an_endorsement(a_paper())
    sign_in()

    assert decide(client, row, "hold", "We ask their board first.") == 303
    assert db.session.scalars(select(Signatory)).all() == []
    assert "Undo" in client.get(page_of(row)).text
    assert decide(client, reread(row), "publish") == 303
    assert decide(client, reread(row), "reject", "Not a real organisation.") == 303

    row = reread(row)
    assert (row.state, row.decision_note) == ("rejected", "Not a real organisation.")
    assert decide(client, row, "publish") == 303
    assert reread(row).state == "published"


@pytest.mark.parametrize("action", ["hold", "reject"])
def test_nothing_is_held_or_removed_without_a_reason(
    client: Browser, sign_in: SignIn, action: str
) -> None:
    row = an_endorsement(a_paper(), name="Hearth")
    sign_in()

    assert decide(client, row, action, "  ") == 422
    assert reread(row).state == "published"
    assert trail.history(row.public_id)[-1].action != action

    assert decide(client, reread(row), action, "Their board knows nothing of it.") == 303
    entry = trail.history(row.public_id)[-1]
    assert (entry.action, entry.details) == (action, {"before": "published", "reasoned": True})
    assert "Their board knows nothing of it." in client.get(page_of(row)).text


def test_a_decision_can_be_undone_after_the_page_was_loaded_again(
    client: Browser, sign_in: SignIn
) -> None:
    row = an_endorsement(a_paper())
    sign_in()
    assert "Undo" not in client.get(page_of(row)).text
    decide(client, row, "reject", "A joke.")
    client.get(ROOM)

    assert "Undo the last decision" in client.get(page_of(row)).text
    assert undo(client, reread(row), "hold") == 409
    assert undo(client, reread(row), "publish") == 303

    assert reread(row).state == "published"
    assert undo(client, reread(row), "reject") == 303  # without a reason, for it undoes


def test_what_has_changed_since_is_not_undone(client: Browser, sign_in: SignIn) -> None:
    row = an_endorsement(a_paper())
    sign_in()
    decide(client, row, "hold", "We ask first.")
    decide(client, reread(row), "publish")
    fields = {"revision": str(reread(row).revision), "csrf_token": client.mark(ROOM)}
    client.post(f"/desk/endorsements/{row.public_id}/check", data=fields)
    client.get(ROOM)

    assert "Undo" not in client.get(page_of(row)).text
    assert undo(client, reread(row), "hold") == 409
    assert reread(row).state == "published"


def undo(client: Browser, row: Endorsement, action: str) -> int:
    fields = {"action": action, "revision": str(row.revision), "undoes": "y"}
    fields["csrf_token"] = client.mark(ROOM)
    return client.post(f"/desk/endorsements/{row.public_id}/decision", data=fields).status_code


def test_leads_take_along_who_wants_news_and_which_version_was_signed(
    client: Browser, sign_in: SignIn
) -> None:
    paper = a_paper()
    an_endorsement(paper, name="Hearth", updates_consent=True)
    an_endorsement(paper, name="Roof")
    sign_in(Role.EDITOR)
    fields = {"csrf_token": client.mark(ROOM), "format": "csv", "contacts": "yes"}
    fields["purpose"] = "write"

    data = client.post("/desk/papers/ten-doors/export", data=fields).data

    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert [(row["name"], row["wants_updates"], row["version"]) for row in rows] == [
        ("Roof", "", "1"),
        ("Hearth", "yes", "1"),
    ]
    assert rows[1]["updates_wording"] == "2026-11"
    fields.pop("contacts")
    public = client.post("/desk/papers/ten-doors/export", data=fields).data.decode("utf-8-sig")
    assert "wants_updates" not in public


def test_a_second_lead_who_decides_on_what_has_changed_is_told_so(
    client: Browser, sign_in: SignIn
) -> None:
    row = an_endorsement(a_paper())
    sign_in()
    revision = row.revision
    decide(client, row, "hold", "We ask first.")

    fields = {"action": "reject", "revision": str(revision), "csrf_token": client.mark(ROOM)}
    fields["note"] = "Nobody has heard of them."
    answer = client.post(f"/desk/endorsements/{row.public_id}/decision", data=fields)

    assert answer.status_code == 409
    assert "Somebody else has changed this in the meantime." in answer.text
    assert 'name="note" value="Nobody has heard of them."' in answer.text
    assert reread(row).state == "confirmed"


@pytest.mark.parametrize("junk", ["", "delete", "withdraw", "confirm", "x" * 1000])
def test_only_a_leads_own_decisions_are_taken(client: Browser, sign_in: SignIn, junk: str) -> None:
    row = an_endorsement(a_paper())
    sign_in()

    assert decide(client, row, junk) == 400
    assert reread(row).state == "published"


def test_a_paper_of_another_campaign_looks_like_none(client: Browser, sign_in: SignIn) -> None:
    row = an_endorsement(a_paper())
    sign_in(campaign="other-campaign")
    mark = client.mark("/desk/sign-in")

    assert client.get(ROOM).status_code == 404
    for path in (f"/desk/endorsements/{row.public_id}/decision", "/desk/papers/ten-doors/export"):
        fields = {"csrf_token": mark, "action": "hold", "revision": "1", "format": "csv"}
        assert client.post(path, data=fields).status_code == 404
    assert reread(row).state == "published"


def test_a_viewer_sees_and_decides_nothing(client: Browser, sign_in: SignIn) -> None:
    row = an_endorsement(a_paper())
    sign_in(Role.VIEWER)

    page = client.get(page_of(row)).text
    assert 'name="action"' not in page
    assert 'name="contacts"' not in client.get("/desk/papers/ten-doors/export").text
    assert decide(client, row, "hold") == 404


@pytest.mark.parametrize("role", Role)
def test_viewers_and_translators_see_no_address(
    client: Browser, sign_in: SignIn, role: Role
) -> None:
    row = an_endorsement(
        a_paper(contested_shown="marked"), name="Hearth", email="ada@hearth.example.net"
    )
    an_endorsement(a_paper(), confirmed=False, name="Harbour", email="bo@harbour.example.net")
    a_challenge(a_paper(), row, email="cy@genuine.example.net")
    sign_in(role)

    answers = everything_at_the_desk(client)
    shown = "".join(answers.values())

    assert len(answers) > 7
    assert ("@harbour.example.net" in shown) == (role not in (Role.VIEWER, Role.TRANSLATOR))
    assert ("@genuine.example.net" in shown) == role.includes(Role.MODERATOR)
    assert any("Ada" in answer for path, answer in answers.items() if "/signatories/" in path)


def everything_at_the_desk(client: Browser) -> dict[str, str]:
    """Return every page of the desk that links lead to, and every file of the export."""
    seen: dict[str, str] = {}
    waiting = ["/desk/"]
    while waiting:
        path = waiting.pop()
        if path not in seen:
            page = seen[path] = client.get(path).text
            links = re.findall('href="(/desk/[^"#]*)', page)
            waiting += [link.replace("&amp;", "&") for link in links]
    mark = {"csrf_token": client.mark(ROOM)}
    for kind, contacts in itertools.product(exports.FORMATS, ("", "yes")):
        fields = {**mark, "format": kind, "contacts": contacts, "purpose": "check"}
        data = client.post("/desk/papers/ten-doors/export", data=fields).data
        seen[f"{kind} {contacts}"] = unpacked(data).decode("utf-8", "replace")
    return seen


@pytest.mark.parametrize("role", [Role.EXPORTER, Role.EDITOR])
def test_an_export_with_contacts_is_for_exporters_and_noted_in_the_trail(
    client: Browser, sign_in: SignIn, role: Role
) -> None:
    an_endorsement(a_paper(), name="=Hearth", email="ada@example.org")
    sign_in(role)
    fields = {"csrf_token": client.mark(ROOM), "format": "csv", "contacts": "yes"}
    fields["purpose"] = "write"

    answer = client.post("/desk/papers/ten-doors/export", data=fields)

    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert (rows[0]["name"], rows[0]["email"]) == ("'=Hearth", "ada@example.org")
    assert answer.headers["Cache-Control"] == "no-store"
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "export")).one()
    known = {"format": "csv", "contacts": True, "rows": 1, "purpose": "write"}
    assert entry.details == known


def test_the_export_of_a_paper_with_an_old_name_is_sent(client: Browser, sign_in: SignIn) -> None:
    an_endorsement(a_paper())
    rename_paper("h5-نداء")
    sign_in(Role.EDITOR)
    fields = {"csrf_token": client.mark("/desk/papers/h5-نداء/signatories"), "format": "csv"}

    answer = client.post("/desk/papers/h5-نداء/export", data=fields)

    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].endswith(".csv")
    assert "filename*=UTF-8''h5-" in answer.headers["Content-Disposition"]


def test_the_command_exports_contacts_only_on_request(app: Flask, tmp_path: Path) -> None:
    an_endorsement(a_paper(), name="Hearth", email="ada@example.org")
    runner, file = app.test_cli_runner(), tmp_path / "list.csv"
    arguments = ["endorsements", "export", "--paper", "ten-doors", "--format", "csv"]
    arguments += ["--output", str(file)]

    plain = runner.invoke(args=arguments)
    assert "ada@" not in file.read_text()
    private = runner.invoke(args=[*arguments, "--include-contacts"])

    assert (plain.exit_code, private.exit_code) == (0, 0)
    assert "ada@example.org" in file.read_text()
    assert runner.invoke(args=[*arguments[:3], "nothing", *arguments[4:]]).exit_code == 1


def check(client: Browser, row: Endorsement) -> int:
    fields = {"revision": str(row.revision), "csrf_token": client.mark("/desk/sign-in")}
    return client.post(f"/desk/endorsements/{row.public_id}/check", data=fields).status_code


def test_a_lead_checks_who_signed_what_is_public(client: Browser, sign_in: SignIn) -> None:
    row = an_endorsement(a_paper(), website="https://hearth.org", email="ada@hearth.org")
    sign_in()
    assert "I have checked who signed" in client.get(page_of(row)).text

    assert check(client, row) == 303

    seen = reread(row)
    assert (seen.state, seen.evidence, seen.checked_domain) == (
        "published",
        "checked",
        "hearth.org",
    )
    assert "Noted that you have checked it." in client.get(ROOM).text
    assert "I have checked who signed" not in client.get(page_of(row)).text
    assert trail.history(row.public_id)[-1].action == "check"


def test_only_what_is_as_the_lead_saw_it_and_public_is_checked(
    client: Browser, sign_in: SignIn
) -> None:
    row = an_endorsement(a_paper())
    waiting = an_endorsement(a_paper(publication="after_review"))
    old = row.revision
    sign_in()
    decide(client, row, "hold")
    decide(client, reread(row), "publish")
    decide(client, reread(row), "hold")

    fields = {"revision": str(old), "csrf_token": client.mark("/desk/sign-in")}
    stale = client.post(f"/desk/endorsements/{row.public_id}/check", data=fields)

    assert stale.status_code == 409
    assert check(client, reread(row)) == check(client, waiting) == 409
    assert reread(waiting).evidence == "mailbox"


def test_only_moderators_of_this_campaign_check(client: Browser, sign_in: SignIn) -> None:
    row = an_endorsement(a_paper())
    sign_in(Role.VIEWER)

    assert check(client, row) == 404
    assert reread(row).evidence == "mailbox"


def erase(client: Browser, row: Endorsement) -> int:
    fields = {"csrf_token": client.mark(ROOM)}
    return client.post(f"/desk/endorsements/{row.public_id}/erase", data=fields).status_code


def test_an_editor_erases_the_person_and_the_organisation_stays(
    client: Browser, sign_in: SignIn
) -> None:
    row = an_endorsement(a_paper(), name="Hearth", email="ada@hearth.example.net")
    sign_in(Role.EDITOR)

    assert erase(client, row) == 303

    assert (reread(row).contact, reread(row).state) == (None, "published")
    assert "ada@hearth.example.net" not in client.get(ROOM).text + client.get(page_of(row)).text


def test_an_individual_who_is_erased_leaves_the_list(client: Browser, sign_in: SignIn) -> None:
    paper = a_paper(accepts="both")
    row = an_endorsement(paper, capacity="individual", name="Ada Sample")
    sign_in(Role.EDITOR)

    assert erase(client, row) == 303

    assert (reread(row).name, reread(row).state) == ("", "withdrawn")
    assert db.session.scalars(select(Signatory)).all() == []


def test_only_editors_of_this_campaign_erase(client: Browser, sign_in: SignIn) -> None:
    row = an_endorsement(a_paper())
    sign_in(Role.MODERATOR)
    assert erase(client, row) == 404

    sign_in(Role.OWNER, "another")
    mark = client.mark("/desk/")
    answer = client.post(f"/desk/endorsements/{row.public_id}/erase", data={"csrf_token": mark})

    assert answer.status_code == 404
    assert reread(row).contact is not None


def test_an_export_that_fails_is_not_in_the_trail(
    client: Browser, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_paper()
    sign_in(Role.EDITOR)
    fields = {"csrf_token": client.mark(ROOM), "format": "csv"}

    def full(*_columns: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(exports, "_chunks", full)
    assert client.post("/desk/papers/ten-doors/export", data=fields).status_code == 500

    noted = select(AuditEntry).where(AuditEntry.action == "export")
    assert db.session.scalars(noted).all() == []
