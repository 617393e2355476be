"""From a file to a draft of a paper: Markdown with front matter, or a Word document."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from signon.kernel import languages, wall_clock
from signon.kernel.errors import DomainError
from signon.kernel.words import N_
from signon.markup import front_matter
from signon.markup.front_matter import Head
from signon.papers import heads
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


@dataclass(frozen=True)
class Content:
    """What a file holds: what its head says, its text as Markdown, and what to compare."""

    head: Head
    markdown: str
    warnings: tuple[str, ...] = ()


def read(path: Path, place: Destination) -> PaperDraft:
    """Return the draft in `path`. Raises `FileUnusable` or the reader's own refusal."""
    if path.stat().st_size > LARGEST:
        raise FileUnusable(N_("The file is larger than 10 MB."))
    content = content_of(path.name, path.read_bytes())
    return replace(_draft(content.head, content.markdown, place), warnings=content.warnings)


def content_of(name: str, data: bytes) -> Content:
    """Return what a file of that name holds: a Word document if it ends so, else Markdown.

    Raises `FileUnusable` or the reader's own refusal.
    """
    if name.lower().endswith(".docx"):
        # Here and not above: most processes never read one, so they need not carry the library.
        from signon.markup import documents

        document = documents.docx_to_markdown(data)
        return Content(Head({"title": document.title}), document.markdown, document.warnings)
    try:
        written = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FileUnusable(N_("The file is not text in UTF-8.")) from None
    if _NO_TEXT.match(written):
        raise FileUnusable(N_("The file is not text in UTF-8."))
    head, markdown = front_matter.split(written)
    heads.require_known(head)
    return Content(head, markdown)


def _draft(head: Head, markdown: str, place: Destination) -> PaperDraft:
    said = partial(heads.with_line, head)
    zone = said("time_zone", _zone)
    return PaperDraft(
        campaign=place.campaign,
        slug=place.paper or said("slug", partial(_needed, "slug")),
        text=_text(head, markdown, place),
        kind=said("kind", _kind),
        host=said("host", str.strip),
        opens_at=said("opens", partial(_moment, zone=zone, last=False)),
        closes_at=said("closes", partial(_moment, zone=zone, last=True)),
        time_zone=str(zone) if _TIMED & head.values.keys() else "",
        allows_parts=said("partial", partial(_yes, "partial")),
        allows_reservations=said("reservations", partial(_yes, "reservations")),
        change=place.change,
        note=place.note.strip(),
        soft_closes_at=said("closes_softly", partial(_moment, zone=zone, last=True)),
        late_desk=said("late_desk", partial(_yes, "late_desk")),
    )


_TIMED = {"time_zone", "opens", "closes", "closes_softly"}


def _text(head: Head, markdown: str, place: Destination) -> TextDraft:
    said = partial(heads.with_line, head)
    language = _language(place.language) if place.language else said("language", _language)
    title = said("title", partial(_needed, "title"))
    if not markdown.strip():
        raise FileUnusable(N_("The file has no text."))
    addressee, summary = said("addressee", str.strip), said("summary", str.strip)
    return TextDraft(language, title, addressee, summary, markdown)


def _needed(name: str, written: str) -> str:
    value = " ".join(written.split())
    if not value:
        raise FileUnusable(N_("The file does not say its %(name)s."), name=name)
    return value


def _language(written: str) -> str:
    tag = languages.canonical(_needed("language", written))
    if not tag:
        raise FileUnusable(
            N_("“%(name)s” is no language tag such as en, fr or pt-BR."), name=written
        )
    return tag


def _kind(written: str) -> str:
    kind = written or "position_paper"
    if kind not in KINDS:
        raise FileUnusable(N_("There is no kind of paper called %(name)s."), name=kind)
    return kind


def _zone(written: str) -> ZoneInfo:
    return wall_clock.zone(written.strip() or "UTC")


def _yes(name: str, written: str) -> bool | None:
    """Return a yes or no of the front matter, None where it says nothing."""
    if not written:
        return None
    if written.lower() in ("yes", "true", "no", "false"):
        return written.lower() in ("yes", "true")
    raise FileUnusable(N_("“%(name)s” in the file must be yes or no."), name=name)


def closing_moment(written: str, time_zone: str) -> datetime | None:
    """Return when something ends that is written as a date or time, "none" for never."""
    return None if written == "none" else _moment(written, ZoneInfo(time_zone), last=True)


def _moment(written: str, zone: ZoneInfo, *, last: bool) -> datetime | None:
    """Return a date or time of the front matter; a bare date closes with its last minute."""
    if not written:
        return None
    value = _parsed(written)
    if isinstance(value, datetime):
        return wall_clock.moment(value, zone)
    day = value + timedelta(days=1) if last else value
    return datetime.combine(day, time.min, zone).astimezone(UTC)


def _parsed(value: str) -> date:
    try:
        found = datetime.fromisoformat(value) if len(value) > 10 else date.fromisoformat(value)
    except ValueError:
        found = None
    if found is None or not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        raise FileUnusable(N_("“%(value)s” is not a date such as 2027-03-31."), value=value)
    return found


_FIRST_YEAR, _LAST_YEAR = 1900, 2999
