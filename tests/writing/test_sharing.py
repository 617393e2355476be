"""What a lead has typed into a public paper and not saved, shown to co-authors by a link."""

import re
from datetime import timedelta

import time_machine
from flask import Flask

from signon.access.roles import Role
from signon.kernel import clock
from tests.factories import a_paper, change_paper
from tests.support import desk
from tests.support.clients import Browser
from tests.writing.test_unsaved import WRITE, keep
from tests.writing.test_unsaved import send as send_text


def share(client: Browser, days: str = "3", page: str = WRITE) -> str:
    """Make a link, and return it."""
    made = client.post(f"{page}/preview", data={"csrf_token": client.mark(page), "days": days})
    assert made.status_code == 303
    return re.findall(r'href="http://signon.test(/en/previews/[^"]+)"', client.get(page).text)[0]


def test_a_link_shows_the_unsaved_text_of_an_open_paper_as_its_page(
    app: Flask, client: Browser
) -> None:
    a_paper()
    desk.sign_in(client, Role.EDITOR)
    keep(client, "## 1. Windows\n\nThey *open* <script>too</script>.")

    page = Browser(app, app.response_class).get(share(client))

    assert page.status_code == 200
    assert "Preview, not public." in page.text
    assert "They <em>open</em> &lt;script&gt;" in page.text
    assert "Doors stay open." not in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert "noindex" in page.headers["X-Robots-Tag"]
    stranger = Browser(app, app.response_class)
    assert "Windows" not in stranger.get("/en/papers/ten-doors").text


def test_it_follows_what_is_kept_and_leads_on_once_that_is_saved(
    app: Flask, client: Browser
) -> None:
    a_paper()
    desk.sign_in(client, Role.EDITOR)
    keep(client, "First thought")
    link, reader = share(client), Browser(app, app.response_class)

    keep(client, "Second thought", 1)
    assert "Second thought" in reader.get(link).text
    known = client.get(WRITE).text.split('name="based_on" value="')[1].split('"')[0]
    typed = {"title": "Doors", "markdown": "Second thought", "change": "editorial"}
    send_text(client, WRITE, **typed, based_on=known)
    mark = {"csrf_token": client.mark(WRITE)}
    client.post(f"{WRITE}/unsaved/removal", data=mark)

    assert reader.get(link).location == "/en/papers/ten-doors?text=en"


def test_it_ends_when_it_is_taken_back_and_with_its_days(app: Flask, client: Browser) -> None:
    a_paper()
    desk.sign_in(client, Role.EDITOR)
    keep(client, "A thought")
    first, second, reader = share(client), share(client), Browser(app, app.response_class)
    [public_id, *_] = re.findall(r"previews/([^/]+)/revocation", client.get(WRITE).text)

    mark = {"csrf_token": client.mark(WRITE)}
    assert client.post(f"{WRITE}/previews/{public_id}/revocation", data=mark).status_code == 303
    assert sorted(reader.get(link).status_code for link in (first, second)) == [200, 404]
    with time_machine.travel(clock.now() + timedelta(days=4)):
        assert {reader.get(link).status_code for link in (first, second)} == {404}


def test_nobody_shares_or_ends_what_another_lead_has_typed(app: Flask, client: Browser) -> None:
    a_paper()
    desk.sign_in(client)
    keep(client, "A thought")
    link = share(client)
    [public_id] = re.findall(r"previews/([^/]+)/revocation", client.get(WRITE).text)
    other = desk.sign_in(Browser(app, app.response_class), Role.EDITOR)
    mark = {"csrf_token": other.mark(WRITE), "days": "3"}

    assert other.post(f"{WRITE}/preview", data=mark).status_code == 404
    assert other.post(f"{WRITE}/previews/{public_id}/revocation", data=mark).status_code == 404
    viewer = desk.sign_in(Browser(app, app.response_class), Role.VIEWER)
    mark = {"csrf_token": viewer.mark("/desk/"), "days": "3"}
    assert viewer.post(f"{WRITE}/preview", data=mark).status_code == 404

    assert Browser(app, app.response_class).get(link).status_code == 200


def test_a_translator_shares_a_translation_in_its_own_direction(
    app: Flask, client: Browser
) -> None:
    a_paper()
    desk.sign_in(client, Role.TRANSLATOR)
    page = "/desk/papers/ten-doors/texts/ar"
    typed = {"csrf_token": client.mark(page), "title": "أبواب", "markdown": "نصف فكرة"}
    client.post(f"{page}/unsaved", data=typed)

    shown = Browser(app, app.response_class).get(share(client, page=page)).text

    assert '<div class="text" lang="ar" dir="rtl">' in shown
    assert "نصف فكرة" in shown


def test_the_days_of_a_link_are_checked(client: Browser) -> None:
    a_paper()
    desk.sign_in(client, Role.EDITOR)
    keep(client, "A thought")

    for days in ("0", "61", "x"):
        data = {"csrf_token": client.mark(WRITE), "days": days}
        assert client.post(f"{WRITE}/preview", data=data).status_code == 303
        assert "/previews/" not in client.get(WRITE).text


def test_an_unsaved_text_of_a_draft_is_gone_with_what_was_kept(app: Flask, client: Browser) -> None:
    a_paper()
    change_paper(state="draft")
    desk.sign_in(client, Role.EDITOR)
    keep(client, "A thought")
    link = share(client)
    mark = {"csrf_token": client.mark(WRITE)}

    client.post(f"{WRITE}/unsaved/removal", data=mark)

    assert Browser(app, app.response_class).get(link).status_code == 404
