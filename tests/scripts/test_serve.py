"""`make run` starts three processes, and ends them together."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from scripts import serve

PATIENCE = 45
STARTS = {
    "service": """
import psutil, subprocess, time
from tests.support.orphans import ending_with_us
pid = subprocess.Popen(ending_with_us(["sleep", "300"])).pid
while psutil.Process(pid).name() != "sleep":
    time.sleep(0.01)
print(pid, flush=True)
time.sleep(300)
""",
    "database": """
import time
from pathlib import Path
from tests.support import postgres
with postgres.server() as address:
    folder = Path(address.partition("host=")[2])
    print((folder / "data" / "postmaster.pid").read_text().split()[0], flush=True)
    time.sleep(300)
""",
}
"""Programs that start something as tests do, and say its number."""


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for all the tests here: what one has prepared, the next one finds."""
    return tmp_path_factory.mktemp("served")


@contextmanager
def served(data_dir: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Start the service; yield its process and what it has said until it was ready."""
    environ = {"PATH": os.environ["PATH"], "DATA_DIR": str(data_dir), "PORT": free_port(8100)}
    command = [sys.executable, "-m", "scripts.serve"]
    with subprocess.Popen(
        command,
        cwd=serve.ROOT,
        env=environ,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        try:
            yield process, said_until_ready(process)
        finally:
            process.terminate()


def free_port(first: int) -> str:
    return str(next(port for port in range(first, serve.LAST_PORT) if not serve.why_taken(port)))


def said_until_ready(process: subprocess.Popen[str]) -> str:
    said = ""
    assert process.stdout is not None
    for line in process.stdout:
        said += line
        if "Ctrl-C" in line:
            break
    return said


def family(process: subprocess.Popen[str]) -> list[psutil.Process]:
    """Return the children by their age: mailbox, worker, web server; then those of the last."""
    return psutil.Process(process.pid).children(recursive=True)


def still_alive(processes: list[psutil.Process]) -> list[psutil.Process]:
    _gone, alive = psutil.wait_procs(processes, timeout=PATIENCE)
    return list(alive)


@pytest.mark.slow
def test_the_service_says_where_to_look_and_ends_altogether(data_dir: Path) -> None:
    with served(data_dir) as (process, said):
        children = family(process)
        site = said.split()[3]
        with urllib.request.urlopen(f"{site}en/", timeout=PATIENCE) as page:  # noqa: S310
            shown = page.status

        process.send_signal(signal.SIGINT)
        code = process.wait(PATIENCE)

    assert shown == 200
    assert f"{site}mailbox" in said
    assert f"{site}desk/sign-in" in said
    assert "lead@example.org  password: " in said
    assert code == 0
    assert still_alive(children) == []


@pytest.mark.slow
def test_when_the_worker_dies_the_others_are_ended_too(data_dir: Path) -> None:
    with served(data_dir) as (process, _said):
        children = family(process)
        worker = next(child for child in children if child.cmdline()[-1] == "worker")

        worker.kill()
        _out, complaint = process.communicate(timeout=PATIENCE)

    assert process.returncode == 1
    assert "The worker ended" in complaint
    assert still_alive(children) == []


@pytest.mark.slow
def test_nothing_is_left_when_the_service_is_killed(data_dir: Path) -> None:
    with served(data_dir) as (process, _said):
        children = family(process)

        process.kill()

    assert len(children) >= 3
    assert still_alive(children) == []


@pytest.mark.parametrize("what", ["service", "database"])
def test_what_tests_start_ends_when_they_are_killed(what: str, tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", STARTS[what], str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as tests:
        assert tests.stdout is not None
        started = psutil.Process(int(tests.stdout.readline()))

        tests.kill()

    assert still_alive([started]) == []


def test_a_taken_port_is_named_before_anything_starts() -> None:
    with listening() as port, pytest.raises(SystemExit) as refused:
        serve.environment({"PORT": port})

    assert str(refused.value).startswith(f"Port {port} is taken")


@pytest.mark.parametrize("port", ["0", "65536", "eight", "-1", "８０００"])
def test_a_port_that_is_none_is_refused(port: str) -> None:
    with pytest.raises(SystemExit) as refused:
        serve.environment({"PORT": port})

    assert "PORT must be a number" in str(refused.value)


def test_a_taken_port_that_was_named_for_the_mailbox_is_refused() -> None:
    with listening() as taken, pytest.raises(SystemExit) as refused:
        serve.environment({"PORT": free_port(8100), "MAILBOX_PORT": taken})

    assert str(refused.value).startswith(f"MAILBOX_PORT {taken} is taken")


def test_the_mailbox_takes_the_next_free_port() -> None:
    with listening(from_port=8025) as taken:
        chosen = serve.mailbox_port({"PORT": str(int(taken) + 1)})

    assert int(chosen) not in (int(taken), int(taken) + 1)


def test_what_is_set_wins_over_the_sample() -> None:
    port = free_port(8100)

    own = serve.environment({"PORT": port, "MAIL_SERVER": "mail.example.org", "BASE_URL": "x"})

    assert own["BASE_URL"] == "x"
    assert own["PORT"] == port
    assert own["SIGNON_MODE"] == "sample"
    assert "MAILBOX_PORT" not in own


@contextmanager
def listening(from_port: int = 9100) -> Iterator[str]:
    """Yield a port at which somebody else listens."""
    port = free_port(from_port)
    with socket.create_server((serve.HOST, int(port))):
        yield port
