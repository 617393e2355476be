"""What programs that watch the service are told: alive, ready or why not, and its numbers."""

import re
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import text

from signon.extensions import db
from signon.jobs import heartbeat, queue
from signon.kernel import clock
from signon.operations import requests
from signon.version import VERSION
from tests.factories import a_paper, an_endorsement
from tests.support.clients import Browser

LOCAL = "http://127.0.0.1:8000"
SAMPLE = re.compile(r"signon_[a-z_]+(\{[a-z]+=\"[^\"]*\"(,[a-z]+=\"[^\"]*\")*\})? [0-9.e+-]+")


def ready(client: Browser) -> tuple[int, str]:
    answer = client.get("/readyz")
    return answer.status_code, answer.text


def test_a_process_that_answers_is_alive_under_any_name(client: Browser) -> None:
    answer = client.get("/healthz", base_url="http://10.0.0.7:8000")

    assert (answer.status_code, answer.text) == (200, "alive\n")
    assert client.get("/en/", base_url="http://10.0.0.7:8000").status_code == 400


def test_the_service_is_ready_when_a_worker_is_there(app: Flask, client: Browser) -> None:
    assert ready(client) == (
        503,
        "not ready: no worker was ever seen; start one: flask --app wsgi worker\n",
    )
    heartbeat.beat("one")

    assert ready(client) == (200, "ready\n")
    with time_machine.travel(clock.now() + timedelta(minutes=2)):
        assert "no worker was seen for" in ready(client)[1]


@pytest.mark.usefixtures("app")
def test_mail_that_should_have_left_is_told(client: Browser) -> None:
    heartbeat.beat("one")
    queue.enqueue("email", {"to": "a@example.org"})
    queue.enqueue("email", {"to": "b@example.org"}, due_at=clock.now() + timedelta(days=3))
    assert ready(client)[0] == 200

    with time_machine.travel(clock.now() + timedelta(minutes=11)):
        heartbeat.beat("one")
        assert ready(client) == (
            503,
            "not ready: mail backlog: 1 should have left more than 10 minutes ago\n",
        )


@pytest.mark.usefixtures("app")
def test_mail_that_is_tried_in_vain_is_told_and_one_refused_mail_is_not(client: Browser) -> None:
    for _ in range(20):
        queue.enqueue("email", {"to": "a@example.org"})
    one, *others = queue.claim(20, 3600)
    with time_machine.travel(clock.now() + timedelta(minutes=11)):
        heartbeat.beat("one")
        for job in others:
            queue.retry(job, timedelta(hours=1), "451")
        assert ready(client)[0] == 200
        queue.retry(one, timedelta(hours=1), "451")
        assert "20 have been tried in vain" in ready(client)[1]


def test_tables_of_another_version_are_told(client: Browser) -> None:
    heartbeat.beat("one")
    version = db.session.scalar(text("SELECT version_num FROM alembic_version"))
    set_version("0001")
    try:
        status, words = ready(client)
    finally:
        set_version(version)

    assert status == 503
    assert "db upgrade" in words


def set_version(version: str) -> None:
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :v"), {"v": version})


def test_numbers_are_for_this_machine_or_the_token(
    app: Flask, client: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "METRICS_TOKEN", "t" * 32)

    def status(base: str, address: str = "127.0.0.1", **headers: str) -> int:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        given = {"REMOTE_ADDR": address}
        found = client.get("/metrics", base_url=base, headers=sent, environ_base=given)
        return found.status_code

    assert status(LOCAL) == 200
    assert status("http://localhost") == 200
    assert status(LOCAL, "203.0.113.9") == 404
    assert status(LOCAL, X_Forwarded_For="203.0.113.9") == 404
    assert status("http://signon.test") == 404
    assert status("http://signon.test", "203.0.113.9", Authorization="Bearer " + "t" * 32) == 200
    assert status("http://signon.test", "203.0.113.9", Authorization="Bearer " + "x" * 32) == 404
    monkeypatch.setitem(app.config, "METRICS_TOKEN", "")
    assert status("http://signon.test", "203.0.113.9", Authorization="Bearer ") == 404


def test_numbers_are_those_of_prometheus_and_name_nobody(client: Browser) -> None:
    an_endorsement(a_paper(), name="Genuine Body", email="canary@example.org")
    queue.enqueue("email", {"to": "canary@example.org"})
    client.get("/nowhere")
    page = client.get("/metrics", base_url=LOCAL).text
    samples = [line for line in page.splitlines() if not line.startswith("#")]

    assert all(SAMPLE.fullmatch(line) for line in samples)
    assert f'signon_info{{version="{VERSION}"}} 1' in samples
    assert 'signon_submissions{kind="endorsement",state="published"} 1' in samples
    assert any(line.startswith('signon_mails{state="waiting"} ') for line in samples)
    assert {
        'signon_mails_returned{mailbox="gone"} 0',
        'signon_mails_returned{mailbox="there"} 0',
    } <= {*samples}
    assert "canary" not in page
    assert "Genuine" not in page


def test_requests_are_counted_by_method_and_class() -> None:
    counts = requests.Counts()
    for method, status in (("GET", 200), ("GET", 304), ("POST", 503), ("PUT", 405), ("GET", 200)):
        counts.add(method, status)

    numbers = [counts.of(column) for column in range(12)]
    assert numbers == [2, 1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0]
