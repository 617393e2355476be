"""What every story needs: the running service, and windows in which somebody looks at it."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser

from tests.support import places
from tests.support.browser import Windows, chromium
from tests.support.house import House, Houses
from tests.support.places import Place


@pytest.fixture(scope="session")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Houses]:
    with ExitStack() as stack:
        yield Houses(tmp_path_factory.mktemp("services"), stack)


@pytest.fixture
def house(services: Houses) -> House:
    """The running service, on SQLite unless a story says otherwise."""
    return services.on("sqlite")


# Not for the session: as long as it lives, no other test here can have an event loop of its own.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def windows(browser: Browser, house: House) -> Iterator[Windows]:
    """Windows of people who visit the service. Whatever no page may do fails the story."""
    windows = Windows(browser, house.url)
    written = len(house.log())
    yield windows
    windows.close()
    assert windows.troubles == []
    assert "Traceback" not in house.log()[written:]


@pytest.fixture(scope="session")
def pages_found() -> list[Place]:
    """What `every_page` found, which lasts as long as the service it found it on."""
    return []


@pytest.fixture
def every_page(browser: Browser, services: Houses, pages_found: list[Place]) -> tuple[Place, ...]:
    """Every page that somebody without an account can come to. Finding them signs, so only once."""
    if not pages_found:
        windows = Windows(browser, services.on("sqlite").url)
        try:
            pages_found.extend(places.public(places.mailed(windows)))
        finally:
            windows.close()
        assert windows.troubles == []
    return tuple(pages_found)
