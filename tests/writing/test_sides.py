"""A translation beside its original, block by block: written, kept, found still right."""

import html
import re

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from signon.access.roles import Role
from signon.audit import trail
from signon.extensions import db
from signon.papers import queries, service
from signon.papers.drafts import PaperDraft
from signon.papers.texts import translating
from tests.factories import TEXT, a_paper, a_text
from tests.support import desk
from tests.support.clients import Browser
from tests.writing.test_desk import markdown_of

SIDES = "/desk/papers/ten-doors/texts/ar/blocks"
ARABIC = "## 1. أبواب\n\nتبقى مفتوحة.\n\n## 2. سقوف\n\nلكل واحد سقف."
AJAR = TEXT.replace("stay open", "stay <ajar>")
FIELD = re.compile(r'name="(block\.[^"]+)"[^>]*>\n([^<]*)</textarea>')


def write(language: str = "en", **text: str) -> None:
    draft = PaperDraft("open-doors", "ten-doors", a_text(language, **text))
    service.write(draft, actor=trail.SYSTEM)
    db.session.rollback()


def translated(**changes: str) -> None:
    """Open a paper with an Arabic translation, and change the original if asked."""
    a_paper()
    write("ar", markdown=ARABIC)
    if changes:
        write(**changes)


def blocks(client: Browser) -> dict[str, str]:
    found = FIELD.findall(client.get(SIDES).text)
    return {name: html.unescape(text) for name, text in found}


def send(client: Browser, fields: dict[str, str], **more: str) -> TestResponse:
    page = client.get(SIDES).text
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    above = {"title": "عشرة أبواب", "addressee": "إلى الوزراء", "summary": "بإيجاز."}
    usual = {**hidden, **above, "change": "editorial", "action": "save"}
    return client.post(SIDES, data={**usual, **fields, **more})


def behind() -> int:
    return translating.progress(queries.paper_by_slug("ten-doors", drafts=True))["ar"].behind


def test_a_block_that_is_behind_shows_what_changed_in_its_original(client: Browser) -> None:
    translated(markdown=AJAR)
    desk.sign_in(client, Role.TRANSLATOR)

    page = client.get(SIDES).text

    assert "behind the original since version 2" in page
    assert "1 block is behind or not translated" in page
    assert page.count('value="title"') == 0
    assert re.search(r"<del>.*?open</del>", page)
    assert "&lt;ajar&gt;" in page
    assert "<ajar>" not in page
    assert page.count('class="side difference" lang="en" dir="ltr"') == 7
    assert page.count('lang="ar" dir="rtl"') >= 7
    texts = client.get("/desk/papers/ten-doors/texts").text
    assert "1 block is behind the original since version 2." in texts


def test_still_right_is_one_press_and_keeps_what_was_typed(client: Browser) -> None:
    translated(markdown=TEXT.replace("open", "ajar"))
    desk.sign_in(client, Role.TRANSLATOR)
    [key] = re.findall(r'name="right" value="(\w+)"', client.get(SIDES).text)
    fields = blocks(client)
    last = list(fields)[-1]

    answer = send(client, {**fields, last: "لكل واحد بيت."}, right=key, title="عنوان")

    assert answer.status_code == 303
    assert answer.location.endswith(f"/blocks#block-{key}")
    assert behind() == 0
    page = client.get(SIDES).text
    assert "لكل واحد بيت." in page
    assert 'value="عنوان"' in page
    assert "Noted: still right." in page
    assert "This is what you had typed and not saved" in page
    assert queries.paper_by_slug("ten-doors").version == 2


def test_still_right_beside_an_original_that_changed_meanwhile_notes_nothing(
    client: Browser,
) -> None:
    translated(markdown=TEXT.replace("open", "ajar"))
    desk.sign_in(client, Role.TRANSLATOR)
    page = client.get(SIDES).text
    [key] = re.findall(r'name="right" value="(\w+)"', page)
    seen = page.split('name="source" value="')[1].split('"')[0]
    write(markdown=TEXT.replace("open", "shut"))

    send(client, blocks(client), right=key, source=seen)

    assert "The original was changed while you read." in client.get(SIDES).text
    assert behind() == 1


def test_what_nobody_touched_comes_out_as_it_was(client: Browser) -> None:
    text = (
        "# A\nText[^b] and *so*.\n\n\n- one\n- two\n  - in\n\n"
        "[^b]: Note.\n    more\n\n---\n\n> q\n\nend"
    )
    a_paper()
    write("ar", markdown=text)
    desk.sign_in(client, Role.TRANSLATOR)
    # Nothing but the shape is known of a text so unlike its original.

    assert send(client, blocks(client)).status_code == 303

    assert markdown_of("ar") == text


def test_a_translation_that_was_left_behind_joins_the_version_block_by_block(
    client: Browser,
) -> None:
    grown = TEXT.replace("## 2.", "Windows too.\n\n## 2.").replace("open.", "ajar.")
    translated(markdown=grown)
    desk.sign_in(client, Role.TRANSLATOR)
    fields = blocks(client)
    [new] = [name for name, text in fields.items() if not text]
    assert "not translated yet" in client.get(SIDES).text
    assert "It does not stand in version 2 yet; saving brings it there." in client.get(SIDES).text

    answer = send(client, {**fields, new: "والنوافذ أيضا."})

    assert answer.status_code == 303
    whole = ARABIC.replace("## 2.", "والنوافذ أيضا.\n\n## 2.")
    assert markdown_of("ar") == whole
    assert queries.paper_by_slug("ten-doors").version == 2
    assert behind() == 1
    assert len(queries.source(queries.paper_by_slug("ten-doors").text("ar").id).blocks) == 5
    assert None not in queries.source(queries.paper_by_slug("ten-doors").text("ar").id).blocks


def test_a_translation_follows_its_original_to_another_order(client: Browser) -> None:
    swapped = (
        "## 1. Doors\n\nEverybody of us has one of these.\n\nDoors of all stay open for now.\n"
    )
    a_paper()
    write(
        markdown="## 1. Doors\n\nDoors of all stay open for now.\n\n"
        "Everybody of us has one of these.\n"
    )
    write("ar", markdown="## 1. أبواب\n\nمفتوحة.\n\nلكل واحد.")
    write(markdown=swapped)
    desk.sign_in(client, Role.TRANSLATOR)

    send(client, blocks(client))

    assert markdown_of("ar") == "## 1. أبواب\n\nلكل واحد.\n\nمفتوحة."
    assert behind() == 0


def test_one_field_may_hold_two_paragraphs_and_shifts_no_other(client: Browser) -> None:
    translated()
    desk.sign_in(client, Role.TRANSLATOR)
    fields = blocks(client)
    second = list(fields)[1]
    before = queries.source(queries.paper_by_slug("ten-doors").text("ar").id).blocks

    send(client, {**fields, second: "تبقى مفتوحة.\r\n\r\nدائما."})

    after = queries.source(queries.paper_by_slug("ten-doors").text("ar").id).blocks
    assert after == (before[0], before[1], None, before[2], before[3])
    assert list(blocks(client).values())[2] == "دائما."


def test_a_changed_translation_of_a_public_paper_becomes_a_version(client: Browser) -> None:
    translated()
    desk.sign_in(client, Role.TRANSLATOR)
    fields = blocks(client)
    last = list(fields)[-1]

    refused = send(client, {**fields, last: "لكل واحد بيت."}, change="")
    assert refused.status_code == 422
    assert "لكل واحد بيت." in refused.text
    assert send(client, {**fields, last: "لكل واحد بيت."}).status_code == 303

    assert queries.paper_by_slug("ten-doors").version == 2
    assert markdown_of("ar").endswith("لكل واحد بيت.")


def test_a_draft_is_kept_with_its_places_and_without_script(client: Browser) -> None:
    grown = TEXT + "\nA garden.\n\nA well.\n"
    translated(markdown=grown)
    desk.sign_in(client, Role.TRANSLATOR)
    fields = blocks(client)
    new = [name for name, text in fields.items() if not text]

    assert send(client, {**fields, new[1]: "بئر."}, action="keep", title="").status_code == 303

    again = blocks(client)
    assert list(again.values())[-1] == "بئر."
    assert [text for text in again.values() if not text] == [""]
    assert markdown_of("ar", "ten-doors") != ARABIC  # this version has no Arabic text yet


def test_a_script_keeps_the_same_draft_and_a_second_window_overwrites_nothing(
    client: Browser,
) -> None:
    translated()
    desk.sign_in(client, Role.TRANSLATOR)
    mark, fields = client.mark(SIDES), blocks(client)
    typed = {"csrf_token": mark, **fields, list(fields)[-1]: "نصف"}

    assert client.post(f"{SIDES}/unsaved", data=typed).json == {"revision": 1}
    assert "نصف" in client.get("/desk/papers/ten-doors/texts/ar").text
    assert client.post(f"{SIDES}/unsaved", data=typed).status_code == 409
    both = send(client, fields, action="compare")
    assert "Both changes, block by block" in both.text


def test_two_translators_at_once_see_both_and_lose_nothing(app: Flask, client: Browser) -> None:
    translated()
    desk.sign_in(client, Role.TRANSLATOR)
    fields = blocks(client)
    known = client.get(SIDES).text.split('name="based_on" value="')[1].split('"')[0]
    write("ar", markdown=ARABIC.replace("مفتوحة", "مغلقة"))

    answer = send(client, {**fields, list(fields)[-1]: "لكل واحد بيت."}, based_on=known)

    assert answer.status_code == 409
    assert "لكل واحد بيت." in answer.text
    assert "مغلقة" in answer.text


def test_priorities_and_notes_that_it_lacks_are_named(client: Browser) -> None:
    translated(markdown=f"{TEXT}\n## 3. Walls[^1]\n\n[^1]: Thin ones.\n")
    desk.sign_in(client, Role.TRANSLATOR)

    page = client.get(SIDES).text

    assert "It lacks numbered priorities of the original: 3." in page
    assert "It lacks notes of the original: 1." in page


@pytest.mark.parametrize("role", [Role.VIEWER, Role.MODERATOR, Role.EXPORTER])
def test_who_may_not_translate_finds_no_such_page(client: Browser, role: Role) -> None:
    translated(markdown=AJAR)
    desk.sign_in(client, role)

    assert client.get(SIDES).status_code == 404
    assert client.post(SIDES, data={"right": "x"}).status_code in (400, 404)
    assert client.get("/desk/papers/ten-doors/texts/en/blocks").status_code == 404


def test_a_forged_mark_is_refused_and_keeps_what_was_typed(client: Browser) -> None:
    translated(markdown=TEXT.replace("open", "ajar"))
    desk.sign_in(client, Role.TRANSLATOR)
    fields = blocks(client)
    last = list(fields)[-1]

    answer = send(client, {**fields, last: "لكل واحد بيت."}, csrf_token="", right="title")

    assert answer.status_code == 422
    assert "لكل واحد بيت." in answer.text
    assert behind() == 1


def test_a_language_without_a_text_begins_with_empty_blocks(client: Browser) -> None:
    a_paper()
    desk.sign_in(client, Role.TRANSLATOR)

    fields = blocks(client)

    assert list(fields.values()) == [""] * 4
    typed = dict(zip(fields, ARABIC.split("\n\n"), strict=True))
    assert send(client, typed).status_code == 303
    assert markdown_of("ar") == ARABIC


def test_a_form_without_a_block_is_asked_for_one(client: Browser) -> None:
    translated()
    desk.sign_in(client, Role.TRANSLATOR)

    answer = send(client, {})

    assert answer.status_code == 422
    assert 'id="error-markdown"' in answer.text or 'class="error' in answer.text
    assert markdown_of("ar") == ARABIC


def test_two_hundred_kilobytes_stand_side_by_side(client: Browser) -> None:
    long = "".join(f"## {n}. Door\n\n{'Wood. ' * 330}\n\n" for n in range(1, 101))
    a_paper()
    write(markdown=long)
    desk.sign_in(client, Role.TRANSLATOR)
    fields = blocks(client)
    typed = {name: ("خشب. " * 220).strip() for name in fields}

    assert len(fields) == 200
    assert send(client, typed).status_code == 303
    assert len(markdown_of("ar").encode()) > 300_000
