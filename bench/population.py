"""Makes the rows that confirmed endorsements leave behind, as the application writes them.

They are made once, in files, and poured into either database. What is not made: finished jobs and
the trail, which no page reads and which a signature only appends to.
"""

import marshal
import signal
from base64 import urlsafe_b64encode
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing import Pool
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

from bench.names import Invented, organisation
from signon.endorsements.form import wordings
from signon.endorsements.models import finding_version
from signon.kernel.text import collation
from signon.kernel.text.fold import domain_words, index_words
from signon.organisations.lookalikes import look_key
from signon.organisations.matching import certain_key
from signon.organisations.naming import key_of
from signon.papers.queries import PublicPaper
from signon.signatories.fields import csv_line_of, line_version

Row = tuple[Any, ...]
Rows = dict[str, list[Row]]
Counted = Counter[tuple[int, str, str, str]]

COLUMNS = {
    "organisations": "id public_id name acronym country kind website website_domain key "
    "certain_key created_at",
    "contacts": "id name role email updates_wording created_at erase_after",
    "endorsements": "id public_id state language contact_id address_key link_stamp code_hash "
    "submitted_at confirmed_at published_at decided_at decided_by decision_note "
    "reminders revision paper_id "
    "version_id text_id text_sha256 organisation_id capacity name acronym affiliation country "
    "organisation_kind website statement publish_wording authority_wording search "
    "search_version look_key sort_key",
    "signatories": "id public_id paper_id capacity name acronym affiliation country kind website "
    "statement language written_in version endorsed_at sort_key collator_version words_version "
    "csv_line",
    "signatory_words": "paper_id word signatory_id",
    "tallies": "paper_id capacity country kind number",
    "part_tallies": "paper_id capacity version aspect number",
    "list_states": "paper_id revision changed_at",
}
"""The columns of each table in the order of the rows, tables in the order of their filling."""

BATCH = 5000
PROCESSES = 2
SECONDS_OPEN = 60 * 24 * 3600


@dataclass(frozen=True)
class Target:
    """A paper that is to have so many signatories; its rows are numbered from `first_id`.

    `texts` holds number and hash of its text in each language, English in any case.
    """

    signatories: int
    first_id: int
    paper_id: int
    version_id: int
    version: int
    time_zone: str
    texts: Mapping[str, tuple[int, str]]

    def text(self, language: str) -> tuple[int, str]:
        """Return number and hash of the text that somebody reads in that language."""
        return self.texts[self.language(language)]

    def language(self, wanted: str) -> str:
        """Return the language of the text that somebody reads who wants that one."""
        return wanted if wanted in self.texts else "en"


def target_of(paper: PublicPaper, signatories: int, first_id: int) -> Target:
    """Return the target that a paper is."""
    texts = {text.language: (text.id, text.sha256) for text in paper.texts}
    version = (paper.version_id, paper.version)
    return Target(signatories, first_id, paper.id, *version, paper.time_zone, texts)


@dataclass(frozen=True)
class _Batch:
    first: int
    targets: tuple[Target, ...]
    until: datetime


def write(folder: Path, targets: tuple[Target, ...]) -> None:
    """Write the rows of every table into files in `folder`; `read` reads them."""
    until = datetime.now(UTC)
    most = max(target.signatories for target in targets)
    batches = [_Batch(first, targets, until) for first in range(0, most, BATCH)]
    tallies: Counted = Counter()
    with ExitStack() as stack, Pool(PROCESSES, initializer=_be_quiet) as pool:
        files = {name: stack.enter_context(_file(folder, name).open("wb")) for name in COLUMNS}
        for octets, counted in pool.imap(_marshalled, batches):
            for name in octets:
                files[name].write(octets[name])
            tallies += counted
        rows = [(*place, number) for place, number in sorted(tallies.items())]
        marshal.dump(rows, files["tallies"])
        wholes = [(t.paper_id, "organisation", t.version, "whole", t.signatories) for t in targets]
        marshal.dump(wholes, files["part_tallies"])
        states = [(target.paper_id, target.signatories, _text(until)) for target in targets]
        marshal.dump(states, files["list_states"])


def read(folder: Path, table: str) -> Iterator[list[Row]]:
    """Yield the rows of one table, some at a time."""
    with _file(folder, table).open("rb") as file:
        while True:
            try:
                yield marshal.load(file)  # noqa: S302 - a file that this run has written
            except EOFError:
                return


def rows_of(number: int, targets: tuple[Target, ...], dice: Random, until: datetime) -> Rows:
    """Return everything that one organisation has left behind by signing these papers."""
    invented = organisation(number)
    rows: Rows = {name: [] for name in COLUMNS}
    rows["organisations"].append(_organisation(number + 1, invented, dice, until))
    named = index_words(" ".join((invented.name, invented.acronym, "")))
    words = (*named, *domain_words(_host(invented.website)))
    sort_key = collation.sort_key(invented.name)
    listed = "".join(f" {word}" for word in words)
    search = (listed, finding_version(), look_key(invented.name), sort_key)
    for target in targets:
        row_id = target.first_id + number
        line = _line(invented, target, dice, until)
        contact_id = f"{dice.getrandbits(64):016x}"
        rows["contacts"].append(_contact(contact_id, number, line))
        keys = (row_id, number + 1, contact_id)
        rows["endorsements"].append((*_endorsement(keys, line, target, dice), *search))
        rows["signatories"].append(_signatory(row_id, line, sort_key))
        rows["signatory_words"] += [(target.paper_id, word, row_id) for word in words]
    return rows


def _marshalled(batch: _Batch) -> tuple[dict[str, bytes], Counted]:
    dice = Random(batch.first)
    together: Rows = {name: [] for name in COLUMNS}
    for number in range(batch.first, batch.first + BATCH):
        wanted = tuple(target for target in batch.targets if number < target.signatories)
        if wanted:
            for name, rows in rows_of(number, wanted, dice, batch.until).items():
                together[name] += rows
    octets = {name: marshal.dumps(rows) for name, rows in together.items() if rows}
    return octets, Counter((row[2], row[3], row[7], row[8]) for row in together["signatories"])


def _organisation(row_id: int, invented: Invented, dice: Random, at: datetime) -> Row:
    return (
        row_id,
        _token(dice, 9),
        invented.name,
        invented.acronym,
        invented.country,
        invented.kind,
        invented.website,
        _host(invented.website),
        key_of(invented.name),
        certain_key(invented.name),
        _text(at - timedelta(seconds=SECONDS_OPEN)),
    )


def _host(website: str) -> str:
    """Return what `websites.domain` says of such an address, in a hundredth of its time."""
    return website.removeprefix("https://www.").removesuffix("/")


def _line(invented: Invented, target: Target, dice: Random, until: datetime) -> Any:
    """Return what is public of the endorsement, under the names that the application uses."""
    endorsed_at = until - timedelta(seconds=dice.random() * SECONDS_OPEN)
    return SimpleNamespace(
        public_id=_token(dice, 9),
        paper_id=target.paper_id,
        capacity="organisation",
        affiliation="",
        version=target.version,
        time_zone=target.time_zone,
        priorities="",
        reservation="",
        is_late=False,
        is_contested=False,
        source="form",
        endorsed_at=endorsed_at,
        written_at=_text(endorsed_at),
        **{**vars(invented), "language": target.language(invented.language)},
        written_in=invented.language,
    )


def _contact(contact_id: str, number: int, line: Any) -> Row:
    email = f"office@ngo-{number}.example.org"
    return contact_id, "Ada Sample", "Chair", email, None, line.written_at, None


def _endorsement(keys: tuple[int, int, str], line: Any, target: Target, dice: Random) -> Row:
    row_id, organisation_id, contact_id = keys
    at = line.written_at
    address_key = f"{dice.getrandbits(256):064x}"
    life = ("published", line.written_in, contact_id, address_key, _token(dice, 6), None)
    text = (target.paper_id, target.version_id, *target.text(line.language))
    said = (line.name, line.acronym, "", line.country, line.kind, line.website, line.statement)
    # A row is written four times until it is published.
    dates = (at, at, at, None, None, None, 0, 3)
    wording = (wordings.PUBLISH_CURRENT, wordings.CURRENT)
    who = (organisation_id, line.capacity)
    return row_id, line.public_id, *life, *dates, *text, *who, *said, *wording


def _signatory(row_id: int, line: Any, sort_key: bytes) -> Row:
    return (
        row_id,
        line.public_id,
        line.paper_id,
        line.capacity,
        line.name,
        line.acronym,
        line.affiliation,
        line.country,
        line.kind,
        line.website,
        line.statement,
        line.language,
        line.written_in,
        line.version,
        line.written_at,
        sort_key,
        collation.VERSION,
        line_version(),
        csv_line_of(line, line.time_zone),
    )


def _token(dice: Random, size: int) -> str:
    return urlsafe_b64encode(dice.randbytes(size)).decode()


def _text(moment: datetime) -> str:
    """Return a moment as both databases take it, and as SQLite keeps it."""
    return moment.replace(tzinfo=None).isoformat(" ", "microseconds")


def _file(folder: Path, table: str) -> Path:
    return folder / f"{table}.rows"


def _be_quiet() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends us …
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # … in this way
