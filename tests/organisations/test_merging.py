"""Two records of one organisation become one, and two again."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Timer
from typing import TypeVar

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from signon.extensions import db
from signon.kernel.errors import Changed
from signon.organisations import service
from signon.organisations.models import Organisation, OrganisationName
from signon.organisations.service import OrganisationDraft, find_or_create
from signon.transaction import command

T = TypeVar("T")
PATIENCE = 30
A_WHILE = 0.3


def record(name: str, country: str = "FR", acronym: str = "") -> int:
    return find_or_create(OrganisationDraft(name, acronym, country, "ngo", "")).id


@command
def merge(kept: int, merged: int) -> list[int]:
    held = service.hold((kept, merged))
    return [name.id for name in service.absorb(held[kept], held[merged])]


@command
def part(kept: int, merged: int, gained: list[int]) -> None:
    held = service.hold((kept, merged))
    names = select(OrganisationName).where(OrganisationName.id.in_(gained))
    service.part(held[kept], held[merged], list(db.session.scalars(names)))


@command
def call(organisation: int, name: str, language: str = "") -> None:
    sort = "translation" if language else "alias"
    fields = {"sort": sort, "language": language, "name": name}
    keys = {"key": service.key_of(name), "certain_key": service.certain_key(name)}
    db.session.add(OrganisationName(organisation_id=organisation, **fields, **keys))


def names(organisation: int) -> set[tuple[str, str, str]]:
    db.session.rollback()
    wanted = select(OrganisationName).where(OrganisationName.organisation_id == organisation)
    return {(one.sort, one.language, one.name) for one in db.session.scalars(wanted)}


def test_the_one_that_stays_takes_every_name_of_the_other(app: Flask) -> None:
    kept, merged = record("Hearth", acronym="HH"), record("Harbour", acronym="hh")
    call(merged, "The Quay")
    call(merged, "Le Port", "fr")
    call(kept, "The quay")

    merge(kept, merged)

    assert names(kept) == {
        ("alias", "", "The quay"),
        ("alias", "", "Harbour"),
        ("translation", "fr", "Le Port"),
    }
    assert names(merged) == {("alias", "", "The Quay"), ("translation", "fr", "Le Port")}


@pytest.mark.parametrize("country", ["FR", "BE"])
def test_the_name_of_the_merged_record_leads_to_the_one_that_stays(
    app: Flask, country: str
) -> None:
    kept, merged, last = record("Hearth"), record("Harbour e.V.", country), record("Quay")

    merge(kept, merged)
    merge(last, kept)

    assert record("Harbour e.V.", country) == last
    assert record("The Harbour", country) == last
    assert record("hearth") == last


def test_a_name_of_its_own_goes_before_what_another_is_also_called(app: Flask) -> None:
    kept, merged = record("Hearth"), record("Harbour", acronym="Quay")
    merge(kept, merged)

    quay = find_or_create(OrganisationDraft("Quay of all", "", "FR", "ngo", "")).id
    call(quay, "Harbour")

    assert record("Quay") == kept
    assert record("Harbour") == kept


def test_what_was_parted_is_as_it_was(app: Flask) -> None:
    kept, merged = record("Hearth"), record("Harbour", acronym="HB")
    call(kept, "Fireside")

    part(kept, merged, merge(kept, merged))

    assert names(kept) == {("alias", "", "Fireside")}
    assert record("Harbour") == merged
    assert record("Hearth") == kept


def test_a_record_is_merged_once_and_never_into_itself(app: Flask) -> None:
    kept, merged, third = record("Hearth"), record("Harbour"), record("Quay")
    merge(kept, merged)

    with pytest.raises(Changed):
        merge(third, merged)
    with pytest.raises(Changed):
        merge(merged, third)
    with pytest.raises(Changed):
        part(third, merged, [])
    with pytest.raises(IntegrityError):
        merge(third, third)


def test_who_looks_for_a_record_while_it_is_merged_waits_and_gets_the_one_that_stays(
    app: Flask,
) -> None:
    kept, merged = record("Hearth"), record("Harbour")
    merged_not_committed, go_on = Event(), Event()

    @command
    def merge_slowly() -> None:
        held = service.hold((kept, merged))
        service.absorb(held[kept], held[merged])
        merged_not_committed.set()
        assert go_on.wait(PATIENCE)

    def look() -> int:
        assert merged_not_committed.wait(PATIENCE)
        Timer(A_WHILE, go_on.set).start()
        return record("Harbour")

    with ThreadPoolExecutor(2) as crowd:
        merging = crowd.submit(within(app, merge_slowly))
        found = crowd.submit(within(app, look)).result(PATIENCE)
        merging.result(PATIENCE)

    assert found == kept


def within(app: Flask, call: Callable[[], T]) -> Callable[[], T]:
    def run() -> T:
        with app.app_context():
            try:
                return call()
            finally:
                db.session.remove()

    return run


def test_the_command_line_leaves_out_what_was_merged(app: Flask) -> None:
    kept, merged = record("Hearth"), record("Harbour")
    merge(kept, merged)

    done = app.test_cli_runner().invoke(args=["organisations", "match", "Harbour", "--json"])

    assert json.loads(done.output) == [
        {
            "name": "Hearth",
            "score": 1.0,
            "why": "the same name, as it is also called: Harbour",
        }
    ]
    assert db.session.get(Organisation, merged).merged_into_id == kept
