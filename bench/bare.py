"""The yardstick: bare Flask and the database's driver, one statement a request, nothing of ours.

Each thread keeps one connection, which costs less than any pool.
"""

import os
import random
import sqlite3
import threading
from typing import Any

import psycopg
from flask import Flask, render_template, request

DATABASE = os.environ["BARE_DATABASE"]
ROWS = int(os.environ["BARE_ROWS"])
EMBEDDED = DATABASE.endswith(".sqlite3")
ON_A_PAGE = 30

_HERE = "?" if EMBEDDED else "%s"
_BEGIN = "BEGIN IMMEDIATE" if EMBEDDED else "BEGIN"
_READ = (
    "SELECT id, name, country, statement FROM bare_rows "
    f"WHERE id > {_HERE} ORDER BY id LIMIT {ON_A_PAGE}"
)
_INSERT = f"INSERT INTO bare_signatures (name, email) VALUES ({_HERE}, {_HERE})"

app = Flask(__name__)
own = threading.local()


@app.get("/rows")
def rows() -> str:
    """Draw 30 rows by key, from anywhere in the table."""
    after = random.randrange(ROWS - ON_A_PAGE)
    return render_template("rows.html", rows=_connection().execute(_READ, (after,)).fetchall())


@app.get("/hello")
def hello() -> str:
    """Say hello, of which nobody can do less."""
    return "hello"


@app.post("/insert")
def insert() -> str:
    """Insert one row and commit."""
    values = (request.form["organisation_name"], request.form["email"])
    connection = _connection()
    connection.execute(_BEGIN)
    connection.execute(_INSERT, values)
    connection.execute("COMMIT")
    return "ok"


def _connection() -> Any:
    if not hasattr(own, "connection"):
        own.connection = _embedded() if EMBEDDED else psycopg.connect(DATABASE, autocommit=True)
    return own.connection


def _embedded() -> sqlite3.Connection:
    connection = sqlite3.connect(DATABASE, timeout=5, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    return connection
