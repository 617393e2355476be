"""What leads ask their table for: filters, the addresses and tabs that keep them."""

from dataclasses import replace
from urllib.parse import urlencode

import pytest
from flask import Flask

from signon.access.roles import Role
from signon.review.filters import Filter, of_query, of_text
from signon.review.table import listing
from signon.review.table.listing import Asked
from tests.factories import SIGNED_PAPER, a_paper, an_endorsement
from tests.review.signed import ROOM, SIGNED, asked, names, shown, signed
from tests.support.clients import Browser
from tests.support.desk import sign_in


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


def test_a_selection_by_filter_is_found_again(app: Flask) -> None:
    paper = a_paper(accepts="both", languages=("en", "fr"))
    signed(paper)
    wanted = of_text(replace(Filter(), country="FR", order="name").text())

    found = list(listing.public_ids(Asked(paper.id, paper.time_zone, wanted, True)))

    records = listing.every(Asked(paper.id, paper.time_zone, wanted, True))
    assert found == [record.public_id for record in records]
    assert len(found) == 2
