"""A mail server to deliver to."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.outbox.mails import delivering_to
from tests.support.smtp import Sink, sink


@pytest.fixture
def mailbox(app: Flask) -> Iterator[Sink]:
    """A mail server that this app delivers to."""
    with sink() as server, delivering_to(app, server.port):
        yield server
