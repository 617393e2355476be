"""Priorities by organisations: numbers that always equal a recount, and a list that stays short."""

import csv
import io
import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from signon.audit import trail
from signon.endorsements import publication
from signon.endorsements.capability import ENDORSEMENT
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.kernel.errors import Changed
from signon.papers import queries as papers
from signon.papers import service
from signon.papers.drafts import PaperDraft
from signon.papers.queries import PublicPaper
from signon.papers.texts.priorities import numbers
from signon.signatories import matrix, queries
from signon.signatories.models import PartTally, Signatory
from signon.signatories.shapes import PAGE
from signon.submissions import workflow
from signon.submissions.states import Action, State, TransitionRefused
from signon.transaction import command
from tests.endorsements.test_in_part import TWELVE, a_paper_in_parts
from tests.factories import a_text, an_endorsement, confirm
from tests.support.clients import Browser
from tests.support.statements import sent

PAGE_OF = "/en/papers/ten-doors/priorities"
FILE = "/papers/ten-doors/priorities.csv"
Tallies = dict[tuple[str, int, str], int]


def kept() -> Tallies:
    db.session.rollback()
    found = db.session.scalars(select(PartTally))
    return {(row.capacity, row.version, row.aspect): row.number for row in found if row.number}


def recounted() -> Tallies:
    """Count anew from what is published."""
    db.session.rollback()
    counted: Counter[tuple[str, int, str]] = Counter()
    published = select(Endorsement, Signatory.version).join(
        Signatory, Signatory.public_id == Endorsement.public_id
    )
    for row, version in db.session.execute(published):
        assert row.state == State.PUBLISHED
        aspects = [*numbers(row.priorities), "part" if row.priorities else "whole"]
        aspects += ["reserved"] if row.reservation else []
        counted.update((row.capacity, version, str(aspect)) for aspect in aspects)
    return dict(counted)


def decide(row: Endorsement, action: Action) -> None:
    db.session.refresh(row)
    workflow.decide(row, action, revision=row.revision, moderator="lead")


@command
def change_mind(row_id: int, chosen: str, reservation: str) -> None:
    """Let a published endorsement say something else, as a correction does."""
    row = db.session.get_one(Endorsement, row_id)
    row.priorities, row.reservation = chosen, reservation
    db.session.flush()
    publication.refresh(row)


def numbers_of(paper: PublicPaper) -> dict[int, tuple[int, int, int]]:
    rows = matrix.matrix(paper, "en").rows
    return {row.priority.number: (row.endorsing, row.in_part, row.without) for row in rows}


def test_whoever_endorses_the_whole_endorses_each_priority(app: Flask) -> None:
    paper = a_paper_in_parts()
    an_endorsement(paper)
    an_endorsement(paper, priorities="1-7,9")
    an_endorsement(paper, priorities="9", reservation="But.")

    found = matrix.matrix(paper, "en")

    assert (found.total, found.whole, found.in_part, found.reserved) == (3, 1, 2, 1)
    assert numbers_of(paper)[1] == (2, 1, 1)
    assert numbers_of(paper)[9] == (3, 2, 0)
    assert numbers_of(paper)[12] == (1, 0, 2)


def test_numbers_follow_every_way_on_and_off_the_list(app: Flask) -> None:
    paper = a_paper_in_parts()
    row = an_endorsement(paper, priorities="2-3", reservation="But.")
    other = an_endorsement(paper)
    seen = [kept()]

    for act in (
        lambda: decide(row, Action.UNPUBLISH),
        lambda: decide(row, Action.PUBLISH),
        lambda: decide(row, Action.REJECT),
        lambda: decide(row, Action.PUBLISH),
        lambda: change_mind(row.id, "5", ""),
        lambda: change_mind(other.id, "", "Only now."),
        lambda: workflow.withdraw(ENDORSEMENT, row, actor=trail.SIGNATORY),
        lambda: workflow.disown(ENDORSEMENT, other),
    ):
        act()
        seen.append(kept())
        assert kept() == recounted()

    assert seen[0] == seen[2] == seen[4]
    assert seen[5]["organisation", 1, "5"] == 1
    assert seen[-1] == {}


def test_a_number_can_never_fall_below_nothing(app: Flask) -> None:
    an_endorsement(a_paper_in_parts(), priorities="2")

    @command
    def spoil() -> None:
        db.session.execute(update(PartTally).values(number=PartTally.number - 2))

    with pytest.raises(IntegrityError):
        spoil()


def play(app: Flask, ids: list[int], number: int) -> None:
    """Do something to one endorsement, chosen by lot."""
    dice = random.Random(number)
    with app.app_context():
        row = db.session.get_one(Endorsement, dice.choice(ids))
        try:
            lot = dice.random()
            if lot < 0.5:
                confirm(row)
            elif lot < 0.7:
                action = Action.UNPUBLISH if row.state == State.PUBLISHED else Action.PUBLISH
                workflow.decide(row, action, revision=row.revision, moderator="lead")
            elif lot < 0.85:
                change_mind(row.id, dice.choice(["", "3", "1-2,12"]), dice.choice(["", "But."]))
            else:
                workflow.disown(ENDORSEMENT, row)
        except (TransitionRefused, Changed):
            pass  # somebody was faster
        finally:
            db.session.remove()


def test_numbers_equal_a_recount_after_a_storm(app: Flask) -> None:
    paper = a_paper_in_parts()
    scopes = [("", ""), ("1-7,9", ""), ("2", "But."), ("", "But.")] * 5
    rows = [
        an_endorsement(paper, confirmed=False, priorities=chosen, reservation=reservation)
        for chosen, reservation in scopes
    ]
    ids = [row.id for row in rows]

    with ThreadPoolExecutor(6) as crowd:
        list(crowd.map(partial(play, app, ids), range(80)))

    assert recounted()
    assert kept() == recounted()
    counts = queries.overview(paper.id).organisations
    found = matrix.matrix(paper, "en")
    assert (counts.in_part, counts.reserved) == (found.in_part, found.reserved)
    assert counts.total() == found.total


def test_those_under_an_older_version_are_counted_apart(app: Flask, client: Browser) -> None:
    paper = a_paper_in_parts()
    an_endorsement(paper, name="Early whole")
    an_endorsement(paper, name="Early part", priorities="1")
    fewer = a_text(markdown=TWELVE.partition("## 7.")[0])
    service.write(PaperDraft("open-doors", "ten-doors", fewer), actor=trail.SYSTEM)
    paper = papers.paper_by_slug("ten-doors")
    an_endorsement(paper, name="Late part", priorities="1,6")

    found = matrix.matrix(paper, "en")
    page = client.get(PAGE_OF).text

    assert (found.total, found.older, found.older_in_part) == (1, 2, 1)
    assert list(numbers_of(paper)) == [1, 2, 3, 4, 5, 6]
    assert [line.name for line in matrix.page(paper, "").lines] == ["Late part"]
    assert "2 more organisations endorse an older version" in page
    assert "Early part" not in page


def test_under_an_older_version_a_priority_is_counted_whatever_its_number_was(
    client: Browser,
) -> None:
    paper = a_paper_in_parts(accepts="both")
    an_endorsement(paper)
    an_endorsement(paper, priorities="1-2")
    an_endorsement(paper, priorities="3", capacity="individual", authorised=False)
    swapped = "## 1. Way 2\n\nWords.\n\n## 2. Bridges\n\nNew.\n\n## 3. Way 3\n\nWords.\n"
    changed = PaperDraft("open-doors", "ten-doors", a_text(markdown=swapped))
    service.write(changed, actor=trail.SYSTEM)

    page = client.get(PAGE_OF).text

    found = matrix.matrix(papers.paper_by_slug("ten-doors"), "en")
    assert [row.older for row in found.rows] == [2, 0, 1]
    assert "More that endorse it in an older version" in page
    assert [row["under_older_versions"] for row in lines_of(client, FILE)] == ["2", "0", "1"]


def test_without_an_older_version_the_table_has_no_column_for_it(client: Browser) -> None:
    an_endorsement(a_paper_in_parts(), priorities="1")

    assert "in an older version" not in client.get(PAGE_OF).text


def test_the_page_names_only_who_endorses_in_part(client: Browser) -> None:
    paper = a_paper_in_parts()
    an_endorsement(paper, name="Whole House")
    an_endorsement(paper, name="<b>Half</b> House", priorities="1-7,9", reservation="But.")
    an_endorsement(paper, confirmed=False, name="Waiting House", priorities="1")

    page = client.get(PAGE_OF).text

    assert "&lt;b&gt;Half&lt;/b&gt; House" in page
    assert "Whole House" not in page
    assert "Waiting House" not in page
    assert page.count('<th scope="row">') == 12 + 1
    assert page.count('class="visually-hidden">yes<') == 8
    assert page.count('class="visually-hidden">no<') == 4
    anchor = papers.priorities(paper, "en")[6].anchor
    assert f"/en/papers/ten-doors?text=en#{anchor}" in page
    assert f'id="{anchor}"' in client.get("/en/papers/ten-doors").text


def test_pages_follow_each_other_without_gap_or_repetition(app: Flask) -> None:
    paper = a_paper_in_parts()
    for number in range(PAGE + 3):
        an_endorsement(paper, name=f"House {number % 5}", email=f"{number}@a.org", country="BE")
        an_endorsement(paper, name=f"Half {number}", priorities="1")

    first = matrix.page(paper, "")
    rest = matrix.page(paper, first.after)

    assert len(first.lines) == PAGE
    assert not rest.after
    names = [line.name for line in (*first.lines, *rest.lines)]
    assert sorted(names) == sorted({f"Half {number}" for number in range(PAGE + 3)})


@pytest.mark.parametrize("query", ["after=x", "after=~~", "after=%00~~", "after=" + "9" * 900])
def test_an_absurd_cursor_is_refused(client: Browser, query: str) -> None:
    an_endorsement(a_paper_in_parts(), priorities="1")

    assert client.get(f"{PAGE_OF}?{query}").status_code in (200, 400)


def test_the_page_is_new_as_soon_as_the_list_has_changed(client: Browser) -> None:
    paper = a_paper_in_parts()
    before = client.get(PAGE_OF)

    an_endorsement(paper, name="Half House", priorities="1")
    after = client.get(PAGE_OF, headers={"If-None-Match": before.headers["ETag"]})

    assert "No organisation endorses this version in part." in before.text
    assert (after.status_code, "Half House" in after.text) == (200, True)


def test_the_files_say_the_same_and_hold_no_formula(client: Browser) -> None:
    paper = a_paper_in_parts()
    an_endorsement(paper)
    an_endorsement(paper, name="=1+1", priorities="1-7,9", reservation="-5")

    by_priority = lines_of(client, FILE)
    by_organisation = lines_of(client, f"{FILE}?by=organisation")

    assert [line["number"] for line in by_priority] == [str(n) for n in range(1, 13)]
    assert by_priority[7] == {
        "number": "8",
        "title": "Way 8",
        "organisations": "1",
        "of_them_in_part": "0",
        "left_out_by": "1",
        "under_older_versions": "0",
    }
    [half] = by_organisation
    assert (half["name"], half["reservation"]) == ("'=1+1", "'-5")
    assert (half["priority_7"], half["priority_8"], half["priority_9"]) == ("yes", "no", "yes")


def lines_of(client: Browser, path: str) -> list[dict[str, str]]:
    answer = client.get(path)
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


def test_a_paper_that_is_endorsed_as_a_whole_has_no_such_page(client: Browser) -> None:
    an_endorsement(a_paper_in_parts(allows_parts=False))

    assert client.get(PAGE_OF).status_code == 404
    assert client.get(FILE).status_code == 404


def test_who_endorsed_in_part_stays_visible_when_the_rule_ends(client: Browser) -> None:
    an_endorsement(a_paper_in_parts(), name="Half House", priorities="1")

    service.set_rules("ten-doors", actor="lead", allows_parts=False)

    assert "Half House" in client.get(PAGE_OF).text
    assert "1 of them in part" in client.get("/en/papers/ten-doors/signatories").text


def test_the_page_reads_no_line_of_whoever_endorses_the_whole(app: Flask) -> None:
    if db.engine.dialect.name != "sqlite":
        return  # with so few rows PostgreSQL reads the table through, whatever the index
    paper = a_paper_in_parts()
    an_endorsement(paper, priorities="1")
    after = "~eA==~x"
    with sent() as asked:
        matrix.page(paper, after)

    statement, values = asked[-1]
    with db.engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
    assert ["USING INDEX ix_signatories_in_part" in str(step) for step in plan] == [True]
