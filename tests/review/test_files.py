"""What leads take along: chosen columns in words, as on the page; contacts for a purpose alone."""

import csv
import io
import json
from typing import Any

import openpyxl
import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from signon.access.roles import Role
from signon.audit.models import AuditEntry
from signon.extensions import db
from signon.review import exports
from signon.review import service as desk
from tests.factories import a_paper, an_endorsement
from tests.kernel.test_formulas_in_csv import SEPARATORS, formulas
from tests.review.test_formulas import HOSTILE
from tests.support.clients import Browser
from tests.support.desk import sign_in

EXPORT = "/desk/papers/ten-doors/export"
ROOM = "/desk/papers/ten-doors/signatories"


def take(client: Browser, **fields: Any) -> Any:
    """Return the answer to the form of the export, sent as a person does."""
    sent = {"csrf_token": client.mark(EXPORT), "format": "csv", "language": "en", **fields}
    return client.post(EXPORT, data=sent)


def rows_of(answer: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


def noted() -> list[dict[str, Any]]:
    db.session.rollback()
    found = select(AuditEntry).where(AuditEntry.action == "export").order_by(AuditEntry.number)
    return [entry.details for entry in db.session.scalars(found)]


def test_codes_stand_beside_their_words_in_the_chosen_language(client: Browser) -> None:
    an_endorsement(a_paper(), name="Hearth", country="DE", organisation_kind="union")
    sign_in(client, Role.VIEWER)

    [row] = rows_of(take(client, language="fr"))

    assert (row["country"], row["country_name"]) == ("DE", "Allemagne")
    assert (row["kind"], row["kind_name"]) == ("union", "Syndicat")
    assert (row["state"], row["state_words"]) == ("published", "Sur la liste")
    assert (row["evidence"], row["version"], row["source"]) == ("mailbox", "1", "form")
    assert not {"email", "representative_name", "wants_updates", "decision_note"} & set(row)


def test_a_sheet_has_its_headings_in_words(client: Browser) -> None:
    an_endorsement(a_paper(), name="Hearth", country="DE")
    sign_in(client, Role.VIEWER)

    data = take(client, format="xlsx", language="es", column=["name", "country_name"]).data

    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert list(sheet.iter_rows(values_only=True)) == [("Nombre", "País"), ("Hearth", "Alemania")]


@pytest.mark.parametrize("order", ["newest", "name", "state"])
def test_a_file_has_what_the_page_has_in_its_order(client: Browser, order: str) -> None:
    paper = a_paper(publish_grades="checked")
    for name in ("Zebra", "École", "Anchor"):
        an_endorsement(paper, name=name, country="FR")
    an_endorsement(paper, name="Other", country="BE")
    sign_in(client)

    rows = rows_of(take(client, filter=f"country=FR&order={order}"))

    names = [row["name"] for row in rows]
    page = client.get(f"{ROOM}?country=FR&order={order}").text
    assert sorted(names) == ["Anchor", "Zebra", "École"]
    assert sorted(names, key=page.index) == names


def test_what_was_selected_is_taken_and_nothing_else(client: Browser) -> None:
    paper = a_paper()
    mine, _other = an_endorsement(paper, name="Mine"), an_endorsement(paper, name="Other")
    elsewhere = an_endorsement(a_paper("roofs"), name="Elsewhere")
    sign_in(client)
    ids = [mine.public_id, elsewhere.public_id]
    selected = {"id": ids, "filter": "", "csrf_token": client.mark(ROOM)}

    page = client.post(f"{EXPORT}/selection", data=selected).text

    assert all(f'name="id" value="{one}"' in page for one in ids)
    assert [row["name"] for row in rows_of(take(client, id=ids))] == ["Mine"]


def test_nothing_selected_is_not_taken_for_all_of_it(client: Browser) -> None:
    an_endorsement(a_paper(), name="Hearth")
    sign_in(client)
    here = f"{ROOM}?state=published"
    fields = {"filter": "state=published", "back": here, "csrf_token": client.mark(ROOM)}

    answer = client.post(f"{EXPORT}/selection", data=fields)

    assert (answer.status_code, answer.location) == (303, here)
    assert "Please select at least one row first." in client.get(here).text
    everything = client.post(f"{EXPORT}/selection", data={**fields, "everything": "y"})
    assert "1 signatory" in everything.text


def test_chosen_columns_are_remembered(client: Browser) -> None:
    an_endorsement(a_paper(), name="Hearth")
    sign_in(client, Role.EXPORTER)

    [row] = rows_of(take(client, column=["name", "version", "email"]))

    assert row == {"name": "Hearth", "version": "1"}
    page = client.get(EXPORT).text
    assert 'value="version" checked' in page
    assert 'value="email" checked' in page
    assert 'value="acronym" checked' not in page


def test_contacts_need_a_purpose_which_the_trail_keeps(client: Browser) -> None:
    an_endorsement(a_paper(), email="ada@hearth.example.net")
    sign_in(client, Role.EXPORTER)

    for purpose in ("", "because Ada asked"):
        answer = take(client, contacts="yes", purpose=purpose)
        assert answer.status_code == 422
        assert "ada@" not in answer.text
    assert noted() == []

    [row] = rows_of(take(client, contacts="yes", purpose="deliver"))

    assert row["email"] == "ada@hearth.example.net"
    known = {"format": "csv", "contacts": True, "rows": 1, "purpose": "deliver"}
    assert noted() == [known]


@pytest.mark.parametrize("role", [Role.VIEWER, Role.TRANSLATOR, Role.MODERATOR])
def test_contacts_are_for_exporters(client: Browser, role: Role) -> None:
    an_endorsement(a_paper(), email="ada@hearth.example.net")
    sign_in(client, role)

    assert take(client, contacts="yes", purpose="deliver").status_code == 404
    answer = take(client, column=["name", "email"])
    assert b"ada@" not in answer.data
    assert "email" not in rows_of(answer)[0]


def test_notes_are_in_a_file_on_request_alone(client: Browser) -> None:
    row = an_endorsement(a_paper())
    desk.add_note(row, "Called on Tuesday.", author="x")
    sign_in(client)
    contacts = {"contacts": "yes", "purpose": "check"}

    assert b"Tuesday" not in take(client, **contacts).data
    assert b"Tuesday" not in take(client, notes="y").data
    assert "Tuesday" in rows_of(take(client, **contacts, notes="y"))[0]["note"]


@time_machine.travel("2026-12-01T02:00:00+00:00", tick=False)
def test_a_file_is_named_after_the_paper_and_the_day_there(client: Browser) -> None:
    paper = a_paper(time_zone="America/New_York")
    an_endorsement(paper)
    sign_in(client)

    named = take(client, format="xlsx").headers["Content-Disposition"]

    assert named == 'attachment; filename="ten-doors-signatories-2026-11-30.xlsx"'


def test_the_trail_knows_nothing_of_a_file_that_could_not_be_made(
    client: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_endorsement(a_paper())
    sign_in(client)

    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(exports, "_chunks", full)
        assert take(client).status_code >= 500

    assert noted() == []
    assert take(client).status_code == 200
    assert len(noted()) == 1


@pytest.mark.parametrize("kind", exports.FORMATS)
def test_a_hidden_name_is_in_no_file_without_contacts(client: Browser, kind: str) -> None:
    paper = a_paper(accepts="both")
    person = {"capacity": "individual", "authorised": False, "hides_name": True}
    an_endorsement(paper, name="Aaron Hidden", organisation_kind="", **person)
    an_endorsement(paper, name="Zebra")
    sign_in(client)

    data = take(client, format=kind, filter="order=name").data

    if kind == "json":
        assert [row["name"] for row in json.loads(data)] == ["Zebra", ""]
    assert b"Aaron" not in data


def test_no_cell_of_a_leads_file_runs(client: Browser, app: Flask) -> None:
    paper = a_paper(allows_reservations=True)
    for number, value in enumerate(HOSTILE):
        said = {"statement": value, "reservation": value, "acronym": value[:20]}
        row = an_endorsement(paper, name=f"{value} {number}", representative_name=value, **said)
        desk.add_note(row, value, author="x")
    sign_in(client)

    data = take(client, contacts="yes", purpose="check", notes="y").data.decode("utf-8-sig")

    assert [cell for by in SEPARATORS for cell in formulas(data, by)] == []


@pytest.mark.parametrize("fields", [{"format": "exe"}, {"language": "tlh"}, {"id": ["x"] * 1001}])
def test_what_nobody_can_choose_is_refused(client: Browser, fields: dict[str, Any]) -> None:
    an_endorsement(a_paper())
    sign_in(client)

    assert take(client, **fields).status_code == 400
    assert noted() == []
