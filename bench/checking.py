"""How long the checkable log takes to grow, and to prove an entry, at a million leaves."""

import hashlib
import time
from collections.abc import Callable
from statistics import median

from sqlalchemy import delete, insert, select

from bench.run import Run
from bench.table import Aim, Line
from signon.extensions import db
from signon.log import noted, proofs, service, tiles
from signon.log.models import (
    LogCheckpoint,
    LogHead,
    LogLeaf,
    LogLine,
    LogList,
    LogOpening,
    LogPending,
    LogTile,
)
from signon.papers.queries import PublicPaper
from signon.signatories.models import Signatory

LEAVES = 1_000_000
TABLES = (LogPending, LogOpening, LogLine, LogList, LogCheckpoint, LogTile, LogLeaf, LogHead)
GROWN_IN = Aim(at_most=1)
PROVEN_IN = Aim(at_most=0.05)
"""Seconds."""


def measure(run: Run) -> list[Line]:
    """Add a slice of entries to a log of a million leaves, then one entry, and prove it."""
    paper = run.papers[min(size for size in run.plan.sizes if size > 2 * service.SLICE)]
    hashes = [hashlib.sha256(number.to_bytes(4, "big")).digest() for number in range(LEAVES)]
    grown = tiles.appended(0, hashes, _nothing)
    rounds = [_round(paper, grown) for _ in range(run.plan.rounds)]
    _pour({})  # so that what follows is measured as without it
    slice_, one, proof = (median(seconds) for seconds in zip(*rounds, strict=True))
    at = f"at {LEAVES:,} leaves"
    return [
        Line(f"log: {service.SLICE} entries added {at}", slice_, GROWN_IN, f"{slice_:.3f} s"),
        Line(f"log: one entry added {at}", one, GROWN_IN, f"{one:.3f} s"),
        Line(f"log: proof of one entry {at}", proof, PROVEN_IN, f"{proof:.4f} s"),
    ]


def _round(paper: PublicPaper, grown: dict[tiles.Tile, bytes]) -> tuple[float, float, float]:
    _pour(grown)
    first = select(Signatory.public_id).where(Signatory.paper_id == paper.id)
    ids = list(db.session.scalars(first.order_by(Signatory.id).limit(service.SLICE + 1)))
    service.note(paper.id, ids[1:])
    many = _timed(service.advance)
    service.note(paper.id, ids[:1])
    _let_sign()
    one = _timed(service.advance)
    return many, one, _timed(lambda: proofs.of_line(paper.id, ids[0]))


def _timed(call: Callable[[], object]) -> float:
    db.session.remove()
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun


def _pour(grown: dict[tiles.Tile, bytes]) -> None:
    """Put a log with these tiles in place of whatever there is; of its leaves only hashes."""
    db.session.remove()
    noted.forget()
    with db.engine.begin() as connection:
        for table in TABLES:
            connection.execute(delete(table))
        connection.execute(insert(LogHead).values(id=1, size=LEAVES if grown else 0))
        rows = [
            {"level": level, "number": number, "hashes": tile}
            for (level, number), tile in grown.items()
        ]
        if rows:
            connection.execute(insert(LogTile), rows)


def _let_sign() -> None:
    """Forget what was signed this minute, so that the next entry is signed in it too."""
    db.session.remove()
    noted.forget()
    with db.engine.begin() as connection:
        connection.execute(delete(LogCheckpoint))


def _nothing(level: int, number: int) -> bytes:
    raise LookupError(f"no tile {level}/{number}")
