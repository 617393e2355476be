"""What the page of a paper is drawn with: for everybody, or for whoever looks at a draft."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any, Protocol

from flask import url_for

from signon.kernel import clock
from signon.markup import markdown
from signon.papers import policy, queries
from signon.papers.queries import PublicPaper, TextBody, TextHead
from signon.site.slots import framed, slot

TEMPLATE = "papers/show.html"
SLOTS = ("paper.opening", "paper.counts", "paper.margin", "paper.after")
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


def page(paper: PublicPaper, asked: str) -> str:
    """Return the page of a public paper in the language `asked`, within a request for it.

    All but its slots is kept for as long as the paper and its versions are what they are.
    """
    left_behind = queries.left_behind(paper)
    asked = asked if asked in left_behind else paper.text(asked).language
    phase = policy.phase(paper, clock.now())
    return framed(
        TEMPLATE,
        (paper, phase, queries.versions(paper.id), left_behind, asked),
        lambda: context(paper, asked),
        {name: slot(name, paper) for name in SLOTS},
    )


class Typed(Protocol):
    """A text that is stored nowhere as a text of a version."""

    @property
    def language(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def addressee(self) -> str: ...
    @property
    def summary(self) -> str: ...
    @property
    def markdown(self) -> str: ...


def drawn(text: Typed) -> tuple[TextHead, TextBody]:
    """Return what was typed as the page of a paper needs it. Raises what rendering raises."""
    rendered = markdown.render(text.markdown, language=text.language)
    head = TextHead(0, text.language, text.title, text.addressee, text.summary, "")
    return head, TextBody(rendered.html, [asdict(heading) for heading in rendered.contents])


def _stored(paper: PublicPaper, asked: str) -> tuple[TextHead, TextBody]:
    text = paper.text(asked)
    return text, queries.body(text.id)
