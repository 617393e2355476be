"""Chromium, watched: what none of our pages may ever do fails the test that made it happen."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Dialog,
    Page,
    Request,
    WebError,
    expect,
    sync_playwright,
)

PROGRAMS = (
    "/usr/bin/chromium-headless-shell",  # where there is one: no window is drawn, at half the cost
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
)
FLAGS = ("--no-sandbox", "--disable-gpu")
MILLISECONDS = 20_000
"""How long to wait for anything, on a machine that does other things as well."""

TELL_OF_VIOLATIONS = """
addEventListener("securitypolicyviolation", (violation) => {
  console.error(`policy: ${violation.effectiveDirective} ${violation.blockedURI}`);
});
"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the system's Chromium; yield it; end it."""
    expect.set_options(timeout=MILLISECONDS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_program(), args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def _program() -> str:
    found = next((path for path in PROGRAMS if Path(path).exists()), None)
    if found is None:
        raise RuntimeError("Chromium is not installed: apt-get install chromium")
    return found


@dataclass
class Windows:
    """Opens windows on one service. Each belongs to another person, with cookies of their own."""

    browser: Browser
    home: str
    troubles: list[str] = field(default_factory=list)
    opened: list[BrowserContext] = field(default_factory=list)
    addresses: set[str] = field(default_factory=set)
    others: tuple[str, ...] = ()

    def open(self, language: str = "en", expects: tuple[str, ...] = (), **options: Any) -> Page:
        """Return a window of somebody whose browser asks for `language`.

        `expects` are beginnings of foreign addresses that the test itself leads to.
        """
        self.others += expects
        context = self.browser.new_context(base_url=self.home, locale=language, **options)
        context.set_default_timeout(MILLISECONDS)
        context.add_init_script(TELL_OF_VIOLATIONS)
        context.on("console", self._console)
        context.on("dialog", self._dialog)
        context.on("request", self._request)
        context.on("weberror", self._error)
        self.opened.append(context)
        return context.new_page()

    def take_troubles(self, about: str) -> list[str]:
        """Return the troubles that a test wanted, and forget them."""
        wanted = [trouble for trouble in self.troubles if about in trouble]
        self.troubles = [trouble for trouble in self.troubles if about not in trouble]
        return wanted

    def close(self) -> None:
        """Close every window."""
        for context in self.opened:
            context.close()

    def _console(self, message: ConsoleMessage) -> None:
        # A page that refuses something (404, 422) is told here too; that is how it should be.
        is_refusal = message.text.startswith("Failed to load resource: the server responded")
        if is_refusal and message.location["url"] in self.addresses:
            return
        if message.type in ("error", "warning"):
            self.troubles.append(f"console: {message.text} ({message.location['url']})")

    def _dialog(self, dialog: Dialog) -> None:
        self.troubles.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _request(self, request: Request) -> None:
        if request.is_navigation_request():
            self.addresses.add(request.url)
        if not request.url.startswith((f"{self.home}/", *self.others)):
            self.troubles.append(f"request to another site: {request.url}")

    def _error(self, error: WebError) -> None:
        self.troubles.append(f"script: {error.error}")
