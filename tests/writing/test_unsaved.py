"""What a lead types and does not save: kept for them alone, also in two windows."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from signon.access.roles import Role
from signon.extensions import db
from signon.kernel import clock
from signon.papers import queries
from signon.writing.models import UnsavedText
from signon.writing.text import unsaved
from tests.factories import a_campaign, a_paper
from tests.support import desk
from tests.support.clients import Browser
from tests.writing.test_desk import based_on, markdown_of, send

WRITE = "/desk/papers/ten-doors/texts/en"


def keep(client: Browser, words: str, revision: int = 0) -> TestResponse:
    typed = {"csrf_token": client.mark(WRITE), "title": "Doors", "markdown": words}
    return client.post(f"{WRITE}/unsaved", data={**typed, "revision": revision})


def count() -> int:
    return db.session.scalar(select(func.count(UnsavedText.id))) or 0


def test_what_is_kept_is_there_again_and_nowhere_else(app: Flask, client: Browser) -> None:
    a_paper()
    desk.sign_in(client)

    assert keep(client, "Half a thought <b>").json == {"revision": 1}

    page = client.get(WRITE).text
    assert "Half a thought &lt;b&gt;" in page
    assert "This is what you had typed and not saved" in page
    other = desk.sign_in(Browser(app, app.response_class), Role.EDITOR)
    assert "Half a thought" not in other.get(WRITE).text
    assert "Half a thought" not in client.get("/en/papers/ten-doors").text
    assert len(queries.versions(queries.paper_by_slug("ten-doors").id)) == 1


def test_saving_ends_it_and_so_does_throwing_it_away(client: Browser) -> None:
    a_paper()
    desk.sign_in(client)
    keep(client, "Half a thought")
    known = {"title": "Doors", "markdown": "A whole one.", "change": "editorial"}

    # What was typed began with no text that is stored, so the difference is shown first.
    assert send(client, WRITE, **known).status_code == 409
    stored = queries.paper_by_slug("ten-doors").text("en").sha256
    assert send(client, WRITE, **known, based_on=stored).status_code == 303

    assert count() == 0
    keep(client, "Another half")
    mark = {"csrf_token": client.mark(WRITE)}
    assert client.post(f"{WRITE}/unsaved/removal", data=mark).status_code == 303
    assert count() == 0
    assert markdown_of("en") == "A whole one."


def test_a_second_window_overwrites_nothing_and_sees_both(client: Browser) -> None:
    a_paper()
    desk.sign_in(client)
    assert keep(client, "First window <script>").json == {"revision": 1}

    refused = keep(client, "Second window")

    assert refused.status_code == 409
    assert "another window" in refused.text
    both = send(client, WRITE, "compare", title="Doors", markdown="Second window")
    assert "First window &lt;script&gt;" in both.text
    assert both.status_code == 200
    assert "Both have changed this." in both.text
    assert 'name="revision" value="1"' in both.text
    assert keep(client, "Second window, with the first", 1).json == {"revision": 2}


def test_who_is_signed_out_changes_nothing_and_goes_on_after_signing_in(
    app: Flask, client: Browser
) -> None:
    a_paper()
    desk.sign_in(client)
    mark = client.mark(WRITE)
    client.post("/desk/sign-out", data={"csrf_token": mark})

    refused = client.post(f"{WRITE}/unsaved", data={"csrf_token": mark, "markdown": "Lost?"})

    assert refused.status_code in (400, 401)
    assert count() == 0
    desk.sign_in(client, Role.EDITOR)
    assert keep(client, "Not lost").json == {"revision": 1}


def test_a_window_goes_on_when_another_has_thrown_its_draft_away(client: Browser) -> None:
    a_paper()
    desk.sign_in(client)
    keep(client, "Both windows have this")
    mark = {"csrf_token": client.mark(WRITE)}
    client.post(f"{WRITE}/unsaved/removal", data=mark)
    assert keep(client, "The second writes on", 1).status_code == 409

    both = send(client, WRITE, "compare", title="Doors", markdown="Writes on", revision="1")

    assert "Writes on" in both.text
    assert 'name="revision" value="0"' in both.text
    assert keep(client, "Writes on", 0).json == {"revision": 1}


def test_a_translator_keeps_translations_alone(client: Browser) -> None:
    a_paper()
    desk.sign_in(client, Role.TRANSLATOR)
    french = "/desk/papers/ten-doors/texts/fr"
    mark = {"csrf_token": client.mark(french), "markdown": "À moitié"}

    assert client.post(f"{french}/unsaved", data=mark).json == {"revision": 1}
    assert client.post(f"{WRITE}/unsaved", data=mark).status_code == 404
    assert client.post(f"{french}/unsaved", data={**mark, "csrf_token": ""}).status_code == 400
    assert client.post(f"{french}/unsaved", data={**mark, "markdown": "\x00"}).status_code == 422


def test_what_nobody_touches_goes_after_thirty_days(client: Browser) -> None:
    a_paper()
    desk.sign_in(client)
    keep(client, "Half a thought")

    unsaved.discard_old()
    assert count() == 1
    with time_machine.travel(clock.now() + timedelta(days=31)):
        unsaved.discard_old()
    assert count() == 0


def test_a_text_can_be_seen_as_its_page_before_it_is_saved(client: Browser) -> None:
    a_paper()
    desk.sign_in(client)

    page = send(client, WRITE, "page", title="Many doors", markdown="## 1. One\n\nOpen *it*.")

    assert page.status_code == 200
    assert "Preview, not public." in page.text
    assert "Many doors" in page.text
    assert "Open <em>it</em>." in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert markdown_of("en") != "## 1. One\n\nOpen *it*."


def test_what_a_translation_lacks_is_said_before_it_is_saved(client: Browser) -> None:
    a_paper()
    desk.sign_in(client, Role.TRANSLATOR)
    words = "## 1. Une\n\nOuvrir.\n\n### 2. Deux\n\n**3. Trois**"

    page = send(client, "/desk/papers/ten-doors/texts/fr", "preview", title="P", markdown=words)

    assert "It lacks numbered priorities of the original: 2." in page.text
    assert "looks like a numbered priority and is none:" in page.text
    assert "### 2. Deux" in page.text
    assert "**3. Trois**" in page.text


def test_a_changed_original_says_which_translations_it_leaves_behind(client: Browser) -> None:
    a_paper(languages=("en", "ar"))
    desk.sign_in(client)
    stored = markdown_of("en")
    changed = stored.replace("open.", "ajar.") + "\n\nAnd windows."

    page = send(client, WRITE, "preview", title="Ten open doors", markdown=changed)
    same = send(client, WRITE, "preview", title="Ten open doors", markdown=stored)

    assert "Translations will be behind in 2 blocks: العربية." in page.text
    assert "Translations will be behind" not in same.text


def test_the_second_of_two_leads_sees_three_sides_by_block(app: Flask, client: Browser) -> None:
    a_paper()
    desk.sign_in(client)
    known = based_on(client, WRITE)
    first = queries.source(queries.paper_by_slug("ten-doors").text("en").id).markdown
    theirs = first.replace("Doors stay open.", "Doors stay <i>ajar</i>.")
    typed = {"title": "Ten open doors", "change": "editorial", "based_on": known}
    other = desk.sign_in(Browser(app, app.response_class), Role.EDITOR)
    assert send(other, WRITE, **typed, markdown=theirs).status_code == 303

    answer = send(client, WRITE, **typed, markdown=first.replace("Everybody", "Everyone"))

    assert answer.status_code == 409
    assert "Doors stay &lt;i&gt;ajar&lt;/i&gt;." in answer.text
    assert "Only the other has changed this." in answer.text
    assert "Only you have changed this." in answer.text
    assert "Everyone has one." in answer.text


BEGIN = "/desk/campaigns/open-doors/papers/new"


def keep_beginning(client: Browser, revision: int = 0, **typed: str) -> TestResponse:
    fields = {"csrf_token": client.mark(BEGIN), "revision": revision, **typed}
    return client.post(f"{BEGIN}/unsaved", data=fields)


def test_what_begins_a_paper_is_kept_and_offered_again(app: Flask, client: Browser) -> None:
    a_campaign()
    desk.sign_in(client)
    typed = {"title": "Half", "slug": "Half a name", "language": "pt", "markdown": "Meia <b>"}

    assert keep_beginning(client, **typed).json == {"revision": 1}
    assert keep_beginning(client, 1, **typed).json == {"revision": 2}
    assert count() == 1

    page = client.get(BEGIN).text
    assert "Meia &lt;b&gt;" in page
    assert 'value="Half a name"' in page
    assert 'value="pt"' in page
    assert "This is what you had typed and not saved" in page
    assert queries.papers_of(a_campaign().id, drafts=True) == []
    other = desk.sign_in(Browser(app, app.response_class), Role.EDITOR)
    assert "Meia" not in other.get(BEGIN).text


def test_a_begun_paper_ends_its_draft_and_so_does_throwing_it_away(client: Browser) -> None:
    a_campaign()
    desk.sign_in(client, Role.EDITOR)
    keep_beginning(client, title="Half")
    whole = {"slug": "three-doors", "language": "en", "title": "Three", "markdown": "Open."}

    assert send(client, BEGIN, **whole).status_code == 303

    assert count() == 0
    keep_beginning(client, title="Another half")
    mark = {"csrf_token": client.mark(BEGIN)}
    assert client.post(f"{BEGIN}/unsaved/removal", data=mark).status_code == 303
    assert count() == 0


def test_two_papers_begun_in_two_windows_overwrite_nothing(client: Browser) -> None:
    a_campaign()
    desk.sign_in(client, Role.EDITOR)
    keep_beginning(client, title="One", markdown="The first paper.")

    refused = keep_beginning(client, title="Two", markdown="The second paper.")

    assert refused.status_code == 409
    both = send(client, BEGIN, "compare", title="Two", markdown="The second paper.")
    assert "The first paper." in both.text
    assert "The second paper." in both.text
    assert 'name="revision" value="1"' in both.text


@pytest.mark.parametrize("role", [Role.TRANSLATOR, Role.VIEWER])
def test_who_begins_no_papers_keeps_none(client: Browser, role: Role) -> None:
    a_campaign()
    desk.sign_in(client, role)
    mark = {"csrf_token": client.mark("/desk/"), "markdown": "x"}

    assert client.post(f"{BEGIN}/unsaved", data=mark).status_code == 404
    assert client.post(f"{BEGIN}/unsaved/removal", data=mark).status_code == 404
    assert count() == 0


def test_signs_that_cannot_be_stored_are_refused_before_a_paper_exists(client: Browser) -> None:
    a_campaign()
    desk.sign_in(client, Role.EDITOR)

    assert keep_beginning(client, slug="a\x00b").status_code == 422
    assert keep_beginning(client, language="e\x00").status_code == 422
    assert count() == 0
