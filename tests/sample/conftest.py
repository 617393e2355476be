"""What most tests of the sample begin with."""

import pytest
from flask import Flask

from signon.sample import load
from tests.support.scenes import Kept

SCENE = Kept(load.load)
"""The sample takes long to load: once for all files here, which one process runs."""


@pytest.fixture
def sample(app: Flask) -> Flask:
    """The app with the sample loaded."""
    assert SCENE.set()
    return app
