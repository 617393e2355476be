"""No form for the public tells whether an address is known: answers are alike to the byte."""

import random
import re
import time
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import delete

from signon.access import constant_time
from signon.access.models import RateCounter
from signon.audit import trail
from signon.endorsements import service as endorsements
from signon.endorsements.capability import ENDORSEMENT
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.outbox import suppression
from signon.outbox.addresses import address_key
from signon.outbox.models import ALLOWANCES
from signon.submissions import workflow
from signon.submissions.states import Action
from tests.challenges import scene
from tests.factories import FORM, a_paper, an_endorsement
from tests.support.clients import Browser

_MARK = re.compile(rb'name="csrf_token" value="[^"]*"')
UNLIKE = {"X-Request-ID", "Set-Cookie", "Date"}


def signed(email: str, *, confirmed: bool = True) -> Endorsement:
    return an_endorsement(a_paper(), confirmed=confirmed, email=email)


def withdrawn(email: str) -> None:
    workflow.withdraw(ENDORSEMENT, signed(email), actor=trail.SIGNATORY)


def disowned(email: str) -> None:
    workflow.disown(ENDORSEMENT, signed(email))


def removed(email: str) -> None:
    row = signed(email)
    endorsements.decide(row, Action.REJECT, revision=row.revision, moderator="lead", note="No.")


def erased(email: str) -> None:
    workflow.erase_person(ENDORSEMENT, signed(email), actor=trail.SIGNATORY)


NETWORK = {
    "network": "Open Network",
    "representative_name": "Cy Sample",
    "authorised": "y",
    "m0-name": "Alpha",
    "m0-country": "BE",
    "m0-organisation_kind": "ngo",
}

STATES: dict[str, Callable[[str], object]] = {
    "unknown": lambda email: None,
    "pending": lambda email: signed(email, confirmed=False),
    "published": signed,
    "withdrawn": withdrawn,
    "disowned": disowned,
    "removed": removed,
    "erased": erased,
    "suppressed": lambda email: suppression.suppress(address_key(email), "asked"),
}

FORMS: dict[str, dict[str, str]] = {
    "/en/papers/ten-doors/endorse": FORM,
    "/en/papers/ten-doors/endorse/network": NETWORK,
    "/en/confirm/again": {},
    "/en/space": {},
    "/en/papers/ten-doors/signatories/{entry}/challenge": scene.FORM,
    "/desk/password/forgotten": {},
}


def answers(client: Browser, path: str, fields: dict[str, str]) -> list[tuple[object, ...]]:
    """Return the answer to a form and the page that it leads to, without marks and dates."""
    sent = client.send(path, fields)
    shown = client.get(sent.headers["Location"]) if sent.status_code == 303 else sent
    return [
        (
            answer.status_code,
            sorted((k, v) for k, v in answer.headers if k not in UNLIKE),
            _MARK.sub(b"", answer.data),
        )
        for answer in (sent, shown)
    ]


@pytest.mark.parametrize("form", FORMS)
def test_a_form_answers_alike_whatever_the_address(app: Flask, client: Browser, form: str) -> None:
    entry = an_endorsement(a_paper(), name="Hearth", email="first@hearth.example.net")
    path = form.format(entry=entry.public_id)
    found = {}
    for number, (state, prepare) in enumerate(STATES.items()):
        email = f"somebody{number}@example.org"
        prepare(email)
        with db.engine.begin() as connection:  # the preparation does not count, nor earlier ones
            connection.execute(delete(ALLOWANCES))
            connection.execute(delete(RateCounter))
        found[state] = answers(client, path, {**FORMS[form], "email": email})
        again = answers(client, path, {**FORMS[form], "email": email})
        assert again == found[state], f"{state}, twice"

    assert {state for state, answer in found.items() if answer != found["unknown"]} == set()
    assert found["unknown"][0][0] == 303


TIMED = ["/en/papers/ten-doors/endorse", "/en/confirm/again"]
TIMED.append("/en/papers/ten-doors/endorse/network")
TIMED.append("/en/papers/ten-doors/signatories/{entry}/challenge")
BY_THE_WORKER = {"/en/space", "/desk/password/forgotten"}
"""Forms whose pages only note the address: what becomes of it is decided elsewhere."""


@pytest.mark.parametrize("form", TIMED)
def test_a_form_takes_the_same_time_whatever_the_address(
    app: Flask, client: Browser, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = an_endorsement(a_paper(), name="Hearth", email="first@hearth.example.net")
    path = form.format(entry=entry.public_id)
    waited: list[float] = []
    monkeypatch.setitem(app.config, "EVEN_SECONDS", 600)  # more than anything here takes
    monkeypatch.setattr(constant_time.time, "sleep", waited.append)

    for number, (state, prepare) in enumerate(STATES.items()):
        email = f"somebody{number}@example.org"
        prepare(email)
        answers(client, path, {**FORMS[form], "email": email})
        assert len(waited) == number + 1, state

    assert min(waited) > 0
    assert set(FORMS) == BY_THE_WORKER | set(TIMED)


SORTS = ("unknown", "suppressed")
"""What costs most, and what is answered without a row or a mail."""

ROUNDS = 24


def seconds(client: Browser, path: str, email: str) -> float:
    mark = client.mark(path)
    began = time.perf_counter()
    assert client.post(path, data={**FORM, "email": email, "csrf_token": mark}).status_code == 303
    return time.perf_counter() - began


def share_slower(one: list[float], other: list[float]) -> float:
    """Return how often a time of `one` is above one of `other`: a half when nothing tells them."""
    return sum(a > b for a in one for b in other) / (len(one) * len(other))


def test_a_clock_does_not_tell_who_wants_no_mail(app: Flask, client: Browser) -> None:
    """Real requests, real waiting: neither sort is nearly always the slower or the quicker one.

    By chance alone the share leaves these bounds once in some ten thousand runs (its deviation, as
    Mann and Whitney's U for 24 and 24, is 0.084); without waiting it was 0.00 and 0.11.
    """
    a_paper()
    app.config["EVEN_SECONDS"] = 0.2
    asked = [(sort, f"{sort}{number}@example.org") for sort in SORTS for number in range(ROUNDS)]
    for sort, email in asked:
        STATES[sort](email)
    taken: dict[str, list[float]] = {sort: [] for sort in SORTS}
    try:
        for sort, email in random.sample(asked, len(asked)):
            taken[sort].append(seconds(client, "/en/papers/ten-doors/endorse", email))
    finally:
        app.config["EVEN_SECONDS"] = 0

    assert 0.15 < share_slower(taken["suppressed"], taken["unknown"]) < 0.85
