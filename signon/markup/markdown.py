"""Turns the Markdown of a paper into safe HTML that can be read, linked to and heard."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.utils import EnvType
from mdit_py_plugins.footnote import footnote_plugin

from signon.kernel.errors import DomainError
from signon.kernel.text.characters import SPOKEN
from signon.kernel.words import N_
from signon.markup import emphasis
from signon.markup.html import CLEANER, FOOTNOTES, dressed, labels, name_block

LONGEST_TEXT = 400_000
DEEPEST_NESTING = 12
MOST_SIGNS = 15_000
"""Lines and characters that may mean something to Markdown: they, not words, cost the time."""

_SIGNS = "\n[*_`<&#|\\"
_LONGEST_ID = 60


class TextTooLarge(DomainError):
    """The Markdown is too long, or its quotes and lists are nested too deeply, to be a paper."""

    status = 422
    message = N_("This text is too long, or its lists and quotations go too deep.")


@dataclass(frozen=True)
class Heading:
    """A heading for the contents; the number of "1. Title" is kept apart from its text."""

    level: int
    id: str
    text: str
    number: int | None


@dataclass(frozen=True)
class Rendered:
    """Safe HTML of a text, and its headings in order."""

    html: str
    contents: tuple[Heading, ...]


def render(
    source: str, *, language: str, keys: Mapping[int, str] = MappingProxyType({})
) -> Rendered:
    """Render Markdown written in `language`, which all ids begin with: texts can share a page.

    `keys` are the names of blocks by the place of the token that opens each, as in `tokens_of`:
    their elements carry `data-block`, and an id of their own unless they have one.
    Raises `TextTooLarge` over `LONGEST_TEXT` characters, `MOST_SIGNS` or `DEEPEST_NESTING` levels.
    """
    prefix = re.sub(r"[^A-Za-z0-9]+", "-", language)
    env: EnvType = {"prefix": prefix, "labels": labels(language)}
    tokens = tokens_of(source, env)
    contents = tuple(_name_headings(tokens, prefix))
    for at, key in keys.items():
        name_block(tokens[at], key, prefix)
    html = _PARSER.renderer.render(list(dressed(tokens, env)), _PARSER.options, env)
    return Rendered(CLEANER.clean(html), contents)


def tokens_of(source: str, env: EnvType | None = None) -> list[Token]:
    """Return what the Markdown is made of. Raises `TextTooLarge` as `render` does."""
    if len(source) > LONGEST_TEXT or sum(map(source.count, _SIGNS)) > MOST_SIGNS:
        raise TextTooLarge
    source = _OPENING_SIGNS.sub(_in_spaces, source.encode(errors="replace").decode())
    tokens = _PARSER.parse(source, env)
    if any(token.level >= DEEPEST_NESTING for token in tokens):
        raise TextTooLarge
    return tokens


# Pasted text has spaces that do not break, and marks of direction, where Markdown wants a space.
_UNSEEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
_SPACES = f"\u00a0\u2000-\u200a\u202f\u205f\u3000{_UNSEEN}"
_OPENING_SIGNS = re.compile(
    f"^[{_UNSEEN}]*(?P<margin> *)[{_SPACES}]*(?P<sign>#{{1,6}}|[-+*>]|\\d{{1,9}}[.)])"
    f" *(?<!\n)[{_SPACES}][{_SPACES} ]*(?=\\S)"
    f"|^[{_SPACES}]+(?P<bare> *(?:#{{1,6}}|[-+*>]|\\d{{1,9}}[.)]) )",
    re.MULTILINE,
)


def _in_spaces(found: re.Match[str]) -> str:
    """Return what opens a heading or an item, with a plain space behind it."""
    return found["bare"] or f"{found['margin']}{found['sign']} "


def _parser() -> MarkdownIt:
    # The parser drops what lies deeper than its limit without a word, hence the room above ours.
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": DEEPEST_NESTING + 2})
    # Pictures would be fetched from elsewhere. Notes in the running text nest without a limit.
    parser.enable("table").disable("image").use(footnote_plugin, inline=False)
    parser.inline.ruler.at("emphasis", emphasis.tokenize)
    for name, rule in FOOTNOTES.items():
        parser.add_render_rule(name, rule)
    return parser


_PARSER = _parser()
_NUMBERED = re.compile(rf"[{_UNSEEN}]*(\d{{1,3}})[{_UNSEEN}]*[.)](?:[\s{_UNSEEN}]+)(?=\S)")
_ID_WORDS = re.compile(f"[{SPOKEN}]+")


def _name_headings(tokens: Sequence[Token], prefix: str) -> Iterator[Heading]:
    taken: dict[str, int] = {}
    level = 1
    for opening, inline, closing in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if opening.type != "heading_open":
            continue
        # The title of the page is h1; and no level is left out on the way down.
        level = min(max(2, int(opening.tag[1])), level + 1)
        opening.tag = closing.tag = f"h{level}"
        text = _heard(inline)
        name = _unique(f"{prefix}-{_slug(text)}", taken)
        opening.attrSet("id", name)
        if opening.level == 0:
            yield _heading(level, name, text)


def _heading(level: int, name: str, text: str) -> Heading:
    numbered = _NUMBERED.match(text) if level == 2 else None
    if numbered:
        return Heading(level, name, text[numbered.end() :], int(numbered[1]))
    return Heading(level, name, text, None)


def _heard(inline: Token) -> str:
    parts = (
        " " if part.type in {"softbreak", "hardbreak"} else part.content
        for part in inline.children or ()
        if part.type in {"text", "code_inline", "softbreak", "hardbreak"}
    )
    return " ".join("".join(parts).split())


def _slug(text: str) -> str:
    words = "-".join(_ID_WORDS.findall(text[: 2 * _LONGEST_ID].lower()))
    return words[:_LONGEST_ID].rstrip("-") or "section"


def _unique(name: str, taken: dict[str, int]) -> str:
    found = name
    while found in taken:
        taken[name] += 1
        found = f"{name}-{taken[name]}"
    taken[found] = 1
    return found
