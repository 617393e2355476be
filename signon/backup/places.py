"""What is kept of an installation, and where."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from flask import current_app

from signon.audit import seal
from signon.backup import postgres, sqlite
from signon.extensions import db
from signon.jobs import journal
from signon.kernel.files.folderlock import LOCK, FolderLock
from signon.kernel.files.places import to_owner_of
from signon.submissions.lifetime import ledger

PREFIX = ".signon-backup-"

KEPT = "signon.kept_files"
"""Under this name the app knows which other files of the data folder belong into a backup."""


def engine() -> ModuleType:
    """Return what knows the kind of database that this installation has."""
    return sqlite if db.engine.dialect.name == "sqlite" else postgres


def data_folder() -> Path:
    """Return the data folder of this installation."""
    return Path(current_app.config["DATA_DIR"])


@contextmanager
def alone() -> Iterator[None]:
    """Have the data folder alone until the block ends; raise `FolderInUse` if that cannot be.

    What this process shares of it becomes its own, and afterwards is shared again.
    """
    held: FolderLock | None = current_app.extensions.get(LOCK)
    lock = held or FolderLock(data_folder())
    lock.take_alone(seconds=1)
    try:
        yield
    finally:
        if held:
            lock.share()
        else:
            lock.release()


@contextmanager
def work_folder(beside: Path) -> Iterator[Path]:
    """Yield a new folder that nobody else can read, until the block ends."""
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=beside))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def clear_leftovers(beside: Path) -> None:
    """Remove what a restore that was killed has left; for whoever has the folder alone."""
    for folder in beside.glob(f"{PREFIX}*"):
        shutil.rmtree(folder, ignore_errors=True)


def copy_records(folder: Path) -> None:
    """Copy the ledger of erasures, the journal of finished jobs, and kept files into `folder`."""
    here = data_folder()
    for path in [here / ledger.NAME, *journal.files(here), *_kept(here)]:
        if path.exists():
            target = folder / path.relative_to(here)
            target.parent.mkdir(mode=0o700, exist_ok=True)
            shutil.copyfile(path, target)


def add_records(folder: Path) -> None:
    """Add to the records of the data folder what only those in `folder` remember."""
    here = data_folder()
    for path in [folder / ledger.NAME, *journal.files(folder)]:
        if path.exists():
            _add_lines(path, here / path.relative_to(folder))


def add_kept(folder: Path) -> None:
    """Put kept files that the data folder lacks into it; those that it has stay as they are."""
    here = data_folder()
    for path in _kept(folder):
        target = here / path.name
        if path.exists() and not target.exists():
            shutil.copyfile(path, target)
            _to_folder_owner(target)
            target.chmod(0o600)


def take_head(folder: Path) -> None:
    """Let the end of the trail in another data folder be the one that is known here."""
    known = folder / seal.NAME
    _to_folder_owner(known)
    shutil.move(known, data_folder() / seal.NAME)


def _kept(folder: Path) -> list[Path]:
    return [folder / name for name in current_app.extensions[KEPT]]


def _add_lines(source: Path, target: Path) -> None:
    target.parent.mkdir(mode=0o700, exist_ok=True)
    known = target.read_bytes() if target.exists() else b""
    lines = set(known.splitlines())
    new = [line for line in source.read_bytes().splitlines() if line and line not in lines]
    ended = b"" if known.endswith(b"\n") or not known else b"\n"
    target.touch(mode=0o600)
    with target.open("ab") as file:
        file.write(ended + b"".join(line + b"\n" for line in new))
    if target.parent != data_folder():
        _to_folder_owner(target.parent)
    _to_folder_owner(target)


def _to_folder_owner(path: Path) -> None:
    mode = path.stat().st_mode & 0o777
    to_owner_of(path, data_folder())
    path.chmod(mode)
