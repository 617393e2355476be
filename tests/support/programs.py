"""Our programs as processes of their own, forked from one that has loaded the house already.

Loading it takes two seconds of a processor, which is most of what a command or the start of a
server costs. What is forked then does what `python -m …` does: it reads its environment, builds
its app, and ends as a program ends. Tests of the start and the end of a process itself
(`tests/backup/test_clean_stop.py`, `tests/scripts/test_serve.py`) load everything anew.
"""

import atexit
import ctypes
import multiprocessing
import os
import runpy
import signal
import subprocess
import sys
import tempfile
import threading
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scripts.serve import DIE_WITH_PARENT, ROOT

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(
    [
        "signon.app",
        "signon.lifetime",
        "flask.cli",
        "gunicorn.app.wsgiapp",
        "gunicorn.workers.gthread",
        "tests.support.warm",
    ]
)
PATIENCE = 60


@dataclass(frozen=True)
class Done:
    """How a program ended, and what it wrote."""

    returncode: int
    stdout: str
    stderr: str


class Program:
    """A running program, with those methods of `subprocess.Popen` that tests use."""

    def __init__(self, words: Sequence[str], env: Mapping[str, str], out: Path, err: Path):
        wanted = (tuple(words), dict(env), str(out), str(err))
        self._process = FORKS.Process(target=_become, args=wanted)
        self._process.start()
        assert self._process.pid is not None
        self.pid = self._process.pid

    @property
    def returncode(self) -> int | None:
        """The exit status, None as long as it runs."""
        return self._process.exitcode

    def poll(self) -> int | None:
        """Return the exit status, None as long as it runs."""
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        """Send a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def wait(self, patience: float = PATIENCE) -> int:
        """Return the exit status. Raises `subprocess.TimeoutExpired`."""
        self._process.join(patience)
        code = self.poll()
        if code is None:
            raise subprocess.TimeoutExpired("a program of ours", patience)
        return code


def run(words: Sequence[str], env: Mapping[str, str], patience: float = PATIENCE) -> Done:
    """Run `python -m` with these words in this environment, to its end.

    Raises `subprocess.TimeoutExpired` when it does not end; it is killed then.
    """
    with tempfile.TemporaryDirectory(prefix="signon-ran-") as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        program = Program(words, env, out, err)
        try:
            code = program.wait(patience)
        finally:
            program.send_signal(signal.SIGKILL)
        return Done(code, out.read_text(encoding="utf-8"), err.read_text(encoding="utf-8"))


def _become(words: tuple[str, ...], env: dict[str, str], out: str, err: str) -> None:
    """Be a program from here on, in this process that was just forked, and end as it does."""
    os.setpgid(0, 0)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGTERM)
    os.chdir(ROOT)
    os.environ.clear()
    os.environ.update(env)
    sys.path[:0] = [ROOT.as_posix(), *filter(None, env.get("PYTHONPATH", "").split(os.pathsep))]
    for stream, path in ((1, out), (2, err)):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), stream)
    sys.argv[:] = words
    code = _exit_status_of(words[0])
    # The fork of another process leaves without all this, and a program does not.
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _exit_status_of(module: str) -> int:
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    except SystemExit as ended:
        return _status(ended.code)
    except BaseException:  # as the interpreter does
        traceback.print_exc()
        return 1
    return 0


def _status(code: Any) -> int:
    if code is None or isinstance(code, int):
        return code or 0
    sys.stderr.write(f"{code}\n")
    return 1
