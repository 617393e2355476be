"""Another collator or other rules: what is stored is made anew, in portions, by the worker."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, func, select, update

from signon.endorsements import renewal as of_search
from signon.endorsements.models import Endorsement, finding_version
from signon.endorsements.renewal import SEARCH
from signon.extensions import db
from signon.jobs import queue
from signon.jobs import renewal as jobs_renewal
from signon.jobs.models import JOBS
from signon.jobs.queue import Claimed
from signon.kernel import clock
from signon.kernel.files import tabular
from signon.kernel.text import collation, fold
from signon.papers.queries import PublicPaper
from signon.signatories import renewal as of_lines
from signon.signatories import service
from signon.signatories.fields import line_version
from signon.signatories.listing import filters, paging
from signon.signatories.models import ListState, Signatory, SignatoryWord
from signon.signatories.renewal import LINES
from signon.transaction import command
from tests.factories import a_paper, an_endorsement

NAMES = ("Zebra", "Ärger", "école", "Beacon", "Ωmega")
RENEWALS = {renewal.kind: renewal for renewal in (LINES, SEARCH)}
IN_ORDER = ["Ärger", "Beacon", "école", "Zebra", "Ωmega"]


@pytest.fixture
def paper(app: Flask) -> PublicPaper:
    """A paper whose list another collator has sorted by the last letter, and nobody is found."""
    paper = a_paper()
    for name in NAMES:
        an_endorsement(paper, name=name)
    _make_old()
    assert names(paper) != IN_ORDER
    assert names(paper, q="ecole") == []
    return paper


@command
def _make_old() -> None:
    for line in db.session.scalars(select(Signatory)):
        line.sort_key = line.name[::-1].encode()
        line.collator_version = line.words_version = ""
    db.session.execute(delete(SignatoryWord))
    db.session.execute(update(Endorsement).values(search="", search_version="", sort_key=b""))


def names(paper: PublicPaper, **query: str) -> list[str]:
    return [line.name for line in paging.page(paper.id, filters.wanted(query)).lines]


def begin() -> None:
    for renewal in RENEWALS.values():
        renewal.begin()


def work() -> int:
    """Do what waits in the queue until nothing does; return how many jobs that were."""
    done = 0
    while jobs := queue.claim(1, 60):
        if jobs[0].kind in RENEWALS:
            RENEWALS[jobs[0].kind].run(jobs[0])
            done += 1
        queue.finish(jobs[0])
    return done


def stale() -> int:
    db.session.rollback()
    lines = select(func.count()).where(Signatory.collator_version != collation.VERSION)
    searched = select(func.count()).where(Endorsement.search_version != finding_version())
    return int(db.session.execute(lines).scalar_one() + db.session.execute(searched).scalar_one())


def revision() -> int:
    return int(db.session.execute(select(ListState.revision)).scalar_one())


def test_an_upgrade_puts_the_list_in_order_and_lets_it_be_found(paper: PublicPaper) -> None:
    before = revision()

    begin()
    begin()

    assert work() == 2
    assert stale() == 0
    assert names(paper) == IN_ORDER
    assert names(paper, q="ecole") == ["école"]
    assert revision() > before
    searched = db.session.scalars(select(Endorsement.search).order_by(Endorsement.id)).all()
    keys = db.session.scalars(select(Endorsement.sort_key).order_by(Endorsement.id)).all()
    assert keys == [collation.sort_key(name) for name in NAMES]
    assert searched == [" zebra", " arger aerger", " ecole", " beacon", " ωmega"]


@pytest.mark.parametrize("module", [collation, fold])
def test_a_new_version_of_either_makes_every_line_anew(
    paper: PublicPaper, monkeypatch: pytest.MonkeyPatch, module: Any
) -> None:
    begin()
    work()
    monkeypatch.setattr(module, "VERSION", "0/newer")

    begin()

    assert work() == 2  # the lines of lists, and how the desk finds entries
    versions = select(Signatory.collator_version, Signatory.words_version).distinct()
    assert db.session.execute(versions).all() == [(collation.VERSION, line_version())]


def test_a_new_rule_for_files_makes_every_stored_line_anew(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = datetime(2026, 11, 27, 2, 25, tzinfo=UTC)
    an_endorsement(a_paper(time_zone="America/New_York"), at=late, name="Hearth, =1+1")
    stored = select(Signatory.csv_line)
    line = db.session.scalars(stored).one()
    _store_otherwise()

    monkeypatch.setattr(tabular, "REVISION", "newer")
    begin()

    assert work() == 1
    assert db.session.scalars(stored).one() == line
    assert "2026-11-26" in line
    assert '"Hearth,\' =1+1"' in line


@command
def _store_otherwise() -> None:
    db.session.execute(update(Signatory).values(csv_line="of another rule"))


def test_nothing_is_done_when_everything_is_of_this_version(app: Flask) -> None:
    an_endorsement(a_paper(), name="Hearth")
    before = revision()

    begin()

    assert db.session.scalars(select(JOBS.c.ref).where(JOBS.c.kind.in_(RENEWALS))).all() == []
    assert LINES.renew_batch() == SEARCH.renew_batch() == 0
    assert revision() == before


def test_a_run_broken_off_goes_on_where_it_was(
    paper: PublicPaper, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (of_lines, of_search):
        monkeypatch.setattr(module, "BATCH", 1)
    monkeypatch.setattr(service, "index", _breaking_off_at(3, service.index))

    with pytest.raises(KeyboardInterrupt):
        LINES.run(Claimed(1, "", LINES.kind, {}, "", 1, "", clock.now()))
    half = stale()
    monkeypatch.setattr(jobs_renewal, "BATCHES", 2)
    begin()

    assert half == 8  # three lines and five endorsements
    assert work() == 5  # two, one; two, two, one
    assert stale() == 0
    assert names(paper) == IN_ORDER
    assert all(names(paper, q=name) == [name] for name in NAMES)


def _breaking_off_at(number: int, index: Callable[..., None]) -> Callable[..., None]:
    calls = []

    def run(lines: Any) -> None:
        calls.append(lines)
        if len(calls) == number:
            raise KeyboardInterrupt
        index(lines)

    return run


def test_to_a_lead_who_decides_meanwhile_nothing_has_changed(paper: PublicPaper) -> None:
    revisions = select(Endorsement.revision).order_by(Endorsement.id)
    before = db.session.scalars(revisions).all()

    SEARCH.renew_batch()

    assert db.session.scalars(revisions).all() == before
