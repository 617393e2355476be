"""Production refuses to start on a missing or weak value, and says which in one line."""

import subprocess
import sys
from pathlib import Path

import pytest

import config

ROOT = Path(__file__).resolve().parents[2]
GOOD = {
    "SIGNON_MODE": "production",
    "SECRET_KEY": "k" * 32,
    "BASE_URL": "https://signon.example.org",
    "MAIL_SERVER": "mail.example.org",
    "MAIL_FROM": "Signon <signon@example.org>",
}


def check(folder: Path, **environment: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "config", "check"]
    values = {**environment, "DATA_DIR": str(folder), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(command, cwd=ROOT, env=values, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def test_good_settings_are_accepted(tmp_path: Path) -> None:
    tmp_path.chmod(0o750)
    assert check(tmp_path, **GOOD)[0] == 0


def test_everything_that_is_missing_is_listed_at_once(tmp_path: Path) -> None:
    code, words = check(tmp_path, SIGNON_MODE="production")

    assert code == 1
    for name in ("SECRET_KEY", "BASE_URL", "MAIL_SERVER", "MAIL_FROM"):
        assert name in words
    assert "Traceback" not in words


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SIGNON_MODE", "debug"),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY_FALLBACKS", "short"),
        ("BASE_URL", "http://signon.example.org"),
        ("BASE_URL", "https://signon.example.org/path"),
        ("MAIL_FROM", "nobody"),
        ("MAIL_SERVER", ""),
        ("TRUSTED_PROXIES", "many"),
        ("RATE_LIMIT_SCALE", "0"),
        ("DATABASE_URL", "mysql://x"),
    ],
)
def test_each_bad_value_alone_is_named(tmp_path: Path, name: str, value: str) -> None:
    tmp_path.chmod(0o750)
    settings = config.Settings({**GOOD, "DATA_DIR": str(tmp_path), name: value})

    assert len(settings.problems()) == 1
    assert name in settings.problems()[0]


def test_a_folder_that_everybody_can_read_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)

    assert "readable" in config.Settings({**GOOD, "DATA_DIR": str(tmp_path)}).problems()[0]


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_a_plain_postgresql_address_gets_its_driver(scheme: str) -> None:
    url = config.database_url({"DATABASE_URL": f"{scheme}://u@h/d"}, "")

    assert url == "postgresql+psycopg://u@h/d"
