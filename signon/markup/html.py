"""The HTML of a rendered text: what stands around headings, tables and notes, and what may pass."""

import re
from collections.abc import Iterator, Mapping, Sequence

import nh3
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

_LABELS = {
    "en": {"table": "Table", "notes": "Notes", "note": "Note", "back": "Back to the text, note"},
    "fr": {"table": "Tableau", "notes": "Notes", "note": "Note", "back": "Retour au texte, note"},
    "es": {"table": "Tabla", "notes": "Notas", "note": "Nota", "back": "Volver al texto, nota"},
    "ar": {"table": "جدول", "notes": "الحواشي", "note": "حاشية", "back": "العودة إلى النص، حاشية"},
}

_CELL_CLASSES = {
    "text-align:left": "start",
    "text-align:center": "center",
    "text-align:right": "end",
}
_ELSEWHERE = re.compile("(https?:)?//", re.IGNORECASE)
_NAMED = {"id", "role", "aria-label", "aria-labelledby"}
_BLOCK = {"id", "data-block"}

CLEANER = nh3.Cleaner(
    tags={
        *("h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "blockquote", "pre", "code", "em"),
        *("strong", "a", "sup", "ul", "ol", "li", "div", "section"),
        *("table", "thead", "tbody", "tr", "th", "td"),
    },
    attributes={
        "a": {"href", "title", "rel", *_NAMED},
        "div": {"tabindex", *_NAMED},
        "section": _NAMED,
        "ol": {"start"},
        "th": {"scope"},
        **dict.fromkeys(("h2", "h3", "h4", "h5", "h6", "p", "li", "blockquote"), _BLOCK),
        **dict.fromkeys(("table", "pre", "code"), _BLOCK),
    },
    allowed_classes={
        "a": {"anchor", "footnote-back"},
        "div": {"heading", "table"},
        "sup": {"footnote-ref"},
        "section": {"footnotes"},
        **{tag: {"start", "center", "end"} for tag in ("th", "td")},
    },
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
)
"""Lets through what the rendering makes and nothing else, should a parser ever be fooled."""


def labels(language: str) -> Mapping[str, str]:
    """Return the words spoken for tables and notes in `language`, or else in English."""
    return _LABELS.get(language.partition("-")[0], _LABELS["en"])


def name_block(opening: Token, key: str, prefix: str) -> None:
    """Let the element of a block say its key; a heading or note keeps the id that it has."""
    opening.attrSet("data-block", key)
    if opening.type not in {"heading_open", "footnote_open"}:
        opening.attrSet("id", f"block-{prefix}-{key}")


def dressed(tokens: Sequence[Token], env: EnvType) -> Iterator[Token]:
    """Yield the tokens with everything around headings, tables and links that HTML needs.

    The link to a heading stands beside it, or a screen reader would speak each title twice.
    Wide tables scroll in a region of their own, reached with the keyboard.
    """
    tables, name = 0, ""
    for at, token in enumerate(tokens):
        if token.type == "heading_open":
            name = str(token.attrGet("id"))
            yield _html('<div class="heading">')
        elif token.type == "table_open":
            tables += 1
            label = f"{env['labels']['table']} {tables}"
            yield _html(f'<div class="table" role="region" tabindex="0" aria-label="{label}">')
        elif token.type in {"th_open", "td_open"}:
            _dress_cell(*tokens[at : at + 3])
        elif token.type == "inline":
            _dress_links(token)
        yield token
        if token.type == "heading_close":
            yield _html(f'<a class="anchor" href="#{name}" aria-labelledby="{name}">#</a></div>\n')
        elif token.type == "table_close":
            yield _html("</div>\n")


def _html(content: str) -> Token:
    return Token("html_block", "", 0, content=content)


def _dress_cell(cell: Token, content: Token, closing: Token) -> None:
    alignment = cell.attrs.pop("style", None)
    if alignment in _CELL_CLASSES:
        cell.attrSet("class", _CELL_CLASSES[str(alignment)])
    if not content.content:
        cell.tag = closing.tag = "td"  # a head that says nothing is no head
    if cell.tag == "th":
        cell.attrSet("scope", "col")


def _dress_links(inline: Token) -> None:
    for part in inline.children or ():
        address = str(part.attrGet("href") or "")
        if part.type == "link_open" and _ELSEWHERE.match(address):
            part.attrSet("rel", "noopener noreferrer")


# ---- notes: rules of the renderer, with the arguments it hands to each ----

_Tokens = Sequence[Token]


def _reference(self: object, tokens: _Tokens, at: int, options: OptionsDict, env: EnvType) -> str:
    note, name = _note(tokens[at], env)
    label = f"{env['labels']['note']} {note}"
    return (
        f'<sup class="footnote-ref"><a href="#fn-{env["prefix"]}-{note}" id="fnref-{name}" '
        f'role="doc-noteref" aria-label="{label}">{note}</a></sup>'
    )


def _notes_open(self: object, tokens: _Tokens, at: int, options: OptionsDict, env: EnvType) -> str:
    label = env["labels"]["notes"]
    return f'<section class="footnotes" role="doc-endnotes" aria-label="{label}">\n<ol>\n'


def _notes_close(self: object, tokens: _Tokens, at: int, options: OptionsDict, env: EnvType) -> str:
    return "</ol>\n</section>\n"


def _note_open(self: object, tokens: _Tokens, at: int, options: OptionsDict, env: EnvType) -> str:
    note, _ = _note(tokens[at], env)
    key = tokens[at].attrGet("data-block")
    block = f' data-block="{key}"' if key else ""
    return f'<li id="fn-{env["prefix"]}-{note}"{block}>'


def _note_close(self: object, tokens: _Tokens, at: int, options: OptionsDict, env: EnvType) -> str:
    return "</li>\n"


def _way_back(self: object, tokens: _Tokens, at: int, options: OptionsDict, env: EnvType) -> str:
    note, name = _note(tokens[at], env)
    place = tokens[at].meta["subId"] + 1
    label = f"{env['labels']['back']} {note}" + (f" ({place})" if place > 1 else "")
    return (
        f' <a href="#fnref-{name}" class="footnote-back" role="doc-backlink" '
        f'aria-label="{label}">\u21a9\ufe0e</a>'
    )


def _note(token: Token, env: EnvType) -> tuple[int, str]:
    note, place = token.meta["id"] + 1, token.meta.get("subId", 0) + 1
    name = f"{env['prefix']}-{note}"
    return note, name if place == 1 else f"{name}-{place}"


FOOTNOTES = {
    "footnote_ref": _reference,
    "footnote_block_open": _notes_open,
    "footnote_block_close": _notes_close,
    "footnote_open": _note_open,
    "footnote_close": _note_close,
    "footnote_anchor": _way_back,
}
