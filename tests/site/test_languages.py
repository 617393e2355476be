"""An address without a language leads to the visitor's own."""

import pytest

from tests.factories import a_paper
from tests.support.clients import Browser
from tests.support.databases import on_one_database

pytestmark = on_one_database


@pytest.mark.parametrize(
    ("asked", "given"),
    [("ar,en;q=0.5", "ar"), ("pt-BR,es;q=0.8", "es"), ("fr-CA", "fr"), ("ja", "en"), ("", "en")],
)
def test_an_address_without_a_language_redirects_to_the_visitors(
    client: Browser, asked: str, given: str
) -> None:
    a_paper()

    answer = client.get("/papers/ten-doors?text=en", headers={"Accept-Language": asked})

    assert (answer.status_code, answer.location) == (302, f"/{given}/papers/ten-doors?text=en")
    assert "Accept-Language" in answer.headers["Vary"]


@pytest.mark.parametrize(
    "path", ["/", "/campaigns/open-doors", "/confirm", "/papers/ten-doors/endorse"]
)
def test_every_page_has_an_address_without_a_language(client: Browser, path: str) -> None:
    a_paper()

    assert client.get(path).status_code == 302


@pytest.mark.parametrize(
    "asked", ["*", ";;;q=x", "en;q=NaN", "x" * 5000, "ar;q=99999999999999999999", "\xff"]
)
def test_an_absurd_accept_language_does_no_harm(client: Browser, asked: str) -> None:
    assert client.get("/", headers={"Accept-Language": asked}).status_code == 302


@pytest.mark.parametrize(
    "path", ["/xx/", "/en/nothing", "/%00", "/en/papers/%ED%A0%80", "//evil.example.org"]
)
def test_an_unknown_address_is_a_404_page(client: Browser, path: str) -> None:
    answer = client.get(path)

    assert answer.status_code in (302, 308, 400, 404)
    assert not (answer.location or "").startswith(("//", "http://evil", "/\\"))
    if answer.status_code == 404:
        assert "<h1" in answer.text
