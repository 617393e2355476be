"""The papers of these tests close in 2027, and what is past cannot be set."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine


@pytest.fixture(autouse=True)
def before_the_dates() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 27, 9, 0, tzinfo=UTC)):
        yield
