"""Organisations are records: one for each name in a country, found again however it is written."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from signon.extensions import db
from signon.organisations.matching import certain_key
from signon.organisations.models import Organisation, OrganisationName
from signon.organisations.naming import key_of
from signon.organisations.service import OrganisationDraft, find_or_create
from signon.transaction import command


def draft(name: str, country: str = "FR") -> OrganisationDraft:
    return OrganisationDraft(name, "", country, "ngo", "https://www.hearth.example.org/")


@pytest.mark.parametrize(
    "written",
    [
        "Droits des Étrangers",
        "droits des etrangers",
        "  DROITS  des étrangers! ",
        "«Droits-des étrangers»",
    ],
)
def test_the_same_name_written_differently_is_the_same_record(app: Flask, written: str) -> None:
    first = find_or_create(draft("Droits des étrangers"))

    assert find_or_create(draft(written)).id == first.id
    assert first.website_domain == "hearth.example.org"


def test_the_same_name_in_another_country_is_another_record(app: Flask) -> None:
    assert find_or_create(draft("Caritas")).id != find_or_create(draft("Caritas", "BE")).id


@pytest.mark.parametrize(
    ("known", "written"),
    [
        ("PRO ASYL e.V.", "Pro Asyl"),
        ("Droits devant", "Droits devant (association loi 1901)"),
        ("Stichting Open Doors", "open-doors"),
        ("Sea-Watch", "Sea Watch e. V."),
        ("La Cimade", "Cimade"),
    ],
)
def test_a_name_with_or_without_its_legal_form_is_the_same_record(
    app: Flask, known: str, written: str
) -> None:
    assert find_or_create(draft(written)).id == find_or_create(draft(known)).id


def test_two_legal_forms_are_two_bodies_and_the_bare_name_is_neither(app: Flask) -> None:
    association, company = (find_or_create(draft(f"Hearth {form}")) for form in ("e.V.", "gGmbH"))
    bare = find_or_create(draft("Hearth"))

    assert len({association.id, company.id, bare.id}) == 3
    assert find_or_create(draft("HEARTH E.V.")).id == association.id


def test_likely_is_not_certain(app: Flask) -> None:
    first = find_or_create(draft("Droits des étrangers"))

    assert find_or_create(draft("Droit des étrangers")).id != first.id
    assert find_or_create(draft("DDE")).id != first.id


def test_a_record_is_found_by_its_alias_and_not_changed_by_what_a_stranger_typed(
    app: Flask,
) -> None:
    known = find_or_create(draft("Groupe d'information"))

    @command
    def alias() -> None:
        name = "GISTI"
        db.session.add(
            OrganisationName(
                organisation_id=known.id,
                sort="alias",
                name=name,
                key=key_of(name),
                certain_key=certain_key(name),
            )
        )

    alias()

    found = find_or_create(OrganisationDraft("Gisti", "X", "FR", "business", ""))
    assert (found.id, found.name, found.kind) == (known.id, "Groupe d'information", "ngo")


def test_two_who_name_a_new_organisation_at_once_get_the_same_record(app: Flask) -> None:
    def name_it(_number: int) -> int:
        with app.app_context():
            try:
                return find_or_create(draft("New Hearth")).id
            finally:
                db.session.remove()

    with ThreadPoolExecutor(6) as crowd:
        ids = set(crowd.map(name_it, range(12)))

    assert len(ids) == 1
    assert db.session.scalar(select(func.count()).select_from(Organisation)) == 1


def test_a_translated_name_needs_its_language(app: Flask) -> None:
    known = find_or_create(draft("Hearth"))

    @command
    def nameless() -> None:
        name = OrganisationName(
            organisation_id=known.id, sort="translation", name="x", key="x", certain_key="x"
        )
        db.session.add(name)
        db.session.flush()

    with pytest.raises(IntegrityError):
        nameless()


@pytest.mark.parametrize("name", ["", "!!!", "\ud800", "一", "x" * 5000])
def test_any_name_has_a_key_that_fits(name: str) -> None:
    assert len(key_of(name)) <= 320
