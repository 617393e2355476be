"""A campaign in which everything that the desk has an address for is there."""

import io
import re
from dataclasses import dataclass, replace
from typing import Any

from flask import Flask, current_app
from sqlalchemy import select, update
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from signon.access.guard import OWN_ACCOUNT, door_of
from signon.access.models import Account, AccountSession
from signon.adding.proofs import service as proofs
from signon.audit import trail
from signon.campaigns.models import CoHost
from signon.deciding.models import BulkRun
from signon.duplicates.models import OrganisationMerge
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.imports.models import Import
from signon.kernel import clock
from signon.mailings.models import Mailing
from signon.papers.queries import PublicPaper
from signon.transaction import command
from signon.writing import keeping
from signon.writing.models import Attachment, PreviewLink
from tests.challenges.scene import a_challenge
from tests.duplicates.merges import find, merge
from tests.factories import a_paper, an_endorsement
from tests.support import desk
from tests.support.clients import Browser
from tests.support.scenes import Kept

PAPER = "/desk/papers/ten-doors"
CAMPAIGN = "/desk/campaigns/open-doors"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
SHEET = b"Organisation,E-mail,Country\nHarbourside,office@harbourside.example.org,France\n"
UNTOUCHED = {"alembic_version", "rate_counters", "peppers"}
FIELDS = {
    "action": "publish",
    "choice": "publish",
    "outcome": "stays",
    "undo": "reject",
    "revision": "1",
    "note": "A reason.",
    "words": "A note.",
    "name": "Taken over",
    "title": "Taken over",
    "markdown": "Taken over.",
    "host": "Taken over",
    "email": "taken@over.example.org",
    "role": "owner",
    "language": "en",
    "slug": "taken-over",
    "days": "9",
    "everything": "y",
    "sure": "y",
    "number": "1",
    "format": "csv",
    "contacts": "y",
    "purpose": "delivery",
    "position": "0",
    "how": "replace",
    "level": "open",
    "opens_on": "2026-11-02",
    "closes_on": "2026-12-02",
    "old": desk.PASSWORD,
    "new": "four other quiet words",
    "password": desk.PASSWORD,
}
"""What a form of the desk may ask for, so that an open door would let something be done."""


@dataclass(frozen=True)
class Scene:
    """What is there, by the room of an address, and who owns it."""

    owner: Browser
    ids: dict[str, str]
    waiting: str
    pair: str

    def path(self, rule: Rule, kind: str = "endorsement", **others: str) -> str:
        """Return the address of something that is there; `others` stand in its places instead."""
        keys = {"endorsement": self.waiting, "dispute": self.ids["challenges"]}
        values = {
            "slug": "open-doors" if str(rule).startswith("/desk/campaigns") else "ten-doors",
            "language": "fr",
            "kind": kind,
            "key": keys.get(kind, self.pair),
            "account_id": self.ids["partner"],
            "mailing": self.ids["mailings"],
            "public_id": self.ids[_room(rule)] if "public_id" in rule.arguments else "",
        }
        values |= others
        built = rule.build({name: values[name] for name in rule.arguments})
        asked = "?one={}&other={}".format(*self.pair.split("~"))
        return f"{built[1] if built else ''}{asked if str(rule).endswith('/compare') else ''}"


def everything() -> dict[str, list[tuple[object, ...]]]:
    """Return every row of the database, but for what counts how often something was tried."""
    db.session.rollback()
    tables = (table for table in db.metadata.sorted_tables if table.name not in UNTOUCHED)
    return {t.name: sorted(map(repr, db.session.execute(select(t)))) for t in tables}


def rules(app: Flask, method: str) -> list[Rule]:
    """Return the addresses of the desk that are closed to the public, by their order."""
    found = (rule for rule in app.url_map.iter_rules() if str(rule).startswith("/desk/"))
    return sorted(
        (
            rule
            for rule in found
            if method in (rule.methods or ())
            and door_of(app.view_functions[rule.endpoint]) not in ("public", None)
        ),
        key=str,
    )


def is_about_oneself(app: Flask, rule: Rule) -> bool:
    """Tell whether an address shows or changes nothing but the account of whoever asks."""
    door = door_of(app.view_functions[rule.endpoint])
    return door == OWN_ACCOUNT and "public_id" not in rule.arguments


def a_whole_desk() -> Scene:
    """Return a campaign with one of everything, in a database in which nothing else is."""
    known = WHOLE.set()
    owner = _browser()
    owner.take(known.owner.cookies)
    _use_sessions()
    return replace(known, owner=owner)


@command
def _use_sessions() -> None:
    """Let all be seen in this moment, as when they have just signed in: a page notes it later."""
    db.session.execute(update(AccountSession).values(seen_at=clock.now()))


def _make() -> Scene:
    owner = desk.sign_in(_browser())
    paper = a_paper(languages=("en", "fr"), accepts="both")
    waiting, disputed = _entries(paper)
    ids = {"endorsements": waiting, "signatories": waiting, "challenges": disputed}
    for number in (1, 2):
        an_endorsement(paper, name=f"Caritas Europ{number}a", website="https://caritas.example.org")
    one, other = (an_endorsement(paper, name=name) for name in ("Harbour House", "Harbour Houses"))
    merge(one, other, stays=(one,))
    keeping.make_preview(paper, 3, actor=trail.SYSTEM)
    _an_unsaved_text(owner)
    _through_the_pages(owner, waiting)
    ids |= _ids_of_what_was_made()
    return Scene(owner, ids, waiting, _pair(owner))


WHOLE = Kept(_make)


def press(client: Browser, path: str, room: str = f"{PAPER}/manage", **fields: Any) -> TestResponse:
    """Send a form of the desk from a page that has one."""
    answer = client.post(path, data={"csrf_token": client.mark(room), **fields})
    assert answer.status_code == 303, f"{path}: {answer.status}"
    return answer


def _browser() -> Browser:
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    return Browser(app, app.response_class)


def _entries(paper: PublicPaper) -> tuple[str, str]:
    """Return one that waits, and one that is disputed."""
    disputed = an_endorsement(paper, name="Hearth", website="https://hearth.example.net/")
    a_challenge(paper, disputed)
    waiting = an_endorsement(paper, name="Anybody", email="anybody@mailinator.com")
    proofs.keep(waiting, proofs.checked("Signed page.pdf", PDF), lead=trail.SYSTEM)
    return waiting.public_id, disputed.public_id


def _through_the_pages(owner: Browser, waiting: str) -> None:
    """Make what leads make, as they make it."""
    people, co_hosts = f"{CAMPAIGN}/people", f"{CAMPAIGN}/co-hosts"
    press(owner, people, people, email="colleague@example.org", role="editor", language="en")
    press(owner, co_hosts, co_hosts, name="Partner")
    co_host = db.session.scalars(select(CoHost.public_id)).one()
    guest = {"email": "partner@example.org", "language": "en"}
    press(owner, f"{co_hosts}/{co_host}/people", co_hosts, **guest)
    press(owner, f"{PAPER}/files", file=(io.BytesIO(PDF), "Ten doors.pdf"))
    listed = select(Endorsement.public_id).where(Endorsement.state == "published").limit(1)
    bulk = {"action": "reject", "note": "Why.", "sure": "y", "number": "1"}
    press(owner, f"{PAPER}/decisions", id=db.session.scalars(listed).one(), **bulk)
    press(owner, f"/desk/signatories/{waiting}/notes", words="Called on Tuesday.")
    press(owner, f"{PAPER}/signatories/filters", filter="country=BE", name="Belgium")
    press(owner, f"{PAPER}/mailings", f"{PAPER}/mailings")
    press(owner, f"{PAPER}/imports", f"{PAPER}/imports", file=(io.BytesIO(SHEET), "list.csv"))


def _an_unsaved_text(owner: Browser) -> None:
    """Keep what was typed as a French text, and share it by a link."""
    page = f"{PAPER}/texts/fr"
    typed = {"title": "Portes", "markdown": "Une pensée.", "based_on": "", "revision": "0"}
    kept = owner.post(f"{page}/unsaved", data={"csrf_token": owner.mark(page), **typed})
    assert kept.status_code == 200, kept.text
    press(owner, f"{page}/preview", page, days="3")


def _ids_of_what_was_made() -> dict[str, str]:
    """Return public ids by the room of an address."""
    rooms = {
        "co-hosts": select(CoHost.public_id),
        "people": select(Account.public_id).where(Account.email == "colleague@example.org"),
        "partner": select(Account.public_id).where(Account.email == "partner@example.org"),
        "decisions": select(BulkRun.public_id),
        "previews": select(PreviewLink.public_id).where(PreviewLink.language == ""),
        "texts": select(PreviewLink.public_id).where(PreviewLink.language == "fr"),
        "files": select(Attachment.public_id),
        "mailings": select(Mailing.public_id),
        "imports": select(Import.public_id),
        "merges": select(OrganisationMerge.public_id),
        "sessions": select(AccountSession.public_id).order_by(AccountSession.id).limit(1),
    }
    return {room: db.session.scalars(wanted).one() for room, wanted in rooms.items()}


def _pair(owner: Browser) -> str:
    find()
    found = re.search(r"/to-decide/duplicate/([\w~-]+)/open", owner.get(f"{PAPER}/to-decide").text)
    assert found
    return found[1]


def _room(rule: Rule) -> str:
    """Return the word before the public id, by which one knows whose it is."""
    if "/<language>/previews/" in str(rule):
        return "texts"
    return str(rule).partition("/<public_id>")[0].rpartition("/")[2]
