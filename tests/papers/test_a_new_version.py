"""What readers are told when a paper has a new version."""

import re
from datetime import UTC, datetime

from flask import Flask
from sqlalchemy import select

from signon.audit import trail
from signon.extensions import db
from signon.papers import service
from signon.papers.drafts import PaperDraft
from signon.papers.models import Paper
from signon.papers.queries import paper_by_slug
from signon.signatories import queries
from tests.factories import a_paper, a_text, an_endorsement
from tests.support.clients import Browser

PAPER = "/en/papers/ten-doors"
FRENCH = "/fr/papers/ten-doors"
LATER = "## 1. Doors\n\nDoors stay wide open.\n\n## 2. Roofs\n\nEverybody has one.\n"


def rewrite(**changes: object) -> None:
    draft = PaperDraft("open-doors", "ten-doors", a_text(markdown=LATER), note="A door more.")
    service.write(PaperDraft(**{**vars(draft), **changes}), actor=trail.SYSTEM)


def test_a_translation_left_behind_is_still_found_and_read(client: Browser) -> None:
    a_paper(languages=("en", "fr"))
    rewrite()

    page = client.get(FRENCH).text
    [way] = re.findall(r'class="notice">[^<]*<a href="([^"]+)"', page)
    nav = page.split('class="texts"')[1].split("</nav>")[0]

    assert way == "/fr/papers/ten-doors?version=1&amp;text=fr"
    assert "Français</a> <small>version 1</small>" in nav
    older = client.get(way.replace("&amp;", "&")).text
    assert '<div class="text" lang="fr"' in older
    assert "no text in this language" not in client.get(PAPER).text


def test_a_translation_that_has_followed_is_not_called_missing(client: Browser) -> None:
    a_paper(languages=("en", "fr"))
    rewrite()
    rewrite(text=a_text("fr", markdown=LATER))

    page = client.get(FRENCH).text

    assert "version=1&amp;text=fr" not in page
    assert '<div class="text" lang="fr"' in page


def test_the_paper_says_at_its_top_that_and_how_it_was_changed(client: Browser) -> None:
    a_paper()
    assert "What was changed" not in client.get(PAPER).text

    rewrite(change="substantive")

    top = client.get(PAPER).text.split('class="opening"')[1].split("</header>")[0]
    assert "a change of substance: <bdi>A door more.</bdi>" in top
    assert f'href="{PAPER}/changes?from=1&amp;to=2"' in top


def test_an_older_version_says_at_its_top_that_it_is_one(client: Browser) -> None:
    a_paper()
    rewrite()

    pages = [client.get(f"{PAPER}?version={number}").text for number in (1, 2)]
    tops = [page.split('class="opening"')[1].split("</header>")[0] for page in pages]

    assert "This is version 1, an older one." in tops[0]
    assert f'href="{PAPER}">Read the current version' in tops[0]
    assert "older" not in tops[1]


def test_endorsements_are_counted_for_each_version(client: Browser) -> None:
    paper = a_paper()
    an_endorsement(paper)
    an_endorsement(paper)
    assert "under version" not in client.get(PAPER).text

    rewrite()
    an_endorsement(paper_by_slug("ten-doors"))

    assert queries.overview(paper.id).organisations.versions == {1: 2, 2: 1}
    assert "2 of them under version 1" in client.get(PAPER).text
    assert "1 of them under version 2" in client.get(f"{PAPER}?version=1").text


def test_the_summary_of_a_changed_text_is_not_styled_as_an_error(client: Browser) -> None:
    a_paper()
    rewrite()

    page = client.get(f"{PAPER}/changes?from=1&to=2").text
    wrong = client.post(f"{PAPER}/endorse", data={}).text

    [styled] = re.findall(r'<div class="(\w+)" role="alert"', wrong)
    assert 'class="summary"' in page
    assert styled not in re.findall(r'class="(\w+)"', page)


def test_a_text_that_is_handed_in_moves_no_date_of_an_open_paper(app: Flask) -> None:
    closes = datetime(2027, 3, 31, 22, tzinfo=UTC)
    a_paper(closes_at=closes, time_zone="Europe/Brussels")

    rewrite(closes_at=datetime(2028, 1, 1, tzinfo=UTC), time_zone="UTC")

    kept = db.session.scalars(select(Paper)).one()
    assert (kept.closes_at, kept.time_zone) == (closes, "Europe/Brussels")
