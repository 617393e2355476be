"""Whatever somebody posts over the network, it is refused in words and never a fault."""

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
from tests.factories import FORM, a_paper, an_endorsement
from tests.site.test_fuzzed_addresses import PATIENCE, PLACE
from tests.support.web import Web, web

FORM_PAGE = "/en/papers/ten-doors/endorse"
MARK = re.compile(rb'name="csrf_token" value="([^"]+)"')
NASTY = [
    "%00",
    "a%00b",
    "%1b%5b31m",
    "%ed%a0%80",
    "%ed%b0%80x",
    "%ff%fe",
    "%",
    "%z",
    "%c3",
    "%u0041",
]
NASTY += ["+", "%0d%0aBcc:x", "%e2%80%ae", "%f4%90%80%80", "%c0%80", "a" * 20_000, "1e999", "-1"]
NASTY += ["\x00", "\x1b", "\xff\xfe", "\ud7ff", "é", "&&==;;", "[]", "%7b%7b7*7%7d%7d"]
NAMES = sorted(
    {*FORM, "code", "password", "text", "answer", "grounds", "priorities", "reservation"}
)
NAMES += ["csrf_token", "next", "a%00b", "%ff", "", "[]"]
URLENCODED = "application/x-www-form-urlencoded"
TYPES = [
    URLENCODED,
    URLENCODED + "; charset=utf-16",
    URLENCODED + "; charset=utf-7",
    URLENCODED + "; charset=no-such",
    "text/plain",
    "application/json",
    "multipart/form-data",
    "multipart/form-data; boundary=",
    "multipart/form-data; boundary=b",
    "multipart/form-data; boundary=" + "b" * 300,
    'multipart/form-data; boundary="b\xff"',
    "/;;",
]
PART = 'Content-Disposition: form-data; name="{}"{}\r\n\r\n{}'
MORE = ["", '; filename="x"', '; filename="\x00"', "; filename*=utf-8''%ff", "; name*0=a"]
MORE += ["\r\nContent-Type: text/plain; charset=utf-16", "\r\nContent-Transfer-Encoding: base64"]

values = st.one_of(
    st.sampled_from(NASTY),
    st.text(max_size=20).map(lambda text: quote(text, "", errors="surrogatepass")),
    st.binary(max_size=20).map(lambda raw: quote(raw, "")),
)
changes = st.lists(st.tuples(st.sampled_from(NAMES), values), max_size=3)
ends = st.sampled_from(["--b--\r\n", "--b", "", "--b--", "\r\n--b\r\n\r\n--b--"])


def encoded(fields: dict[str, str]) -> str:
    return "&".join(f"{name}={value}" for name, value in fields.items())


def in_parts(fields: dict[str, str], more: str, end: str) -> str:
    return "".join(f"--b\r\n{PART.format(*one)}\r\n" for one in _named(fields, more)) + end


def _named(fields: dict[str, str], more: str) -> Iterator[tuple[str, str, str]]:
    return ((name, more, value) for name, value in fields.items())


def rules_of(app: Flask) -> list[str]:
    """Return every address that takes POST, with its places."""
    return sorted(rule.rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ()))


@pytest.fixture
def entry(app: Flask) -> str:
    an_endorsement(a_paper(accepts="both", allows_parts=True, allows_reservations=True))
    found = db.session.query(Signatory.public_id).scalar()
    db.session.remove()
    return str(found)


@pytest.fixture
def served(app: Flask, entry: str, tmp_path: Path) -> Iterator[Web]:
    with web(app, tmp_path / "log") as running:
        yield running


class Stranger:
    """Somebody who has a form before them, and sends whatever they like."""

    def __init__(self, served: Web):
        self.host = urlsplit(served.url).netloc
        _status, self.cookie, page = self.ask("GET", FORM_PAGE, b"", {})
        found = MARK.search(page)
        assert found
        self.mark = found[1].decode()

    def ask(
        self, method: str, path: str, body: bytes, sent: dict[str, str]
    ) -> tuple[int, str, bytes]:
        connection = http.client.HTTPConnection(self.host, timeout=PATIENCE)
        try:
            connection.request(method, path, body, sent)
            answer = connection.getresponse()
            cookie = (answer.headers["Set-Cookie"] or "").partition(";")[0]
            return answer.status, cookie, answer.read()
        finally:
            connection.close()

    def post(self, path: str, body: str, content_type: str) -> tuple[int, bytes]:
        sent = {"Content-Type": content_type, "Cookie": self.cookie}
        raw = body.encode("utf-8", "surrogatepass")
        status, _, page = self.ask("POST", path, raw, sent)
        return status, page


@pytest.mark.slow
def test_no_form_is_a_fault_whatever_is_sent(
    app: Flask, entry: str, served: Web, tmp_path: Path
) -> None:
    known = {"lang": "en", "slug": "ten-doors", "public_id": entry, "token": "made-up"}
    stranger = Stranger(served)
    rules = [rule for rule in rules_of(app) if set(PLACE.findall(rule)) <= set(known)]
    assert FORM_PAGE in [PLACE.sub(lambda place: known[place[1]], rule) for rule in rules]

    @settings(
        max_examples=300,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.sampled_from(rules), changes, st.sampled_from(TYPES), st.sampled_from(MORE), ends)
    def send(rule: str, changed: list[tuple[str, str]], sort: str, more: str, end: str) -> None:
        path = PLACE.sub(lambda place: known[place[1]], rule)
        fields = {name: quote(str(value)) for name, value in FORM.items()}
        fields = {"csrf_token": stranger.mark, **fields, **dict(changed)}
        body = in_parts(fields, more, end) if sort.startswith("multi") else encoded(fields)

        status, page = stranger.post(path, body, sort)

        assert status < 500, (path, body[:300], sort)
        assert b"Traceback" not in page

    send()
    assert "Traceback" not in (tmp_path / "log").read_text()
    assert "failed" not in (tmp_path / "log").read_text()


@pytest.mark.slow
def test_every_unreadable_value_of_a_form_is_refused_beside_its_field(
    app: Flask, entry: str, served: Web
) -> None:
    stranger = Stranger(served)
    for value in ("a%00b", "%1b%5b31m", "bell%07"):
        fields = {"csrf_token": stranger.mark, **{k: quote(str(v)) for k, v in FORM.items()}}
        status, page = stranger.post(FORM_PAGE, encoded({**fields, "statement": value}), URLENCODED)

        assert status == 422, value
        assert b'id="statement-error"' in page
