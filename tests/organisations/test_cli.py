"""Asking from the command line which organisation a name may mean."""

import json

from flask import Flask

from signon.extensions import db
from signon.organisations import queries
from signon.organisations.matching import certain_key
from signon.organisations.models import OrganisationName
from signon.organisations.naming import key_of
from signon.organisations.service import OrganisationDraft, find_or_create
from signon.transaction import command


def known(name: str, acronym: str = "", *aliases: str) -> None:
    @command
    def add() -> None:
        found = find_or_create(OrganisationDraft(name, acronym, "FR", "ngo", ""))
        for alias in aliases:
            found.names.append(
                OrganisationName(
                    sort="alias", name=alias, key=key_of(alias), certain_key=certain_key(alias)
                )
            )

    add()
    db.session.remove()


def match(app: Flask, *words: str) -> str:
    done = app.test_cli_runner().invoke(args=["organisations", "match", *words])
    assert done.exit_code == 0, done.output
    return done.output


def test_it_finds_by_name_acronym_and_alias_and_says_why(app: Flask) -> None:
    known("Droits des étrangers", "DDE", "Foreigners' Rights")
    known("Hearth & Harbour")

    assert json.loads(match(app, "Droits des etrangers (loi 1901)", "--json")) == [
        {"name": "Droits des étrangers", "score": 1.0, "why": "the same name"}
    ]
    [similar] = json.loads(match(app, "Droit des étrangers", "--json"))
    assert similar["why"] == "a similar name"
    assert similar["score"] < 1
    assert "also called: Foreigners' Rights" in match(app, "Foreigners Rights")
    assert "Droits des étrangers (FR)" in match(app, "dde")


def test_it_finds_nothing_where_there_is_nothing(app: Flask) -> None:
    assert json.loads(match(app, "Nobody", "--json")) == []
    assert match(app, "Nobody") == ""


def name(app: Flask, *words: str) -> tuple[int, str]:
    done = app.test_cli_runner().invoke(args=["organisations", *words])
    return done.exit_code, done.output


def test_a_name_in_another_language_leads_to_the_same_record(app: Flask) -> None:
    known("Droits des étrangers")
    [found] = queries.candidates("Droits des étrangers")

    assert name(app, "name", found.public_id, "Rights  of Strangers", "--language", "EN")[0] == 0
    assert name(app, "name", found.public_id, "Rights of Strangers", "--language", "en")[0] == 0

    assert name(app, "names", found.public_id)[1] == (
        "-\tDroits des étrangers\nen\tRights of Strangers\n"
    )
    assert signs("Rights of Strangers") == found.public_id
    assert name(app, "name", found.public_id, "RIGHTS OF STRANGERS", "--language", "en")[0] == 0
    assert name(app, "name", found.public_id, "Rights of Strangers", "--language", "en", "--remove")
    assert name(app, "names", found.public_id)[1] == "-\tDroits des étrangers\n"
    assert signs("Rights of Strangers") != found.public_id


def test_a_name_that_cannot_be_is_refused_in_one_line(app: Flask) -> None:
    known("Droits des étrangers")
    known("Hearth")
    [found] = queries.candidates("Droits des étrangers")

    for words in (
        (found.public_id, "Hearth"),
        (found.public_id, " "),
        (found.public_id, "x" * 301),
        (found.public_id, "Rights", "--language", "nonsense"),
        (found.public_id, "Rights", "--remove"),
        ("nobody", "Rights"),
    ):
        code, said = name(app, "name", *words)
        assert (code, said.startswith("Error: "), said.count("\n")) == (1, True, 1)
    assert name(app, "names", found.public_id)[1] == "-\tDroits des étrangers\n"


def test_names_of_an_organisation_that_is_not_there_are_refused_in_one_line(app: Flask) -> None:
    assert name(app, "names", "nobody") == (1, "Error: There is no organisation 'nobody'.\n")


@command
def signs(called: str) -> str:
    """Return the public id of whoever signs under a name."""
    return find_or_create(OrganisationDraft(called, "", "FR", "ngo", "")).public_id
