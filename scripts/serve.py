"""`make run`: prepares the database, then starts mailbox, worker and web server.

They live and die together: Ctrl-C and SIGTERM end all of them, and so does the end of one.
"""

import ctypes
import errno
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import config

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
LAST_PORT = 32767
"""Above it the system takes ports for its own connections, so that a free one may not stay free."""

FLASK = ("flask", "--app", "wsgi")
GUNICORN = (
    "gunicorn",
    "wsgi:app",
    "--worker-class=gthread",
    "--workers=2",
    "--threads=8",
    "--preload",
    "--graceful-timeout=30",
    "--no-control-socket",
    "--log-level=warning",
)
SECONDS_TO_START = 60
SECONDS_TO_END = 40
POLL_SECONDS = 0.2
DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)


class Stop(BaseException):
    """Somebody asked us to end."""


@dataclass(frozen=True)
class Child:
    """One of the processes that make up the service."""

    name: str
    process: subprocess.Popen[str]


def main() -> None:
    """Run the service until it is told to stop, or until a part of it ends by itself."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    children: list[Child] = []
    try:
        environ = environment(os.environ)
        settings = config.load(environ)
        lead = prepare(settings, environ)
        start(settings, environ, children)
        print(where_to_look(settings, lead), flush=True)
        watch(children)
    except Stop:
        print("Ending …", flush=True)
    finally:
        end(children)


def environment(environ: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of the children: what is set wins, the sample fills the rest.

    Ends with one line when a port cannot be had.
    """
    port = environ.get("PORT") or "8000"
    own = {"SIGNON_MODE": "sample", "PYTHONUNBUFFERED": "1", **environ, "PORT": port}
    if not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        sys.exit(f"PORT must be a number from 1 to 65535, not {port!r}.")
    if problem := why_taken(int(port)):
        sys.exit(f"Port {port} {problem}. Choose another one: make run PORT={int(port) + 1}")
    if receives_mail(own):
        own["MAILBOX_PORT"] = mailbox_port(own)
    return own


def receives_mail(environ: Mapping[str, str]) -> bool:
    """Tell whether mail goes to the sample's mailbox: not when a mail server was named."""
    named = environ.get("MAIL_SERVER") or environ.get("MAIL_PORT")
    return environ["SIGNON_MODE"] == "sample" and not named


def mailbox_port(environ: Mapping[str, str]) -> str:
    """Return the port that was asked for, else the first free one from 8025."""
    if asked := environ.get("MAILBOX_PORT"):
        if asked.isascii() and asked.isdigit() and (problem := why_taken(int(asked))):
            sys.exit(f"MAILBOX_PORT {asked} {problem}. Choose another one.")
        return asked
    for port in range(8025, LAST_PORT):
        if str(port) != environ["PORT"] and not why_taken(port):
            return str(port)
    sys.exit("No port is free for the mailbox. Name one: make run MAILBOX_PORT=…")


def why_taken(port: int) -> str:
    """Return why we cannot listen on a port of this machine; nothing when we can."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OverflowError:
            return "is no port"
        except OSError as error:
            taken = error.errno == errno.EADDRINUSE
            return "is taken by another program" if taken else f"cannot be used ({error.strerror})"
    return ""


def prepare(settings: config.Settings, environ: dict[str, str]) -> str:
    """Bring the database up to date and load the sample; return the line with its sign-in."""
    _flask("db", "upgrade", environ=environ)
    return _flask("sample", "load", environ=environ) if settings.SAMPLE else ""


def start(settings: config.Settings, environ: dict[str, str], children: list[Child]) -> None:
    """Start what makes up the service, adding each to `children` at once."""
    if receives_mail(environ):
        children.append(_child("mailbox", [*FLASK, "sample", "mailbox"], environ))
    web = [*GUNICORN, f"--bind={HOST}:{environ['PORT']}"]
    children.append(_child("web server", web, environ))
    if receives_mail(environ):  # else the worker would find it closed, and complain
        wait_for("mailbox", lambda: bool(why_taken(int(environ["MAILBOX_PORT"]))), children)
    children.append(_child("worker", [*FLASK, "worker"], environ))
    wait_for("web server", lambda: answers(int(environ["PORT"])), children)


def wait_for(name: str, is_there: Callable[[], bool], children: list[Child]) -> None:
    """Wait until a child is there for others; end with one line when that takes too long."""
    deadline = time.monotonic() + SECONDS_TO_START
    while not is_there():
        require_alive(children)
        if time.monotonic() > deadline:
            sys.exit(f"The {name} did not answer within {SECONDS_TO_START} seconds.")
        time.sleep(POLL_SECONDS)


def answers(port: int) -> bool:
    """Tell whether a web server answers there."""
    connection = http.client.HTTPConnection(HOST, port, timeout=SECONDS_TO_START)
    try:
        connection.request("HEAD", "/")
        connection.getresponse()
    except OSError:
        return False
    finally:
        connection.close()
    return True


def where_to_look(settings: config.Settings, lead: str) -> str:
    """Return what somebody who has just started the service wants to know."""
    lines = [f"Signon runs at {settings.BASE_URL}/", ""]
    if settings.SAMPLE:
        lines.append(f"  Mail it sent   {settings.BASE_URL}/mailbox")
    lines.append(f"  Leads' desk    {settings.BASE_URL}/desk/sign-in")
    lines.extend(f"  {line}" for line in lead.splitlines())
    return "\n".join([*lines, "", "Ctrl-C ends it."])


def watch(children: list[Child]) -> None:
    """Look after the children for as long as all of them live."""
    while True:
        require_alive(children)
        time.sleep(POLL_SECONDS)


def require_alive(children: list[Child]) -> None:
    """End with one line that says which child has ended, when one has."""
    for child in children:
        code = child.process.poll()
        if code is not None:
            sys.exit(f"The {child.name} ended (exit {code}), so everything else is ended too.")


def end(children: list[Child]) -> None:
    """End the children, the last one first: what is still mailed then finds its mailbox."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    for child in reversed(children):
        child.process.terminate()
        try:
            child.process.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            os.killpg(child.process.pid, signal.SIGKILL)


def _stop(_number: int, _frame: object) -> None:
    raise Stop


def _flask(*words: str, environ: dict[str, str]) -> str:
    """Run a `flask` command; return what it printed, or end with its status."""
    command = [sys.executable, "-m", *FLASK, *words]
    # Out of the terminal's group, like the children: Ctrl-C is ours to pass on.
    done = subprocess.run(
        command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True, process_group=0
    )
    if done.returncode:
        sys.exit(f"Signon does not start: `flask {' '.join(words)}` failed, see above.")
    return done.stdout


def _child(name: str, words: list[str], environ: dict[str, str]) -> Child:
    process = subprocess.Popen(
        [sys.executable, "-m", *words],
        cwd=ROOT,
        env=environ,
        stdin=subprocess.DEVNULL,
        text=True,
        process_group=0,
        preexec_fn=_end_with_parent,
    )
    return Child(name, process)


def _end_with_parent() -> None:
    """Ask the kernel to end this child when its parent is killed and cannot do it itself."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGTERM)


if __name__ == "__main__":
    main()
