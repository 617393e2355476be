"""Long texts, many languages, and a session that ends in the middle of writing."""

import re
from html import unescape

from sqlalchemy import select

from signon.access import sessions
from signon.access.models import Account
from signon.extensions import db
from signon.papers import queries
from signon.papers import service as papers
from signon.papers.drafts import PaperDraft
from tests.factories import a_paper, a_text
from tests.support import desk
from tests.support.clients import MARK, Browser
from tests.support.statements import sent
from tests.writing.test_desk import based_on, markdown_of

TEXTS = "/desk/papers/ten-doors/texts"
WRITE = f"{TEXTS}/en"
EMAIL = "owner@open-doors.example.org"
LONG = "\n\n".join(
    f"Paragraph {number} of a long paper, with some words." for number in range(4100)
)
LANGUAGES = [
    "ar",
    "bg",
    "bn",
    "bs",
    "ca",
    "cs",
    "cy",
    "da",
    "de",
    "el",
    "es",
    "et",
    "eu",
    "fa",
    "fi",
    "fr",
    "ga",
    "gl",
    "hi",
    "hr",
    "hu",
    "id",
    "is",
    "it",
    "ja",
    "ka",
    "ko",
    "lt",
    "lv",
    "mk",
    "mt",
    "nb",
    "nl",
    "pl",
    "pt",
    "ro",
    "ru",
    "sk",
    "sl",
]
AREA = re.compile(r'<textarea[^>]*name="markdown"[^>]*>\r?\n?(.*?)</textarea>', re.DOTALL)


def end_every_session() -> None:
    for account in db.session.scalars(select(Account.id)).all():
        sessions.end_all(account)


def test_a_long_text_survives_a_session_that_ended_while_it_was_typed(client: Browser) -> None:
    a_paper(state="draft")
    desk.sign_in(client)
    began = based_on(client, WRITE)
    typed = {"action": "save", "title": "Doors", "markdown": LONG, "based_on": began}
    typed["csrf_token"] = client.mark(WRITE)
    before = markdown_of("en")

    end_every_session()
    refused = client.post(WRITE, data=typed)
    kept = client.post(f"{WRITE}/unsaved", data={**typed, "revision": 0})
    client.send("/desk/sign-in", {"email": EMAIL, "password": desk.PASSWORD})
    again = client.post(WRITE, data=typed)  # with the mark of the page that was open all the time

    assert len(LONG) > 200_000
    assert (refused.status_code, kept.status_code) == (401, 401)
    assert "nothing was changed" in refused.text
    assert markdown_of("en") == before
    area, mark = AREA.search(again.text), MARK.search(again.text)
    assert area
    assert mark
    assert unescape(area[1]).replace("\r\n", "\n").strip() == LONG
    assert client.post(WRITE, data={**typed, "csrf_token": mark[1]}).status_code == 303
    assert markdown_of("en") == LONG


def test_forty_languages_take_no_more_statements_than_four(client: Browser) -> None:
    a_paper(languages=("en", *LANGUAGES[:4]))
    desk.sign_in(client)
    few = statements(client)
    for language in LANGUAGES[4:]:
        papers.write(PaperDraft("open-doors", "ten-doors", a_text(language)), actor="system")

    many = statements(client)

    assert len(queries.paper_by_slug("ten-doors").texts) == len(LANGUAGES) + 1 == 40
    assert many == few


def statements(client: Browser) -> dict[str, int]:
    """Return how many statements each page about texts takes."""
    numbers = {}
    for path in (TEXTS, f"{TEXTS}/bg", "/desk/papers/ten-doors/manage", "/en/papers/ten-doors"):
        client.get(path)
        with sent() as seen:
            assert client.get(path).status_code == 200
        numbers[path] = len(seen)
    return numbers
