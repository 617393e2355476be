"""Splits a Markdown file into what its head says about it and the text itself."""

import re

import yaml

from signon.kernel.errors import DomainError
from signon.kernel.words import N_

LONGEST_HEAD = 16_384
MOST_BRACKETS = 100
"""A head has a few lists at most; thousands nested in each other take the reader minutes."""

_LINE_END = re.compile(r"\r\n?")
_FENCE = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_OPENING = re.compile(r"---[ \t]*(?:\n|$)")


class FrontMatterBroken(DomainError):
    """The head between `---` lines is no list of names and values; `line` counts from 1."""

    status = 422
    message = N_("The head of this file cannot be read: please look at line %(line)s.")

    def __init__(self, line: int):
        super().__init__(line=line)
        self.line = line


def split(text: str) -> tuple[dict[str, object], str]:
    """Return the values of the head, none if there is no head, and the Markdown below it.

    Dates and numbers come as YAML reads them. Line ends come back as plain newlines.
    Raises `FrontMatterBroken`.
    """
    text = _LINE_END.sub("\n", text.removeprefix("\ufeff"))
    opening = _OPENING.match(text)
    if not opening:
        return {}, text
    closing = _FENCE.search(text, opening.end())
    if not closing or closing.start() > LONGEST_HEAD:
        raise FrontMatterBroken(1)
    head = text[opening.end() : closing.start()]
    if head.count("[") + head.count("{") > MOST_BRACKETS:
        raise FrontMatterBroken(1)
    return _read(head), text[closing.end() :].lstrip("\n")


def _read(head: str) -> dict[str, object]:
    try:
        _refuse_repetition(head)
        values = yaml.safe_load(head)
    except yaml.MarkedYAMLError as error:
        raise FrontMatterBroken(_line(error.problem_mark or error.context_mark)) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise FrontMatterBroken(1) from error
    if values is None:
        return {}
    if not isinstance(values, dict) or not all(isinstance(name, str) for name in values):
        raise FrontMatterBroken(2)
    return values


def _refuse_repetition(head: str) -> None:
    # References can blow a few lines up to gigabytes, and no paper needs them.
    for token in yaml.scan(head, Loader=yaml.SafeLoader):
        if isinstance(token, yaml.AnchorToken | yaml.AliasToken):
            raise FrontMatterBroken(_line(token.start_mark))


def _line(mark: yaml.Mark | None) -> int:
    return mark.line + 2 if mark else 1
