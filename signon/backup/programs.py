"""PostgreSQL's own programs: found, not older than the server, and told no password aloud."""

import re
import shutil
import subprocess
from pathlib import Path

from sqlalchemy import text

from signon.backup.errors import BackupError
from signon.extensions import db

DEBIAN = Path("/usr/lib/postgresql")


def run(program: str, folder: Path, *words: str) -> str:
    """Run one of PostgreSQL's programs on our database; return what it printed.

    `folder`, which nobody else can read, keeps the password for so long. Raises `BackupError`.
    """
    command = [_find(program), *words]
    if program != "pg_restore":
        command.append(f"--dbname={_address(folder)}")
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.strip()] or ["no reason given"]
        raise BackupError(f"{program} failed: {_short(said)}")
    return done.stdout


def _find(program: str) -> str:
    """Return the path of a program that is at least as new as the server."""
    with db.engine.connect() as connection:
        wanted = int(connection.scalar(text("SHOW server_version_num")) or 0) // 10000
    places = [str(path) for path in DEBIAN.glob(f"*/bin/{program}")]
    places += [found] if (found := shutil.which(program)) else []
    versions = {_version(place): place for place in places}
    if not versions:
        raise BackupError(f"{program} is not installed; it comes with PostgreSQL's client.")
    fitting = sorted(version for version in versions if version >= wanted)
    if not fitting:
        newest = max(versions)
        raise BackupError(f"{program} {newest} is older than the server, which is {wanted}.")
    return versions[fitting[0]]


def _version(program: str) -> int:
    """Return the major version of a program; 0 when it does not say."""
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    found = re.search(r"(\d+)", said.stdout.partition(")")[2])
    return int(found[1]) if found else 0


def _address(folder: Path) -> str:
    """Return the address of the database without its password, which stands in a file."""
    url = db.engine.url
    query = dict(url.query)
    password = url.password or query.pop("password", None)
    if password:
        kept = folder / "pgpass"
        escaped = str(password).replace("\\", "\\\\").replace(":", "\\:")
        kept.touch(mode=0o600)
        kept.write_text(f"*:*:*:*:{escaped}\n", encoding="utf-8")
        query["passfile"] = str(kept)
    # `set` takes None for "as it is", so the address is put together anew.
    bare = url.create("postgresql", url.username, None, url.host, url.port, url.database, query)
    return bare.render_as_string(hide_password=False)


def _short(lines: list[str]) -> str:
    """Return the line that says what went wrong, without the rows that a server may show."""
    errors = [line for line in lines if "error" in line.lower()] or lines
    return errors[0][:300]
