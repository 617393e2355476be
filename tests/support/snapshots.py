"""Texts that somebody has read and kept: what is written today is compared with them.

After a change of words, write them anew and read what git shows:
`SIGNON_WRITE_SNAPSHOTS=1 .venv/bin/python -m pytest tests/space/test_mails.py`.
"""

import html
import os
import re
from pathlib import Path

from signon.outbox.layout import lay_out
from signon.outbox.post import Email

SWITCH = "SIGNON_WRITE_SNAPSHOTS"

_MAIN = re.compile(r"<main\b[^>]*>(.*)</main>", re.DOTALL)
_NEW_LINE = re.compile(r"</?(?:p|h\d|dl|dt|form|ul|li|section)\b[^>]*>")
_SPACES = re.compile(r"[ \t\r\n]+")  # not those that hold a word and its mark together
_SECRET = re.compile(
    r"(/(?:offers|join|never-again|not-us|receipts|confirm|added|corrected|signatories)/)\S+"
)

_CODE = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b")


def compare(path: Path, text: str) -> None:
    """Fail unless `text` is what the file holds; write it there instead when the switch is set."""
    if os.environ.get(SWITCH):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.exists(), f"nobody has read {path.name} yet: {__doc__}"
    assert path.read_text(encoding="utf-8") == text


def of_page(page: str) -> str:
    """Return the words in the middle of a page, a line for each paragraph."""
    found = _MAIN.search(page)
    assert found, page
    words = re.sub(r"<[^>]+>", " ", _NEW_LINE.sub("\n", _SPACES.sub(" ", found[1])))
    lines = (_SPACES.sub(" ", line).strip(" ") for line in html.unescape(words).split("\n"))
    return "".join(f"{line}\n" for line in lines if line)


def of_email(email: Email) -> str:
    """Return an e-mail as its reader sees it, without what is secret in its links."""
    text = _CODE.sub("…", _SECRET.sub(r"\1…", lay_out(email)[0]))
    return f"To: {email.to}\nSubject: {email.subject}\n\n{text}"
