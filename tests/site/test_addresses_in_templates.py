"""Addresses in templates are remembered, and are those that Flask builds."""

from typing import Any

import pytest
from flask import Flask, url_for

from tests.support.databases import on_one_database

pytestmark = on_one_database

CASES: list[tuple[str, dict[str, Any]]] = [
    ("campaigns.home", {}),
    ("campaigns.home", {"page": 2}),
    ("campaigns.home", {"page": None}),
    ("campaigns.home", {"page": True}),
    ("campaigns.home", {"page": ["1", "2"]}),
    ("papers.show", {"slug": "ten doors/&?"}),
    ("papers.show", {"slug": "ten-doors", "lang": "ar"}),
    ("papers.show", {"slug": "ten-doors", "_external": True}),
    ("papers.show", {"slug": "ten-doors", "_anchor": "main"}),
    ("signatories_data.csv", {"slug": "ten-doors", "q": "é"}),
]


@pytest.mark.parametrize("where", ["/en/", "/fr/", "/desk/"])
@pytest.mark.parametrize(("endpoint", "values"), CASES)
def test_it_is_the_same_address_each_time(
    app: Flask, where: str, endpoint: str, values: dict[str, Any]
) -> None:
    remembered: Any = app.jinja_env.globals["url_for"]
    for root in ("", "/mounted"):
        with app.test_request_context(where, base_url=f"http://signon.test{root}"):
            wanted = url_for(endpoint, **values)
            assert [remembered(endpoint, **values) for _ in range(2)] == [wanted, wanted]
