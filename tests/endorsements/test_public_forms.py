"""What is public of an endorsement is the same on the list, on its page and in every file."""

import csv
import html
import io
import itertools
import json
import re
from datetime import UTC, datetime
from typing import Any

import openpyxl
from flask import Flask
from flask_babel import force_locale
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from signon.audit import trail
from signon.endorsements import publication
from signon.endorsements import service as endorsements
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.kernel import countries, languages
from signon.kernel.files.tabular import restored
from signon.kernel.text import collation
from signon.organisations.kind_names import kind_name
from signon.papers import service as papers
from signon.papers.drafts import PaperDraft
from signon.papers.queries import PublicPaper, paper_by_slug
from signon.review import exports
from signon.signatories import queries, scope
from signon.signatories.models import CAPACITIES, SOURCES
from signon.submissions.states import Action, State
from signon.transaction import command
from tests.factories import a_paper, a_text, an_endorsement, change_paper
from tests.support.clients import Browser

Entry = dict[str, Any]
ZONES = ("UTC", "America/New_York", "Pacific/Auckland", "Asia/Kolkata")
MARKDOWN = "".join(f"## {number}. Part\n\nText.\n\n" for number in range(1, 6))
WORDS = st.text(alphabet="=+-@;|\t,\"'<&é ا\u2028a", max_size=12)
NAMES = WORDS.map(lambda words: f"{words} Hearth".strip())
STATEMENTS = st.lists(WORDS, max_size=3).map(lambda lines: "\n".join(lines).strip())
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone
ENTRIES = st.fixed_dictionaries(
    {
        "capacity": st.sampled_from(CAPACITIES),
        "name": NAMES,
        "acronym": WORDS.map(str.strip),
        "affiliation": WORDS.map(str.strip),
        "country": st.sampled_from(("BE", "MA", "XK")),
        "organisation_kind": st.sampled_from(("ngo", "union")),
        "website": st.sampled_from(("", "https://hearth.example.org/?a=1&b=2")),
        "statement": STATEMENTS,
        "reservation": STATEMENTS,
        "priorities": st.sampled_from(("", "1", "1-2,4", "2-5", "1,3,5")),
        "language": st.sampled_from(tuple(languages.INTERFACE)),
        "at": MOMENTS,
        "version": st.sampled_from((1, 2)),
        "is_late": st.booleans(),
        "is_disputed": st.booleans(),
        "source": st.sampled_from(SOURCES),
    }
)
SPOKEN_FOR = {
    "hosts": "added by the hosts",
    "network": "through its network",
    "import": "from a list that the hosts brought in",
}
"""What is said of entries that somebody else wrote down, by their source."""

_slugs = itertools.count(1)


@settings(
    max_examples=12,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # each try costs a database some writes
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(entries=st.lists(ENTRIES, min_size=1, max_size=4), zone=st.sampled_from(ZONES))
def test_every_public_form_says_the_same(
    app: Flask, client: Browser, entries: list[Entry], zone: str
) -> None:
    slug = f"forms-{next(_slugs)}"

    signed = {row.public_id: entry for row, entry in sign_all(slug, zone, entries)}

    for capacity in CAPACITIES:
        files = [read(client, slug, capacity) for read in (from_json, from_csv, from_xlsx)]
        assert files[0] == files[1] == files[2]
        for record in files[0]:
            agrees_with_what_was_signed(record, signed.pop(record["id"]))
            assert page_of(client, slug, record["id"]) == page_that_says(record)
        assert lines_of(client, slug, capacity) == [line_that_says(record) for record in files[0]]
        assert files[0] == from_the_desk(slug, capacity, list(files[0][0]) if files[0] else [])
    assert not signed


def sign_all(slug: str, zone: str, entries: list[Entry]) -> list[tuple[Endorsement, Entry]]:
    """Enter them under two versions of one paper, with all that happens to an entry later."""
    rules = {"accepts": "both", "allows_parts": True, "allows_reservations": True}
    a_paper(slug, time_zone=zone, state="draft", **rules)
    found = []
    for version in (1, 2):
        text = a_text(markdown=f"{MARKDOWN}{version}\n")
        papers.write(PaperDraft("open-doors", slug, text), actor=trail.SYSTEM)
        change_paper(slug, state="open")
        paper = paper_by_slug(slug)
        numbered = ((n, e) for n, e in enumerate(entries) if e["version"] == version)
        found += [(_enter(paper, n, entry), entry) for n, entry in numbered]
    return found


def _enter(paper: PublicPaper, number: int, entry: Entry) -> Endorsement:
    for_organisation = entry["capacity"] == "organisation"
    later = ("version", "is_late", "is_disputed", "source")
    changes = {name: value for name, value in entry.items() if name not in later}
    other = ("affiliation",) if for_organisation else ("acronym", "website", "organisation_kind")
    changes |= dict.fromkeys(other, "")
    changes["name"] = f"{entry['name']} {number}"
    row = an_endorsement(paper, authorised=for_organisation, **changes)
    if row.state == State.CONFIRMED:  # its name looks like that of another one
        endorsements.decide(row, Action.PUBLISH, revision=row.revision, moderator="lead")
    _happen(row, entry)
    return row


@command
def _happen(row: Endorsement, entry: Entry) -> None:
    row.is_late, row.source = entry["is_late"], entry["source"]
    row.contested_at = entry["at"] if entry["is_disputed"] else None
    db.session.flush()
    publication.refresh(row)


# ---- what the files say, every value as text ----


def from_json(client: Browser, slug: str, capacity: str) -> list[dict[str, str]]:
    found = json.loads(client.get(f"/papers/{slug}/signatories.json?capacity={capacity}").data)
    return [{name: _text(value) for name, value in record.items()} for record in found]


def from_csv(client: Browser, slug: str, capacity: str) -> list[dict[str, str]]:
    data = client.get(f"/papers/{slug}/signatories.csv?capacity={capacity}").data
    rows = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    return [{name: restored(value) for name, value in row.items()} for row in rows]


def from_xlsx(client: Browser, slug: str, capacity: str) -> list[dict[str, str]]:
    data = client.get(f"/papers/{slug}/signatories.xlsx?capacity={capacity}").data
    rows = openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True)
    head = next(rows)
    return [{name: cell or "" for name, cell in zip(head, row, strict=True)} for row in rows]


def from_the_desk(slug: str, capacity: str, names: list[str]) -> list[dict[str, str]]:
    """Return the public columns of what leads export, in the order of the public list."""
    with exports.file_of(paper_by_slug(slug), "json", contacts=True) as file:
        rows = [row for row in json.load(file) if row["capacity"] == capacity]
    as_public = {"yes": "true", "": "false"}
    for row in rows:
        row["is_late"] = as_public[row["after_delivery"]]
        row["is_disputed"] = as_public[row["is_disputed"]]
    found = [{name: _text(row[name]) for name in names} for row in rows]
    return sorted(found, key=lambda row: _place(slug, row["id"]))


def _place(slug: str, public_id: str) -> tuple[bytes, str]:
    line = queries.line(paper_by_slug(slug).id, public_id)
    assert line is not None
    return collation.sort_key(line.name), line.public_id


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def agrees_with_what_was_signed(record: dict[str, str], entry: Entry) -> None:
    names = ("country", "statement", "priorities", "reservation", "source", "capacity")
    assert record["language"] == "en"  # that of the only text, whatever the language of the form
    assert {name: record[name] for name in names} == {name: entry[name] for name in names}
    assert record["name"].startswith(entry["name"])
    assert record["version"] == str(entry["version"])
    assert record["is_late"] == _text(entry["is_late"])
    assert record["is_disputed"] == _text(entry["is_disputed"])


# ---- what the pages say, and what they should ----


def page_of(client: Browser, slug: str, public_id: str) -> dict[str, str]:
    """Return the heading of an entry's page, whether it is contested, and its facts."""
    page = client.get(f"/en/papers/{slug}/signatories/{public_id}").text
    facts = re.findall(r"<dt>(.*?)</dt>\s*<dd.*?>(.*?)</dd>", page, re.DOTALL)
    [heading] = re.findall(r"<h1>(.*?)</h1>", page, re.DOTALL)
    contested = {"contested": "yes"} if "This entry is contested" in page else {}
    return {"name": _words(heading), **contested, **{label: _words(said) for label, said in facts}}


def page_that_says(record: dict[str, str]) -> dict[str, str]:
    with force_locale("en"):
        facts = {
            "name": _called(record),
            "contested": "yes" if record["is_disputed"] == "true" else "",
            "Capacity": _capacity(record),
            "Affiliation, for identification only": record.get("affiliation", ""),
            "Country": countries.name(record["country"], "en"),
            "Kind": kind_name(record["kind"]) if record.get("kind") else "",
            "Website": record.get("website", ""),
            "Remark": record["statement"],
            "Endorses": _scope(record) or "The whole paper",
            "Reservation": record["reservation"],
            "Endorsed on": _day(record),
            "What was signed": f"Version {record['version']}",
            "Signed in": languages.own_name(record["language"]),
            "Signed by way of": {
                "form": "the form on this site",
                **SPOKEN_FOR,
                "import": "a list that the hosts brought in",
            }[record["source"]],
        }
    return {name: _words(html.escape(value)) for name, value in facts.items() if value}


def lines_of(client: Browser, slug: str, capacity: str) -> list[str]:
    page = client.get(f"/en/papers/{slug}/signatories?capacity={capacity}").text
    return [_letters(line) for line in re.findall(r'<li id="s-.*?</li>', page, re.DOTALL)]


def line_that_says(record: dict[str, str]) -> str:
    """Return the line of the list; the page of version 2 says who endorses an older one."""
    with force_locale("en"):
        parts = (
            _called(record) + (f", {record['affiliation']}" if record.get("affiliation") else ""),
            "version 1" if record["version"] == "1" else "",
            countries.name(record["country"], "en"),
            "joined after delivery" if record["is_late"] == "true" else "",
            SPOKEN_FOR.get(record["source"], ""),
            _scope(record),
            "contested: the hosts are looking into it" if record["is_disputed"] == "true" else "",
            record["statement"],
            f"Reservation: {record['reservation']}" if record["reservation"] else "",
        )
    return _letters(html.escape("".join(parts)))


def _called(record: dict[str, str]) -> str:
    return record["name"] + (f" ({record['acronym']})" if record.get("acronym") else "")


def _capacity(record: dict[str, str]) -> str:
    if record["capacity"] == "organisation":
        return "for the organisation"
    known = "; the affiliation is for identification only" if record["affiliation"] else ""
    return f"as an individual{known}"


def _scope(record: dict[str, str]) -> str:
    return scope.in_words(record["priorities"]) if record["priorities"] else ""


def _day(record: dict[str, str]) -> str:
    day = datetime.fromisoformat(record["endorsed_on"])
    late = ", joined after delivery" if record["is_late"] == "true" else ""
    return f"{day.day} {day:%B %Y}{late}"


def _letters(markup: str) -> str:
    """Return the words run together: on the list the style sheet keeps them apart."""
    return _words(markup).replace(" ", "")


def _words(markup: str) -> str:
    """Return the words of a piece of a page, without its tags and with single spaces."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", markup)).split())
