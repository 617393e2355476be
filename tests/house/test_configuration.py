"""Production refuses to start on a missing or weak value, and says which in one line."""

import base64
import secrets
from collections.abc import Callable
from pathlib import Path

import pytest

import config
from tests.support import programs

GOOD = {
    "SIGNON_MODE": "production",
    "SECRET_KEY": "6f1d0c5e9ab84723b1e86df0a3457c92d10be4f7a8635c9e",
    "BASE_URL": "https://signon.example.org",
    "MAIL_SERVER": "mail.example.org",
    "MAIL_FROM": "Signon <signon@example.org>",
}


def check(folder: Path, **environment: str) -> tuple[int, str]:
    values = {**environment, "DATA_DIR": str(folder), "PATH": "/usr/bin:/bin"}
    done = programs.run(["flask", "--app", "wsgi", "config", "check"], values)
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
        ("PAGE_CACHE_MB", "-1"),
        ("PAGE_CACHE_MB", "much"),
        ("RATE_LIMIT_SCALE", "0"),
        ("RATE_LIMIT_SCALE", "2"),
        ("DATABASE_URL", "mysql://x"),
        ("DATABASE_URL", "sqlite:///"),
        ("DATABASE_URL", "postgresql://signon@host:port/signon"),
        ("DATABASE_URL", "signon"),
        ("SECRET_KEY", "k" * 64),
        ("SECRET_KEY", "abc123" * 12),
        ("SECRET_KEY", "0123456789abcdef" * 2),
        ("SECRET_KEY", "correct horse battery staple correct horse"),
        ("SECRET_KEY", "this-is-a-very-long-secret-key-for-production"),
        ("SECRET_KEY", "SuperSecretProductionKeyForSignon2026!!"),
        ("SECRET_KEY_FALLBACKS", "change-me-change-me-change-me-change-me"),
        ("FLASK_DEBUG", "1"),
        ("MAIL_PASSWORD", "something"),
        ("MAIL_PORT", "abc"),
        ("MAIL_PORT", "0"),
        ("MAIL_PORT", "65536"),
        ("MAIL_CAFILE", "/nowhere/at/all.pem"),
        ("MAIL_CAFILE", __file__),
        ("MAIL_FROM", "a@b@example.org"),
        ("MAIL_FROM", "signon@"),
        ("MAIL_FROM", "Signon <signon@example.org"),
        ("MAIL_FROM", "signon@example.org\nBcc: x@example.org"),
        ("BASE_URL", "https://[::1"),
        ("BASE_URL", "https://signon.example.org:port"),
        ("BASE_URL", "https://somebody@signon.example.org"),
        ("BASE_URL", "https://signon.example.org#part"),
        ("BASE_URL", "https://sign on.example.org"),
        ("REDIS_URL", "localhost:6379"),
        ("REDIS_URL", "redis://"),
        ("REDIS_URL", "redis://host:port/0"),
        ("REDIS_URL", "redis://host/0?no_such_option=1"),
        ("REDIS_URL", "redis://host/0?socket_timeout=soon"),
        ("METRICS_TOKEN", "short"),
        ("LOG_FORMAT", "xml"),
    ],
)
def test_each_bad_value_alone_is_named(tmp_path: Path, name: str, value: str) -> None:
    tmp_path.chmod(0o750)
    settings = config.Settings({**GOOD, "DATA_DIR": str(tmp_path), name: value})

    assert len(settings.problems()) == 1
    assert name in settings.problems()[0]


def test_each_bad_value_ends_a_command_with_one_line(tmp_path: Path) -> None:
    tmp_path.chmod(0o750)
    code, words = check(tmp_path, **{**GOOD, "MAIL_PORT": "abc", "BASE_URL": "https://[::1"})

    assert code == 1
    assert words.count("\n") == 1
    assert "MAIL_PORT" in words
    assert "BASE_URL" in words


@pytest.mark.parametrize("password", ["p#w", "p/w", "p?w", "p[w", "p:w"])
def test_an_address_of_postgresql_may_have_any_password(tmp_path: Path, password: str) -> None:
    tmp_path.chmod(0o750)
    url = f"postgresql://signon:{password}@host:5432/signon"

    assert (
        config.Settings({**GOOD, "DATA_DIR": str(tmp_path), "DATABASE_URL": url}).problems() == []
    )


@pytest.mark.parametrize("mode", ["production", "sample"])
@pytest.mark.parametrize("place", ["/dev/null", "/dev/null/signon", "/proc/signon"])
def test_a_data_folder_that_cannot_be_ends_a_command_with_one_line(mode: str, place: str) -> None:
    code, words = check(Path(place), **{**GOOD, "SIGNON_MODE": mode})

    assert (code, words.count("\n")) == (1, 1)
    assert place in words


@pytest.mark.parametrize("mode", [0o755, 0o701, 0o752, 0o770, 0o777])
def test_a_folder_that_is_open_to_others_is_refused(tmp_path: Path, mode: int) -> None:
    tmp_path.chmod(mode)

    assert str(tmp_path) in config.Settings({**GOOD, "DATA_DIR": str(tmp_path)}).problems()[0]


@pytest.mark.parametrize("mode", [0o644, 0o604, 0o602, 0o660, 0o666])
def test_a_database_that_is_open_to_others_is_refused(tmp_path: Path, mode: int) -> None:
    tmp_path.chmod(0o700)
    file = tmp_path / "signon.sqlite3"
    file.touch()
    file.chmod(mode)

    assert str(file) in config.Settings({**GOOD, "DATA_DIR": str(tmp_path)}).problems()[0]


@pytest.mark.parametrize(
    "make",
    [
        lambda: secrets.token_hex(32),
        lambda: secrets.token_urlsafe(48),
        lambda: base64.b64encode(secrets.token_bytes(32)).decode(),
    ],
)
def test_a_random_key_is_never_weak(make: Callable[[], str]) -> None:
    assert min(config.bits_of(make()) for _ in range(2000)) >= config.MINIMUM_KEY_BITS


@pytest.mark.parametrize("name", ["MAIL_USE_TLS", "MAIL_USE_SSL"])
def test_a_password_that_travels_hidden_is_accepted(tmp_path: Path, name: str) -> None:
    tmp_path.chmod(0o700)
    values = {**GOOD, "DATA_DIR": str(tmp_path), "MAIL_PASSWORD": "something", name: "1"}

    assert config.Settings(values).problems() == []


def test_the_first_start_makes_a_folder_that_the_next_command_accepts(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "data"
    values = {**GOOD, "DATA_DIR": str(folder), "PATH": "/usr/bin:/bin"}

    for words in (["db", "upgrade"], ["config", "check"], ["papers", "list"]):
        done = programs.run(["flask", "--app", "wsgi", *words], values)
        assert done.returncode == 0, done.stderr

    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / "signon.sqlite3").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_a_plain_postgresql_address_gets_its_driver(scheme: str) -> None:
    url = config.database_url({"DATABASE_URL": f"{scheme}://u@h/d"}, "")

    assert url == "postgresql+psycopg://u@h/d"
