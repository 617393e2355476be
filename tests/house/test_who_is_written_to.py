"""Every mail goes through one door, is counted there, and can be stopped, but for the named few."""

import ast
from datetime import timedelta

from flask import Flask

from signon.outbox.quota import DAY_LIMIT, SCOPE_LIMIT, SCOPE_WINDOW
from tests.house.source import ROOT, modules, who_uses
from tests.house.test_tokens_and_doors import SCENE
from tests.space.doors import mails

ASKED = {"signon.receipts.capability", "signon.space.handover"}
"""What follows the button of a mailed page; both listen to what a mailbox has confirmed."""

OF_AN_ACCOUNT = {"signon.access.emails"}
"""Passwords, second steps and invitations, which a lead cannot do without."""

OUTBOX = {"signon.outbox.post"}


def test_only_what_a_mailbox_has_just_confirmed_is_mailed_uncounted() -> None:
    assert who_uses({"signon.outbox.post.post_asked"}, but=OUTBOX | ASKED) == []


def test_only_the_mails_of_an_account_reach_who_wants_no_mail() -> None:
    found = {module.name for module in modules() if _says(module.tree, "even_if_silent")}

    assert found - OUTBOX == OF_AN_ACCOUNT


def test_nobody_writes_into_the_outbox_beside_its_door() -> None:
    assert who_uses({"signon.outbox.post.to_payload"}, but=OUTBOX) == []
    assert [module.name for module in modules() if _enqueues_email(module.tree)] == []


def test_every_mail_but_those_of_an_account_has_a_way_out(app: Flask) -> None:
    SCENE.set()
    written = mails()

    assert len(written) > 10
    assert {mail.subject for mail in written if not mail.way_out} == {
        "You are invited to work on: Open doors",
        "Your account was signed in on a new device",
    }


def test_the_pages_that_promise_a_mail_name_the_bounds_that_hold() -> None:
    """What is beyond them is never sent, and so it is not said to wait."""
    pages = [path.read_text(encoding="utf-8") for path in (ROOT / "templates").rglob("*.html")]
    promising = [page for page in pages if "one such message in" in page]

    assert (timedelta(minutes=15), 1, 5) == (SCOPE_WINDOW, SCOPE_LIMIT, DAY_LIMIT)
    assert len(promising) == 5
    assert [page for page in promising if BOUNDS not in page] == []


BOUNDS = (
    '"An address gets one such message in 15 minutes, and five a day. "\n'
    '    "What is more waits until there is room again: five at most, and no more."'
)


def test_no_subject_stands_for_two_things_that_are_asked(app: Flask) -> None:
    SCENE.set()
    asked = [(mail.subject.partition(":")[0], _first_door(mail.parts)) for mail in mails()]
    questions = {(subject, door) for subject, door in asked if door in QUESTIONS}

    assert len(questions) > 6
    assert len({subject for subject, _ in questions}) == len(questions)


QUESTIONS = {"confirm", "offers", "join", "rounds", "answer", "added", "corrected"}


def _first_door(parts: tuple[object, ...]) -> str:
    urls = [str(part.url) for part in parts if hasattr(part, "url")]
    return urls[0].split("/")[4] if urls else ""


def _says(tree: ast.Module, name: str) -> bool:
    """Tell whether a module gives something the argument `name`."""
    return any(isinstance(node, ast.keyword) and node.arg == name for node in ast.walk(tree))


def _enqueues_email(tree: ast.Module) -> bool:
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    named = [call for call in calls if ast.unparse(call.func).endswith("enqueue") and call.args]
    return any(
        isinstance(call.args[0], ast.Constant) and str(call.args[0].value).startswith("email")
        for call in named
    )
