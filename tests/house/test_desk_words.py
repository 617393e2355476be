"""What leads read says Dispute, Off the list, Put on the list and Signatories, in one voice."""

import re

from babel.messages.pofile import read_po

from tests.house.source import ROOT

CATALOGUE = ROOT / "signon" / "translations" / "fr" / "LC_MESSAGES" / "messages.po"
OLD = re.compile(r"\b(challenges?|challenged|moderation|queue)\b", re.IGNORECASE)
ENDS_A_DECISION = re.compile(r"<input[^>]+name=\"(note|reason)\"(?![^>]*type=\"hidden\")")
STATES = {"Published", "Rejected", "Unpublish", "Publish", "Endorsements"}


def test_no_message_says_an_old_word() -> None:
    with CATALOGUE.open("rb") as file:
        said = [words for message in read_po(file) for words in _of(message.id)]

    assert [words for words in said if OLD.search(words)] == []
    assert sorted(STATES & set(said)) == []


def test_the_guide_for_leads_says_no_old_word() -> None:
    text = (ROOT / "docs" / "leads.md").read_text("utf-8")
    said = re.sub(r"\]\([^)]*\)|`[^`]*`", "", text)

    assert OLD.findall(said) == []


def test_enter_decides_nowhere() -> None:
    """In a field of one line Enter presses the first button of its form, whichever that is."""
    found = [
        page.name
        for page in (ROOT / "templates").rglob("*.html")
        if ENDS_A_DECISION.search(re.sub(r"<input type=\"hidden\"[^>]*>", "", page.read_text()))
    ]

    assert found == []


def _of(words: str | tuple[str, ...]) -> tuple[str, ...]:
    return words if isinstance(words, tuple) else (words,)
