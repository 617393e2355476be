"""The newest checkpoint, kept outside the database as well.

Who puts an older database in place, by a restore or otherwise, takes back what was signed. The
data folder still knows it, so that no smaller or other tree is signed unnoticed.
"""

import fcntl
import logging
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from flask import current_app

from signon.kernel.files.places import to_owner_of

NAME = "log-checkpoint"
BEGUN = "begun\n"
"""What the file holds until the first checkpoint; it is never empty but by somebody's doing."""
_LONGEST = 1000

log = logging.getLogger(__name__)


def place() -> Path:
    """Return where the checkpoint is kept."""
    return Path(current_app.config["DATA_DIR"], NAME)


def keep(note: str, *, in_any_case: bool = False) -> None:
    """Keep a note, unless one of a larger tree is kept; `in_any_case` also instead of that.

    When that cannot be, say so and go on: what was signed is signed.
    """
    try:
        with _opened(os.O_RDWR | os.O_CREAT, fcntl.LOCK_EX) as file:
            if os.geteuid() == 0:  # the worker, who is another user, has to read and write it
                folder = place().parent.stat()
                os.fchown(file, folder.st_uid, folder.st_gid)
            known = os.pread(file, _LONGEST, 0).decode("utf-8", "replace")
            if in_any_case or _size(known) <= _size(note):
                octets = note.encode()
                os.pwrite(file, octets, 0)  # one write, so that a kill leaves the old or the new
                os.ftruncate(file, len(octets))
                os.fsync(file)  # or a machine that loses power may keep an empty file
    except OSError as error:
        log.error("the newest checkpoint cannot be kept: %s", error.strerror)


def begin() -> None:
    """Make the file before the first checkpoint is signed, so that it is never missing after it."""
    with tempfile.NamedTemporaryFile(dir=place().parent, prefix=f".{NAME}-") as file:
        file.write(BEGUN.encode())
        file.flush()
        os.fsync(file.fileno())
        to_owner_of(Path(file.name), place().parent)
        Path(file.name).chmod(0o600)
        with suppress(FileExistsError):
            os.link(file.name, place())


def kept() -> str | None:
    """Return the note that is kept, None when there is none."""
    try:
        with _opened(os.O_RDONLY, fcntl.LOCK_SH) as file:
            return os.pread(file, _LONGEST, 0).decode("utf-8", "replace")
    except FileNotFoundError:
        return None


def forget() -> None:
    """Keep no note any more."""
    place().unlink(missing_ok=True)


def _size(note: str) -> int:
    lines = note.split("\n", 2)
    return int(lines[1]) if len(lines) > 1 and lines[1].isascii() and lines[1].isdigit() else 0


@contextmanager
def _opened(how: int, lock: int) -> Iterator[int]:
    descriptor = os.open(place(), how, 0o600)
    try:
        fcntl.flock(descriptor, lock)
        yield descriptor
    finally:
        os.close(descriptor)
