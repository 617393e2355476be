"""The two databases: opened empty, filled with rows, and asked by their own tools."""

import csv
import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Protocol

import psutil
import psycopg

from bench import population
from tests.support import postgres

BARE_ROWS = """
INSERT INTO bare_rows
SELECT row_number() OVER (ORDER BY id), name, country, statement FROM signatories
WHERE paper_id = {paper_id}
"""
PUBLIC = (
    "SELECT name, acronym, country, kind, website, statement, capacity, {day}, version, language, "
    "public_id, priorities, reservation, is_late, is_contested, source "
    "FROM signatories WHERE paper_id = {paper_id} AND capacity = 'organisation'"
)
IN_ORDER = " ORDER BY sort_key, public_id"
NUMBERED = ("organisations", "endorsements", "signatories")


class Store(Protocol):
    """A database of our own for one run."""

    name: str
    url: str
    """How the service is told of it."""
    bare: str
    """How the yardstick is told of it."""
    process: psutil.Process | None
    """Its server, if it has one."""

    def fill(self, rows: Path) -> None:
        """Take in the rows of a population."""

    def lay_yardstick(self, paper_id: int) -> None:
        """Make the tables of the yardstick, one of them with a row for each signatory."""

    def copy(self, paper_id: int, *, in_order: bool) -> None:
        """Write the public columns of a list as CSV into nothing, by the shortest way."""


class PostgreSQL:
    """A server with default settings: a commit waits for the disk."""

    name = "PostgreSQL"

    def __init__(self, url: str):
        self.url = url
        self.folder = Path(url.partition("host=")[2])
        self.bare = f"host={self.folder} user=signon dbname=signon"
        number = (self.folder / "data" / "postmaster.pid").read_text().split()[0]
        self.process: psutil.Process | None = psutil.Process(int(number))

    def fill(self, rows: Path) -> None:
        """Take in the rows before there are any indexes, as a backup is restored."""
        dump = rows / "schema.dump"
        self._run("pg_dump", "-Fc", "-f", str(dump), "signon")
        with psycopg.connect(self.bare, dbname="postgres", autocommit=True) as connection:
            connection.execute("ALTER DATABASE signon RENAME TO as_it_was")
            connection.execute("CREATE DATABASE signon")
        restore = ("pg_restore", "-d", "signon", str(dump))
        self._run(*restore, "--section=pre-data", "--section=data")
        with psycopg.connect(self.bare) as connection, connection.cursor() as cursor:
            connection.execute("SET timezone = 'UTC'")
            for table in population.COLUMNS:
                self._copy_in(cursor, rows, table)
        self._run(*restore, "--section=post-data", "-j", "2")

    def _copy_in(self, cursor: psycopg.Cursor, rows: Path, table: str) -> None:
        names = population.COLUMNS[table].split()
        with cursor.copy(f"COPY {table} ({', '.join(names)}) FROM STDIN") as copy:
            for part in population.read(rows, table):
                for row in part:
                    copy.write_row(row)
        if table in NUMBERED:
            counter = f"pg_get_serial_sequence('{table}', 'id')"
            cursor.execute(f"SELECT setval({counter}, max(id)) FROM {table}")

    def lay_yardstick(self, paper_id: int) -> None:
        """Make the yardstick's tables; then let the server come to rest."""
        with psycopg.connect(self.bare, autocommit=True) as connection:
            connection.execute(
                "CREATE TABLE bare_rows (id bigint PRIMARY KEY, name text, country text, "
                "statement text)"
            )
            connection.execute(
                "CREATE TABLE bare_signatures (id bigint GENERATED ALWAYS AS IDENTITY "
                "PRIMARY KEY, name text, email text, at timestamptz DEFAULT now())"
            )
            connection.execute(BARE_ROWS.format(paper_id=paper_id))
            connection.execute("VACUUM (ANALYZE)")
            connection.execute("CHECKPOINT")

    def copy(self, paper_id: int, *, in_order: bool) -> None:
        """Let `psql \\copy` write the list."""
        wanted = PUBLIC.format(day="(endorsed_at AT TIME ZONE 'UTC')::date", paper_id=paper_id)
        wanted += IN_ORDER if in_order else ""
        command = f"\\copy ({wanted}) TO STDOUT WITH (FORMAT csv, HEADER)"
        self._run("psql", "-X", "-q", "-c", command, "signon")

    def _run(self, program: str, *words: str) -> None:
        path = postgres.find(program)
        if path is None:
            raise RuntimeError(f"PostgreSQL's {program} is not installed")
        # More memory for building indexes; what is measured runs with the defaults.
        environ = {**os.environ, "PGOPTIONS": "-c maintenance_work_mem=256MB"}
        words = ("-h", str(self.folder), "-U", "signon", *words)
        subprocess.run(
            [path, *words], env=environ, check=True, timeout=600, stdout=subprocess.DEVNULL
        )


class SQLite:
    """A file beside the service, opened as the service opens it."""

    name = "SQLite"

    def __init__(self, folder: Path):
        self.file = folder / "signon.sqlite3"
        self.url = f"sqlite:///{self.file}"
        self.bare = str(self.file)
        self.process: psutil.Process | None = None

    def fill(self, rows: Path) -> None:
        """Take in the rows while the indexes that can be made later are away."""
        with closing(sqlite3.connect(self.file)) as connection:
            for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-1500000"):
                connection.execute(f"PRAGMA {pragma}")
            named = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql <> ''"
            indexes = connection.execute(named).fetchall()
            for name, _ in indexes:
                connection.execute(f"DROP INDEX {name}")
            for table, names in population.COLUMNS.items():
                values = ", ".join("?" for _ in names.split())
                for part in population.read(rows, table):
                    columns = ", ".join(names.split())
                    connection.executemany(
                        f"INSERT INTO {table} ({columns}) VALUES ({values})", part
                    )
            for _, statement in indexes:
                connection.execute(statement)
            connection.commit()

    def lay_yardstick(self, paper_id: int) -> None:
        """Make the yardstick's tables, and statistics of all."""
        with closing(sqlite3.connect(self.file)) as connection:
            connection.execute(
                "CREATE TABLE bare_rows (id INTEGER PRIMARY KEY, name, country, statement)"
            )
            connection.execute(
                "CREATE TABLE bare_signatures (id INTEGER PRIMARY KEY, name, email, "
                "at DEFAULT CURRENT_TIMESTAMP)"
            )
            connection.execute(BARE_ROWS.format(paper_id=paper_id))
            connection.execute("ANALYZE")
            connection.commit()
            connection.execute("PRAGMA journal_mode=WAL")

    def copy(self, paper_id: int, *, in_order: bool) -> None:
        """Let the module's cursor and the csv module write the list."""
        wanted = PUBLIC.format(day="date(endorsed_at)", paper_id=paper_id)
        wanted += IN_ORDER if in_order else ""
        with (
            Path(os.devnull).open("w", encoding="utf-8", newline="") as nothing,
            closing(sqlite3.connect(self.file)) as connection,
        ):
            csv.writer(nothing).writerows(connection.execute(wanted))


@contextmanager
def opened(name: str, folder: Path) -> Iterator[Store]:
    """Yield an empty database of that name ("postgresql" or "sqlite")."""
    if name == "sqlite":
        yield SQLite(folder)
        return
    with postgres.server("-c listen_addresses=''") as url:
        yield PostgreSQL(url)
