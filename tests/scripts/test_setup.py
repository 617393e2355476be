"""What set-up gets from Debian, and what it does without."""

import shutil
from pathlib import Path

import pytest

from scripts import setup

APT = """#!/bin/sh
echo "$*" >> "$0.log"
test "$STATUS" = 0
"""


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with nothing but an `apt-get`, which notes here what it was asked for."""
    program = tmp_path / "apt-get"
    program.write_text(APT)
    program.chmod(0o755)
    (tmp_path / "env").symlink_to(str(shutil.which("env")))
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(setup, "VENV", tmp_path)
    monkeypatch.setattr(setup, "may_install", lambda: True)
    return tmp_path / "apt-get.log"


@pytest.mark.parametrize(("status", "calls"), [("0", ["update", "install"]), ("1", ["update"])])
def test_the_quick_browser_is_tried_once_and_done_without_if_it_cannot_be_had(
    asked: Path, monkeypatch: pytest.MonkeyPatch, status: str, calls: list[str]
) -> None:
    monkeypatch.setenv("STATUS", status)

    setup.install_quick_browser()
    setup.install_quick_browser()

    lines = asked.read_text().splitlines()
    assert len(lines) == len(calls)
    assert all(f" {call}" in line for call, line in zip(calls, lines, strict=True))


def test_nothing_is_installed_without_the_rights_to(
    asked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setup, "may_install", lambda: False)

    setup.install_quick_browser()

    assert not asked.exists()
