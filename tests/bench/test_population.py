"""The benchmarks run on rows like those that the application writes."""

from datetime import UTC, datetime
from random import Random
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from bench import population
from bench.mails import draft_of
from bench.names import organisation
from bench.population import COLUMNS, target_of
from signon.audit import trail
from signon.endorsements import service as endorsements
from signon.extensions import db
from signon.organisations.naming import key_of
from tests import factories

NUMBERS = (0, 24, 33)
"""In Latin, Cyrillic and Arabic letters; with and without a website."""

BY_CHANCE = {
    "id", "public_id", "contact_id", "address_key", "link_stamp", "organisation_id",
    "signatory_id", "created_at", "submitted_at", "confirmed_at", "published_at",
    "endorsed_at", "changed_at", "email", "erase_after", "csv_line",
}  # fmt: skip


def stored(table: str) -> list[dict[str, Any]]:
    columns = ", ".join(COLUMNS[table].split())
    rows = db.session.execute(text(f"SELECT {columns} FROM {table}"))  # noqa: S608 - our own words
    return [comparable(dict(row._mapping)) for row in rows]


def in_order(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: str(row.get("word")))


def comparable(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in BY_CHANCE}


@pytest.mark.parametrize("number", NUMBERS)
def test_the_rows_are_those_of_an_endorsement_that_was_entered(app: Flask, number: int) -> None:
    paper = factories.a_paper()
    at = datetime(2026, 11, 1, 12, tzinfo=UTC)
    endorsements.enter(paper, draft_of(number), actor=trail.SYSTEM, at=at)

    made = population.rows_of(number, (target_of(paper, 100, 1),), Random(1), at)

    for table in ("organisations", "contacts", "endorsements", "signatories", "signatory_words"):
        names = COLUMNS[table].split()
        rows = [comparable(dict(zip(names, row, strict=True))) for row in made[table]]
        for ours, written in zip(in_order(rows), in_order(stored(table)), strict=True):
            assert set(ours.items()) ^ set(written.items()) == set(), table


def test_every_column_that_does_not_fill_itself_is_filled() -> None:
    for table, names in COLUMNS.items():
        columns = db.metadata.tables[table].columns
        needed = {c.name for c in columns if not (c.nullable or c.server_default)}
        assert needed <= set(names.split()) <= set(columns.keys()), table


def test_no_two_organisations_of_a_country_have_the_same_name() -> None:
    invented = [organisation(number) for number in range(20_000)]

    assert len({(one.country, key_of(one.name)) for one in invented}) == 20_000
    assert len({one.country for one in invented}) == 40
