"""`create` a backup, `restore` one, and `release` the mails that a restore holds."""

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alembic.script import ScriptDirectory
from flask import Flask, current_app
from flask_migrate import upgrade
from sqlalchemy import text

from signon.audit import seal, trail
from signon.backup import archive, places
from signon.backup.archive import Manifest
from signon.backup.errors import BackupError
from signon.backup.events import PutInPlace
from signon.events import tell
from signon.extensions import db, migrate
from signon.jobs import journal, queue, schedule
from signon.kernel import clock
from signon.kernel.files.folderlock import FolderInUse
from signon.kernel.files.places import sync_folder
from signon.submissions.lifetime import erasure, ledger
from signon.transaction import command

TWIN = "signon.twin"
"""Under this name the app keeps what makes another one, on another database and folder."""

TWIN_FOLDER = "twin"


@dataclass(frozen=True)
class Restored:
    """What a restore has done: what was erased again, mails known as sent, mails that are held."""

    made_at: str
    erased: Counter[str]
    sent: int
    held: int
    knew_what_was_sent: bool


def create(target: Path) -> Manifest:
    """Write a backup to `target`, in place of an older one only when it is whole.

    Raises `BackupError`, and errors of the system and the database.
    """
    if not target.absolute().parent.is_dir():
        raise BackupError(f"There is no folder {target.absolute().parent}.")
    if target.is_dir():
        raise BackupError(f"{target} is a folder.")
    with places.work_folder(target.absolute().parent) as folder:
        members = folder / "members"
        members.mkdir(mode=0o700)
        snapshot = places.engine().dump(members)
        places.copy_records(members)  # later than the database, so that they know all it knows
        packed = folder / "packed"
        archive.pack(members, snapshot, clock.now().isoformat(timespec="seconds"), packed)
        manifest = archive.check(packed)
        os.replace(packed, target)
        sync_folder(target.absolute().parent)
    return manifest


def restore(file: Path) -> Restored:
    """Put a backup in place of whatever is there, whole or not at all.

    Raises `BackupError` before anything is changed, and errors of the system and the database.
    """
    engine = places.engine()
    with _alone(), places.work_folder(engine.home()) as folder:
        engine.require_free()
        manifest = archive.unpack(file, folder)
        _require_fitting(manifest, engine.ENGINE)
        try:
            twin = current_app.extensions[TWIN](engine.stage(folder), folder / TWIN_FOLDER)
            done = _make_ready(twin, manifest, folder)
            places.add_records(folder)
            places.add_kept(folder)
            engine.swap(folder)
            places.take_head(folder / TWIN_FOLDER)
        finally:
            engine.clear()
    return done


def held_jobs(*, discard: bool) -> int:
    """Let what a restore holds be done, or `discard` it; return how much that is."""
    number = queue.discard_held() if discard else queue.release_held()
    schedule.release()
    return number


@contextmanager
def _alone() -> Iterator[None]:
    """Have the installation alone, without a connection of our own."""
    db.session.remove()
    db.engine.dispose()
    try:
        with places.alone():
            places.clear_leftovers(places.engine().home())
            yield
            db.engine.dispose()
    except FolderInUse:
        raise BackupError("Signon is running: stop web server and worker first.") from None


def _require_fitting(manifest: Manifest, engine: str) -> None:
    if manifest.engine != engine:
        raise BackupError(f"The backup is of {manifest.engine}, and this database is {engine}.")
    scripts = ScriptDirectory.from_config(migrate.get_config())
    if manifest.revision not in {script.revision for script in scripts.walk_revisions()}:
        raise BackupError(
            f"The backup is of a newer version (tables {manifest.revision}); update Signon first."
        )


def _make_ready(twin: Flask, manifest: Manifest, folder: Path) -> Restored:
    """Bring what was unpacked up to date: its tables, what was erased, what was sent."""
    here = places.data_folder()
    knew = bool(journal.files(here))
    erased_since = _union(folder)
    refs = {ref for place in (here, folder) for ref in journal.refs(place)}
    replaced = seal.noted()
    with twin.app_context():
        try:
            upgrade()
            _require_whole_trail(manifest)
            erased = erasure.apply(erased_since)
            sent, held = queue.mark_done(refs), _hold_mail()
            _note_restore(replaced.number if replaced else None)
            return Restored(manifest.made_at, erased, sent, held, knew)
        finally:
            db.session.remove()
            db.engine.dispose()


def _union(folder: Path) -> Path:
    """Return a file with what the ledger of this place and that of the backup remember."""
    union = folder / "all-erasures"
    parts = [place / ledger.NAME for place in (folder, places.data_folder())]
    union.write_bytes(b"\n".join(part.read_bytes() for part in parts if part.exists()))
    return union


def _require_whole_trail(manifest: Manifest) -> None:
    head = db.session.execute(text("SELECT number, hash FROM audit_head")).one_or_none()
    if tuple(head or (0, "")) != (manifest.audit_number, manifest.audit_hash):
        raise BackupError(
            "The audit trail does not end where the backup says; nothing was changed."
        )
    if fault := trail.chain_fault():
        raise BackupError(f"Entry {fault} of the audit trail was changed; nothing was restored.")


@command
def _note_restore(replaced: int | None) -> None:
    """Let the trail say that it went back, and from where; its end is sealed by that."""
    trail.record("restore", "trail", actor=trail.SYSTEM, replaced=replaced)
    tell(PutInPlace())


def _hold_mail() -> int:
    """Hold every mail that waits, and the scheduled work that would write others."""
    tasks: list[Any] = current_app.extensions["signon.schedule"]
    quiet = [(schedule.KIND, task.name) for task in tasks if not task.mails]
    writing = [task.name for task in tasks if task.mails]
    schedule.hold(writing)
    for name in writing:  # a tick that waits would come again with the next one
        queue.discard(schedule.KIND, subject=name)
    return queue.hold(but=quiet)
