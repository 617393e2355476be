"""Settings. The only module that reads the environment.

A value stands here only if it is right in production and may be public. Secrets have no default:
without them the service does not start. The sample mode fills in what a laptop needs.
"""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent
MINIMUM_KEY_BYTES = 32
MODES = ("sample", "production")
MEGABYTE = 1024 * 1024


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
        self.DATA_DIR = str(Path(environ.get("DATA_DIR") or ROOT / "instance").resolve())
        self.SECRET_KEY = environ.get("SECRET_KEY") or self._sample_key()
        fallbacks = environ.get("SECRET_KEY_FALLBACKS", "")
        self.SECRET_KEY_FALLBACKS = [key.strip() for key in fallbacks.split(",") if key.strip()]
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
        host = urlsplit(self.BASE_URL).hostname or ""
        self.TRUSTED_HOSTS = [host, "127.0.0.1", "localhost"] if self.SAMPLE else [host]
        self.SESSION_COOKIE_SECURE = self.BASE_URL.startswith("https://")
        self.SESSION_COOKIE_NAME = "__Host-signon" if self.SESSION_COOKIE_SECURE else "signon"
        self.SQLALCHEMY_DATABASE_URI = database_url(environ, self.DATA_DIR)
        self.REDIS_URL = environ.get("REDIS_URL", "")

    def _read_mail(self, environ: Mapping[str, str]) -> None:
        self.MAILBOX_PORT = _number(environ.get("MAILBOX_PORT", "")) or 8025
        sample_port = self.MAILBOX_PORT if self.SAMPLE else 25
        self.MAIL_SERVER = environ.get("MAIL_SERVER", "127.0.0.1" if self.SAMPLE else "")
        self.MAIL_PORT = _number(environ.get("MAIL_PORT", "")) or sample_port
        self.MAIL_USE_TLS = _is_yes(environ.get("MAIL_USE_TLS"))
        self.MAIL_USE_SSL = _is_yes(environ.get("MAIL_USE_SSL"))
        self.MAIL_USERNAME = environ.get("MAIL_USERNAME") or None
        self.MAIL_PASSWORD = environ.get("MAIL_PASSWORD") or None
        sample_from = "signon@example.org" if self.SAMPLE else ""
        self.MAIL_FROM = environ.get("MAIL_FROM", sample_from)

    def _read_limits(self, environ: Mapping[str, str]) -> None:
        self.TRUSTED_PROXIES = _number(environ.get("TRUSTED_PROXIES", "0"))
        self.RATE_LIMIT_SCALE = _number(environ.get("RATE_LIMIT_SCALE", "1"))

    def problems(self) -> list[str]:
        """Return one sentence for each value that is missing, weak or malformed."""
        checks = (
            (self.SIGNON_MODE not in MODES, f"SIGNON_MODE must be one of {', '.join(MODES)}"),
            (
                len(self.SECRET_KEY.encode()) < MINIMUM_KEY_BYTES,
                f"SECRET_KEY needs at least {MINIMUM_KEY_BYTES} random bytes "
                "(python3 -c 'import secrets; print(secrets.token_hex(32))')",
            ),
            (
                any(len(key.encode()) < MINIMUM_KEY_BYTES for key in self.SECRET_KEY_FALLBACKS),
                f"every key in SECRET_KEY_FALLBACKS needs at least {MINIMUM_KEY_BYTES} bytes",
            ),
            (
                not self._is_base_url(),
                "BASE_URL must be the public https:// address of the service, without a path",
            ),
            (not self.MAIL_SERVER, "MAIL_SERVER must name the SMTP server"),
            (self.MAIL_PORT is None, "MAIL_PORT must be a number"),
            (self.MAIL_USE_TLS and self.MAIL_USE_SSL, "set MAIL_USE_TLS or MAIL_USE_SSL, not both"),
            ("@" not in self.MAIL_FROM, "MAIL_FROM must be the address that mails come from"),
            (self.TRUSTED_PROXIES is None, "TRUSTED_PROXIES must be a number of hops, 0 for none"),
            (not self.RATE_LIMIT_SCALE, "RATE_LIMIT_SCALE must be a number from 1"),
            (
                not self.SQLALCHEMY_DATABASE_URI.startswith(("sqlite:///", "postgresql+psycopg:")),
                "DATABASE_URL must begin with sqlite:/// or postgresql://",
            ),
            (self._is_readable_by_all(), f"{self.DATA_DIR} must not be readable by everybody"),
        )
        return [sentence for wrong, sentence in checks if wrong]

    def _is_base_url(self) -> bool:
        url = urlsplit(self.BASE_URL)
        schemes = ("http", "https") if self.SAMPLE else ("https",)
        return url.scheme in schemes and bool(url.hostname) and not url.path and not url.query

    def _is_readable_by_all(self) -> bool:
        """Tell whether a stranger on this machine could read the embedded database."""
        if self.SAMPLE or not self.SQLALCHEMY_DATABASE_URI.startswith("sqlite"):
            return False
        folder = Path(self.DATA_DIR)
        return folder.exists() and bool(folder.stat().st_mode & 0o004)


def load(environ: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings of this installation; raise `BadConfiguration` if one is unusable."""
    settings = Settings(environ)
    if problems := settings.problems():
        raise BadConfiguration(problems)
    return settings


def database_url(environ: Mapping[str, str], data_dir: str) -> str:
    """Return the SQLAlchemy address of the database, SQLite in `data_dir` unless one is named."""
    url = environ.get("DATABASE_URL") or f"sqlite:///{data_dir}/signon.sqlite3"
    for plain in ("postgresql://", "postgres://"):
        if url.startswith(plain):
            return "postgresql+psycopg://" + url.removeprefix(plain)
    return url


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() else None


def _is_yes(text: str | None) -> bool:
    return (text or "").strip().lower() in {"1", "true", "yes", "on"}
