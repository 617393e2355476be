"""The file of a backup: a gzipped tar that `tar -xzf` opens.

First in it stands `manifest.json`: the engine, the revision of the tables, when it was made, the
newest entry of the audit trail, and the SHA-256 of every other member. Those are the database
(`database.sqlite3`, or `database.dump` for `pg_restore`), the ledger of erasures, the journal of
finished jobs, and files that capabilities keep, such as the key of the checkable log.
"""

import gzip
import hashlib
import io
import json
import os
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

from signon.backup.errors import BackupError

MANIFEST = "manifest.json"
FORMAT = 1
LARGEST_MANIFEST = 1024 * 1024
CHUNK = 1024 * 1024
_MALFORMED = (KeyError, TypeError, AttributeError)
_DAMAGED = (tarfile.TarError, gzip.BadGzipFile, EOFError, zlib.error, ValueError, *_MALFORMED)
SPEED = 3
"""gzip's level: half the size for a fifth of the time that the highest one takes."""


@dataclass(frozen=True)
class Snapshot:
    """What a database said of itself when it was copied."""

    engine: str
    revision: str
    audit_number: int
    audit_hash: str


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself; `members` are the SHA-256 (hex) of each by name."""

    format: int
    made_at: str
    engine: str
    revision: str
    audit_number: int
    audit_hash: str
    members: dict[str, str]


def pack(folder: Path, snapshot: Snapshot, made_at: str, target: Path) -> Manifest:
    """Pack every file of `folder` into the new file `target`, readable by its owner alone."""
    names = sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())
    members = {name: _digest(folder / name) for name in names}
    manifest = Manifest(FORMAT, made_at, members=members, **asdict(snapshot))
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as raw:
        with tarfile.open(fileobj=raw, mode="w:gz", compresslevel=SPEED) as tar:
            text = json.dumps(asdict(manifest), indent=2).encode()
            head = tarfile.TarInfo(MANIFEST)
            head.size, head.mode = len(text), 0o600
            tar.addfile(head, io.BytesIO(text))
            for name in names:
                tar.add(folder / name, name, filter=_ours)
        raw.flush()
        os.fsync(raw.fileno())
    return manifest


def check(file: Path) -> Manifest:
    """Read a whole backup and return what it says of itself.

    Raises `BackupError` when a member is missing, unknown or not as it was written.
    """
    return _read(file, None)


def unpack(file: Path, folder: Path) -> Manifest:
    """Put the members of a backup into `folder`, checked as `check` does."""
    return _read(file, folder)


def _read(file: Path, folder: Path | None) -> Manifest:
    with (
        _as_one_fault(file),
        gzip.open(file) as whole,
        tarfile.open(fileobj=whole, mode="r|") as tar,
    ):
        manifest: Manifest | None = None
        missing: set[str] = set()
        for entry in tar:
            source = tar.extractfile(entry)
            if source is None or not entry.isreg():
                raise ValueError(entry.name)
            if manifest is None:
                manifest = _manifest(entry, source)
                missing = set(manifest.members)
                continue
            missing.remove(entry.name)
            if _take(source, entry.name, folder) != manifest.members[entry.name]:
                raise ValueError(entry.name)
        _read_out(whole)
        if manifest is None or missing:
            raise ValueError("a member is missing")
    return manifest


def _read_out(whole: gzip.GzipFile) -> None:
    """Read what is left: gzip's own sum, which covers the manifest too, stands at the very end."""
    while whole.read(CHUNK):
        pass


def _manifest(entry: tarfile.TarInfo, source: BinaryIO | object) -> Manifest:
    if entry.name != MANIFEST or entry.size > LARGEST_MANIFEST:
        raise ValueError(entry.name)
    values = json.loads(source.read())  # type: ignore[union-attr]  # a file, by its caller
    if values.get("format") != FORMAT:
        raise BackupError("The backup was written by another version of Signon; update this one.")
    manifest = Manifest(**values)
    for name in manifest.members:
        parts = Path(name).parts
        if Path(name).is_absolute() or ".." in parts or not parts:
            raise ValueError(name)
    return manifest


def _take(source: object, name: str, folder: Path | None) -> str:
    """Read a member, into `folder` if there is one; return its SHA-256."""
    digest = hashlib.sha256()
    target = None
    if folder is not None:
        (folder / name).parent.mkdir(mode=0o700, exist_ok=True, parents=True)
        target = (folder / name).open("xb")
    try:
        while chunk := source.read(CHUNK):  # type: ignore[attr-defined]  # a file, by its caller
            digest.update(chunk)
            if target is not None:
                target.write(chunk)
    finally:
        if target is not None:
            target.close()
    return digest.hexdigest()


@contextmanager
def _as_one_fault(file: Path) -> Iterator[None]:
    """Let whatever a damaged file does to its readers be one thing."""
    try:
        yield
    except FileNotFoundError:
        raise BackupError(f"{file} is not there.") from None
    except _DAMAGED as error:
        raise BackupError(f"{file} is no whole backup; nothing was changed.") from error
    except OSError as error:
        reason = error.strerror or "it is no backup"
        raise BackupError(f"{file} cannot be read: {reason}.") from error


def _digest(file: Path) -> str:
    with file.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def _ours(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    """Say nothing of who owns the files here."""
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    entry.mode = 0o600
    return entry
