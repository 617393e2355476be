"""How often something may be tried. Limits hold across processes, machines and restarts."""

import hashlib
import logging
import time
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv6Address, ip_address

from flask import Request, current_app, request
from limits import RateLimitItem, parse
from limits.errors import StorageError
from limits.storage import RedisStorage

from signon.access.batched_window import PARTS, BatchedWindow
from signon.access.counters import SqlStorage
from signon.extensions import db
from signon.kernel import clock
from signon.kernel.errors import DomainError
from signon.kernel.words import N_

logger = logging.getLogger(__name__)

PLACE = "signon.limiters"
_REDIS_SECONDS = 0.5
_REDIS_RESTS = 10.0
"""Seconds for which a Redis that could not be asked is left alone, and the database counts.

One that hangs costs a visitor half a second; it must not do so once for each of their limits.
"""
_NETWORK_BITS = 64
"""A household or an office gets a /64 of IPv6 and may take any address in it."""


class TooMany(DomainError):
    """Too often in too short a time. `retry_after` is in whole seconds."""

    status = 429
    message = N_(
        "There were too many attempts in a short time. Please wait a little and try again. "
        "Seconds to wait: %(seconds)s."
    )

    def __init__(self, retry_after: int):
        super().__init__(seconds=retry_after)
        self.retry_after = retry_after


@dataclass
class _Limiter:
    """Who counts, for how long it is left alone when it failed, and until when it is just now.

    By the monotonic clock: when somebody sets the clock of the machine, it is asked again.
    """

    window: BatchedWindow
    rests: float = 0.0
    until: float = 0.0

    def is_resting(self) -> bool:
        return time.monotonic() < self.until

    def rest(self) -> None:
        self.until = time.monotonic() + self.rests


def throttle(name: str, *rules: str, key: str) -> int | None:
    """Count one attempt at `name` by `key`; return None when allowed, else the seconds to wait.

    Rules read like "120/10 minutes". Only a keyed hash of `key` is stored. When the counters
    cannot be reached everybody may pass: a limit must not be what brings the service down.
    Not to be called inside a command.
    """
    identifiers = (name, keyed_hash(key))
    scale = current_app.config["RATE_LIMIT_SCALE"]
    items = [_rule(rule, scale) for rule in rules]
    for limiter in _limiters():
        if limiter.is_resting():
            continue
        try:
            return _wait(limiter.window, items, identifiers)
        except StorageError as error:
            limiter.rest()
            logger.warning("limit %s not counted: %s", name, type(error.storage_error).__name__)
    return None


def limit(name: str, *rules: str, key: str = "") -> None:
    """Count one attempt at `name` by `key`, without it by the visitor's network.

    Raises `TooMany` when it was one too many; else as `throttle`.
    """
    wait = throttle(name, *rules, key=key or network_of(request))
    if wait is not None:
        raise TooMany(wait)


def network_of(request: Request) -> str:
    """Return a name for the visitor's network that nobody can turn back and that changes daily."""
    network = _network(request.remote_addr or "")
    return keyed_hash(f"{clock.now().date().isoformat()} {network}")


def keyed_hash(text: str) -> str:
    """Return 32 hexadecimal digits that only this installation can make from `text`."""
    secret = current_app.config["SECRET_KEY"].encode()
    key = hashlib.sha256(b"limits:" + secret).digest()
    return hashlib.blake2b(text.encode("utf-8", "replace"), key=key, digest_size=16).hexdigest()


def _wait(
    limiter: BatchedWindow, items: list[RateLimitItem], identifiers: tuple[str, ...]
) -> int | None:
    for item in items:
        if not limiter.hit(item, *identifiers):
            ends = limiter.storage.get_expiry(item.key_for(*identifiers))
            return max(1, int(ends - clock.now().timestamp()) + 1)
    return None


def _network(address: str) -> str:
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return "unknown"  # one bucket: what cannot be read must not be a way around
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(int(parsed) >> _NETWORK_BITS)


@lru_cache(maxsize=256)
def _rule(rule: str, scale: int) -> RateLimitItem:
    item = parse(rule)
    return type(item)(item.amount * scale, item.multiples)


def _limiters() -> tuple[_Limiter, ...]:
    """Return Redis, where there is one, and the database, in the order in which to ask them."""
    limiters: tuple[_Limiter, ...] | None = current_app.extensions.get(PLACE)
    if limiters is None:
        parts = PARTS * current_app.config["RATE_LIMIT_SCALE"]
        limiters = (_Limiter(BatchedWindow(SqlStorage(db.engine), parts)),)
        if url := current_app.config["REDIS_URL"]:
            limiters = (_Limiter(BatchedWindow(_redis(url), parts), _REDIS_RESTS), *limiters)
        current_app.extensions[PLACE] = limiters
    return limiters


def _redis(url: str) -> RedisStorage:
    return RedisStorage(
        url,
        wrap_exceptions=True,
        socket_timeout=_REDIS_SECONDS,
        socket_connect_timeout=_REDIS_SECONDS,
    )
