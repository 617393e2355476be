"""Another site can neither show our pages as its own nor learn where somebody comes from."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import Page, expect

from tests.support import people
from tests.support.browser import Windows
from tests.support.house import free_port

pytestmark = pytest.mark.browser

ADDRESS = "post@harbour.example.org"
PAGES = ("/en/", "/en/papers/12-key-ways/endorse", "/en/papers/12-key-ways/signatories")


class OtherSite(BaseHTTPRequestHandler):
    """A site that frames whatever address it is asked to frame, and notes who sent its visitors."""

    came_from: list[str | None]

    def do_GET(self) -> None:
        type(self).came_from.append(self.headers["Referer"])
        framed = self.path.partition("?")[2]
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>Other</title><link rel=icon href=data:,>")
        self.wfile.write(f'<iframe src="{framed}"></iframe>'.encode() if framed else b"Hello")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def other_site() -> Iterator[tuple[str, list[str | None]]]:
    OtherSite.came_from = []
    with ThreadingHTTPServer(("127.0.0.2", free_port()), OtherSite) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.2:{server.server_port}/", OtherSite.came_from
        finally:
            server.shutdown()
            thread.join()


def test_no_other_site_shows_our_pages_in_a_frame(windows: Windows) -> None:
    with other_site() as (site, _):
        visitor = windows.open(expects=(site, "chrome-error:"))
        for path in PAGES:
            visitor.goto(f"{site}?{windows.home}{path}")
            framed = visitor.frames[1]
            framed.wait_for_load_state()
            assert framed.url == "chrome-error://chromewebdata/", path
    refusals = windows.take_troubles("frame-ancestors 'none'")
    assert len(refusals) == len(PAGES)


def test_a_link_from_the_confirming_page_does_not_tell_where_it_stood(windows: Windows) -> None:
    with other_site() as (site, came_from):
        visitor = windows.open(expects=(site,))
        secret = the_confirming_page(visitor)
        told: set[str] = set()
        visitor.on("request", lambda request: told.add(request.headers.get("referer", "")))

        # A link that leads out, as a page may one day have it, and every link that is there now.
        visitor.evaluate("site => { location.href = site }", site)
        expect(visitor.get_by_text("Hello")).to_be_visible()
        visitor.goto(secret)
        for link in range(visitor.locator("a[href^='/']").count()):
            visitor.goto(secret)
            visitor.locator("a[href^='/']").nth(link).click()
            visitor.wait_for_load_state()
    assert came_from == [None]
    assert told == {""}


def the_confirming_page(visitor: Page) -> str:
    """Return the address of the page that opens from the mail, standing on it."""
    people.endorse(visitor, organisation_name="Harbour Lights", email=ADDRESS)
    people.read_mail(visitor, ADDRESS)
    secret = people.link_in_mail(visitor, "confirm")
    visitor.goto(secret)
    return secret
