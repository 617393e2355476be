"""From a file to a draft of a paper: Markdown with front matter, or a Word document."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from signon.kernel import wall_clock
from signon.kernel.errors import DomainError
from signon.kernel.words import N_
from signon.markup import front_matter
from signon.papers.drafts import PaperDraft, TextDraft
from signon.papers.models import KINDS

LARGEST = 10 * 1024 * 1024

_NO_TEXT = re.compile(r"%PDF-|\{\\rtf|.*?[\x00-\x08\x0e-\x1a\x1c-\x1f]", re.DOTALL)
"""Files of programs, whatever they are called; some are made of letters and signs alone."""


class FileUnusable(DomainError):
    """The file cannot become a paper; the message says why."""

    status = 422


@dataclass(frozen=True)
class Destination:
    """Where an imported text belongs; what is empty is taken from the file.

    `change` and `note` say how it differs from the version before, if it becomes a new one.
    """

    campaign: str
    paper: str = ""
    language: str = ""
    change: str = "editorial"
    note: str = ""


def read(path: Path, place: Destination) -> PaperDraft:
    """Return the draft in `path`. Raises `FileUnusable` or the reader's own refusal."""
    if path.stat().st_size > LARGEST:
        raise FileUnusable(N_("The file is larger than 10 MB."))
    if path.suffix.lower() == ".docx":
        # Here and not above: the web workers never read one, so they need not carry the library.
        from signon.markup import documents

        document = documents.docx_to_markdown(path.read_bytes())
        return _draft({"title": document.title}, document.markdown, place)
    try:
        written = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise FileUnusable(N_("The file is not text in UTF-8.")) from None
    if _NO_TEXT.match(written):
        raise FileUnusable(N_("The file is not text in UTF-8."))
    return _draft(*front_matter.split(written), place)


def _draft(said: dict[str, Any], markdown: str, place: Destination) -> PaperDraft:
    slug = place.paper or str(said.get("slug") or "")
    language = place.language or str(said.get("language") or "")
    title = str(said.get("title") or "").strip()
    for value, name in ((slug, "slug"), (language, "language"), (title, "title")):
        if not value:
            raise FileUnusable(N_("The file does not say its %(name)s."), name=name)
    if not markdown.strip():
        raise FileUnusable(N_("The file has no text."))
    kind = str(said.get("kind") or "position_paper")
    if kind not in KINDS:
        raise FileUnusable(N_("There is no kind of paper called %(name)s."), name=kind)
    zone = wall_clock.zone(str(said.get("time_zone") or "UTC"))
    summary, addressee = str(said.get("summary") or ""), str(said.get("addressee") or "")
    return PaperDraft(
        campaign=place.campaign,
        slug=slug,
        text=TextDraft(language, title, addressee.strip(), summary.strip(), markdown),
        kind=kind,
        host=str(said.get("host") or ""),
        opens_at=_moment(said.get("opens"), zone, last=False),
        closes_at=_moment(said.get("closes"), zone, last=True),
        time_zone=str(zone) if _TIMED & said.keys() else "",
        allows_parts=_said(said, "partial"),
        allows_reservations=_said(said, "reservations"),
        change=place.change,
        note=place.note.strip(),
        soft_closes_at=_moment(said.get("closes_softly"), zone, last=True),
        late_desk=_said(said, "late_desk"),
    )


_TIMED = {"time_zone", "opens", "closes", "closes_softly"}


def _said(said: dict[str, Any], name: str) -> bool | None:
    """Return a yes or no of the front matter, None where it says nothing."""
    value = said.get(name)
    if value is None or isinstance(value, bool):  # YAML itself reads a bare yes and no
        return value
    if value in ("yes", "no"):
        return value == "yes"
    raise FileUnusable(N_("“%(name)s” in the file must be yes or no."), name=name)


def closing_moment(written: str, time_zone: str) -> datetime | None:
    """Return when something ends that is written as a date or time, "none" for never."""
    return None if written == "none" else _moment(written, ZoneInfo(time_zone), last=True)


def _moment(value: object, zone: ZoneInfo, *, last: bool) -> datetime | None:
    """Return a date or time of the front matter; a bare date closes with its last minute."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        value = _parsed(value)
    if isinstance(value, datetime):
        return wall_clock.moment(value, zone)
    if not isinstance(value, date):
        raise FileUnusable(N_("“%(value)s” is not a date such as 2027-03-31."), value=value)
    day = value + timedelta(days=1) if last else value
    return datetime.combine(day, time.min, zone).astimezone(UTC)


def _parsed(value: str) -> date:
    try:
        return datetime.fromisoformat(value) if len(value) > 10 else date.fromisoformat(value)
    except ValueError:
        raise FileUnusable(
            N_("“%(value)s” is not a date such as 2027-03-31."), value=value
        ) from None
