"""What most tests of challenges begin with."""

import pytest
from flask import Flask

from signon.endorsements.models import Endorsement
from signon.extensions import db
from tests.challenges.scene import establish
from tests.factories import USUAL_PAPER, write_paper
from tests.support.scenes import Kept


def _established() -> int:
    write_paper(*USUAL_PAPER)
    return establish().id


ESTABLISHED = Kept(_established)


@pytest.fixture
def established(app: Flask) -> Endorsement:
    """An earlier entry of Hearth that a lead has checked: its domain is established.

    The draft of a paper is there too, which `a_paper` opens.
    """
    return db.session.get_one(Endorsement, ESTABLISHED.set())
