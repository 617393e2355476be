"""What was erased, kept outside the database: a backup that is restored knows nothing of it.

One line for each erasure, in `erasures.jsonl` of the data folder: ids and keyed hashes, no person.
"""

import json
import logging
import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from flask import current_app

from signon.kernel import clock
from signon.transaction import after_commit

NAME = "erasures.jsonl"

_TAKES_BACK = {"reclaim": "disown", "lift": "suppress"}

log = logging.getLogger(__name__)


def note(what: str, subject: str, **details: str) -> None:
    """Remember, once the running command is committed, that `what` was done to `subject`.

    `what` is "withdraw", "disown", "erase" (subject: a public id), "contact" (the id of one who
    handed over or was asked in vain), "unshare" (the id of a contact; `co_host` is a key),
    "end_updates" (the id of a contact) or
    "suppress" (an address key). "reclaim" takes back a
    "disown", and "lift" a "suppress".
    """
    line = {"at": clock.now().isoformat(), "what": what, "subject": subject, **details}
    after_commit(partial(_append, json.dumps(line)))


def entries(path: Path | None = None) -> Iterator[dict[str, Any]]:
    """Yield what the ledger remembers, oldest first; a line that was cut off is passed over."""
    path = path or place()
    if not path.exists():
        return
    with path.open(encoding="utf-8", errors="replace") as file:
        for line in file:
            try:
                entry = json.loads(line)
            except ValueError:
                log.warning("a line of the ledger of erasures is not whole")
                continue
            if isinstance(entry, dict) and {"what", "subject"} <= entry.keys():
                yield entry


def valid(path: Path | None = None) -> Iterator[dict[str, Any]]:
    """Yield what the ledger remembers and nobody has taken back since, oldest first."""
    taken_back: dict[tuple[str, str], int] = {}
    for number, entry in enumerate(entries(path)):
        if entry["what"] in _TAKES_BACK:
            taken_back[_TAKES_BACK[entry["what"]], str(entry["subject"])] = number
    for number, entry in enumerate(entries(path)):
        what, subject = entry["what"], str(entry["subject"])
        if what not in _TAKES_BACK and taken_back.get((what, subject), -1) < number:
            yield entry


def place() -> Path:
    """Return where the ledger is kept."""
    return Path(current_app.config["DATA_DIR"], NAME)


def _append(line: str) -> None:
    try:
        descriptor = os.open(place(), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(descriptor, f"{line}\n".encode())  # one write, so that lines never mix
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        # What was erased is erased; only a restored backup would not know it.
        log.error("the ledger of erasures cannot be written: %s", error.strerror)
