"""A word in every private field is found in no public answer and, once erased, nowhere at all."""

import logging
import re
import secrets
import subprocess
import threading
from datetime import timedelta
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
import time_machine
from flask import Flask
from sqlalchemy import delete, select

from signon.access.models import RateCounter
from signon.audit import trail
from signon.challenges.capability import CHALLENGE
from signon.challenges.models import Challenge
from signon.endorsements import tasks as endorsement_tasks
from signon.endorsements.capability import ENDORSEMENT
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.imports import service as imports
from signon.imports import tasks as import_tasks
from signon.imports.drafts import Sheet
from signon.imports.reading import read
from signon.imports.records import Wishes
from signon.jobs.models import WAITING, Job
from signon.jobs.worker import work
from signon.kernel import clock
from signon.outbox.models import ALLOWANCES
from signon.papers.queries import paper_by_slug
from signon.review import exports
from signon.space import offers
from signon.space import service as space
from signon.submissions import tasks, workflow
from signon.submissions.drafts import ContactDraft
from signon.submissions.states import State
from tests.challenges import scene
from tests.factories import FORM, a_paper, change_paper
from tests.imports.lists import TERMS, run_of, written
from tests.outbox.mails import delivering_to
from tests.space.doors import link_to, mails, open_space
from tests.support.archives import unpacked
from tests.support.clients import Browser
from tests.support.sheets import csv_file
from tests.support.smtp import sink

ENDORSE = "/en/papers/ten-doors/endorse"
_LINK = re.compile(r'(?:href|action|src)="([^"#]+)')


class Canaries:
    """Words that nobody could have written by chance, and where each was put."""

    def __init__(self) -> None:
        self.words: dict[str, str] = {}

    def new(self, place: str) -> str:
        """Return a word for a private field."""
        return self.words.setdefault(place, f"canary{secrets.token_hex(6)}")

    def person(self, who: str) -> dict[str, str]:
        """Return the private fields of the endorsement form."""
        return {
            "representative_name": self.new(f"{who}, name"),
            "representative_role": self.new(f"{who}, role"),
            "email": f"{self.new(f'{who}, mailbox')}@hearth.example.net",
        }

    def found_in(self, text: str | bytes) -> list[str]:
        """Return the places whose word stands in a text."""
        text = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
        return [place for place, word in self.words.items() if word in text]


def sign(client: Browser, fields: dict[str, str], *, confirmed: bool = True) -> Endorsement:
    """Sign as somebody does in a browser, and open the link of the mail."""
    assert client.send(ENDORSE, {**FORM, **fields}).status_code == 303
    if confirmed:
        client.send(link_to("confirm/", mails()[-1]), {})
    db.session.rollback()
    return db.session.scalars(select(Endorsement).order_by(Endorsement.id.desc()).limit(1)).one()


def everybody_acts(client: Browser, canaries: Canaries) -> None:
    """Fill every private field that the public can fill."""
    hearth = {"organisation_name": "Hearth", "website": scene.WEBSITE}
    row = sign(client, {**hearth, **canaries.person("representative")})
    scene.establish()
    waiting = {"organisation_name": canaries.new("a name that nobody confirmed"), "website": ""}
    sign(client, {**waiting, **canaries.person("unconfirmed")}, confirmed=False)
    hidden = {"capacity": "individual", "hides_name": "y", "organisation_name": ""}
    hidden["statement"] = canaries.new("remark of a hidden one")
    sign(client, {**hidden, **canaries.person("hidden individual")})
    canaries.words.pop("hidden individual, role")  # nobody keeps the role of an individual
    sign(client, {**hearth, **canaries.person("colleague")})
    for sort in ("successor", "second"):
        person = canaries.person(sort)
        offers.ask(
            row,
            sort,
            ContactDraft(
                person["representative_name"], person["representative_role"], person["email"]
            ),
        )
    challenger = {**scene.FORM, **canaries.person("challenger")}
    challenger["explanation"] = canaries.new("what a challenger says")
    client.send(f"/en/papers/ten-doors/signatories/{row.public_id}/challenge", challenger)
    client.send(link_to("confirm/", mails()[-1]), {})


def lists_are_brought_in(canaries: Canaries) -> None:
    """Bring in a list, and look at another one, with a word in all that is private of a sheet."""
    titles = ("Organisation", "E-mail", "Country", "Contact person", "Role", "Phone")
    for what in ("list", "list that was only looked at"):
        person = canaries.person(f"{what}, signatory")
        said = (*person.values(), canaries.new(f"{what}, column that nobody reads"))
        name, role, email, phone = said
        nobody = canaries.new(f"{what}, row with a problem")
        rows = [titles, (f"{what} house", email, "France", name, role, phone), ("", nobody)]
        sheet = Sheet("signatures.csv", csv_file(rows))
        found = read(sheet.content, sheet.filename, Wishes())
        run = run_of(imports.keep(a_paper(), sheet, found, Wishes(), lead="lead"))
        if what == "list":
            imports.write(run, TERMS, lead=trail.SYSTEM)
            written(run)


def every_public_answer(client: Browser) -> dict[str, bytes]:
    """Return what is at every address that links lead to from the first page, files unpacked."""
    seen: dict[str, bytes] = {}
    waiting = ["/en/", "/ar/"]
    while waiting:
        path = waiting.pop()
        if path in seen or urlsplit(path).path.startswith(("/mailbox", "/desk", "/static")):
            continue
        answer = client.get(path)
        seen[path] = unpacked(answer.data) + str(answer.headers).encode()
        if answer.mimetype == "text/html":
            found = (urljoin(path, link) for link in _LINK.findall(answer.text))
            waiting += [link.replace("&amp;", "&") for link in found if link.startswith("/")]
    return seen


def rest() -> None:
    """Forget the limits, which are not what this is about."""
    with db.engine.begin() as connection:
        connection.execute(delete(RateCounter))
        connection.execute(delete(ALLOWANCES))


def test_a_word_in_a_private_field_is_found_in_nothing_public(
    app: Flask, client: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    paper = a_paper(accepts="both", contested_shown="marked")
    canaries = Canaries()
    with caplog.at_level(logging.DEBUG):
        everybody_acts(client, canaries)
        lists_are_brought_in(canaries)
        rest()
        answers = every_public_answer(client)

    assert len(canaries.words) > 20
    assert any("signatories" in path for path in answers)
    assert len(answers) > 40
    assert [(path, found) for path in answers if (found := canaries.found_in(answers[path]))] == []
    assert canaries.found_in(caplog.text) == []
    for kind in exports.FORMATS:
        with exports.file_of(paper_by_slug(paper.slug), kind, contacts=False) as file:
            assert canaries.found_in(unpacked(file.read())) == []
    details = " ".join(str(entry.details) for entry in trail.history(paper.public_id))
    assert canaries.found_in(details) == []


def test_a_word_that_was_erased_is_found_in_no_file_of_the_database(
    app: Flask, client: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "DATA_DIR", str(tmp_path))
    a_paper(accepts="both", contested_shown="marked", retention_months=1)
    canaries = Canaries()
    everybody_acts(client, canaries)
    lists_are_brought_in(canaries)
    space.want_link(f"{canaries.new('who asked for a link')}@example.org", "en")
    assert canaries.found_in(in_the_database()) == list(canaries.words)

    first = db.session.scalars(select(Endorsement).order_by(Endorsement.id).limit(1)).one()
    workflow.withdraw(ENDORSEMENT, first, actor=trail.SIGNATORY)
    for row in db.session.scalars(select(Challenge)).all():
        workflow.disown(CHALLENGE, row)
    change_paper(closes_at=clock.now() + timedelta(days=1))
    deliver_everything(app)
    with time_machine.travel(clock.now() + timedelta(days=400)):
        tasks.forget()
        endorsement_tasks.follow_closing_dates()
        tasks.erase()
        import_tasks.forget_old()

    assert canaries.found_in(in_the_database()) == []
    states = db.session.scalars(select(Endorsement.state).order_by(Endorsement.id)).all()
    assert states[0] == State.WITHDRAWN
    assert [
        place
        for file in tmp_path.rglob("*")
        if file.is_file()
        for place in canaries.found_in(file.read_bytes())
    ] == []


def deliver_everything(app: Flask) -> None:
    """Let every job be done, as a worker does."""
    db.session.remove()
    with sink() as server, delivering_to(app, server.port):
        work(True, threading.Event())
    assert server.accepted
    left = select(Job.kind).where(Job.state == WAITING, Job.due_at <= clock.now())
    assert db.session.scalars(left).all() == []
    db.session.remove()


def in_the_database() -> str:
    """Return all that the database holds: its files where it has some, else all of its tables."""
    db.session.remove()
    if db.engine.dialect.name != "sqlite":
        with db.engine.connect() as connection:
            tables = db.metadata.sorted_tables
            return "".join(str(connection.execute(select(t)).all()) for t in tables)
    main = Path(db.engine.url.database or "")
    files = (main, main.with_name(f"{main.name}-wal"))
    # In a process of its own: who closes a file of SQLite lets go of all locks that the process has
    # on it (https://www.sqlite.org/howtocorrupt.html, 2.2), and the next process clears its log.
    said = subprocess.run(
        ["/bin/cat", *filter(Path.exists, files)], capture_output=True, check=True
    )
    return said.stdout.decode("latin-1")


def test_what_the_owner_of_a_mailbox_may_see_is_no_secret_to_them(client: Browser) -> None:
    """The canary does sing where it may: otherwise the tests above would prove nothing."""
    a_paper()
    canaries = Canaries()
    person = canaries.person("representative")
    sign(client, {"organisation_name": "Hearth", **person})
    rest()

    path = open_space(client, person["email"])

    assert canaries.found_in(client.get(f"{path}/data.json").data) == list(canaries.words)
