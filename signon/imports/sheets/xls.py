"""Workbooks of before 2007, read in a process of their own: their format invites bombs."""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from signon.imports.records import LeftOut, Unreadable
from signon.imports.sheets.grid import MOST_BYTES, TOO_LARGE, Book, Line, Meter, Sheet, trimmed
from signon.imports.sheets.streams import BROKEN, ENCRYPTED

MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
SECONDS = 30
_HOUSE = Path(__file__).parents[3]
_LOCKED = "EncryptedPackage".encode("utf-16-le")


def read(data: bytes) -> Book:
    """Return a workbook, read as a whole. Raises `Unreadable`."""
    if _LOCKED in data:
        raise Unreadable("encrypted", ENCRYPTED)
    found = _asked(data)
    meter = Meter()
    sheets = {one["name"]: one for one in found if not one["hidden"]}
    hidden = tuple(one["name"] for one in found if one["hidden"])

    def sheet(name: str) -> Sheet:
        said = sheets[name]
        left_out = tuple(LeftOut(**one) for one in said["left_out"])
        return Sheet(name, tuple(_lines(said["rows"], meter)), left_out)

    return Book(tuple(sheets), sheet, hidden)


def _asked(data: bytes) -> list[dict[str, Any]]:
    """Return what the other process read. Raises `Unreadable` for its refusal and its end."""
    command = [sys.executable, "-m", "signon.imports.sheets.xls_process"]
    try:
        done = subprocess.run(  # noqa: S603 - fixed words; the file comes by standard input
            command,
            input=data,
            capture_output=True,
            timeout=SECONDS,
            check=False,
            cwd=_HOUSE,
            env={},
        )
    except subprocess.TimeoutExpired:
        raise Unreadable("too_large", TOO_LARGE, limit=MOST_BYTES // 2**20) from None
    refusal = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
    if done.returncode == 0:
        found: list[dict[str, Any]] = json.loads(done.stdout)
        return found
    if refusal == "encrypted":
        raise Unreadable("encrypted", ENCRYPTED)
    if refusal == "too_large":
        raise Unreadable("too_large", TOO_LARGE, limit=MOST_BYTES // 2**20)
    raise Unreadable("broken", BROKEN)


def _lines(rows: list[Any], meter: Meter) -> Iterator[Line]:
    for record, cells, times, marks in rows:
        meter.line()
        for place, cell in enumerate(cells):
            if cell:
                meter.cell(cell, place)
        when = {int(at): datetime.fromisoformat(one) for at, one in times.items()}
        yield Line(record, trimmed(cells), when, {int(at): mark for at, mark in marks.items()})
