"""Pages behind mailed links. GET asks, POST acts: scanners open links, people press buttons."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import update_wrapper, wraps
from typing import Any, Generic, TypeVar

from flask import Blueprint, Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from signon.extensions import csrf
from signon.links import guessing, pressed
from signon.links.purposes import Purpose
from signon.links.refusals import Damaged, LinkUnusable
from signon.site import error_pages, headers

F = TypeVar("F")
V = TypeVar("V", bound=Callable[..., ResponseReturnValue])

_MARK = "signon_mailed"

ONE_CLICK = ("List-Unsubscribe", "One-Click")
"""What a mail program sends in its reader's name, from the header of a mail (RFC 8058)."""


@dataclass(frozen=True)
class Opened(Generic[F]):
    """A link that somebody opened, and what was found by it."""

    token: str
    found: F

    @property
    def mark(self) -> str:
        """What the form of its page carries as `csrf_token`."""
        return pressed.mark(self.token)


Step = Callable[[Opened[F]], ResponseReturnValue]


class MailedPage(Generic[F]):
    """The view of a mailed link: `asks` draws what GET shows, `acts` does what the button says."""

    def __init__(self, find: Callable[[str], F], purposes: tuple[Purpose, ...], first: Step[F]):
        update_wrapper(self, first)
        setattr(self, _MARK, purposes)
        self._find, self._purposes = find, purposes
        self._steps: dict[str, Step[F]] = {}

    def asks(self, step: Step[F]) -> Step[F]:
        """Draw the question with `step`; HEAD is answered by it too."""
        self._steps["GET"] = self._steps["HEAD"] = step
        return step

    def acts(self, step: Step[F]) -> Step[F]:
        """Do `step` when the button of the page is pressed, and never else."""
        self._steps["POST"] = step
        return step

    def acts_at_one_click(self, step: Step[F]) -> Step[F]:
        """Do `step` for a mail program too, which sends `ONE_CLICK` and has opened no page."""
        self._steps["ONE_CLICK"] = step
        return step

    def __call__(self, token: str) -> Response:
        return _answer(lambda: self._take(token), token, self._purposes)

    def _take(self, token: str) -> ResponseReturnValue:
        return self._step(token)(Opened(token, self._find(token)))

    def _step(self, token: str) -> Step[F]:
        if request.method != "POST":
            return self._steps[request.method]
        name, said = ONE_CLICK
        if "ONE_CLICK" in self._steps and request.form.get(name) == said:
            return self._steps["ONE_CLICK"]
        pressed.require(token)
        return self._steps["POST"]


def asks_then_acts(
    pages: Blueprint, rule: str, find: Callable[[str], F], *purposes: Purpose
) -> Callable[[Step[F]], MailedPage[F]]:
    """Make the function below the page of a mailed link; `<page>.acts` takes what its button does.

    `find` is given the token and returns what both work with, or raises a `LinkUnusable`. Anybody
    may ask for the page. A POST without its mark is refused before anything is looked up.
    """

    def make(ask: Step[F]) -> MailedPage[F]:
        page = MailedPage(find, purposes, ask)
        page.asks(ask)
        _add(pages, rule, page, ("GET", "POST"))
        return page

    return make


def acts_only(
    pages: Blueprint, rule: str, find: Callable[[str], F], *purposes: Purpose
) -> Callable[[Step[F]], MailedPage[F]]:
    """Make the function below what a second button of a mailed page does; it has no page."""

    def make(act: Step[F]) -> MailedPage[F]:
        page = MailedPage(find, purposes, act)
        page.acts(act)
        _add(pages, rule, page, ("POST",))
        return page

    return make


def behind(
    pages: Blueprint,
    rule: str,
    *purposes: Purpose,
    opens: Callable[[str], Any],
    methods: Sequence[str] = ("GET", "POST"),
) -> Callable[[V], V]:
    """Make the function below a page of a room that a mailed link has opened.

    `opens` takes the token and raises a `LinkUnusable` unless this browser has opened the room. It
    is asked before the mark of the form, which went with a session that is over.
    """

    def make(view: V) -> V:
        @wraps(view)
        def guarded(token: str, **places: Any) -> Response:
            return _answer(lambda: step(token, places), token, purposes)

        def step(token: str, places: dict[str, Any]) -> ResponseReturnValue:
            opens(token)
            csrf.protect()
            return view(token, **places)

        csrf.exempt(guarded)
        setattr(guarded, _MARK, purposes)
        pages.add_url_rule(rule, view.__name__, guarded, methods=methods)
        return view

    return make


def purposes_of(view: Any) -> tuple[Purpose, ...]:
    """Return what for the links are mailed that lead to a view; none for any other view."""
    found: tuple[Purpose, ...] = getattr(view, _MARK, ())
    return found


def _add(pages: Blueprint, rule: str, page: MailedPage[F], methods: Sequence[str]) -> None:
    csrf.exempt(page)  # the mark of the page is checked instead; see pressed
    pages.add_url_rule(rule, page.__name__, page, methods=methods)  # type: ignore[attr-defined]


def _answer(
    step: Callable[[], ResponseReturnValue], token: str, purposes: tuple[Purpose, ...]
) -> Response:
    """Return what a step answers or why the link is of no use, for nobody else to see or keep."""
    try:
        response = make_response(step())
    except LinkUnusable as refusal:
        if isinstance(refusal, Damaged):
            guessing.count_link(purposes, token)
        response = _unusable(refusal, purposes[0], token)
    return headers.secret(response)


def _unusable(refusal: LinkUnusable, purpose: Purpose, token: str) -> Response:
    may_renew = refusal.renewable and purpose.renew
    html = render_template(
        refusal.template,
        heading=_(refusal.heading),
        message=error_pages.words_of(refusal),
        ways=[(_(way.label), way.url or url_for(way.endpoint)) for way in refusal.ways],
        renew=url_for(purpose.renew, token=token) if may_renew else "",
        mark=pressed.mark(token),
        **refusal.on_page(),
    )
    return make_response(html, refusal.status)
