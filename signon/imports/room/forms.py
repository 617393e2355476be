"""What a lead chose on the pages of imports: how a file is read, on what word it stands."""

from collections.abc import Mapping
from typing import Any

from flask import request

from signon.imports.drafts import Terms
from signon.imports.keeping import wishes_of
from signon.imports.models import Import
from signon.imports.policy import LONGEST_EVIDENCE
from signon.imports.records import TARGETS, Wishes
from signon.kernel.languages import DEFAULT, INTERFACE
from signon.kernel.text import names
from signon.papers.queries import PublicPaper

DELIMITERS = (",", ";", "\t", "|")
ENCODINGS = ("utf-8", "cp1252", "utf-16")


def wishes(run: Import) -> Wishes:
    """Return how the lead wants a file to be read from now on.

    Where another table is read, columns are guessed anew. Raises `DomainError` for unseen signs.
    """
    before, layout, form = wishes_of(run.wishes), run.found["layout"], request.form
    header = form.get("header_record", "")
    chosen: dict[str, Any] = {
        "encoding": _among(ENCODINGS, form.get("encoding", "")) or before.encoding,
        "delimiter": _among(DELIMITERS, form.get("delimiter", "")) or before.delimiter,
        "sheet": _among(run.found["sheets"], form.get("sheet", "")) or before.sheet,
        "header_record": _number(header) or before.header_record,
    }
    is_same = all(chosen[name] in (None, layout[name]) for name in chosen)
    return Wishes(
        **chosen,
        mapping=_mapping(run) if is_same else {},
        email_required=form.get("email_optional") != "y",
        time_zone=before.time_zone,
    )


def terms(paper: PublicPaper) -> Terms:
    """Return on what word the rows are to stand. Raises `DomainError` for unseen signs."""
    evidence = " ".join(request.form.get("evidence", "").split())[:LONGEST_EVIDENCE]
    names.require_shown(evidence)
    language = request.form.get("language", "")
    usual = paper.authoritative_language if paper.authoritative_language in INTERFACE else DEFAULT
    chosen = language if language in INTERFACE else usual
    return Terms(evidence, chosen, request.form.get("lists_at_once") == "y")


def _mapping(run: Import) -> Mapping[str, str]:
    """Return which column was chosen for each target; "" for none, no entry to be guessed."""
    titles = {*run.found["header"], ""}
    said = {target: request.form.get(f"map-{target}", "*") for target in TARGETS}
    return {target: title for target, title in said.items() if title in titles}


def _among(known: tuple[str, ...] | list[str], typed: str) -> str | None:
    return typed if typed in known else None


def _number(typed: str) -> int | None:
    is_number = typed.isascii() and typed.isdecimal() and len(typed) < 6
    return int(typed) or None if is_number else None
