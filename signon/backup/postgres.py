"""A PostgreSQL database: dumped as of one moment, and put in place of another one.

What is restored is got ready in a schema of its own, beside the one in use, and then takes its
name in one transaction. So the older tables are in use until the new ones are whole.
"""

from pathlib import Path

from flask import current_app
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from signon.backup import programs
from signon.backup.archive import Snapshot
from signon.backup.errors import BackupError
from signon.extensions import db

ENGINE = "postgresql"
MEMBER = "database.dump"
READY, KEPT = "signon_restored", "signon_kept"

BEFORE = f"DROP SCHEMA IF EXISTS {READY} CASCADE;\nALTER SCHEMA public RENAME TO {KEPT};\n"
BEFORE += "CREATE SCHEMA public;\n"
AFTER = f"ALTER SCHEMA public RENAME TO {READY};\nALTER SCHEMA {KEPT} RENAME TO public;\n"

OTHERS = text("""
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name = 'signon'
""")
LOCK_TIMEOUT = text("SET LOCAL lock_timeout = '10s'")


def home() -> Path:
    """Return the folder in which files are unpacked."""
    return Path(current_app.config["DATA_DIR"])


def dump(folder: Path) -> Snapshot:
    """Dump the database as of one moment into `folder`, and check that the dump can be read."""
    engine = db.engine.execution_options(isolation_level="REPEATABLE READ")
    target = folder / MEMBER
    with engine.connect() as connection:
        try:
            revision = connection.scalar(text("SELECT version_num FROM alembic_version"))
            head = connection.execute(text("SELECT number, hash FROM audit_head")).one_or_none()
        except ProgrammingError:
            revision = None
        if revision is None:
            raise BackupError("The database has no tables of Signon: run `flask db upgrade` first.")
        moment = connection.scalar(text("SELECT pg_export_snapshot()"))
        options = ("--format=custom", "--no-owner", "--no-privileges", "--schema=public")
        programs.run("pg_dump", folder, *options, f"--snapshot={moment}", f"--file={target}")
    programs.run("pg_restore", folder, "--list", str(target))
    Path(folder, "pgpass").unlink(missing_ok=True)
    number, said = head or (0, "")
    return Snapshot(ENGINE, revision, audit_number=number, audit_hash=said)


def require_free() -> None:
    """Raise `BackupError` while another process of ours is connected, from whatever machine."""
    with db.engine.connect() as connection:
        if connection.scalar(OTHERS):
            raise BackupError("The database is in use: stop web server and worker first.")


def stage(folder: Path) -> str:
    """Load the dump in `folder` into a schema of its own; return the address that leads there."""
    dump_file, listing = str(folder / MEMBER), folder / "listing"
    lines = programs.run("pg_restore", folder, "--list", dump_file).splitlines()
    listing.write_text("\n".join(line for line in lines if " SCHEMA " not in line) + "\n")
    script, before, after = (folder / name for name in ("load.sql", "before.sql", "after.sql"))
    words = ("--no-owner", "--no-privileges", f"--use-list={listing}", f"--file={script}")
    programs.run("pg_restore", folder, *words, dump_file)
    before.write_text(BEFORE)
    after.write_text(AFTER)
    quiet = ("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1")
    files = [f"--file={path}" for path in (before, script, after)]
    programs.run("psql", folder, *quiet, "--output=/dev/null", *files)
    ours = db.engine.url.update_query_dict({"options": f"-csearch_path={READY}"})
    return ours.render_as_string(hide_password=False)


def swap(_folder: Path) -> None:
    """Put the tables that are ready in place of those in use, in one transaction."""
    with db.engine.begin() as connection:
        connection.execute(LOCK_TIMEOUT)
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text(f"ALTER SCHEMA {READY} RENAME TO public"))


def clear() -> None:
    """Leave nothing behind of what was got ready and not put in place."""
    with db.engine.begin() as connection:
        connection.execute(text(f"DROP SCHEMA IF EXISTS {READY} CASCADE"))
