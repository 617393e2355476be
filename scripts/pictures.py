"""`make pictures`: takes the pictures of docs/leads.md anew, of the sample in a browser.

The sample is loaded into a folder of its own, which goes when the pictures are taken. Whoever
changes a room takes them again, looks at them, and commits them with the change. Names after
`python -m scripts.pictures` choose some of them.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Page

from scripts import serve
from tests.support.browser import chromium

FOLDER = serve.ROOT / "docs" / "pictures"
PAPER, CALL = "/desk/papers/12-key-ways", "/desk/papers/closure-of-camps"
CAMPAIGN = "/desk/campaigns/migreurop"
WIDTH, HEIGHT = 1100, 640
MOST_BYTES = 120_000
"""A guide is read over a slow line too."""
MILLISECONDS = 120_000
SIGN_IN = re.compile(r"Sample lead: (\S+)\s+password: (\S+)")


@dataclass(frozen=True)
class Picture:
    """One picture: its file's name, the page, and what is pressed there before it is taken."""

    name: str
    path: str
    press: Callable[[Page], None] | None = None


def _open_first(page: Page) -> None:
    """Open the first of what waits that came by the form."""
    page.locator('main form[action*="/endorsement/"] button').first.click()
    page.wait_for_url("**/to-decide/endorsement/*")


def _first_of_list(page: Page) -> None:
    page.locator("tbody th a").first.click()
    page.wait_for_url("**/desk/signatories/**")


def _take_all_off(page: Page) -> None:
    page.locator("#everything").check()
    page.locator('button[value="reject"]').first.click()
    page.locator('[name="note"]').first.wait_for()


PICTURES = (
    Picture("people", f"{CAMPAIGN}/people"),
    Picture("texts", f"{PAPER}/texts"),
    Picture("write", f"{PAPER}/texts/en"),
    Picture("dates", f"{PAPER}/dates"),
    Picture("today", f"{PAPER}/"),
    Picture("to-decide", f"{PAPER}/to-decide"),
    Picture("one-that-waits", f"{PAPER}/to-decide", _open_first),
    Picture("many-at-once", f"{PAPER}/signatories?country=BE&state=published", _take_all_off),
    Picture("signatories", f"{PAPER}/signatories"),
    Picture("one-signatory", f"{PAPER}/signatories?country=BE&state=published", _first_of_list),
    Picture("adding", f"{PAPER}/signatories/new"),
    Picture("export", f"{PAPER}/export"),
)


def main(only: Sequence[str] = ()) -> None:
    """Take every picture, or those of these names; end with one line when one is too large."""
    FOLDER.mkdir(exist_ok=True)
    with _sample() as (home, address, password), chromium() as browser:
        context = browser.new_context(
            base_url=home, locale="en", viewport={"width": WIDTH, "height": HEIGHT}
        )
        page = context.new_page()
        page.set_default_timeout(MILLISECONDS)
        _sign_in(page, address, password)
        for picture in (one for one in PICTURES if not only or one.name in only):
            _take(page, picture)


def _take(page: Page, picture: Picture) -> None:
    page.goto(picture.path)
    if picture.press is not None:
        picture.press(page)
    file = FOLDER / f"{picture.name}.png"
    page.screenshot(path=file, animations="disabled", caret="hide")
    size = file.stat().st_size
    print(f"{file.relative_to(serve.ROOT)}  {size // 1000} kB", flush=True)
    if size > MOST_BYTES:
        sys.exit(f"{file.name} is larger than {MOST_BYTES // 1000} kB.")


def _sign_in(page: Page, address: str, password: str) -> None:
    page.goto("/desk/sign-in")
    page.locator('[name="email"]').fill(address)
    page.locator('[name="password"]').fill(password)
    page.locator("main form button").click()
    page.wait_for_url("**/desk/")


@contextmanager
def _sample() -> Iterator[tuple[str, str, str]]:
    """Start the sample on a free port; yield its address, and the lead's sign-in."""
    port = next(port for port in range(8300, serve.LAST_PORT) if not serve.why_taken(port))
    with tempfile.TemporaryDirectory() as folder:
        environ = {**os.environ, "DATA_DIR": folder, "PORT": str(port), "SIGNON_MODE": "sample"}
        command = [sys.executable, "-m", "scripts.serve"]
        with subprocess.Popen(
            command, cwd=serve.ROOT, env=environ, text=True, stdout=subprocess.PIPE
        ) as service:
            try:
                address, password = _until_ready(service)
                yield f"http://{serve.HOST}:{port}", address, password
            finally:
                service.terminate()


def _until_ready(service: subprocess.Popen[str]) -> tuple[str, str]:
    said = ""
    for line in service.stdout or ():
        said += line
        if "Ctrl-C" in line and (found := SIGN_IN.search(said)):
            return found[1], found[2]
    sys.exit("The sample did not start, see above.")


if __name__ == "__main__":
    main(sys.argv[1:])
