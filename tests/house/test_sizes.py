"""A function fits on a screen, a file into a head. The aims are 25 and 300 lines.

More files in a folder than one can look over are two capabilities, or a room that wants a folder.
"""

import ast
from collections import Counter

from tests.house.source import modules

LONGEST_FUNCTION = 40
LONGEST_FILE = 350
MOST_FILES = 20


def test_no_function_is_too_long() -> None:
    long = [
        f"{module.name}:{node.lineno} {node.name} has {node.end_lineno - node.lineno + 1} lines"
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno >= LONGEST_FUNCTION
    ]

    assert long == []


def test_no_file_is_too_long() -> None:
    lengths = {module.name: len(module.path.read_text().splitlines()) for module in modules()}

    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_no_folder_has_too_many_files() -> None:
    folders = Counter(module.path.parent for module in modules())

    assert {str(folder): files for folder, files in folders.items() if files > MOST_FILES} == {}
