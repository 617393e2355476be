"""Whoever sends a form after their session has ended is told that, and nothing of safety marks."""

import pytest
from flask import Flask

from signon.access.roles import Role
from tests.factories import a_paper
from tests.support import desk
from tests.support.clients import Browser

ROOM = "/desk/papers/ten-doors"
FORMS = [f"{ROOM}/dates", f"{ROOM}/decisions", f"{ROOM}/signatories/new", f"{ROOM}/texts/en"]


@pytest.mark.parametrize("path", FORMS)
def test_a_form_of_an_ended_session_says_that_it_is_over(
    app: Flask, client: Browser, path: str
) -> None:
    a_paper()
    mark = desk.sign_in(client, Role.OWNER).mark(f"{ROOM}/dates")

    answer = Browser(app, app.response_class).post(path, data={"csrf_token": mark})

    assert answer.status_code == 401
    assert "You are not signed in any more, so nothing was changed." in answer.text
    assert "safety mark" not in answer.text


@pytest.mark.parametrize("path", FORMS[:2])
def test_a_session_without_a_mark_is_refused_as_before(client: Browser, path: str) -> None:
    a_paper()
    desk.sign_in(client, Role.OWNER)

    answer = client.post(path, data={"name": "Taken over"})

    assert answer.status_code == 400
    assert "safety mark" in answer.text
