"""Kept pages: the same as drawn anew, for whoever asks, in every state, after every change."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import product
from random import Random
from unittest.mock import patch

import pytest
import time_machine
from flask import Flask, current_app

from signon.endorsements import service as endorsements
from signon.endorsements.capability import ENDORSEMENT
from signon.endorsements.models import Endorsement
from signon.kernel import clock
from signon.papers import service as papers
from signon.papers.drafts import PaperDraft
from signon.site import page_cache
from signon.submissions import workflow
from tests.factories import a_paper, a_text, an_endorsement
from tests.support.clients import Browser
from tests.support.pages import evict_pages

HOSTS = ("signon.test", "localhost", "127.0.0.1")
LANGUAGES = ("en", "fr", "ar")
ADDRESSES = (
    "/",
    "/?page=1",
    "/campaigns/open-doors",
    "/papers/ten-doors",
    "/papers/ten-doors?text=fr",
    "/papers/ten-doors?version=1",
    "/papers/ten-doors?fbclid=a%22%3Cb%3E&amp;text=fr",
    "/papers/ten-doors?seen=1&text=fr&text=en",
    "/papers/second",
    "/papers/ten-doors/changes?from=1&to=2",
    "/papers/ten-doors/signatories",
    "/papers/ten-doors/signatories?q=he",
    "/papers/ten-doors/signatories?group=country",
    "/papers/ten-doors/signatories?q=he&country=BE&sort=newest&page=2",
    "/papers/second/signatories",
    "/papers/ten-doors/priorities",
)
PAGES = (
    "/en/",
    "/en/campaigns/open-doors",
    "/en/papers/ten-doors",
    "/en/papers/ten-doors/signatories",
)


@pytest.fixture
def entry(app: Flask) -> Iterator[Endorsement]:
    """An entry of a paper with two versions in two languages, beside another paper."""
    a_paper("second")
    paper = a_paper(languages=("en", "fr"), allows_parts=True)
    row = an_endorsement(paper, name="Hearth")
    changed = a_text(markdown="## 1. Doors\n\nAll doors stay open.\n\n## 2. Roofs\n\nOne each.\n")
    draft = PaperDraft("open-doors", "ten-doors", changed, change="editorial", note="Clearer.")
    papers.write(draft, actor="lead")
    yield row
    evict_pages()


def drawn_anew(client: Browser, path: str, host: str) -> bytes:
    with patch.object(page_cache, "_kept", return_value=None):
        return client.get(path, base_url=f"http://{host}").data


def test_a_kept_page_is_that_of_its_own_host_language_and_address(
    client: Browser, entry: Endorsement
) -> None:
    asked = list(product(HOSTS, LANGUAGES, ADDRESSES)) * 2
    Random(20261127).shuffle(asked)

    for host, language, address in asked[: len(asked) // 2]:
        path = f"/{language}{address}"
        assert client.get(path, base_url=f"http://{host}").data == drawn_anew(client, path, host)


def test_a_page_is_drawn_once_and_who_has_it_is_told_without_drawing(
    client: Browser, entry: Endorsement
) -> None:
    for path in PAGES:
        first = client.get(path)
        with patch("signon.site.page_cache._keep", side_effect=AssertionError("drawn again")):
            second = client.get(path)
            third = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
            weak = client.get(path, headers={"If-None-Match": f"W/{first.headers['ETag']}"})

        assert (first.status_code, first.data) == (200, second.data)
        assert (third.status_code, third.data, weak.status_code) == (304, b"", 304)
        assert (
            third.headers["Cache-Control"] == first.headers["Cache-Control"] == "public, no-cache"
        )


@pytest.mark.parametrize("path", [*PAGES, "/en/papers/ten-doors/endorse"])
def test_what_no_view_reads_draws_nothing_anew_and_is_repeated(
    client: Browser, entry: Endorsement, path: str
) -> None:
    first = client.get(path)
    with patch("signon.site.page_cache._keep", side_effect=AssertionError("drawn again")):
        second = client.get(f"{path}?utm_source=a%22b&c=d")

    repeated = second.text.replace("?utm_source=a%22b&amp;c=d", "")
    assert second.text.count("?utm_source=a%22b&amp;c=d") >= 3
    if "ETag" in first.headers:  # else it has a safety mark of its own
        assert repeated == first.text
        assert second.headers["ETag"] != first.headers["ETag"]


def test_an_answer_that_is_not_kept_repeats_the_query_too(
    client: Browser, entry: Endorsement
) -> None:
    gone = f"/en/papers/ten-doors/signatories/{entry.public_id}"
    workflow.withdraw(ENDORSEMENT, entry, actor="signatory")

    for path in (gone, "/en/papers/ten-doors?version=9"):
        page = client.get(f"{path}{'&' if '?' in path else '?'}utm=1")
        assert page.status_code in (404, 410)
        assert f"{path.replace('/en/', '/fr/')}" in page.text
        assert "utm=1" in page.text
        assert current_app.extensions[page_cache.PLACE].hole not in page.text


CHANGES: dict[str, Callable[[Endorsement], object]] = {
    "withdrawn": lambda row: workflow.withdraw(ENDORSEMENT, row, actor="signatory"),
    "disowned": lambda row: workflow.disown(ENDORSEMENT, row),
    "unpublished": lambda row: endorsements.decide(
        row, workflow.Action.UNPUBLISH, revision=row.revision, moderator="lead"
    ),
    "joined": lambda _row: an_endorsement(a_paper("second"), name="Harbour"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_is_on_every_page_at_once_in_every_process(
    app: Flask, client: Browser, entry: Endorsement, what: str
) -> None:
    another = current_app.extensions[page_cache.PLACE]
    before = {path: client.get(path).data for path in PAGES}
    assert b"Hearth" in before[PAGES[-1]]

    CHANGES[what](entry)

    assert current_app.extensions[page_cache.PLACE] is another  # nobody told this process
    after = {path: client.get(path).data for path in PAGES}
    assert after == {path: drawn_anew(client, path, "signon.test") for path in PAGES}
    assert after["/en/"] != before["/en/"]
    if what != "joined":
        assert b"Hearth" not in after[PAGES[-1]]


def test_dates_that_a_lead_has_changed_are_on_the_next_page(
    client: Browser, entry: Endorsement
) -> None:
    before = [client.get(path).data for path in PAGES[:3]]

    papers.set_rules("ten-doors", actor="lead", closes_at=clock.now() + timedelta(days=3))

    after = [client.get(path).data for path in PAGES[:3]]
    assert all(old != new for old, new in zip(before, after, strict=True))


def test_the_clock_alone_closes_a_kept_paper(client: Browser, entry: Endorsement) -> None:
    papers.set_rules("ten-doors", actor="lead", closes_at=clock.now() + timedelta(hours=1))
    paths = (*PAGES[:3], "/en/papers/ten-doors/endorse")
    before = {path: client.get(path) for path in paths}

    with time_machine.travel(clock.now() + timedelta(hours=2)):
        after = {path: client.get(path) for path in paths}

    assert all(before[path].data != after[path].data for path in paths)
    assert after[paths[-1]].status_code == 410


def test_the_form_is_kept_without_its_mark(client: Browser, entry: Endorsement) -> None:
    path = "/en/papers/ten-doors/endorse"

    first, second = client.mark(path), Browser(client.application).mark(path)

    assert first != second
    assert client.get(path).headers["Cache-Control"] == "no-store"


def test_what_is_kept_is_bounded_in_bytes(client: Browser, entry: Endorsement) -> None:
    pages = current_app.extensions[page_cache.PLACE]
    with patch.object(pages, "kept", page_cache.LRUCache(100_000, getsizeof=len)):
        for number in range(60):
            client.get(f"/en/papers/ten-doors?text={number}")

        assert 0 < pages.kept.currsize <= 100_000
        assert len(pages.kept) < 60


@pytest.mark.parametrize(
    "path", ["/en/papers/nowhere", "/en/papers/ten-doors?version=9", "/en/?page=2"]
)
def test_what_is_not_there_is_not_kept(client: Browser, entry: Endorsement, path: str) -> None:
    kept = len(current_app.extensions[page_cache.PLACE].kept)

    assert client.get(path).status_code == 404
    assert len(current_app.extensions[page_cache.PLACE].kept) == kept


def test_a_house_may_keep_no_page(app: Flask, client: Browser) -> None:
    a_paper()
    pages = app.extensions[page_cache.PLACE]
    none = page_cache.LRUCache[str, bytes](0, getsizeof=len)

    with patch.object(pages, "kept", none):
        answers = [client.get("/en/papers/ten-doors") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].text == answers[1].text
    assert len(none) == 0
