"""A lock on the data folder: many processes use what is in it, or one puts something else there.

It is a flock(2) on the folder itself, so it needs no file, ends with its last holder, and passes
to children that are forked, such as the workers of a web server.
"""

import fcntl
import os
import time
from collections.abc import Callable
from pathlib import Path

LOCK = "signon.folder_lock"
"""Under this name an app keeps what its process holds of the data folder."""

ASK_AGAIN = 0.05
"""Seconds after which somebody who waits for the folder asks again."""


class FolderInUse(Exception):
    """The folder cannot be had just now: another process has it."""


class FolderLock:
    """What one process, and those it forks, hold of a folder."""

    def __init__(self, folder: Path):
        self.folder = folder
        self._descriptor: int | None = None

    def share(self, seconds: float = 0) -> None:
        """Use the folder along with others; raise `FolderInUse` if one has it alone so long."""
        self._lock(fcntl.LOCK_SH, seconds)

    def take_alone(self, seconds: float = 0) -> None:
        """Have the folder alone; raise `FolderInUse` if another process uses it so long.

        What this process shared before is given up when it is refused.
        """
        self._lock(fcntl.LOCK_EX, seconds)

    def release(self) -> None:
        """Let go of the folder; children that were forked with it hold on to it."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _lock(self, how: int, seconds: float) -> None:
        if self._descriptor is None:
            self._descriptor = os.open(self.folder, os.O_RDONLY | os.O_DIRECTORY)
        deadline = time.monotonic() + seconds
        while not self._is_had(how):
            if time.monotonic() >= deadline:
                self.release()
                raise FolderInUse(str(self.folder))
            time.sleep(ASK_AGAIN)

    def _is_had(self, how: int) -> bool:
        try:
            fcntl.flock(self._descriptor or 0, how | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def if_alone(folder: Path, call: Callable[[], object]) -> bool:
    """Run `call` if no other process uses the folder; tell whether it was run."""
    lock = FolderLock(folder)
    try:
        lock.take_alone()
    except FolderInUse:
        return False
    try:
        call()
    finally:
        lock.release()
    return True
