"""A stop leaves one file: no write-ahead log that would spoil what is put in its place."""

import signal
import sqlite3
import subprocess
import sys
from contextlib import ExitStack, closing
from dataclasses import replace

import psutil
import pytest

from tests.backup.places import Place, stop

DIES = """
import os, sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
connection.execute("PRAGMA journal_mode=WAL")
connection.execute("CREATE TABLE kept (number)")
connection.commit()
os._exit(0)
"""


@pytest.fixture
def lite(lite: Place) -> Place:
    """An installation whose processes begin and end as an operator's do."""
    return replace(lite, is_cold=True)


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_after_a_clean_stop_no_log_stays(lite: Place, number: int) -> None:
    with ExitStack() as stack:
        web = stack.enter_context(lite.web())
        worker = stack.enter_context(lite.worker())
        assert lite.log.exists()

        codes = [stop(worker, number), stop(web, number)]

    assert codes == [0, 0]
    assert sorted(path.name for path in lite.folder.glob("*sqlite3*")) == [lite.file.name]


@pytest.mark.slow
def test_the_last_one_tidies_up_after_one_that_was_killed(lite: Place) -> None:
    with lite.web() as web:
        for worker in psutil.Process(web.pid).children():
            worker.kill()
        stop(web, signal.SIGTERM)

    assert not lite.log.exists()


def test_a_command_leaves_no_log_and_folds_in_the_one_it_finds(lite: Place) -> None:
    subprocess.run([sys.executable, "-c", DIES, str(lite.file)], check=True)
    assert lite.log.exists()

    assert lite.process("audit", "verify").returncode == 0

    assert not lite.log.exists()
    with closing(sqlite3.connect(lite.file)) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)
