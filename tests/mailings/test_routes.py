"""The way out of an update: a page that asks, and one click that does it (RFC 8058)."""

import pytest

from signon.extensions import db
from signon.mailings import links
from tests.factories import a_paper
from tests.mailings.scene import a_reader
from tests.support.clients import Browser

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def wants(row) -> bool:
    db.session.expire_all()
    return row.contact.updates_wording is not None


def path_of(row) -> str:
    return links.url("en", row).removeprefix("http://signon.test")


def test_opening_the_link_changes_nothing_and_its_button_ends_updates(client: Browser) -> None:
    row = a_reader(a_paper())

    page = client.get(path_of(row))
    before = wants(row)
    done = client.send(path_of(row), {})

    assert (page.status_code, before, wants(row)) == (200, True, False)
    assert "You get no more updates about this paper" in done.text
    assert row.state == "published"


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data"])
def test_one_click_ends_updates_without_a_page(client: Browser, kind: str) -> None:
    row = a_reader(a_paper())

    answers = [client.post(path_of(row), data=ONE_CLICK, content_type=kind) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert not wants(row)


def test_a_post_without_a_mark_changes_nothing(client: Browser) -> None:
    row = a_reader(a_paper())

    assert client.post(path_of(row), data={}).status_code == 400
    assert wants(row)
