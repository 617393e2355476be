"""No address changes anything without the mark of its own page."""

from collections.abc import Callable
from urllib.parse import urlsplit

from flask import Flask
from sqlalchemy import select

from signon.app import create_app
from signon.extensions import db
from signon.outbox.post import Email, Link
from tests.conftest import Houses, settings
from tests.factories import FORM, a_paper, an_endorsement
from tests.support.clients import Browser

FORM_PAGE = "/en/papers/ten-doors/endorse"
UNTOUCHED = {"alembic_version", "rate_counters", "peppers"}


def everything() -> dict[str, list[tuple[object, ...]]]:
    db.session.rollback()
    tables = (table for table in db.metadata.sorted_tables if table.name not in UNTOUCHED)
    return {t.name: [tuple(row) for row in db.session.execute(select(t))] for t in tables}


def posted_to(app: Flask, values: dict[str, str]) -> list[str]:
    """Return the address of every page that takes POST, filled with what exists."""
    with app.test_request_context():
        adapter = app.create_url_adapter(None) or app.url_map.bind("signon.test")
        rules = [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]
        return [
            adapter.build(rule.endpoint, {name: values[name] for name in rule.arguments})
            for rule in rules
        ]


def test_a_form_that_was_open_while_the_key_changed_is_taken(
    app: Flask, client: Browser, houses: Houses
) -> None:
    a_paper()
    mark = client.mark(FORM_PAGE)
    url, old = app.config["SQLALCHEMY_DATABASE_URI"], app.config["SECRET_KEY"]
    later = {"SECRET_KEY": "another-" + "k" * 32, "SECRET_KEY_FALLBACKS": old}
    after = create_app(settings(houses.folder, url, **later))
    dropped = create_app(settings(houses.folder, url, SECRET_KEY="third-" + "k" * 32))

    def send(changed: Flask) -> int:
        other = Browser(changed, changed.response_class)
        other._cookies = dict(client._cookies)
        with changed.app_context():
            try:
                return other.post(FORM_PAGE, data={"csrf_token": mark, **FORM}).status_code
            finally:
                db.session.remove()
                db.engine.dispose()

    assert send(dropped) == 422
    assert send(after) == 303


def test_nothing_changes_without_a_mark(
    app: Flask, client: Browser, outbox: Callable[[], list[Email]]
) -> None:
    row = an_endorsement(a_paper(), confirmed=False)
    links = [urlsplit(part.url).path for part in outbox()[0].parts if isinstance(part, Link)]
    token = links[0].rsplit("/", 1)[1]
    values = {"lang": "en", "slug": "ten-doors", "public_id": row.public_id, "token": token}
    values |= {
        "account_id": "x",
        "language": "fr",
        "kind": "endorsement",
        "key": row.public_id,
        "mailing": "x",
    }
    paths = [*posted_to(app, values), *links]
    before = everything()

    for path in paths:
        for fields in ({}, FORM, {**FORM, "csrf_token": "made up"}, {"action": "publish"}):
            answer = client.post(path, data=fields)
            assert 400 <= answer.status_code < 500, path

    assert len(paths) > 10
    assert everything() == before
