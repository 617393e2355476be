"""The leads' table of signatories: filters, search, order, pages, columns, tabs, selection."""

import itertools
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import text

from signon.access.roles import Role
from signon.endorsements import service as endorsements
from signon.endorsements.models import GRADES
from signon.extensions import db
from signon.kernel.prepared import Prepared
from signon.papers.queries import PublicPaper
from signon.review import queries, waiting, words
from signon.review.filters import Filter, of_query, of_text
from signon.review.table import listing, searching
from signon.review.table.listing import Asked
from signon.signatories.models import SOURCES
from signon.submissions.states import Action
from tests.factories import SIGNED_PAPER, a_paper, an_endorsement
from tests.support.clients import Browser
from tests.support.desk import sign_in
from tests.support.scenes import Kept
from tests.support.statements import sent

ROOM = "/desk/papers/ten-doors/signatories"
AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
ROW = re.compile(r'<th scope="row".*?<bdi>(.*?)</bdi>', re.DOTALL)


def asked(paper: PublicPaper, *, sees_contacts: bool = True, **wanted: str) -> Asked:
    return Asked(paper.id, paper.time_zone, Filter(**wanted), sees_contacts)


def names(paper: PublicPaper, *, sees_contacts: bool = True, **wanted: str) -> list[str]:
    page = listing.page(asked(paper, sees_contacts=sees_contacts, **wanted))
    return [record.name for record in page.records]


def shown(page: str) -> list[str]:
    return [unescape(name) for name in ROW.findall(page)]


def signed(paper: PublicPaper) -> None:
    """Let five sign, of whom each differs from the others in something a filter asks for."""
    an_endorsement(paper, name="Anchor", country="FR", at=AT, statement="We agree.")
    an_endorsement(paper, name="Beacon", country="BE", at=AT + timedelta(days=1))
    an_endorsement(paper, name="Cedar", country="BE", organisation_kind="union", language="fr")
    an_endorsement(paper, name="Dune", country="BE", confirmed=False, email="ada@dune.example.net")
    person = {"capacity": "individual", "authorised": False, "organisation_kind": ""}
    an_endorsement(paper, name="Eve Sample", country="FR", **person)


def a_signed_paper() -> PublicPaper:
    paper = a_paper(accepts="both", languages=("en", "fr"))
    signed(paper)
    return paper


SIGNED = Kept(a_signed_paper)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"country": "FR"}, ["Anchor", "Eve Sample"]),
        ({"country": "FR", "capacity": "organisation"}, ["Anchor"]),
        ({"country": "BE", "state": "published"}, ["Beacon", "Cedar"]),
        ({"country": "BE", "kind": "union"}, ["Cedar"]),
        ({"state": "submitted"}, ["Dune"]),
        ({"remark": "y"}, ["Anchor"]),
        ({"since": "2026-11-20", "until": "2026-11-20"}, ["Anchor"]),
        ({"since": "2026-11-21", "until": "2026-11-21"}, ["Beacon"]),
        ({"until": "2026-11-19"}, []),
        ({"language": "fr"}, ["Cedar"]),
        ({"version": "1", "country": "FR"}, ["Anchor", "Eve Sample"]),
        ({"version": "2"}, []),
        ({"source": "import"}, []),
        ({"evidence": "none"}, ["Dune"]),
        ({"q": "belgium", "kind": "union"}, ["Cedar"]),
    ],
)
def test_filters_combine(app: Flask, wanted: dict[str, str], found: list[str]) -> None:
    paper = SIGNED.set()

    assert names(paper, order="name", **wanted) == found
    assert listing.count(asked(paper, order="name", **wanted)) == len(found)


def test_a_filter_is_written_into_an_address_and_read_again() -> None:
    wanted = Filter(q="a&b=c", state="published", since="2026-11-01", late="y", order="name")

    assert of_text(wanted.text()) == wanted
    assert of_query(wanted.query()) == wanted
    assert Filter().query() == {}


@pytest.mark.parametrize(
    "query",
    [
        {"state": "everything"},
        {"since": "yesterday"},
        {"since": "20261101"},
        {"version": "one"},
        {"version": "9" * 30},
        {"country": "Belgium"},
        {"order": "id; DROP TABLE"},
        {"late": "yes"},
        {"language": "x" * 200},
    ],
)
def test_what_nobody_can_choose_is_passed_over(client: Browser, query: dict[str, str]) -> None:
    SIGNED_PAPER.set()
    sign_in(client)

    answer = client.get(f"{ROOM}?{urlencode(query)}")

    assert of_query(query) == Filter()
    assert (answer.status_code, shown(answer.text)) == (200, ["Anchor"])


@pytest.mark.parametrize("typed", ["ada@dune.example.net", "dune.example", "émile", "Émile", "EVA"])
def test_contacts_are_found_by_those_alone_who_see_them(app: Flask, typed: str) -> None:
    paper = a_paper()
    who = {"representative_name": "Émile Eva Sample"}
    an_endorsement(paper, name="Anchor", email="ada@dune.example.net", **who)
    an_endorsement(paper, name="Beacon")

    assert names(paper, q=typed) == ["Anchor"]
    assert names(paper, q=typed, sees_contacts=False) == []


def test_a_word_of_the_name_and_one_of_the_contact_find_together(app: Flask) -> None:
    paper = a_paper()
    an_endorsement(paper, name="Anchor", representative_name="Émile Sample")
    an_endorsement(paper, name="Anchor Two", representative_name="Bo Other")

    assert names(paper, q="anchor sample") == ["Anchor"]
    assert names(paper, q="sample %") == names(paper, q="sample _") == []


@pytest.mark.parametrize("role", [Role.VIEWER, Role.TRANSLATOR])
def test_who_sees_no_address_cannot_search_by_one(client: Browser, role: Role) -> None:
    an_endorsement(a_paper(), name="Anchor", email="ada@dune.example.net")
    sign_in(client, role)

    page = client.get(f"{ROOM}?q=ada@dune.example.net").text

    assert shown(page) == []
    assert "E-mail address" not in page


@pytest.mark.parametrize("order", ["newest", "name", "state"])
def test_pages_show_each_once_in_both_directions(
    app: Flask, monkeypatch: pytest.MonkeyPatch, order: str
) -> None:
    monkeypatch.setattr(listing, "PAGE", 3)
    paper = a_paper()
    for number in range(8):  # some at the very same moment
        name = f"{['École', 'Anchor', 'Zebra'][number % 3]} {number}"
        an_endorsement(paper, name=name, at=AT + timedelta(hours=number // 4))
    whole = [record.name for record in listing.every(asked(paper, order=order))]

    forwards = list(walk(asked(paper, order=order), "after"))
    backwards = list(walk(asked(paper, order=order), "before"))

    assert len(set(whole)) == 8
    assert [len(page) for page in forwards] == [3, 3, 2]
    assert list(itertools.chain(*forwards)) == whole
    assert list(itertools.chain(*reversed(backwards))) == whole
    if order == "name":
        assert [name[0] for name in whole] == list("AAAÉÉÉZZ")


def walk(wanted: Asked, way: str) -> Any:
    """Yield the names of every page, from the first one on or from the last one back."""
    cursor = listing.END if way == "before" else ""
    while True:
        page = listing.page(wanted, **({way: cursor} if cursor else {}))
        yield [record.name for record in page.records]
        cursor = getattr(page, way)
        if not cursor:
            return


@pytest.mark.parametrize("cursor", ["x", "~", "published~1", "confirmed~~", "a~b~c", "\0"])
@pytest.mark.parametrize("order", ["newest", "name", "state"])
def test_a_broken_cursor_is_said_to_be_one(client: Browser, order: str, cursor: str) -> None:
    SIGNED_PAPER.set()
    sign_in(client)
    if order == "name" and cursor.count("~") == 2:
        return  # nobody has such a name, but it is a place among names

    for way in ("after", "before"):
        query = urlencode({"order": order, way: cursor})
        assert client.get(f"{ROOM}?{query}").status_code == 400


def test_numbers_are_right_after_every_change(app: Flask) -> None:
    paper = a_paper()
    row = an_endorsement(paper)
    an_endorsement(paper, confirmed=False)
    an_endorsement(paper, confirmed=False)
    assert queries.by_standing(paper.id) == {"published": 1, "submitted": 2}

    endorsements.decide(row, Action.UNPUBLISH, revision=row.revision, moderator="x", note="So.")

    assert queries.by_standing(paper.id) == {"confirmed": 1, "submitted": 2}
    assert listing.count(asked(paper, state="confirmed")) == 1


def test_the_old_address_leads_on_with_its_query(client: Browser) -> None:
    a_paper()
    sign_in(client)

    answer = client.get("/desk/papers/ten-doors/endorsements?state=confirmed&q=a%26b")

    assert answer.location == f"{ROOM}?q=a%26b&state=confirmed"


def test_columns_are_remembered_for_each_lead_and_paper(client: Browser) -> None:
    an_endorsement(a_paper(), acronym="ANC")
    an_endorsement(a_paper("roofs"), acronym="ANC")
    sign_in(client, Role.VIEWER)
    fields = {"column": ["acronym", "version", "email", "nonsense"], "csrf_token": ""}

    fields["csrf_token"] = client.mark(ROOM)
    answer = client.post(f"{ROOM}/columns", data={**fields, "filter": "state=published"})

    assert answer.location == f"{ROOM}?state=published"
    assert headings(client.get(ROOM).text) == ["Name", "Acronym", "Version"]
    assert "Acronym" not in headings(client.get("/desk/papers/roofs/signatories").text)
    sign_in(client, Role.OWNER)
    assert "Acronym" not in headings(client.get(ROOM).text)


def headings(page: str) -> list[str]:
    return re.findall(r'<th scope="col">(.*?)</th>', page)


def test_filters_are_kept_as_tabs_of_a_lead_and_removed_again(client: Browser) -> None:
    an_endorsement(a_paper(), name="Anchor")
    sign_in(client)
    fields = {"name": " Belgian  <b>ones", "filter": "country=BE&state=published"}

    client.post(f"{ROOM}/filters", data={**fields, "csrf_token": client.mark(ROOM)})

    page = client.get(ROOM).text
    tab = f'<a href="{ROOM}?state=published&amp;country=BE"><bdi>Belgian &lt;b&gt;ones</bdi></a>'
    assert tab in page
    removal = {"name": "Belgian <b>ones", "csrf_token": client.mark(ROOM)}
    client.post(f"{ROOM}/filters/removal", data=removal)
    assert tab not in client.get(ROOM).text
    client.post(f"{ROOM}/filters", data={**fields, "csrf_token": client.mark(ROOM)})
    assert tab in client.get(ROOM).text
    sign_in(client, Role.EDITOR)
    assert tab not in client.get(ROOM).text


@pytest.mark.parametrize("name", ["", "   ", "x" * 61, "a\0b"])
def test_a_filter_needs_a_name(client: Browser, name: str) -> None:
    a_paper()
    sign_in(client)
    mark = client.mark(ROOM)

    answer = client.post(f"{ROOM}/filters", data={"name": name, "csrf_token": mark})

    assert answer.status_code in (400, 422)
    assert client.get(ROOM).text.count("Remove the tab") == 0


def test_rows_are_selected_in_one_form(client: Browser) -> None:
    row = an_endorsement(a_paper(), name="Anchor")
    sign_in(client)

    page = client.get(f"{ROOM}?state=published&order=name").text

    [form] = re.findall(r'<form id="selection".*?</form>', page, re.DOTALL)
    assert f'name="id" value="{row.public_id}"' in form
    assert 'name="everything" value="y"' in form
    assert 'name="filter" value="state=published&amp;order=name"' in form
    assert form.count("<form") == 1
    assert "Take these along" in form


@pytest.mark.parametrize("order", ["newest", "name", "state"])
@pytest.mark.parametrize("wanted", [{}, {"state": "published"}])
def test_a_page_is_read_in_the_order_of_an_index(
    app: Flask, monkeypatch: pytest.MonkeyPatch, order: str, wanted: dict[str, str]
) -> None:
    paper = a_paper()
    for number in range(3):
        an_endorsement(paper, name=f"Anchor {number}", at=AT + timedelta(hours=number))
    first = listing.page(asked(paper, order=order, **wanted)).records[0]
    cursor = listing.cursor_of(order, first)

    statements = handed_over(monkeypatch)

    listing.page(asked(paper, order=order, **wanted), after=cursor)

    plan = plan_of(*statements[-1])
    assert "ix_endorsements_desk" in plan
    assert "TEMP B-TREE" not in plan
    assert "Sort" not in plan


def handed_over(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Any]]:
    """Return a list to which is added what the driver is handed of each prepared statement."""
    seen: list[tuple[str, Any]] = []
    run = Prepared.run

    def note(self: Prepared, engine: Any, values: Any) -> list[Any]:
        found = run(self, engine, values)
        made = self._compiled[engine.dialect.name]
        seen.append((made.sql, made.values(values)))
        return found

    monkeypatch.setattr(Prepared, "run", note)
    return seen


def plan_of(statement: str, values: Any) -> str:
    """Return how the database reads a statement when it must not read or sort whole tables."""
    with db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            explained = f"EXPLAIN QUERY PLAN {statement}"
        else:
            for way in ("seqscan", "sort", "hashjoin", "mergejoin", "bitmapscan"):
                connection.execute(text(f"SET LOCAL enable_{way} = off"))
            explained = f"EXPLAIN {statement}"
        found = connection.exec_driver_sql(explained, values)
        return "\n".join(str(row[-1]) for row in found)


@pytest.mark.parametrize("query", ["", "?country=BE&state=published", "?q=anchor", "?order=name"])
def test_a_page_asks_the_database_so_often_however_many_it_shows(
    client: Browser, query: str
) -> None:
    paper = a_paper()
    an_endorsement(paper, name="Anchor")
    sign_in(client)
    few = cost(client, query)
    for number in range(12):
        an_endorsement(paper, name=f"Anchor {number}")

    assert cost(client, query) == few <= 24


def cost(client: Browser, query: str) -> int:
    client.get(f"{ROOM}{query}")
    with sent() as statements:
        assert client.get(f"{ROOM}{query}").status_code == 200
    return len(statements)


def test_a_selection_by_filter_is_found_again(app: Flask) -> None:
    paper = a_paper(accepts="both", languages=("en", "fr"))
    signed(paper)
    wanted = of_text(replace(Filter(), country="FR", order="name").text())

    found = list(listing.public_ids(Asked(paper.id, paper.time_zone, wanted, True)))

    records = listing.every(Asked(paper.id, paper.time_zone, wanted, True))
    assert found == [record.public_id for record in records]
    assert len(found) == 2


def test_every_grade_and_source_has_words_and_a_place_in_the_queue() -> None:
    assert set(words.EVIDENCE) == set(GRADES) == set(waiting.RANKS)
    assert set(words.SOURCES) == set(SOURCES)


@pytest.mark.parametrize("few", [0, 500])
def test_whoever_is_found_is_found_alike_among_few_and_among_many(
    app: Flask, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    """Few are found by their keys, of many a page is soon full."""
    monkeypatch.setattr(searching, "FEW", few)
    paper = SIGNED.set()
    whom = {"capacity": "individual", "authorised": False, "organisation_kind": ""}
    an_endorsement(paper, name="Ida Hidden", country="FR", hides_name=True, **whom)

    found = {
        typed: sorted(names(paper, q=typed))
        for typed in ("anchor", "ida", "dun", "DUNE.example", "sam", "belgium", "ced union", "x y")
    }

    assert found == {
        "anchor": ["Anchor"],
        "ida": ["Ida Hidden"],
        "dun": ["Dune"],
        "DUNE.example": ["Dune"],
        "sam": found["sam"],
        "belgium": ["Beacon", "Cedar", "Dune"],
        "ced union": [],
        "x y": [],
    }
    assert "Eve Sample" in found["sam"]
    assert listing.count(asked(paper, q="belgium")) == 3
