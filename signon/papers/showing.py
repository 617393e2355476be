"""What the page of a paper is drawn with: for everybody, or for whoever looks at a draft."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import url_for

from signon.kernel import clock
from signon.papers import queries
from signon.papers.queries import PublicPaper, TextBody, TextHead

TEMPLATE = "papers/show.html"
LONG_TEXT = 4
"""Headings from which on a text gets a list of contents."""


@dataclass(frozen=True)
class Preview:
    """That a page shows what is not public: in which words, and where its links lead."""

    words: str
    page_of: Callable[..., str]
    """Returns the address of the same page in another language of the text (`text`)."""


def context(
    paper: PublicPaper,
    asked: str,
    *,
    typed: tuple[TextHead, TextBody] | None = None,
    preview: Preview | None = None,
) -> dict[str, Any]:
    """Return what `TEMPLATE` needs to show a paper in the language `asked`, or as it was typed."""
    text, body = typed or _stored(paper, asked)
    now = clock.now()
    return {
        "paper": paper,
        "text": text,
        "body": body,
        "status": paper.status(now),
        "late": paper.takes_latecomers(now),
        "confirmable_until": paper.still_confirmable_until(now),
        "contents": body.contents if len(body.contents) >= LONG_TEXT else [],
        "versions": queries.versions(paper.id),
        "asked": asked,
        "left_behind": queries.left_behind(paper),
        "preview": preview,
        "page_of": preview.page_of if preview else partial(url_for, "papers.show", slug=paper.slug),
    }


def _stored(paper: PublicPaper, asked: str) -> tuple[TextHead, TextBody]:
    text = paper.text(asked)
    return text, queries.body(text.id)
