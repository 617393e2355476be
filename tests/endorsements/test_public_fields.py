"""Each public field is declared once, and stands in all that is made from the declaration."""

from dataclasses import fields as slots_of

import pytest
from flask import Flask

from signon.endorsements.drafts import EndorsementDraft
from signon.endorsements.facts import facts_of
from signon.endorsements.form.corrections import CORRECTED, details_form
from signon.endorsements.form.forms import EndorseForm
from signon.endorsements.models import Endorsement
from signon.review.queries import Record
from signon.signatories import fields, queries
from signon.signatories.fields import FIELDS, Field
from signon.signatories.lines import SignatoryLine
from signon.signatories.models import Signatory
from tests.factories import a_paper, an_endorsement

IDS = [field.name for field in FIELDS]
TYPED = {"website": "https://hearth.example/"}


@pytest.mark.parametrize("field", FIELDS, ids=IDS)
def test_a_field_has_room_in_the_act_the_draft_the_line_and_the_record(field: Field) -> None:
    assert field.name in Endorsement.__table__.c
    assert field.name in {slot.name for slot in slots_of(EndorsementDraft)}
    assert field.column in Signatory.__table__.c
    assert field.column in {slot.name for slot in slots_of(SignatoryLine)}
    assert field.column in {slot.name for slot in slots_of(Record)}


@pytest.mark.parametrize("capacity", ["organisation", "individual"])
def test_what_is_typed_is_in_the_facts_the_line_and_the_files(app: Flask, capacity: str) -> None:
    paper = a_paper(accepts="both", allows_reservations=True)
    own = [field for field in fields.of(capacity) if field.is_typed]
    typed = {field.name: TYPED.get(field.name, f"The {field.name}") for field in own}
    chosen = {"country": "MA", "organisation_kind": "ngo" if capacity == "organisation" else ""}
    row = an_endorsement(paper, capacity=capacity, **fields.blank() | chosen | typed)
    line = queries.line(paper.id, row.public_id)

    assert line is not None
    record = fields.record_of(line, paper.time_zone)
    assert {name: record[name] for name in typed} == typed
    assert set(typed.values()) <= {value for _, value in facts_of(row)}
    with app.test_request_context():
        assert {field.name for field in own} <= set(details_form(row)._fields) | {"reservation"}


def test_the_form_asks_what_is_declared(app: Flask) -> None:
    with app.test_request_context():
        asked = set(EndorseForm(formdata=None)._fields)

    asked_otherwise = {"name", "affiliation"}
    assert {field.name for field in FIELDS} - asked == asked_otherwise
    assert {field.name for field in FIELDS if field not in CORRECTED} == {
        "priorities",
        "reservation",
    }
