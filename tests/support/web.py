"""The real web server on the database of a test, and visitors who come over the network."""

import http.client
import http.cookiejar
import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import psutil
from flask import Flask

from scripts.serve import GUNICORN, HOST
from tests.support.house import free_port
from tests.support.programs import Program

PATIENCE = 60
_MARK = re.compile(rb'name="csrf_token" value="([^"]+)"')

CutOff = (OSError, http.client.HTTPException)
"""What a visitor meets whose server dies; a status that says no is not among it."""


@contextmanager
def web(app: Flask, log: Path) -> Iterator["Web"]:
    """Serve the database of `app` as `make run` does, until the block ends."""
    port = free_port()
    environment = {
        **os.environ,
        "SIGNON_MODE": "sample",
        "SECRET_KEY": app.config["SECRET_KEY"],
        "DATA_DIR": app.config["DATA_DIR"],
        "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
        "BASE_URL": f"http://{HOST}:{port}",
        "MAIL_PORT": "1",
        "RATE_LIMIT_SCALE": "1000",
    }
    process = Program([*GUNICORN, f"--bind={HOST}:{port}"], environment, log, log)
    try:
        served = Web(f"http://{HOST}:{port}", psutil.Process(process.pid))
        served.wait()
        yield served
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise


class Web:
    """A running web server."""

    def __init__(self, url: str, master: psutil.Process):
        self.url, self.master = url, master

    def wait(self) -> None:
        """Wait until it answers."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                Visitor(self.url).get("/en/")
                return
            except CutOff:
                assert time.monotonic() < deadline, "the web server does not answer"
                time.sleep(0.025)

    def workers(self) -> list[psutil.Process]:
        """Return the processes that answer visitors."""
        return self.master.children()


class Visitor:
    """Somebody with a browser of their own, who tries again when nothing comes back."""

    def __init__(self, url: str):
        self.url = url
        self._cookies = http.cookiejar.CookieJar()
        self._opener = build_opener(HTTPCookieProcessor(self._cookies))

    def get(self, path: str) -> bytes:
        """Return a page. Raises one of `CutOff`, or `HTTPError` for a status that says no."""
        with self._opener.open(self.url + path, timeout=PATIENCE) as answer:
            return bytes(answer.read())

    def mark(self, path: str) -> tuple[str, str]:
        """Return the mark in the form of a page, and the cookie that goes with it."""
        found = _MARK.search(self.get(path))
        assert found is not None
        return found[1].decode(), "; ".join(f"{one.name}={one.value}" for one in self._cookies)

    def send(self, path: str, fields: dict[str, str]) -> None:
        """Open a page and send its form, until that is answered or the page has none any more."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                found = _MARK.search(self.get(path))
                if found is None:
                    return
                body = urlencode({**fields, "csrf_token": found[1].decode()}).encode()
                self._opener.open(self.url + path, body, timeout=PATIENCE).read()
                return
            except HTTPError:
                raise
            except CutOff:
                assert time.monotonic() < deadline, "nobody answers"
