"""Every mailed link is declared, written, read and answered in the one way of the links floor."""

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from flask import Flask

from signon.app import create_app
from signon.links.pages import MailedPage, purposes_of
from signon.links.purposes import REGISTER, Purpose
from tests.conftest import settings
from tests.house.source import Module, modules, who_uses
from tests.links.declared import PURPOSES

FLOOR = {module.name for module in modules() if module.name.startswith("signon.links")}
UNMAILED_PROOFS = {"signon.access.second_step.codes", "signon.access.second_step.encryption"}
NOT_MAILED = {"press", "device", "halfway"}
"""Marks of our own: a page carries one, a browser keeps the others."""

READERS = {"read", "read_values"}
WRITERS = {"write", "url", "new_password_link", "not_me_link"}


@pytest.fixture
def house(tmp_path: Path) -> Flask:
    return create_app(settings(tmp_path, f"sqlite:///{tmp_path}/unused.sqlite3"))


def test_a_page_with_a_token_is_made_for_mailed_links_and_no_other(house: Flask) -> None:
    views = {rule.endpoint: "token" in rule.arguments for rule in house.url_map.iter_rules()}

    for endpoint, has_token in views.items():
        assert has_token == bool(purposes_of(house.view_functions[endpoint])), endpoint


def test_every_mailed_purpose_has_a_page_that_asks_and_acts(house: Flask) -> None:
    served = {
        purpose.name
        for rule in house.url_map.iter_rules()
        if isinstance(view := house.view_functions[rule.endpoint], MailedPage)
        and {"GET", "POST"} <= (rule.methods or set())
        for purpose in purposes_of(view)
    }

    assert served == set(house.extensions[REGISTER]) - NOT_MAILED


def test_a_purpose_that_renews_names_a_page(house: Flask) -> None:
    renewing = [purpose.renew for purpose in PURPOSES if purpose.renew]

    assert renewing == ["submissions.renew"]
    assert set(renewing) <= set(house.view_functions)


def test_every_purpose_is_declared_where_links_are_and_handed_over() -> None:
    found = list(_purposes())

    assert {purpose.name for *_, purpose in found} == {purpose.name for purpose in PURPOSES}
    assert {where.rpartition(".")[2] for where, *_ in found} == {"links", "pressed"}


def test_every_purpose_has_a_reader_and_a_writer() -> None:
    given = {(call, name) for module in modules() for call, name in _given_to_calls(module)}

    names = {name for _, name, _ in _purposes()}
    assert [name for name in names if not {(call, name) for call in READERS} & given] == []
    assert [name for name in names if not {(call, name) for call in WRITERS} & given] == []


def test_tokens_are_signed_and_read_on_the_floor_of_links_alone() -> None:
    names = {f"signon.kernel.tokens.{name}" for name in ("sign", "read", "ALWAYS", "TokenInvalid")}

    assert who_uses({"signon.kernel.tokens", *names}, but=FLOOR) == []


def test_proofs_are_compared_on_the_floor_of_links_alone() -> None:
    # Whoever watches the service has a token of the operator's, which is mailed to nobody; and so
    # are the seals of the audit trail, codes that an app makes, and what is encrypted in a column.
    others = {*FLOOR, "signon.operations.routes", "signon.audit.seal", *UNMAILED_PROOFS}

    assert who_uses({"hmac.compare_digest", "secrets.compare_digest"}, but=others) == []


def _purposes() -> Iterator[tuple[str, str, Purpose]]:
    """Yield the module, the name and the value of every purpose where it is made."""
    for module in modules():
        made = [node for node in module.tree.body if isinstance(node, ast.Assign)]
        for node in made:
            if isinstance(node.value, ast.Call) and ast.unparse(node.value.func) == "Purpose":
                name = ast.unparse(node.targets[0])
                yield module.name, name, getattr(import_module(module.name), name)


def _given_to_calls(module: Module) -> Iterator[tuple[str, str]]:
    """Yield the last part of the name of what is called, and of each name that it is given."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call):
            for argument in node.args:
                if isinstance(argument, ast.Name | ast.Attribute):
                    called, given = ast.unparse(node.func), ast.unparse(argument)
                    yield called.rpartition(".")[2], given.rpartition(".")[2]
