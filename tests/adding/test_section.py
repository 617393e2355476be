"""The file of a mailbox's own data says how an entry came, and which proof the hosts keep of it."""

import io
import json
from hashlib import sha256
from typing import Any

import pytest
from flask import Flask

from signon.access.roles import Role
from signon.adding.proofs import service as proofs
from signon.transaction import command
from tests.adding.proofs.test_proofs import PDF
from tests.adding.scene import NEW, OFFICE, TYPED, newest
from tests.factories import a_paper, an_endorsement
from tests.space.doors import another_browser, open_space
from tests.support import desk
from tests.support.clients import Browser

OTHER = "bo@other.example.org"


@pytest.fixture
def lead(app: Flask, client: Browser) -> Browser:
    a_paper(accepts="both")
    return desk.sign_in(client, Role.MODERATOR)


def add(lead: Browser, **typed: str) -> None:
    file = (io.BytesIO(PDF), "Ada's fax.pdf")
    said = {"csrf_token": lead.mark(NEW), **TYPED, **typed, "file": file}
    assert lead.post(NEW, data=said).status_code == 303


def data_of(app: Flask, address: str) -> list[dict[str, Any]]:
    owner = another_browser(app)
    path = open_space(owner, address)
    said: list[dict[str, Any]] = json.loads(owner.get(f"{path}/data.json").data)[
        "added_by_the_hosts"
    ]
    return said


def test_a_proof_is_listed_with_what_is_needed_to_ask_for_it(app: Flask, lead: Browser) -> None:
    add(lead)

    [said] = data_of(app, OFFICE)

    assert said["endorsement"] == newest().public_id
    assert said["added_by"] == "Doors Network"
    assert said["received"]["channel"] == "paper"
    assert said["received"]["on"] == "2026-11-02"
    proof = said["proof"]
    assert proof.pop("added_at")[:10] == said["received"]["written_down_at"][:10]
    assert proof == {
        "name": "Ada's fax.pdf",
        "format": "pdf",
        "size": len(PDF),
        "sha256": sha256(PDF).hexdigest(),
        "added_by": "Lea Sample",
    }


def test_nobody_elses_proof_is_listed(app: Flask, lead: Browser) -> None:
    add(lead)
    add(lead, email=OTHER, name="Another", representative_name="Bo")

    [said] = data_of(app, OTHER)

    assert said["endorsement"] == newest().public_id


def test_what_is_gone_is_listed_no_more(app: Flask, lead: Browser) -> None:
    add(lead)
    proofs.drop(newest(), lead="lead")

    [said] = data_of(app, OFFICE)

    assert said["proof"] is None
    assert said["received"]["taken_by"] == "Lea Sample"


def test_who_signed_by_the_form_has_nothing_there(app: Flask, lead: Browser) -> None:
    an_endorsement(a_paper("second"), name="Hearth", email=OTHER)

    assert data_of(app, OTHER) == []


def test_a_successor_learns_nothing_of_the_proof_before(app: Flask, lead: Browser) -> None:
    add(lead)
    row = newest()
    an_endorsement(a_paper("second"), name="Hearth", email=OTHER)
    other = newest()
    assert other.contact_id != row.contact_id

    @command
    def take_over() -> None:
        row.contact_id, row.address_key = other.contact_id, other.address_key

    take_over()

    said = [one for one in data_of(app, OTHER) if one["endorsement"] == row.public_id]

    assert [one["proof"] for one in said] == [None]
