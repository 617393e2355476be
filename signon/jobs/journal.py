"""Which jobs were done, kept outside the database: a backup that is restored knows nothing of it.

One line for each job in a file for each month, in the folder `done-jobs` of the data folder: its
reference, which is random and names nobody, and when. A mail that had gone out is known by it.
"""

import logging
import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from flask import current_app

from signon.kernel import clock

NAME = "done-jobs"
KEEP = timedelta(days=400)
"""No older backup is restored with its mails: what the journal does not know is held."""

log = logging.getLogger(__name__)


def note(ref: str) -> None:
    """Remember that the job `ref` was done. When that cannot be, say so and go on."""
    now = clock.now()
    line = f"{ref} {now:%Y-%m-%dT%H:%M:%SZ}\n".encode()
    try:
        descriptor = os.open(_file(now), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(descriptor, line)  # one write, so that lines never mix; no fsync for each mail
        finally:
            os.close(descriptor)
    except OSError as error:
        log.error("the journal of finished jobs cannot be written: %s", error.strerror)


def refs(folder: Path) -> Iterator[str]:
    """Yield the references that the journal in a data folder remembers."""
    for path in files(folder):
        with path.open(encoding="ascii", errors="replace") as lines:
            yield from (line.partition(" ")[0].strip() for line in lines)


def files(folder: Path) -> list[Path]:
    """Return the journal's files in a data folder, oldest first."""
    return sorted(Path(folder, NAME).glob("[0-9]*.txt"))


def purge() -> None:
    """Delete the files that only remember what was done long ago."""
    last = f"{clock.now() - KEEP:%Y-%m}.txt"
    for path in files(Path(current_app.config["DATA_DIR"])):
        if path.name < last:
            path.unlink(missing_ok=True)


def _file(now: datetime) -> Path:
    folder = Path(current_app.config["DATA_DIR"], NAME)
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / f"{now:%Y-%m}.txt"
