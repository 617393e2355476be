"""What a sheet says, for a program: the shape of the contract. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from signon.imports.records import Choice, Fields, Judged, Reading

ALSO_CALLED = {"representative_name": "contact"}
"""Targets that a program calls otherwise."""


def of_reading(reading: Reading) -> dict[str, Any]:
    """Return a reading as JSON says it; what is empty is null."""
    layout = reading.layout
    return {
        "file": {
            "encoding": layout.encoding or None,
            "delimiter": layout.delimiter or None,
            "sheet": layout.sheet or None,
            "header_record": layout.header_record,
            "mapping": _mapping(layout.mapping),
        },
        "data_rows": len(reading.rows),
        "accepted": reading.count("accepted"),
        "rejected": reading.count("rejected"),
        "duplicates": reading.count("duplicate"),
        "left_out": [
            {"what": one.what, "where": one.where, "text": one.text or None}
            for one in reading.left_out
        ],
        "rows": [_row(row) for row in reading.rows],
    }


def of_questions(questions: Sequence[Choice]) -> list[dict[str, Any]]:
    """Return what has to be asked before a sheet can be read."""
    return [
        {
            "target": ALSO_CALLED.get(question.target, question.target),
            "columns": [
                {"column": column.title, "examples": list(column.examples)}
                for column in question.columns
            ],
        }
        for question in questions
    ]


def _mapping(mapping: Mapping[str, str]) -> dict[str, str]:
    return {ALSO_CALLED.get(target, target): title for target, title in mapping.items()}


def _row(row: Judged) -> dict[str, Any]:
    return {
        "record": row.record,
        "status": row.status,
        "reason": row.reason or None,
        "duplicate_of": row.duplicate_of,
        "possible_duplicate_of": row.possible_duplicate_of,
        "fields": _fields(row.fields),
    }


def _fields(said: Fields) -> dict[str, Any]:
    return {
        "organisation": said.organisation or None,
        "email": said.email or None,
        "country": said.country or None,
        "website": said.website or None,
        "comment": said.comment or None,
        "signed_at": said.signed_at.isoformat() if said.signed_at else None,
        "wants_updates": said.wants_updates,
    }
