"""Files put where others expect them: on the disk for sure, and in the right hands."""

import os
from pathlib import Path

NO_STRANGERS = 0o660
"""Of the rights of a folder, what a file in it may get: never anything for everybody."""


def to_owner_of(path: Path, model: Path) -> None:
    """Give a file the owner and the rights of another one, or those that suit a folder."""
    like = model.stat()
    if os.geteuid() == 0:
        os.chown(path, like.st_uid, like.st_gid)
    path.chmod(like.st_mode & NO_STRANGERS)


def sync_folder(folder: Path) -> None:
    """Make sure that what was renamed or removed in a folder stays so if the power fails."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
