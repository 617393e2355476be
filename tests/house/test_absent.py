"""The house stands when a capability has not moved in."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from signon.app import create_app
from signon.capabilities import tenants
from signon.extensions import db
from tests.conftest import settings
from tests.factories import a_paper


@pytest.fixture(
    params=[
        "endorsements",
        "adding",
        "challenges",
        "sample",
        "review",
        "duplicates",
        "imports",
        "log",
        "mailings",
        "receipts",
        "reconfirmations",
        "space",
        "writing",
    ]
)
def house_without(
    request: pytest.FixtureRequest, app: Flask, tmp_path: Path
) -> Iterator[tuple[Flask, str]]:
    """Another app on the same database, and the name of who is absent."""
    absent = request.param
    present = [tenant for tenant in tenants(sample=True) if tenant.name != absent]
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    house = create_app(settings(tmp_path, url), capabilities=present)
    with house.app_context():
        yield house, absent
        db.session.remove()
        db.engine.dispose()


def test_a_paper_is_shown_without(house_without: tuple[Flask, str]) -> None:
    house, absent = house_without
    a_paper("ten-doors")

    page = house.test_client().get("/en/papers/ten-doors", base_url="http://signon.test")

    assert page.status_code == 200
    assert not [name for name in house.view_functions if name.startswith(f"{absent}.")]


def test_the_mailbox_of_the_sample_is_not_in_production(tmp_path: Path) -> None:
    address = {"SIGNON_MODE": "production", "BASE_URL": "https://signon.test"}
    url = f"sqlite:///{tmp_path}/unused.sqlite3"

    house = create_app(settings(tmp_path, url, **address))

    assert "/mailbox" not in {rule.rule for rule in house.url_map.iter_rules()}
    assert "sample" not in house.cli.commands
