"""What the database itself does not let be said of an endorsement."""

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from signon.endorsements.models import Endorsement
from signon.extensions import db
from tests.factories import a_paper, an_endorsement


@pytest.mark.parametrize("column", ["text_id", "version_id", "paper_id"])
def test_text_version_and_paper_belong_together(app: Flask, column: str) -> None:
    other = a_paper("second")
    an_endorsement(a_paper())
    elsewhere = {
        "text_id": other.texts[0].id,
        "version_id": other.version_id,
        "paper_id": other.id,
    }

    with pytest.raises(IntegrityError), db.engine.begin() as connection:
        connection.execute(update(Endorsement).values({column: elsewhere[column]}))
    with db.engine.begin() as connection:  # all three together are another paper's, and can be
        connection.execute(update(Endorsement).values(elsewhere))
