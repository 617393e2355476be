"""What most tests of challenges begin with."""

import pytest
from flask import Flask

from signon.endorsements.models import Endorsement
from tests.challenges.scene import establish


@pytest.fixture
def established(app: Flask) -> Endorsement:
    """An earlier entry of Hearth that a lead has checked: its domain is established."""
    return establish()
