"""Leads write papers and translations in the browser, open them and close them."""

import io
import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from werkzeug.test import TestResponse

from signon.access.roles import Role
from signon.kernel import clock
from signon.papers import policy, queries, service
from signon.papers.drafts import PaperDraft, TextDraft
from signon.papers.queries import PublicPaper
from tests.factories import a_campaign, a_paper, an_endorsement, confirm
from tests.support import desk
from tests.support.clients import Browser
from tests.support.databases import on_one_database

NEW = "/desk/campaigns/open-doors/papers/new"
TEXTS = "/desk/papers/ten-doors/texts"
DATES = "/desk/papers/ten-doors/dates"
WRITTEN = {
    "slug": "three-doors",
    "language": "en",
    "title": "Three doors",
    "markdown": "## 1. One\r\n\r\nOpen it.\r\n\r\n## 2. Two\r\n\r\nOpen it **wide**.",
}
MARKDOWN = "---\ntitle: From a file\nlanguage: fr\ncloses: 2031-01-01\n---\n\n## 1. Une\n\nOuvrir."


def send(client: Browser, path: str, action: str = "save", **fields: Any) -> TestResponse:
    typed = {"csrf_token": client.mark(path), "action": action, **fields}
    return client.post(path, data=typed, content_type="multipart/form-data")


def based_on(client: Browser, path: str) -> str:
    return client.get(path).text.split('name="based_on" value="')[1].split('"')[0]


def paper(slug: str = "ten-doors") -> PublicPaper:
    return queries.paper_by_slug(slug, drafts=True)


def markdown_of(language: str, slug: str = "ten-doors") -> str:
    return queries.source(paper(slug).text(language).id).markdown


def test_an_editor_begins_a_paper_writes_a_translation_and_opens_it(
    app: Flask, client: Browser
) -> None:
    desk.sign_in(client, Role.EDITOR)

    assert send(client, NEW, **WRITTEN).status_code == 303
    assert client.get("/en/papers/three-doors").status_code == 404
    assert 'href="/en/papers/three-doors"' not in client.get("/desk/").text
    french = "/desk/papers/three-doors/texts/fr"
    assert send(client, french, title="Trois portes", markdown="## 1. Une\n\n## 2. Deux").location
    assert paper("three-doors").state == "draft"
    client.send("/desk/papers/three-doors/texts", {}, follow_redirects=False)
    mark = {"csrf_token": client.mark("/desk/papers/three-doors/texts")}
    assert client.post("/desk/papers/three-doors/opening", data=mark).status_code == 303

    assert 'href="/en/papers/three-doors"' in client.get("/desk/").text
    stranger = Browser(app, app.response_class)
    assert "Open it <strong>wide</strong>." in stranger.get("/en/papers/three-doors").text
    assert "Trois portes" in stranger.get("/fr/papers/three-doors").text
    assert markdown_of("en", "three-doors").splitlines()[0] == "## 1. One"
    mark = {"csrf_token": client.mark("/desk/papers/three-doors/texts")}
    assert client.post("/desk/papers/three-doors/closing", data=mark).status_code == 303
    assert paper("three-doors").state == "closed"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"slug": "Three Doors"}, "cannot be a name in addresses"),
        ({"slug": "ten-doors"}, "There is a paper called “ten-doors” already."),
        ({"slug": ""}, "Enter a name for addresses."),
        ({"language": "English"}, "Enter a language tag"),
        ({"title": " "}, "Enter a title."),
        ({"title": "x" * 301}, "300"),
        ({"title": "Doors\x07"}, "There is a sign in this that cannot be shown"),
        ({"markdown": ""}, "Write a text, or choose a file."),
        ({"markdown": "Doors\x00"}, "There is a sign in this that cannot be shown"),
        ({"markdown": "> " * 40 + "deep"}, "This text is too long"),
        ({"csrf_token": ""}, "This page lay open for long"),
    ],
)
@on_one_database
def test_a_refused_paper_keeps_what_was_typed(
    client: Browser, fields: dict[str, str], words: str
) -> None:
    a_paper()
    desk.sign_in(client, Role.EDITOR)

    answer = send(client, NEW, **{**WRITTEN, "summary": "What was typed", **fields})

    assert answer.status_code == 422
    assert words in answer.text
    assert "What was typed" in answer.text
    assert len(queries.papers_of(a_campaign().id, drafts=True)) == 1


def test_looking_at_a_text_stores_nothing(client: Browser) -> None:
    desk.sign_in(client, Role.EDITOR)

    answer = send(client, NEW, "preview", **{**WRITTEN, "markdown": "**wide** <script>x</script>"})

    assert answer.status_code == 200
    assert "<strong>wide</strong>" in answer.text
    assert "<script>x" not in answer.text
    assert queries.papers_of(a_campaign().id, drafts=True) == []


def test_a_file_fills_the_form_and_moves_no_date(client: Browser) -> None:
    desk.sign_in(client, Role.EDITOR)
    file = (io.BytesIO(MARKDOWN.encode()), "paper.md")

    answer = send(client, NEW, "fill", slug="three-doors", language="en", file=file)

    assert answer.status_code == 200
    assert 'value="From a file"' in answer.text
    assert 'name="language" value="fr"' in answer.text
    assert "## 1. Une" in answer.text
    assert "which was not taken: closes: 2031-01-01." in answer.text
    assert queries.papers_of(a_campaign().id, drafts=True) == []


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("", b"", "Choose a file first."),
        ("paper.md", b"%PDF-1.7", "The file is not text in UTF-8."),
        ("paper.md", b"\xff\xfe", "The file is not text in UTF-8."),
        ("paper.md", b"---\ndeadline: 2031-01-01\n---\nText", "closes"),
        ("paper.docx", b"not a zip", "Word"),
        ("paper.md", b"---\ntitle: Alone\n---\n", "The file has no text."),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_keeps_what_was_typed(
    client: Browser, name: str, data: bytes, words: str
) -> None:
    desk.sign_in(client, Role.EDITOR)

    answer = send(client, NEW, "fill", **WRITTEN, file=(io.BytesIO(data), name))

    assert answer.status_code == 422
    assert words in answer.text
    assert "Open it **wide**." in answer.text


def test_a_changed_text_of_an_open_paper_becomes_a_version(client: Browser) -> None:
    a_paper()
    desk.sign_in(client, Role.EDITOR)
    path = f"{TEXTS}/en"
    typed = {
        "title": "Ten doors",
        "markdown": "Something else.",
        "based_on": based_on(client, path),
    }

    refused = send(client, path, **typed)
    assert "Choose what sort of change it is." in refused.text
    assert paper().version == 1
    answer = send(client, path, change="substantive", note="All of it", **typed)

    assert answer.status_code == 303
    assert (paper().version, markdown_of("en")) == (2, "Something else.")
    assert queries.versions(paper().id)[0].note == "All of it"


def test_who_saves_second_sees_the_first_and_loses_nothing(client: Browser) -> None:
    a_paper(state="draft")
    desk.sign_in(client, Role.EDITOR)
    path = f"{TEXTS}/en"
    typed = {"title": "Mine", "markdown": "Mine alone.", "based_on": based_on(client, path)}
    theirs = TextDraft("en", "Theirs", "", "", "Theirs <i>alone</i>.")
    service.write(PaperDraft("open-doors", "ten-doors", theirs), actor="bo")

    answer = send(client, path, **typed)

    assert answer.status_code == 409
    assert "Mine alone." in answer.text
    assert "<del>" in answer.text
    assert "<i>alone" not in answer.text
    assert markdown_of("en") == "Theirs <i>alone</i>."
    again = answer.text.split('name="based_on" value="')[1].split('"')[0]
    assert send(client, path, **{**typed, "based_on": again}).status_code == 303
    assert markdown_of("en") == "Mine alone."


def test_a_translator_translates_and_leaves_the_original(client: Browser) -> None:
    a_paper(state="draft")
    desk.sign_in(client, Role.TRANSLATOR)

    assert client.get(f"{TEXTS}/en").status_code == 404
    assert send(client, f"{TEXTS}/pt-BR", title="Dez portas", markdown="Texto").status_code == 303

    assert markdown_of("pt-BR") == "Texto"
    assert client.get(NEW).status_code == 404
    mark = {"csrf_token": client.mark(f"{TEXTS}/fr")}
    for act in ("opening", "closing"):
        assert client.post(f"/desk/papers/ten-doors/{act}", data=mark).status_code == 404
    assert paper().state == "draft"


def test_a_translation_left_behind_is_brought_up_to_date_from_where_it_was(
    client: Browser,
) -> None:
    a_paper(languages=("en", "fr"))
    french = markdown_of("fr")
    service.write(
        PaperDraft("open-doors", "ten-doors", TextDraft("en", "T", "", "", "New.")), actor="bo"
    )
    desk.sign_in(client, Role.TRANSLATOR)

    assert "behind the original since version 2" in client.get(TEXTS).text
    page = client.get(f"{TEXTS}/fr").text
    assert french.splitlines()[0] in page
    assert based_on(client, f"{TEXTS}/fr") == ""
    assert send(client, f"{TEXTS}/fr", title="T", markdown="Nouveau.").status_code == 303

    assert (paper().version, markdown_of("fr")) == (2, "Nouveau.")


def test_a_translator_hears_that_the_original_was_changed_meanwhile(client: Browser) -> None:
    a_paper(languages=("en", "fr"))
    desk.sign_in(client, Role.TRANSLATOR)
    path = f"{TEXTS}/fr"
    typed = {"title": "T", "markdown": "La mienne.", "based_on": based_on(client, path)}
    changed = TextDraft("en", "T", "", "", "New.")
    service.write(PaperDraft("open-doors", "ten-doors", changed), actor="bo")

    answer = send(client, path, change="editorial", **typed)

    assert answer.status_code == 409
    assert "The original was changed while you wrote." in answer.text
    assert "La mienne." in answer.text
    assert [text.language for text in paper().texts] == ["en"]


@pytest.mark.parametrize(
    ("changes", "words", "act"),
    [
        ({"state": "draft"}, "a draft: only leads can see it", "opening"),
        (
            {"opens_at": clock.now() + timedelta(days=3)},
            "can be read, and endorsed later",
            "closing",
        ),
        ({}, "open for endorsement", "closing"),
        ({"closes_at": clock.now() - timedelta(hours=1)}, "closed", "opening"),
        ({"state": "closed"}, "closed", "opening"),
    ],
)
def test_the_state_is_said_as_it_is(
    client: Browser, changes: dict[str, Any], words: str, act: str
) -> None:
    a_paper(**changes)
    desk.sign_in(client)

    page = client.get(TEXTS).text
    dates = client.get("/desk/papers/ten-doors/dates").text

    assert f"Version 1 · {words}" in page
    assert act in re.findall(r'action="/desk/papers/ten-doors/(\w+ing)"', dates)


def test_what_is_closed_by_hand_can_be_confirmed_for_a_day_as_every_page_says(
    client: Browser,
) -> None:
    with time_machine.travel(clock.now(), tick=False) as hand:
        waiting = an_endorsement(a_paper(), confirmed=False)
        desk.sign_in(client)
        assert "can be confirmed for one more day" in client.get(DATES).text

        mark = {"csrf_token": client.mark(DATES)}
        client.post("/desk/papers/ten-doors/closing", data=mark)
        public = client.get("/en/papers/ten-doors").text
        hand.shift(timedelta(hours=25))
        later = client.get("/en/papers/ten-doors").text

        assert "What was signed before can be confirmed until" in public
        assert "can be confirmed until" not in later
        assert "It can no longer be endorsed." in later
        with pytest.raises(policy.Closed):
            confirm(waiting)
        hand.shift(timedelta(hours=-2))
        assert confirm(waiting).state == "published"


@pytest.mark.parametrize("tag", ["EN", "english", "e", "zz", "en-"])
def test_a_text_has_one_address_for_each_language(client: Browser, tag: str) -> None:
    a_paper()
    desk.sign_in(client)

    assert client.get(f"{TEXTS}/{tag}").status_code == 404


def test_another_language_is_asked_for_by_its_tag(client: Browser) -> None:
    a_paper()
    desk.sign_in(client)

    assert client.get(f"{TEXTS}?language=pt_br").location == f"{TEXTS}/pt-BR"
    assert "Enter a language tag" in client.get(f"{TEXTS}?language=Portuguese").text


@pytest.mark.parametrize("role", [Role.VIEWER, Role.EXPORTER, Role.MODERATOR])
def test_others_look_and_write_nothing(client: Browser, role: Role) -> None:
    a_paper(state="draft")
    desk.sign_in(client, role)

    assert client.get(TEXTS).status_code == 200
    assert client.get(f"{TEXTS}/fr").status_code == 404
    assert client.get(NEW).status_code == 404


def test_nobody_writes_in_another_campaign(client: Browser) -> None:
    a_paper(state="draft")
    desk.sign_in(client, campaign="closed-doors")
    theirs = "/desk/campaigns/closed-doors/papers/new"

    assert (
        send(client, theirs, **{**WRITTEN, "slug": "ten-doors", "language": "fr"}).status_code
        == 422
    )
    mark = {"csrf_token": client.mark(theirs), **WRITTEN, "action": "save"}
    for path in (NEW, f"{TEXTS}/fr", "/desk/papers/ten-doors/opening"):
        assert client.post(path, data=mark).status_code == 404
    assert client.get(TEXTS).status_code == 404
    assert [text.language for text in paper().texts] == ["en"]
