"""Migrations go both ways on both engines, and end where the models are."""

import ast
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import MetaData, inspect, select

from signon.access import queries
from signon.access.models import Account
from signon.endorsements import service
from signon.endorsements.models import Endorsement
from signon.extensions import db, migrate
from signon.submissions.models import Contact
from signon.submissions.states import Action
from tests.access.leads import a_lead
from tests.factories import a_paper, an_endorsement
from tests.house.source import ROOT, names_used

FIRST = "0001"
SIGNED = {"papers", "contacts", "endorsements", "signatories", "organisations", "audit_entries"}
REMADE = {"csv_line"}
"""What is worked out from the rest of its row, and looks otherwise on the way down."""
CHECKED_DOMAINS = select(Endorsement.checked_domain).order_by(Endorsement.id)
VERSIONS = sorted(Path(ROOT, "migrations", "versions").glob("*.py"))


def test_migrations_go_up_down_and_up_again(empty: Flask) -> None:
    alembic = migrate.get_config()

    command.upgrade(alembic, "head")
    first = tables()
    command.downgrade(alembic, "base")
    between = set(tables())
    command.upgrade(alembic, "head")

    assert between == {"alembic_version"}
    assert tables() == first


def test_migrations_lose_nothing_on_the_way_down_and_up(today: Flask) -> None:
    alembic = migrate.get_config()
    paper = a_paper(accepts="both")
    an_endorsement(paper)
    an_endorsement(paper, confirmed=False)
    an_endorsement(paper, capacity="individual", authorised=False)
    before = contents()

    command.downgrade(alembic, FIRST)
    first = contents()
    command.upgrade(alembic, "head")

    after = contents()
    assert {table for table, rows in first.items() if rows} > SIGNED
    for table, rows in first.items():
        known = set(rows[0]) - REMADE if rows else set()
        rows = _narrowed(rows, known)
        assert _narrowed(before[table], known) == rows, f"{table}, on the way down"
        assert _narrowed(after[table], known) == rows, f"{table}, on the way up"


def test_what_leads_had_checked_establishes_its_domain_where_mailbox_and_website_agree(
    today: Flask,
) -> None:
    alembic = migrate.get_config()
    paper = a_paper(publication="after_review")
    website = "https://www.hearth.org/about"
    for email in ("a@mail.hearth.org", "b@hearth.org", "c@gmail.com", "d@arth.org"):
        row = an_endorsement(paper, email=email, website=website)
        service.decide(row, Action.PUBLISH, revision=row.revision, moderator="lead")
    an_endorsement(paper, email="e@hearth.org", website=website)  # nobody has looked at this one
    db.session.remove()

    command.downgrade(alembic, "0015")
    command.upgrade(alembic, "head")

    assert db.session.scalars(CHECKED_DOMAINS).all() == [
        "mail.hearth.org",
        "hearth.org",
        "",
        "",
        "",
    ]
    db.session.remove()


def test_accounts_are_keyed_by_idna_and_no_longer_by_folding(today: Flask) -> None:
    alembic = migrate.get_config()
    addresses = ("ada@faß.de", "Bo@ngo.example.org", "cy@bücher.example")
    for email in addresses:
        a_lead(email=email)
    wanted = select(Account.email_key).order_by(Account.id)

    command.downgrade(alembic, "0020")
    folded = db.session.scalars(wanted).all()
    db.session.remove()
    command.upgrade(alembic, "head")

    others = ["bo@ngo.example.org", "cy@xn--bcher-kva.example"]
    assert folded == ["ada@fass.de", *others]
    assert db.session.scalars(wanted).all() == ["ada@xn--fa-hia.de", *others]
    assert [queries.email_key(email) for email in addresses] == ["ada@xn--fa-hia.de", *others]
    db.session.remove()


def test_a_domain_that_was_noted_by_folding_is_established_no_longer(today: Flask) -> None:
    alembic = migrate.get_config()
    paper = a_paper(publication="after_review")
    for domain in ("faß.de", "fass.de", "bücher.example"):
        website = f"https://{domain.replace('ß', 'ss')}"
        row = an_endorsement(paper, email=f"a@{domain}", website=website)
        service.decide(row, Action.PUBLISH, revision=row.revision, moderator="lead")
    db.session.remove()

    command.downgrade(alembic, "0015")
    command.upgrade(alembic, "0020")
    before = db.session.scalars(CHECKED_DOMAINS).all()
    db.session.remove()
    command.upgrade(alembic, "head")

    assert before == ["fass.de", "fass.de", "xn--bcher-kva.example"]
    assert db.session.scalars(CHECKED_DOMAINS).all() == ["", "fass.de", "xn--bcher-kva.example"]
    db.session.remove()


def test_who_is_there_is_promised_what_the_paper_says(today: Flask) -> None:
    alembic = migrate.get_config()
    closes = datetime(2027, 1, 31, 23, tzinfo=UTC)  # the end of January in Brussels
    zone = {"time_zone": "Europe/Brussels", "retention_months": 1}
    an_endorsement(a_paper(closes_at=closes, **zone))
    an_endorsement(a_paper("open-ended"))
    db.session.remove()

    command.downgrade(alembic, "0024")
    command.upgrade(alembic, "head")

    promised = select(Contact.promised_months, Contact.promised_until, Contact.erase_after)
    february = datetime(2027, 2, 28, 23, tzinfo=UTC)
    assert sorted(map(tuple, db.session.execute(promised))) == [
        (1, february, february),
        (12, None, None),
    ]


def test_the_last_migration_ends_where_the_models_are(today: Flask) -> None:
    command.check(migrate.get_config())


def test_there_is_one_head(today: Flask) -> None:
    scripts = ScriptDirectory.from_config(migrate.get_config())

    assert len(scripts.get_heads()) == 1


@pytest.mark.parametrize("path", VERSIONS, ids=lambda path: path.stem)
def test_a_migration_is_numbered_says_why_and_needs_nothing_of_the_house(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))

    assert path.name[:4].isdigit()
    assert ast.get_docstring(tree)
    assert not [name for name, _ in names_used(tree) if name.startswith("signon")]


def contents() -> dict[str, list[dict[str, Any]]]:
    """Return the rows of every table as the database has them, without asking the models."""
    db.session.remove()
    db.engine.dispose()
    found = MetaData()
    found.reflect(db.engine)
    with db.engine.connect() as connection:
        return {
            name: sorted(
                (dict(row) for row in connection.execute(select(table)).mappings()), key=str
            )
            for name, table in found.tables.items()
            if name != "alembic_version"
        }


def _narrowed(rows: list[dict[str, Any]], columns: set[str]) -> list[dict[str, Any]]:
    return [{name: value for name, value in row.items() if name in columns} for row in rows]


def tables() -> dict[str, list[str]]:
    """Return every table with its columns, indexes and constraints."""
    db.engine.dispose()
    inspector = inspect(db.engine)
    seen = (
        inspector.get_columns,
        inspector.get_indexes,
        inspector.get_unique_constraints,
        inspector.get_check_constraints,
        inspector.get_foreign_keys,
    )
    return {
        table: sorted(_plain(found) for look in seen for found in look(table))
        for table in inspector.get_table_names()
    }


def _plain(found: Any) -> str:
    """Return what the inspector found as text; the condition of an index is an object in it."""
    options = {key: str(value) for key, value in found.get("dialect_options", {}).items()}
    return str({**found, "dialect_options": options})
