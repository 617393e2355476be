"""Public intake: one order of steps for every form that anybody may send."""

import inspect
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from flask import Flask
from wtforms import StringField
from wtforms.validators import InputRequired

from signon.access import constant_time
from signon.access.guard import door_of
from signon.access.throttle import limit
from signon.kernel.errors import DomainError
from signon.links.pages import purposes_of
from signon.outbox.post import Email
from signon.submissions.receiving import public_form
from signon.submissions.receiving.forms import SubmissionForm
from tests.challenges import scene
from tests.challenges.scene import an_entry
from tests.factories import FORM, a_paper
from tests.support.clients import Browser

DONE = "/done"
ADDRESS = "somebody@example.org"


class NoteForm(SubmissionForm):
    class Meta(SubmissionForm.Meta):
        csrf = False

    words = StringField(validators=[InputRequired("Say something.")])


class Refused(DomainError):
    status = 422
    message = "Not these words."


class BesideWords(Refused):
    field = "words"


class Page:
    """The page of a form: what it was drawn with, and what was handed in there."""

    def __init__(self, app: Flask, refusal: DomainError | None = None) -> None:
        self.app, self.refusal = app, refusal
        self.handed_in: list[str] = []
        self.count = partial(limit, "note", "3/10 minutes")

    def send(self, **fields: str) -> Any:
        with self.app.test_request_context("/", method="POST", data=fields):
            form = NoteForm()
            act = partial(self._take, form)
            hand_in = public_form.discreetly(form, act, then=DONE)
            answer = public_form.handle(form, self.count, partial(self._draw, form), hand_in)
            return self.app.make_response(answer)

    def _take(self, form: NoteForm) -> None:
        if self.refusal is not None:
            raise self.refusal
        self.handed_in.append(form.words.data or "")

    @staticmethod
    def _draw(form: NoteForm, refusal: str) -> str:
        return f"{form.words.data} | {refusal} | {list(form.words.errors)}"


def test_what_was_typed_is_handed_in_and_leads_on(app: Flask) -> None:
    page = Page(app)

    answer = page.send(words="Hello")

    assert (answer.status_code, answer.location, page.handed_in) == (303, DONE, ["Hello"])


def test_mistakes_count_and_the_limit_comes_before_every_check(app: Flask) -> None:
    page = Page(app)

    answers = [page.send() for _ in range(3)]
    refused = page.send(words="")
    late = page.send(words="Hello")

    assert [answer.status_code for answer in answers] == [422] * 3
    assert refused.status_code == late.status_code == 429
    assert "[]" in refused.get_data(as_text=True)
    assert int(late.headers["Retry-After"]) >= 1
    assert late.get_data(as_text=True).startswith("Hello | There were too many attempts")
    assert page.handed_in == []


def test_a_refusal_stands_beside_its_field_or_above_the_form(app: Flask) -> None:
    above = Page(app, Refused()).send(words="Hello")
    beside = Page(app, BesideWords()).send(words="Hello")

    assert (above.status_code, above.get_data(as_text=True)) == (
        422,
        "Hello | Not these words. | []",
    )
    assert (beside.status_code, beside.get_data(as_text=True)) == (
        422,
        "Hello |  | ['Not these words.']",
    )
    assert above.headers["Cache-Control"] == "no-store"


def test_a_robot_is_answered_like_everybody_in_the_same_time(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    monkeypatch.setitem(app.config, "EVEN_SECONDS", 600)  # more than anything here takes
    monkeypatch.setattr(constant_time.time, "sleep", waited.append)
    page = Page(app)

    person, robot = page.send(words="Hello"), page.send(words="Hello", fax_number="1")

    assert (robot.status_code, robot.location) == (person.status_code, person.location)
    assert page.handed_in == ["Hello"]
    assert len(waited) == 2


FORMS: dict[str, tuple[str, dict[str, str], int]] = {
    "challenges.challenge": ("{entry}/challenge", scene.FORM, 12),
    "submissions.again": ("/en/confirm/again", {"email": ADDRESS}, 30),
    "submissions.confirm_by_code": ("/en/confirm", {"code": "K7QM-3XWP-9D2F"}, 30),
    "network.send": ("/en/papers/ten-doors/endorse/network", {"email": ADDRESS}, 30),
    "space.ask": ("/en/space", {"email": ADDRESS}, 30),
    "endorsements.endorse": ("/en/papers/ten-doors/endorse", FORM, 240),
}
"""Each form for the public, what is typed there, and how often a network may send it."""


@pytest.mark.parametrize("endpoint", [name for name in FORMS if name != "endorsements.endorse"])
def test_an_empty_form_counts_and_who_is_asked_to_wait_keeps_what_was_typed(
    client: Browser, endpoint: str
) -> None:
    entry = f"/en/papers/ten-doors/signatories/{an_entry().public_id}"
    address, fields, most = FORMS[endpoint]
    path = address.format(entry=entry)
    mark = {"csrf_token": client.mark(path)}

    answers = {client.post(path, data=mark).status_code for _ in range(most)}
    refused = client.post(path, data={**mark, **fields})

    assert answers == {422}
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) >= 1
    typed = fields.get("email") or fields["code"]
    assert f'value="{typed}"' in refused.text


@pytest.mark.parametrize("mark", [{}, {"csrf_token": "made up"}])
def test_a_page_of_another_site_uses_up_nobodys_limit(
    client: Browser, mark: dict[str, str]
) -> None:
    path = f"/en/papers/ten-doors/signatories/{an_entry().public_id}/challenge"

    foreign = [client.post(path, data={**scene.FORM, **mark}) for _ in range(15)]

    assert {answer.status_code for answer in foreign} == {422}
    assert "This page lay open for long" in foreign[-1].text
    assert f'value="{scene.FORM["email"]}"' in foreign[-1].text
    assert client.send(path, scene.FORM).status_code == 303


@pytest.mark.parametrize("path", ["/en/confirm/again", "/en/space"])
def test_a_robot_gets_no_link(
    client: Browser, outbox: Callable[[], list[Email]], path: str
) -> None:
    a_paper()
    client.send("/en/papers/ten-doors/endorse", FORM)
    before = len(outbox())

    person = client.send(path, {"email": ADDRESS})
    robot = client.send(path, {"email": FORM["email"], "fax_number": "1"})

    assert (robot.status_code, robot.location) == (person.status_code, person.location)
    assert len(outbox()) == before


def test_every_form_for_the_public_is_handled_here(app: Flask) -> None:
    of_leads = {"access.sign_in", "access.second_step", "access.sign_out", "access.forgotten"}

    public = {
        rule.endpoint: app.view_functions[rule.endpoint]
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or ())
        and door_of(app.view_functions[rule.endpoint]) == "public"
        and not purposes_of(app.view_functions[rule.endpoint])
    }

    assert set(public) - of_leads == set(FORMS)
    for name in FORMS:
        assert "public_form.handle(" in inspect.getsource(inspect.unwrap(public[name])), name
