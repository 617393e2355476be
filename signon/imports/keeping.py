"""Readings as rows keep them, and back again. Pure."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from signon.imports.records import Fields, Judged, Reading, Wishes

LONGEST_NAME = 200


def header_key(header: Sequence[str]) -> str:
    """Return the digest (64 hex) of a header, in whichever case and spacing it is written."""
    plain = [" ".join(title.casefold().split()) for title in header]
    return hashlib.sha256(json.dumps(plain).encode()).hexdigest()


def kept_name(filename: str) -> str:
    """Return the name under which a file is known: its last part, without unseen signs."""
    last = filename.replace("\\", "/").rpartition("/")[2]
    shown = "".join(sign if sign.isprintable() else " " for sign in last)
    return " ".join(shown.split())[:LONGEST_NAME] or "-"


def found_of(reading: Reading) -> dict[str, Any]:
    """Return how a file was read, without its rows, as JSON."""
    whole = {name: getattr(reading, name) for name in ("header", "sheets")}
    return {
        **{name: list(values) for name, values in whole.items()},
        "layout": {**vars(reading.layout), "mapping": dict(reading.layout.mapping)},
        "left_out": [asdict(one) for one in reading.left_out],
        "ambiguous": [asdict(choice) for choice in reading.ambiguous],
    }


def wishes_as_json(wishes: Wishes) -> dict[str, Any]:
    """Return what somebody has fixed as JSON."""
    return {**vars(wishes), "mapping": dict(wishes.mapping)}


def wishes_of(kept: Mapping[str, Any]) -> Wishes:
    """Return what `wishes_as_json` was given."""
    return Wishes(**kept)


def columns_of(row: Judged) -> dict[str, Any]:
    """Return what is kept of a judged row, by the names of columns."""
    signed_at = row.fields.signed_at
    said = {**vars(row.fields), "signed_at": signed_at.isoformat() if signed_at else None}
    return {
        "record": row.record,
        "status": row.status,
        "reason": row.reason,
        "duplicate_of": row.duplicate_of,
        "possible_duplicate_of": row.possible_duplicate_of,
        "fields": said,
        "cells": list(row.cells),
        "problems": [[problem.column, problem.reason] for problem in row.problems],
    }


def fields_of(kept: Mapping[str, Any]) -> Fields:
    """Return what a row says of an organisation, from what was kept of it."""
    signed_at = kept.get("signed_at")
    at = datetime.fromisoformat(signed_at) if signed_at else None
    return Fields(**{**kept, "signed_at": at})
