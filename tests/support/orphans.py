"""What tests start ends with them, also when they are killed and can tidy up nothing."""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_TIDIES_UP = 'trap \'kill -QUIT "$1"; rm -rf "$0"; kill "$!"\' TERM; echo; sleep 1d & wait'


def ending_with_us(command: list[str]) -> list[str]:
    """Return a command that the kernel asks to end (SIGTERM) when the process dies that ran it."""
    program = shutil.which("setpriv")
    return [program, "--pdeathsig", "TERM", *command] if program else command


@contextmanager
def guarded(folder: Path, pid: int) -> Iterator[None]:
    """See to it that a server that went its own way ends, and its folder goes, if we are killed."""
    command = ending_with_us(["sh", "-c", _TIDIES_UP, str(folder), str(pid)])
    quiet: Any = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, process_group=0, **quiet) as guard:
        guard.stdout.readline()  # it is on guard
        try:
            yield
        finally:
            os.killpg(guard.pid, signal.SIGKILL)  # with its sleep, and nothing is to be tidied up
