"""Settings. The only module that reads the environment.

A value stands here only if it is right in production and may be public. Secrets have no default:
without them the service does not start. The sample mode fills in what a laptop needs.
"""

import math
import os
import re
import secrets
import ssl
from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

ROOT = Path(__file__).resolve().parent
MINIMUM_KEY_BYTES = 32
MINIMUM_KEY_BITS = 100
MINIMUM_TOKEN_BYTES = 16
MODES = ("sample", "production")
LOG_FORMATS = ("plain", "json")
MEGABYTE = 1024 * 1024


Check = tuple[bool, str]
"""Whether a value is wrong, and the sentence that says so."""

BITS_OF_WORD, LETTERS_OF_WORD = 8, 7
_ROWS = "qwertyuiop asdfghjkl zxcvbnm"
_WORD = re.compile(r"[A-Z]?[a-z]{3,}|[A-Z]{4,}")
_UNUSUAL = re.compile(r"[^!-~]|[\\\"<>^`{|}]")
_ADDRESS = r"[^@\s<>\",;:]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?"
_MAIL_FROM = re.compile(rf"{_ADDRESS}|[^<>@\r\n]*<{_ADDRESS}>")


class BadConfiguration(SystemExit):
    """The service refuses to start; the message says in one line what is wrong and what to do."""

    def __init__(self, problems: list[str]):
        super().__init__("Signon does not start: " + "; ".join(problems))


class Base:
    """Right everywhere."""

    MAX_CONTENT_LENGTH = 2 * MEGABYTE
    MAX_FORM_MEMORY_SIZE = MEGABYTE
    SESSION_COOKIE_HTTPONLY = True
    SESSION_COOKIE_SAMESITE = "Lax"
    SESSION_COOKIE_PATH = "/"
    WTF_CSRF_TIME_LIMIT = None  # a form left open overnight still works; the session bounds it
    WTF_CSRF_SSL_STRICT = False  # it asks for a Referer, and no page of ours lets one be sent
    WTF_I18N_ENABLED = False  # every message of our forms is our own; see translations
    SEND_FILE_MAX_AGE_DEFAULT = 31_536_000  # static files carry their hash in the address
    MAIL_TIMEOUT = 20  # seconds
    EVEN_SECONDS = 0.03  # forms that must not tell whether an address is known take so long
    MAIL_CAFILE: str | None = None
    TESTING = False


class Settings(Base):
    """What one installation uses, read from its environment."""

    def __init__(self, environ: Mapping[str, str] = os.environ):
        self.SIGNON_MODE = environ.get("SIGNON_MODE", "production")
        self.SAMPLE = self.SIGNON_MODE == "sample"
        self.ASKED_TO_DEBUG = _is_yes(environ.get("FLASK_DEBUG")) and not self.SAMPLE
        self.DATA_DIR = str(Path(environ.get("DATA_DIR") or ROOT / "instance").resolve())
        self.SECRET_KEY = environ.get("SECRET_KEY") or self._sample_key()
        self.SECRET_KEY_FALLBACKS = _list(environ.get("SECRET_KEY_FALLBACKS", ""))
        self.SECRET_KEYS_DROPPED = _list(environ.get("SECRET_KEYS_DROPPED", ""))
        # A form that is open while the key changes can still be sent; the last one signs.
        self.WTF_CSRF_SECRET_KEY = [*self.SECRET_KEY_FALLBACKS, self.SECRET_KEY]
        self._read_addresses(environ)
        self._read_mail(environ)
        self._read_limits(environ)

    def _sample_key(self) -> str:
        """Return the sample's own random key, made once and kept beside its database."""
        if not self.SAMPLE:
            return ""
        kept = Path(self.DATA_DIR, "sample-secret-key")
        if not kept.exists():
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.touch(mode=0o600)
            kept.write_text(secrets.token_hex(MINIMUM_KEY_BYTES))
        return kept.read_text()

    def _read_addresses(self, environ: Mapping[str, str]) -> None:
        default = f"http://127.0.0.1:{environ.get('PORT', '8000')}" if self.SAMPLE else ""
        self.BASE_URL = environ.get("BASE_URL", default).rstrip("/")
        host = _host(self.BASE_URL)
        self.TRUSTED_HOSTS = [host, "127.0.0.1", "localhost"] if self.SAMPLE else [host]
        self.SESSION_COOKIE_SECURE = self.BASE_URL.startswith("https://")
        self.SESSION_COOKIE_NAME = "__Host-signon" if self.SESSION_COOKIE_SECURE else "signon"
        self.SQLALCHEMY_DATABASE_URI = database_url(environ, self.DATA_DIR)
        self.REDIS_URL = environ.get("REDIS_URL", "")

    def _read_mail(self, environ: Mapping[str, str]) -> None:
        self.MAILBOX_PORT = _number(environ.get("MAILBOX_PORT", "")) or 8025
        sample_port = self.MAILBOX_PORT if self.SAMPLE else 25
        self.MAIL_SERVER = environ.get("MAIL_SERVER", "127.0.0.1" if self.SAMPLE else "")
        self.MAIL_PORT = _number(environ.get("MAIL_PORT") or str(sample_port))
        self.MAIL_USE_TLS = _is_yes(environ.get("MAIL_USE_TLS"))
        self.MAIL_USE_SSL = _is_yes(environ.get("MAIL_USE_SSL"))
        self.MAIL_USERNAME = environ.get("MAIL_USERNAME") or None
        self.MAIL_PASSWORD = environ.get("MAIL_PASSWORD") or None
        self.MAIL_CAFILE = environ.get("MAIL_CAFILE") or None
        sample_from = "signon@example.org" if self.SAMPLE else ""
        self.MAIL_FROM = environ.get("MAIL_FROM", sample_from)

    def _read_limits(self, environ: Mapping[str, str]) -> None:
        self.TRUSTED_PROXIES = _number(environ.get("TRUSTED_PROXIES", "0"))
        self.RATE_LIMIT_SCALE = _number(environ.get("RATE_LIMIT_SCALE", "1"))
        self.PAGE_CACHE_MB = _number(environ.get("PAGE_CACHE_MB", "32"))
        self.METRICS_TOKEN = environ.get("METRICS_TOKEN", "")
        self.LOG_FORMAT = environ.get("LOG_FORMAT") or "plain"

    def problems(self) -> list[str]:
        """Return one sentence for each value that is missing, weak or malformed."""
        checks = (*self._checks(), *self._checks_of_mail(), *self._checks_of_production())
        return [sentence for wrong, sentence in checks if wrong]

    def _checks(self) -> Iterable[Check]:
        yield self.SIGNON_MODE not in MODES, f"SIGNON_MODE must be one of {', '.join(MODES)}"
        for name, keys in (
            ("SECRET_KEY", [self.SECRET_KEY]),
            ("every key in SECRET_KEY_FALLBACKS", self.SECRET_KEY_FALLBACKS),
        ):
            yield (
                any(self._is_weak(key) for key in keys),
                f"{name} needs at least {MINIMUM_KEY_BYTES} random bytes "
                "(python3 -c 'import secrets; print(secrets.token_hex(32))')",
            )
        yield (
            bool({self.SECRET_KEY, *self.SECRET_KEY_FALLBACKS} & set(self.SECRET_KEYS_DROPPED)),
            "SECRET_KEYS_DROPPED must name no key that is in use",
        )
        yield (
            not self._is_base_url(),
            "BASE_URL must be the public https:// address of the service, without a path",
        )
        yield (
            self.TRUSTED_PROXIES is None,
            "TRUSTED_PROXIES must be a number of hops, 0 for none",
        )
        yield not self.RATE_LIMIT_SCALE, "RATE_LIMIT_SCALE must be a number from 1"
        yield self.PAGE_CACHE_MB is None, "PAGE_CACHE_MB must be a number, 0 to keep no page"
        yield (
            not _is_database(self.SQLALCHEMY_DATABASE_URI),
            "DATABASE_URL must be such as sqlite:////absolute/path or postgresql://host/name",
        )
        yield not _is_redis(self.REDIS_URL), "REDIS_URL must be such as redis://host:6379/0"
        yield (
            self.LOG_FORMAT not in LOG_FORMATS,
            f"LOG_FORMAT must be one of {', '.join(LOG_FORMATS)}",
        )
        yield (
            0 < len(self.METRICS_TOKEN) < MINIMUM_TOKEN_BYTES,
            f"METRICS_TOKEN needs at least {MINIMUM_TOKEN_BYTES} characters",
        )

    def _checks_of_mail(self) -> Iterable[Check]:
        yield not self.MAIL_SERVER, "MAIL_SERVER must name the SMTP server"
        yield not 0 < (self.MAIL_PORT or 0) < 65536, "MAIL_PORT must be a number from 1 to 65535"
        both = self.MAIL_USE_TLS and self.MAIL_USE_SSL
        yield both, "set MAIL_USE_TLS or MAIL_USE_SSL, not both"
        yield (
            not _MAIL_FROM.fullmatch(self.MAIL_FROM),
            "MAIL_FROM must be the address that mails come from, such as Signon <a@example.org>",
        )
        yield (
            self.MAIL_CAFILE is not None and not _has_certificates(self.MAIL_CAFILE),
            "MAIL_CAFILE must be a file with certificates",
        )

    def _checks_of_production(self) -> Iterable[Check]:
        if self.SAMPLE:
            return
        open_mail = self.MAIL_PASSWORD and not (self.MAIL_USE_TLS or self.MAIL_USE_SSL)
        yield bool(open_mail), "MAIL_PASSWORD needs MAIL_USE_TLS or MAIL_USE_SSL"
        yield self.ASKED_TO_DEBUG, "FLASK_DEBUG must not be set: it shows code to visitors"
        yield (
            (self.RATE_LIMIT_SCALE or 0) > 1,
            "RATE_LIMIT_SCALE must be 1: more is for load tests in the sample's mode",
        )
        if self.SQLALCHEMY_DATABASE_URI.startswith("sqlite"):
            file = self.SQLALCHEMY_DATABASE_URI.removeprefix("sqlite:///").partition("?")[0]
            for place in filter(None, (self.DATA_DIR, file)):
                yield (
                    _is_open_to_others(Path(place)),
                    f"{place} must not be readable by everybody nor writable by others "
                    f"(chmod o-rwx,g-w {place})",
                )

    def _is_weak(self, key: str) -> bool:
        if len(key.encode()) < MINIMUM_KEY_BYTES:
            return True
        return not self.SAMPLE and bits_of(key) < MINIMUM_KEY_BITS

    def _is_base_url(self) -> bool:
        schemes = ("http", "https") if self.SAMPLE else ("https",)
        if not _host(self.BASE_URL) or _UNUSUAL.search(self.BASE_URL):
            return False
        url = urlsplit(self.BASE_URL)
        is_bare = not (url.path or url.query or url.fragment or "@" in url.netloc)
        return url.scheme in schemes and is_bare


def bits_of(key: str) -> float:
    """Return an estimate of how many bits of chance are in a key: never more than there are.

    Letters that look like words count as common ones, and what is repeated or counted up as little.
    """
    rest, bits = key, 0.0
    for word in _WORD.findall(key):
        if _looks_spoken(word.lower()):
            rest = rest.replace(word, "", 1)
            bits += BITS_OF_WORD * -(-len(word) // LETTERS_OF_WORD)
    bits += len(rest) * math.log2(max(2, min(len(set(rest)) * 1.5, 64)))
    threes = [key[i : i + 3] for i in range(len(key) - 2)]
    steps = sum(abs(ord(a) - ord(b)) <= 1 or a + b in _ROWS for a, b in pairwise(key.lower()))
    return bits * len(set(threes)) / len(threes) * (0.25 if steps * 2 > len(key) else 1)


def _looks_spoken(word: str) -> bool:
    vowels = sum(letter in "aeiouy" for letter in word)
    return vowels * 5 >= len(word) and not re.search(r"[^aeiouy]{5}", word)


def load(environ: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings of this installation; raise `BadConfiguration` if one is unusable.

    Makes the data folder, for its owner alone, if it is not there.
    """
    try:
        settings = Settings(environ)
        problems = settings.problems() or _problems_of_folder(Path(settings.DATA_DIR))
    except OSError as error:  # the sample keeps its key there
        problems = [f"DATA_DIR cannot be used ({error.filename}: {error.strerror})"]
    if problems:
        raise BadConfiguration(problems)
    return settings


def _problems_of_folder(folder: Path) -> list[str]:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if os.access(folder, os.R_OK | os.X_OK):
        return []
    return [f"DATA_DIR must be a folder that this user may open ({folder})"]


def database_url(environ: Mapping[str, str], data_dir: str) -> str:
    """Return the SQLAlchemy address of the database, SQLite in `data_dir` unless one is named."""
    url = environ.get("DATABASE_URL") or f"sqlite:///{data_dir}/signon.sqlite3"
    for plain in ("postgresql://", "postgres://"):
        if url.startswith(plain):
            return "postgresql+psycopg://" + url.removeprefix(plain)
    return url


def _list(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _host(url: str) -> str:
    """Return the host of an address, "" when there is none or the address is malformed."""
    try:
        parts = urlsplit(url)
        return (parts.hostname or "") if parts.port != 0 else ""
    except ValueError:
        return ""


def _is_database(url: str) -> bool:
    """Tell whether an address names a file of SQLite or can be read as one of PostgreSQL."""
    try:
        parts = make_url(url)
    except (ArgumentError, ValueError):
        return False
    return parts.drivername == "postgresql+psycopg" or (
        url.startswith("sqlite:///") and bool(parts.database)
    )


def _is_redis(url: str) -> bool:
    if not url:
        return True
    is_named = url.startswith(("redis://", "rediss://")) and bool(_host(url))
    return (is_named or url.startswith("unix:///")) and _redis_takes(url)


def _redis_takes(url: str) -> bool:
    """Tell whether the client of Redis understands an address with its options; nothing is sent."""
    from redis import ConnectionPool

    try:
        ConnectionPool.from_url(url).make_connection()
    except (TypeError, ValueError):
        return False
    return True


def _has_certificates(file: str) -> bool:
    try:
        return bool(ssl.create_default_context(cafile=file).get_ca_certs())
    except OSError:  # ssl.SSLError is one
        return False


def _is_open_to_others(place: Path) -> bool:
    """Tell whether strangers on this machine may read a file or folder, or others write to it."""
    return place.exists() and bool(place.stat().st_mode & 0o027)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() else None


def _is_yes(text: str | None) -> bool:
    return (text or "").strip().lower() in {"1", "true", "yes", "on"}
