"""What the documents say of folders and files is so."""

import re
import tomllib

import pytest

from signon.version import VERSION
from tests.house.source import HOUSE, ROOT, packages

PATH = re.compile(r"`((?:[\w.]+/)+[\w.]*)`")
"""A path in backticks, such as `papers/models.py` or `signon/space/`."""

READ_FIRST = ("README.md", "CONTRIBUTING.md", "docs/glossary.md")


@pytest.mark.parametrize("name", READ_FIRST)
def test_every_path_that_is_named_is_there(name: str) -> None:
    named = set(PATH.findall((ROOT / name).read_text(encoding="utf-8")))

    missing = [path for path in sorted(named) if not _is_there(path)]

    assert named
    assert missing == []


def test_every_folder_is_on_the_map() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    missing = [name for name in packages() if f"| `{name}/` |" not in readme]

    assert missing == []


def test_every_document_is_found_from_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    missing = [path.name for path in (ROOT / "docs").glob("*.md") if path.name not in readme]

    assert missing == []


def test_the_version_is_one_and_the_changelog_begins_with_it() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    headings = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)

    assert (project["version"], headings[0]) == (VERSION, VERSION)


def _is_there(path: str) -> bool:
    made_by_us = ("instance/", ".venv/")  # by the commands that the documents explain
    return path.startswith(made_by_us) or any((base / path).exists() for base in (ROOT, HOUSE))
