"""Whatever address somebody asks for over the network, it is never a fault of the service."""

import http.client
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from signon.extensions import db
from signon.signatories.models import Signatory
from tests.factories import a_paper, an_endorsement
from tests.support.clients import Browser
from tests.support.databases import on_one_database
from tests.support.web import Web, web

CONTROLS = [*map(chr, range(0x20)), "\x7f", "\x80", "\x9f"]
NAMES = [
    "q",
    "country",
    "kind",
    "group",
    "sort",
    "after",
    "capacity",
    "text",
    "version",
    "from",
    "to",
    "page",
    "by",
    "entry",
    "next",
    "state",
    "standing",
    "answer_by",
    "lang",
]
VALUES = ["1", "0", "-1", "2147483648", "99999999999999999999", "en", "ar", "organisation"]
VALUES += ["individual", "newest", "name", "country", "DE", "ten-doors"]
VALUES += [
    "%27",
    "%00",
    "%ff",
    "%ed%a0%80",
    "%25",
    "../..",
    "((",
    "*",
    "_",
    "%",
    "\\",
    "é",
    "ﷺ",
    "🇩🇪",
]
PLACE = re.compile(r"<(?:[a-z]+(?:\([^)]*\))?:)?(\w+)>")
PATIENCE = 60

texts = st.one_of(
    st.sampled_from(VALUES),
    st.text(st.characters(exclude_categories=("Cs",)), max_size=30).map(lambda t: quote(t, "")),
    st.binary(max_size=30).map(lambda raw: quote(raw, "")),
)
queries = st.lists(st.tuples(st.sampled_from(NAMES), texts), max_size=4)
HEADERS = {
    "Accept-Language": ["", "ar,fr;q=0.5", "xx-\x80;q=zz", ";;;,,,", "*" * 2000],
    "If-None-Match": ["", "*", 'W/"x"', '"', "é"],
    "Cookie": ["", "session=x", "signon=.eJx", "signon=\x80; ;=", "a" * 2000],
}
headers = st.fixed_dictionaries({name: st.sampled_from(HEADERS[name]) for name in HEADERS})


def rules_of(app: Flask) -> list[str]:
    """Return every address that can be asked for by GET, with its places."""
    return sorted(rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()))


@pytest.fixture
def entry(app: Flask) -> str:
    an_endorsement(a_paper())
    found = db.session.query(Signatory.public_id).scalar()
    db.session.remove()
    return str(found)


@pytest.fixture
def served(app: Flask, entry: str, tmp_path: Path) -> Iterator[Web]:
    with web(app, tmp_path / "log") as running:
        yield running


def status(served: Web, address: str, sent: dict[str, str]) -> int:
    connection = http.client.HTTPConnection(urlsplit(served.url).netloc, timeout=PATIENCE)
    try:
        raw = address.encode().decode("latin-1").replace(" ", "%20")
        connection.putrequest("GET", "/", skip_accept_encoding=True)
        connection._buffer[0] = f"GET {raw} HTTP/1.1".encode("latin-1")  # type: ignore[attr-defined]
        for name, value in sent.items():
            connection.putheader(name, value.encode("latin-1"))
        connection.endheaders()
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()


@pytest.mark.slow
def test_no_address_is_a_fault_whatever_is_asked(
    app: Flask, entry: str, served: Web, tmp_path: Path
) -> None:
    rules = rules_of(app)  # those of the desk too, without a session
    known = {"lang": "en", "slug": "ten-doors", "public_id": entry, "colour": "aa0000"}

    @settings(
        max_examples=400,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data(), st.sampled_from(rules), queries, headers)
    def ask(data: st.DataObject, rule: str, query: list[tuple[str, str]], sent: dict) -> None:
        def fill(place: re.Match[str]) -> str:
            right = known.get(place[1])
            wrong = texts.filter(bool)
            return data.draw(wrong if right is None else st.one_of(st.just(right), wrong))

        asked = "&".join(f"{name}={value}" for name, value in query)
        address = PLACE.sub(fill, rule) + (f"?{asked}" if asked else "")
        # No worker runs here, which /readyz says in words.
        faults = (500, 502) if rule == "/readyz" else (500, 502, 503)
        assert status(served, address, sent) not in faults, address

    ask()
    assert "Traceback" not in (tmp_path / "log").read_text()
    assert "fault" not in (tmp_path / "log").read_text()


@pytest.mark.parametrize("sign", CONTROLS)
@on_one_database
def test_every_control_character_in_the_query_is_400(client: Browser, sign: str) -> None:
    assert client.get(f"/en/?q=a{quote(sign)}b").status_code == 400


@pytest.mark.parametrize("sign", ["\x00", "\n"])
def test_a_control_character_in_the_query_is_400_everywhere(
    app: Flask, client: Browser, entry: str, sign: str
) -> None:
    known = {"lang": "en", "slug": "ten-doors", "public_id": entry, "colour": "aa0000"}

    for rule in rules_of(app):
        path = PLACE.sub(lambda place: known.get(place[1], "x"), rule)
        answer = client.get(f"{path}?q=a{quote(sign)}b")

        assert answer.status_code == 400, path


def test_letters_of_any_script_and_stray_bytes_are_no_control_characters(
    client: Browser, entry: str
) -> None:
    for query in ("q=caf%C3%A9", "q=%C4%80b%C4%81", "q=%E0%A4%95", "q=%ff%80", "q=%F0%9F%87%A9"):
        assert client.get(f"/en/papers/ten-doors/signatories?{query}").status_code == 200
