"""What leads write about people may hold addresses: viewers and translators read it nowhere."""

import io
import zipfile
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from signon.access.roles import Role
from signon.endorsements import service as endorsements
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.submissions.states import Action
from tests.support import desk
from tests.support.clients import Browser
from tests.support.whole_desk import PAPER, Scene, a_whole_desk, press, rules

NOTED = "noted-for-bo@private.example.org"
REASONS = {"off": "off-for-bo@private.example.org", "held": "held-for-bo@private.example.org"}
NOTHING = [Role.VIEWER, Role.TRANSLATOR]
ALL = [NOTED, *REASONS.values()]


def a_desk_with_words() -> Scene:
    """Return a whole desk, with an address in a note and in the reasons of two decisions."""
    scene = a_whole_desk()
    press(scene.owner, f"/desk/signatories/{scene.waiting}/notes", words=f"Ask {NOTED}.")
    for name, action in (("off", Action.REJECT), ("held", Action.UNPUBLISH)):
        listed = select(Endorsement).where(
            Endorsement.state == "published", Endorsement.contested_at.is_(None)
        )
        row = db.session.scalars(listed.order_by(Endorsement.id.desc()).limit(1)).one()
        note, revision = f"Says {REASONS[name]}.", row.revision
        endorsements.decide(row, action, revision=revision, moderator="lead", note=note)
    return scene


def pages(app: Flask, scene: Scene) -> Iterator[str]:
    """Return every page of the desk, and that of every entry."""
    for rule in rules(app, "GET"):
        yield scene.path(rule)
        if rule.arguments == {"public_id"} and "/signatories/" in str(rule):
            for one in db.session.scalars(select(Endorsement.public_id)).all():
                yield scene.path(rule, public_id=one)
    yield f"{PAPER}/signatories?q=bo@private.example.org"
    yield f"{PAPER}/to-decide?open=all"


def files(client: Browser) -> Iterator[bytes]:
    """Return what the forms for files answer, with all that can be asked for."""
    mark = client.mark(f"{PAPER}/export")
    every = ["name", "email", "decision_note", "note", "notes", "state"]
    for kind in ("csv", "xlsx", "json"):
        for contacts in ("", "y"):
            asked = {"format": kind, "contacts": contacts, "notes": "y", "purpose": "delivery"}
            sent = {"csrf_token": mark, "column": every, **asked}
            answer = client.post(f"{PAPER}/export", data=sent)
            yield answer.data
            if answer.data.startswith(b"PK"):
                with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
                    yield from map(archive.read, archive.namelist())


def read_by(app: Flask, scene: Scene, client: Browser) -> set[str]:
    """Return which of the addresses in leads' words somebody reads anywhere."""
    seen = {said for path in pages(app, scene) for said in ALL if said in client.get(path).text}
    return seen | {said for file in files(client) for said in ALL if said.encode() in file}


@pytest.mark.parametrize("role", NOTHING)
def test_who_sees_no_address_reads_none_in_the_words_of_leads(app: Flask, role: Role) -> None:
    scene = a_desk_with_words()

    client = desk.sign_in(Browser(app, app.response_class), role)

    assert read_by(app, scene, client) == set()
    page = client.get(f"/desk/signatories/{scene.waiting}").text
    assert "Leads who may see addresses read what was noted." in page
    assert "Ask " not in page


@pytest.mark.parametrize("role", [Role.EXPORTER, Role.MODERATOR])
def test_who_sees_addresses_reads_them(app: Flask, role: Role) -> None:
    """Else nothing would be shown above because nothing is there."""
    scene = a_desk_with_words()

    assert read_by(app, scene, desk.sign_in(Browser(app, app.response_class), role)) == set(ALL)
