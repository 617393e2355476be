"""What a visitor sends is not believed: neither a host, nor a GET, nor a form without a mark."""

import ast
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import select

from signon.access.models import Account
from signon.access.roles import Role
from signon.extensions import db
from signon.outbox.layout import lay_out
from signon.outbox.post import Email
from tests.factories import FORM, a_paper, an_endorsement
from tests.house.source import modules
from tests.house.test_safety_marks import everything
from tests.site.test_fuzzed_addresses import PLACE
from tests.support.clients import MARK, Browser
from tests.support.desk import sign_in

FORM_PAGE = "/en/papers/ten-doors/endorse"
FORGED: tuple[dict[str, str], ...] = (
    {"X-Forwarded-Host": "evil.example"},
    {"Forwarded": "host=evil.example;proto=http", "X-Original-Host": "evil.example"},
    {},
)
EXEMPT = {
    "signon.access.routes": {"sign_in", "second_step", "forgotten"},
    "signon.adding.desk": {"new", "correct", "address"},
    "signon.adding.network.routes": {"send"},
    "signon.challenges.routes": {"challenge"},
    "signon.endorsements.routes": {"endorse"},
    "signon.links.pages": {"_add", "behind", "make"},
    "signon.space.routes": {"ask"},
    "signon.submissions.routes": {"confirm_by_code", "again"},
    "signon.campaigns.settings": {"create", "settings"},
    "signon.writing.desk": {"begin", "write"},
    "signon.writing.sides": {"show"},
}
"""The only places that need no mark of the session: their forms or pages check one themselves."""

SEEN_ON_READING = {"account_sessions"}
"""Which day a session was last used is no change that a lead makes."""


@pytest.mark.parametrize("host", ["signon.test", "127.0.0.1"])  # both are answered
@pytest.mark.parametrize("sent", FORGED)
def test_the_links_of_a_mail_are_ours_whatever_host_was_asked(
    client: Browser, outbox: Callable[[], list[Email]], sent: dict[str, str], host: str
) -> None:
    a_paper()
    asked: dict[str, Any] = {"base_url": f"http://{host}", "headers": sent}
    mark = MARK.search(client.get(FORM_PAGE, **asked).text)
    assert mark

    answer = client.post(FORM_PAGE, data={"csrf_token": mark[1], **FORM}, **asked)

    assert answer.status_code == 303
    mail = outbox()[0]
    found = [part.url for part in mail.parts if hasattr(part, "url")]
    assert found
    assert {urlsplit(url).netloc for url in found} == {"signon.test"}
    written = "".join(lay_out(mail))
    assert "evil" not in written
    assert "127.0.0.1" not in written


def test_a_lead_who_asks_for_every_address_changes_nothing(app: Flask, client: Browser) -> None:
    row = an_endorsement(a_paper())
    sign_in(client, Role.OWNER)
    account = db.session.scalars(select(Account)).one()
    values = {"lang": "en", "slug": "ten-doors", "public_id": row.public_id, "token": "x"}
    values |= {"account_id": str(account.id), "colour": "aa0000"}
    rules = [rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    before = everything()

    statuses = {
        path: client.get(path).status_code
        for path in (PLACE.sub(lambda place: values.get(place[1], "1"), rule) for rule in rules)
    }

    after = everything()
    changed = {name for name, found in after.items() if found != before[name]}
    assert changed <= SEEN_ON_READING
    assert statuses["/desk/"] == 200, "the lead was signed in to the end"
    assert len([path for path in statuses if path.startswith("/desk")]) > 8


def test_only_named_views_need_no_mark_of_the_session() -> None:
    found: dict[str, set[str]] = {}
    for module in modules():
        for function in ast.walk(module.tree):
            if isinstance(function, ast.FunctionDef) and _is_exempt(function):
                found.setdefault(module.name, set()).add(function.name)

    assert found == EXEMPT


def _is_exempt(function: ast.FunctionDef) -> bool:
    return any(
        isinstance(node, ast.Attribute) and node.attr == "exempt" for node in ast.walk(function)
    )
