"""Whether the log goes on, for whoever runs the service and for owners at the desk."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from signon.extensions import rows
from signon.kernel import clock
from signon.log import keys, noted, trust
from signon.log.keys import NoKey
from signon.log.models import LogCheckpoint, LogHead, LogPending
from signon.operations.watched import Gauge, Unusable, Watched

LATE = timedelta(minutes=10)
"""Ten turns of the worker. A whole installation takes longer, and is signed each minute."""

_SEE = "see: flask --app wsgi log verify"
_SIGNED = (
    select(LogCheckpoint.size, LogCheckpoint.minute).order_by(LogCheckpoint.size.desc()).limit(1)
)
_OLDEST = select(LogPending.noted_at).order_by(LogPending.id).limit(1)


def problem() -> str:
    """Return why the log does not go on, "" when it does; nothing that is not for everybody."""
    try:
        if _is_kept_here() and trust.fault_of_now():
            return f"the checkable log has stopped and waits for a person; {_SEE}"
    except (NoKey, OSError):
        return f"the checkable log cannot read its files; {_SEE}"
    late = _is_late()
    return f"the checkable log has signed nothing of what waits for 10 minutes; {_SEE}" * late


def gauges() -> Iterator[Gauge]:
    """Yield the numbers of the log."""
    yield Gauge("log_leaves", "Leaves of the checkable log.", _number(select(LogHead.size)))
    waiting = select(func.count()).select_from(LogPending)
    yield Gauge("log_waiting", "Entries that wait to be logged.", _number(waiting))
    yield Gauge("log_oldest_seconds", "Age of the oldest of them.", _seconds(_OLDEST))
    yield Gauge("log_stopped", "1 when the log does not go on.", bool(problem()))


def state() -> str:
    """Return what the key is like. Raises `Unusable` when there is one that cannot sign."""
    try:
        key = keys.verifier_key()
        is_open = key is not None and keys.place().stat().st_mode & 0o077
    except NoKey as error:
        raise Unusable(f"The checkable log cannot sign: {error}.") from None
    except OSError as error:
        words = f"The checkable log cannot sign: {keys.place()}: {error.strerror}."
        raise Unusable(words) from None
    if key is None:
        return f"The checkable log has no key yet: {keys.place()} is made when it begins."
    said = f"The checkable log signs as {key}."
    return f"{said} Others than its owner may read {keys.place()}." if is_open else said


def _is_kept_here() -> bool:
    """Tell whether the worker of this machine signs: where web servers alone run, no file is."""
    return noted.kept() is not None or keys.place().exists()


def _is_late() -> bool:
    """Tell whether entries or leaves wait to be signed, and nothing was signed for long."""
    now, signed = clock.now(), rows(_SIGNED)
    if signed and now - LATE <= signed[0].minute <= now + LATE:
        return False
    oldest, size = _first(_OLDEST), signed[0].size if signed else 0
    return _number(select(LogHead.size)) > size or (oldest is not None and oldest < now - LATE)


def _seconds(moment: Any) -> float:
    found = _first(moment)
    return (clock.now() - found).total_seconds() if found else 0


def _number(asked: Any) -> int:
    return _first(asked) or 0


def _first(asked: Any) -> Any:
    found = rows(asked)
    return found[0][0] if found else None


WATCHED = Watched(problem, gauges, state)
