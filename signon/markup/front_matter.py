"""Splits a Markdown file into what its head says about it and the text itself."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import yaml

from signon.kernel.errors import DomainError
from signon.kernel.words import N_

LONGEST_HEAD = 16_384
MOST_BRACKETS = 100
"""A head has a few lists at most; thousands nested in each other take the reader minutes."""

_LINE_END = re.compile(r"\r\n?")
_FENCE = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_OPENING = re.compile(r"---[ \t]*(?:\n|$)")
_HASH = re.compile(
    r"""^(?P<name>\w[\w -]*:[ \t]+)(?P<value>[^\s'"\[{|>&*!%@`#].*?\s\#.*?)\s*$""", re.M
)
_COMMENT = re.compile(r"\s#(?:\s|$)")
_NOTHING = frozenset({"", "~", "null"})


class FrontMatterBroken(DomainError):
    """The head between `---` lines is no list of names and values; `line` counts from 1."""

    status = 422
    message = N_("The head of this file cannot be read: please look at line %(line)s.")

    def __init__(self, line: int, message: str = ""):
        super().__init__(message, line=line)
        self.line = line


@dataclass(frozen=True)
class Head:
    """What a head says, each value as it is written, and in which line of the file it stands."""

    values: Mapping[str, str] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)


def split(text: str) -> tuple[Head, str]:
    """Return what the head says, nothing if there is no head, and the Markdown below it.

    Values are never taken for anything but text: `no` is Norwegian, and 16:30 no number. What is
    empty, `~` or `null` is not said. Line ends come back as plain newlines.
    Raises `FrontMatterBroken`.
    """
    text = _LINE_END.sub("\n", text.removeprefix("\ufeff"))
    opening = _OPENING.match(text)
    if not opening:
        return Head(), text
    closing = _FENCE.search(text, opening.end())
    if not closing or closing.start() > LONGEST_HEAD:
        raise FrontMatterBroken(1)
    head = text[opening.end() : closing.start()]
    if head.count("[") + head.count("{") > MOST_BRACKETS:
        raise FrontMatterBroken(1)
    return _read(_HASH.sub(_kept_whole, head)), text[closing.end() :].lstrip("\n")


def _kept_whole(found: re.Match[str]) -> str:
    """Return a line in whose value a number follows, "#1", so that YAML keeps all of it."""
    if _COMMENT.search(found["value"]):
        return found[0]
    return found["name"] + "'" + found["value"].replace("'", "''") + "'"


def _read(head: str) -> Head:
    try:
        _refuse_repetition(head)
        root = yaml.compose(head, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        raise FrontMatterBroken(_line(error.problem_mark or error.context_mark)) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise FrontMatterBroken(1) from error
    if root is None:
        return Head()
    if not isinstance(root, yaml.MappingNode):
        raise FrontMatterBroken(2)
    return _head(root, head.split("\n"))


def _head(root: yaml.MappingNode, written: list[str]) -> Head:
    values: dict[str, str] = {}
    lines: dict[str, int] = {}
    for name, value in root.value:
        line = _line(name.start_mark)
        if not _are_texts(name, value) or name.value in lines:
            raise FrontMatterBroken(line)
        _require_whole(value, written)
        lines[name.value] = line
        if value.style is not None or value.value.casefold() not in _NOTHING:
            values[name.value] = value.value
    return Head(values, lines)


def _require_whole(value: yaml.ScalarNode, written: list[str]) -> None:
    """Raise `FrontMatterBroken` where a # cuts off a value: who wrote it may have meant it all."""
    end = value.end_mark
    rest = written[end.line][end.column :] if end.line < len(written) else ""
    if value.value and value.style is None and rest.lstrip().startswith("#"):
        raise FrontMatterBroken(
            _line(end),
            N_(
                "Line %(line)s has a # in it. Put the value between quotation marks, or the "
                "comment on a line of its own."
            ),
        )


def _are_texts(*nodes: yaml.Node) -> bool:
    return all(isinstance(node, yaml.ScalarNode) for node in nodes)


def _refuse_repetition(head: str) -> None:
    # References can blow a few lines up to gigabytes, and a tag makes text something else; no
    # paper needs either.
    for token in yaml.scan(head, Loader=yaml.SafeLoader):
        if isinstance(token, yaml.AnchorToken | yaml.AliasToken | yaml.TagToken):
            raise FrontMatterBroken(_line(token.start_mark))


def _line(mark: yaml.Mark | None) -> int:
    return mark.line + 2 if mark else 1
