"""Documents as PDF, set by a process of their own, which may take its time and its memory.

That process loads neither the app nor the database: it reads a page and writes a file. It may
open the fonts of the house and nothing else, and it is ended when it takes too long.
"""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO

from signon.deliveries.documents import web
from signon.deliveries.documents.description import Description
from signon.kernel.errors import DomainError
from signon.kernel.text import bidi
from signon.kernel.words import N_

PROGRAM = "signon.deliveries.setting.program"
ROOT = Path(__file__).resolve().parents[3]
LONGEST = 600.0
"""Seconds. 10,000 names took a minute while the machine had four times as much to do."""

NO_PANGO, NO_ROOM = 3, 4
"""Exit codes of the program: libraries are missing; it had not enough memory."""

PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-core"


class PdfUnavailable(DomainError):
    """The machine lacks what sets a PDF; every other form can be had."""

    status = 503
    message = N_(
        "PDF cannot be made on this machine: these packages are missing: %(packages)s. "
        "Every other form can be made."
    )


class PdfFailed(DomainError):
    """The program ended without a document, or was ended."""

    status = 503
    message = N_("The PDF could not be made. Please try again, or choose another form.")


_APART = re.compile(r"(<(bdi|q)\b[^>]*>)([^<]*)(</\2>)")
"""Elements of the page that hold nothing but a value in a language of its own."""

Progress = Callable[[int], None]
"""Hears how many pages are set."""


def write(file: IO[bytes], document: Description, seconds: float = LONGEST) -> None:
    """Write a tagged PDF. Raises `PdfUnavailable` and `PdfFailed`."""
    command = [sys.executable, "-m", PROGRAM]
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program of ours
            command,
            input=isolating(web.page(document), document.direction).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise PdfFailed from None
    if done.returncode == NO_PANGO:
        raise PdfUnavailable(packages=PACKAGES)
    if done.returncode or not done.stdout.startswith(b"%PDF"):
        raise PdfFailed
    file.write(done.stdout)


def isolating(page: str, direction: str) -> str:
    """Return a page with isolates within its elements for values of another direction.

    WeasyPrint lays them out as if they were none: a full stop behind a Latin name would stand
    before it on a page in Arabic.
    """
    return _APART.sub(lambda one: f"{one[1]}{bidi.isolated(one[3], direction)}{one[4]}", page)
