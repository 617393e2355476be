"""The room of imports: a file is looked at, read otherwise, brought in, taken along and undone."""

import io
import re

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from signon.access.roles import Role
from signon.imports import policy, running
from tests.factories import a_paper
from tests.imports.lists import entries, outcomes, run_of
from tests.space.doors import mails
from tests.support import desk
from tests.support.clients import Browser
from tests.support.sheets import TITLES, csv_file

ROOM = "/desk/papers/ten-doors/imports"
ROWS = [TITLES, ("Alpha", "a@x.org", "Belgium"), ("=cmd()", "b@x.org", "France"), ("", "c@x.org")]


@pytest.fixture
def lead(app: Flask, client: Browser) -> Browser:
    a_paper()
    return desk.sign_in(client, Role.MODERATOR)


def sent(lead: Browser, content: bytes, name: str = "list.csv") -> str:
    """Hand a file in; return the address of its page."""
    answer = lead.send(ROOM, {"file": (io.BytesIO(content), name)})
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def press(lead: Browser, page: str, what: str, fields: dict[str, str]) -> TestResponse:
    """Press a button on the page of a list."""
    return lead.post(f"{page}/{what}", data={"csrf_token": lead.mark(page), **fields})


def public_id(page: str) -> str:
    return page.rpartition("/")[2]


def test_a_list_is_looked_at_brought_in_and_undone(lead: Browser) -> None:
    page = sent(lead, csv_file(ROWS))

    preview = lead.get(page).text
    assert "2 rows are new." in preview
    assert "no name of an organisation" in preview
    assert entries() == []
    assert press(lead, page, "rows", {"evidence": "e-mail of 3 May"}).status_code == 303
    running.write_portion(public_id(page))
    done = lead.get(page).text

    assert "Ask 2 mailboxes" in done
    known = len(mails())
    first = entries()[0]
    shown = lead.get(f"/desk/signatories/{first.public_id}").text
    assert "list.csv" in shown
    assert "e-mail of 3 May" in shown
    assert press(lead, page, "questions", {"number": "2"}).status_code == 303
    asking = lead.get(page).text
    assert "The mailboxes are being asked." in asking
    assert "Ask 2 mailboxes" not in asking
    running.ask_portion(public_id(page))
    assert sorted(mail.to for mail in mails()[known:]) == ["a@x.org", "b@x.org"]
    assert press(lead, page, "undo", {}).status_code == 400
    assert press(lead, page, "undo", {"sure": "y"}).status_code == 303
    running.undo_portion(public_id(page))
    assert entries() == []
    assert outcomes(run_of(public_id(page)))[:2] == ["taken_back", "taken_back"]


def test_the_rows_are_taken_along_with_their_problems_and_come_back_mended(lead: Browser) -> None:
    page = sent(lead, csv_file(ROWS))

    file = press(lead, page, "file", {"format": "csv"})

    lines = file.text.splitlines()
    assert lines[0].endswith("problem")
    assert lines[2].startswith("'=cmd()")
    assert lines[3].endswith("no name of an organisation")
    press(lead, page, "rows", {})
    running.write_portion(public_id(page))
    mended = file.text.replace("\n,c@x.org", "\nGamma,c@x.org")
    again = lead.get(sent(lead, mended.encode())).text
    assert "1 row is new." in again
    assert "2 stand on the list already" in again
    assert press(lead, page, "file", {"format": "xlsx"}).data.startswith(b"PK")


def test_a_file_without_rows_says_so(lead: Browser) -> None:
    page = lead.get(sent(lead, csv_file([TITLES]))).text

    assert "No row was found." in page
    assert "Take along as CSV" not in page


def test_two_columns_that_fit_are_asked_about(lead: Browser) -> None:
    two = [("Organisation", "E-mail", "Work e-mail"), ("Alpha", "a@x.org", "w@y.org")]
    page = sent(lead, csv_file(two))
    asked = lead.get(page).text
    assert "Two columns fit." in asked
    assert "w@y.org" in asked
    assert "1 row was found." in asked
    assert "left out" not in asked
    assert press(lead, page, "rows", {}).status_code == 422

    press(lead, page, "reading", {"map-email": "Work e-mail", "map-organisation": "Organisation"})
    press(lead, page, "rows", {})
    running.write_portion(public_id(page))

    assert [row.contact.email for row in entries() if row.contact] == ["w@y.org"]
    assert "Two columns fit." not in lead.get(sent(lead, csv_file([*two, ("B", "b@x.org")]))).text


@pytest.mark.parametrize(
    ("content", "words", "status"),
    [
        (b"", "The file is empty.", 422),
        (b"%PDF-1.4 no sheet", "", 422),
        (b"x" * 200, "The file is larger than 20 MB.", 413),
    ],
)
def test_what_is_no_list_is_refused(
    lead: Browser, content: bytes, words: str, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(policy, "LARGEST", 100)  # a client of tests leaves larger files open

    answer = lead.send(ROOM, {"file": (io.BytesIO(content), "../../etc/\u202epasswd.xlsx")})

    assert answer.status_code == status
    assert words in answer.text
    assert lead.send(ROOM, {}).status_code == 422


def test_a_hostile_name_of_a_file_is_shown_and_never_a_path(lead: Browser) -> None:
    page = sent(lead, csv_file(ROWS), "../../<b>\u202e\x07.csv")

    text = lead.get(page).text

    assert "<b>" not in re.sub(r"<bdi>|<b>(?=\S*</b>)", "", text.split("<main")[1])
    assert ".." not in run_of(public_id(page)).filename
    assert press(lead, page, "file", {"format": "csv"}).status_code == 200


def test_who_may_see_no_contact_may_not_bring_in(client: Browser) -> None:
    a_paper()
    exporter = desk.sign_in(client, Role.EXPORTER)

    assert exporter.get(ROOM).status_code in (403, 404)
