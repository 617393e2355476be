"""Frames: kept by the values they are made of, and nobody's name stands in one."""

from unittest.mock import patch

import pytest
from flask import Flask, request

from signon.site import page_cache
from signon.site.slots import framed
from tests.factories import a_paper, an_endorsement
from tests.support.clients import Browser
from tests.support.pages import evict_pages

PAGES = (
    "/en/",
    "/en/campaigns/open-doors",
    "/en/papers/ten-doors",
    "/en/papers/ten-doors/signatories",
    "/en/papers/ten-doors/priorities",
    "/en/papers/ten-doors/endorse",
)


def test_a_frame_is_drawn_once_for_its_values(app: Flask) -> None:
    drawn = []

    def page(depends_on: str, fresh: str) -> str:
        def values() -> dict[str, bool]:
            drawn.append(depends_on)
            return {"is_empty": False}

        return framed("campaigns/home.html", (depends_on,), values, {"home.papers": fresh})

    with app.test_request_context("/en/"):
        assert "<p>one</p>" in page("a", "<p>one</p>")
        assert "<p>two</p>" in page("a", "<p>two</p>")
        assert "<p>one</p>" not in page("b", "<p>two</p>")

    assert drawn == ["a", "b"]


def test_a_frame_sees_no_query(app: Flask) -> None:
    seen = []

    def values() -> dict[str, bool]:
        seen.append(dict(request.args))
        return {"is_empty": False}

    with app.test_request_context("/en/?name=Hearth"):
        framed("campaigns/home.html", (), values, {"home.papers": ""})
        assert dict(request.args) == {"name": "Hearth"}

    assert seen == [{}]


@pytest.mark.parametrize("path", PAGES)
def test_what_outlives_a_change_of_the_list_holds_no_name(client: Browser, path: str) -> None:
    paper = a_paper(allows_parts=True)
    an_endorsement(paper, name="Hearth")
    evict_pages()
    client.get(path)
    an_endorsement(paper, name="Harbour")
    found: list[bytes] = []

    def noted(key: str) -> bytes | None:
        drawn = kept(key)
        found.extend([drawn] if drawn else [])
        return drawn

    kept = page_cache._kept
    with patch.object(page_cache, "_kept", noted):
        client.get(path)

    assert found
    assert not any(b"Hearth" in drawn for drawn in found)
