"""The yardstick: bare Flask and the database's driver, one statement a request, nothing of ours.

Each thread keeps one connection, which costs less than any pool.
"""

import os
import random
import sqlite3
import threading
from collections.abc import Callable
from typing import Any

import psycopg
from flask import Flask, render_template, request

DATABASE = os.environ["BARE_DATABASE"]
ROWS = int(os.environ["BARE_ROWS"])
ON_A_PAGE = 30

Row = tuple[Any, ...]

app = Flask(__name__)
own = threading.local()


@app.get("/rows")
def rows() -> str:
    """Draw 30 rows by key, from anywhere in the table."""
    after = random.randrange(ROWS - ON_A_PAGE)
    return render_template("rows.html", rows=_read(after))


@app.post("/insert")
def insert() -> str:
    """Insert one row and commit."""
    _insert((request.form["organisation_name"], request.form["email"]))
    return "ok"


def _connection(connect: Callable[[], Any]) -> Any:
    if not hasattr(own, "connection"):
        own.connection = connect()
    return own.connection


if DATABASE.endswith(".sqlite3"):

    def _connect() -> sqlite3.Connection:
        connection = sqlite3.connect(DATABASE, timeout=5, isolation_level=None)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        return connection

    def _read(after: int) -> list[Row]:
        wanted = "SELECT id, name, country, statement FROM bare_rows WHERE id > ? ORDER BY id LIMIT ?"
        found: list[Row] = _connection(_connect).execute(wanted, (after, ON_A_PAGE)).fetchall()
        return found

    def _insert(values: Row) -> None:
        connection = _connection(_connect)
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO bare_signatures (name, email) VALUES (?, ?)", values)
        connection.execute("COMMIT")

else:

    def _connect() -> psycopg.Connection[Row]:
        return psycopg.connect(DATABASE, autocommit=True)

    def _read(after: int) -> list[Row]:
        wanted = (
            "SELECT id, name, country, statement FROM bare_rows WHERE id > %s ORDER BY id LIMIT %s"
        )
        found: list[Row] = _connection(_connect).execute(wanted, (after, ON_A_PAGE)).fetchall()
        return found

    def _insert(values: Row) -> None:
        connection = _connection(_connect)
        with connection.transaction():
            connection.execute("INSERT INTO bare_signatures (name, email) VALUES (%s, %s)", values)
