"""Where a text goes: into the version that is there, or into a new one. Called in a command."""

import hashlib
from dataclasses import asdict, replace

from signon.extensions import db
from signon.kernel import clock
from signon.markup import markdown
from signon.papers.drafts import PaperDraft, TextDraft
from signon.papers.models import Paper, PaperText, PaperVersion


def content_hash(draft: TextDraft) -> str:
    """Return the SHA-256 (hex) of everything a reader sees of a text."""
    seen = "\n\n".join((draft.language, draft.title, draft.addressee, draft.summary))
    return hashlib.sha256(f"{seen}\n\n{draft.markdown}".encode()).hexdigest()


def current(paper: Paper) -> PaperVersion | None:
    """Return the version that people read now; None of a paper without a text."""
    return next((version for version in paper.versions if version.is_current), None)


def version_for(paper: Paper, whole: PaperDraft) -> PaperVersion:
    """Return the version that now holds this text."""
    draft = whole.text
    now = current(paper)
    if now is None:
        first = replace(whole, change="first", note="")
        return _add_version(paper, first, [_text(draft)], draft.language)
    known = {text.language: text for text in now.texts}
    before = known.get(draft.language)
    if before is None:
        now.texts.append(_text(draft))
        return now
    if before.sha256 == content_hash(draft):
        return now
    if paper.state == "draft":
        _overwrite(before, _text(draft))
        return now
    # A changed original leaves its translations behind; a changed translation changes only itself.
    original = draft.language == now.authoritative_language
    kept = [] if original else [_copy(t) for t in now.texts if t is not before]
    return _add_version(paper, whole, [_text(draft), *kept], now.authoritative_language)


def _add_version(
    paper: Paper, draft: PaperDraft, texts: list[PaperText], original: str
) -> PaperVersion:
    number = max((version.number for version in paper.versions), default=0) + 1
    for version in paper.versions:
        version.is_current = False
    db.session.flush()
    version = PaperVersion(
        number=number,
        is_current=True,
        authoritative_language=original,
        change=draft.change,
        note=draft.note,
        created_at=clock.now(),
        texts=texts,
    )
    paper.versions.append(version)
    return version


def _text(draft: TextDraft) -> PaperText:
    rendered = markdown.render(draft.markdown, language=draft.language)
    return PaperText(
        language=draft.language,
        title=draft.title,
        addressee=draft.addressee,
        summary=draft.summary,
        markdown=draft.markdown,
        html=rendered.html,
        contents=[asdict(heading) for heading in rendered.contents],
        blocks=list(draft.keys),
        sha256=content_hash(draft),
        created_at=clock.now(),
    )


_CONTENT = (
    *("title", "addressee", "summary", "markdown", "html", "contents", "blocks", "sha256"),
    "created_at",
)


def _copy(text: PaperText) -> PaperText:
    return PaperText(language=text.language, **{name: getattr(text, name) for name in _CONTENT})


def _overwrite(text: PaperText, newer: PaperText) -> None:
    for name in _CONTENT:
        setattr(text, name, getattr(newer, name))
