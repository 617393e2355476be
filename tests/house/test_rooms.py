"""What each room may know, where import-linter cannot see it."""

import ast
from collections.abc import Iterator

import grimp

from tests.house.source import HOUSE, Module, modules, packages, who_uses

INNER_ROOMS = {"routes", "forms", "drafts", "emails", "exports", "tasks", "desk"}
CAPABILITIES = {path.parent.name for path in HOUSE.glob("*/capability.py")}

TIME = {
    "datetime.date.today",
    "datetime.datetime.now",
    "datetime.datetime.today",
    "datetime.datetime.utcnow",
    "sqlalchemy.func.now",
    "time.time",
}
ENVIRONMENT = {"os.environ", "os.environb", "os.getenv", "os.putenv"}
VISITOR = {"flask.session", "flask_login.current_user"}

WRITERS_OF_STATE = {
    "signon.submissions.workflow",
    "signon.papers.service",  # a paper is open or closed; it is no submission
    "signon.jobs.queue",  # nor is a job
}


def test_every_package_has_its_tests() -> None:
    tests = HOUSE.parent / "tests"

    missing = [name for name in packages() if not list(tests.glob(f"{name}/test_*.py"))]

    assert missing == []


def test_the_inner_rooms_of_a_capability_are_used_by_itself_alone() -> None:
    graph = grimp.build_graph("signon", cache_dir=None)

    intruders = [
        f"{importer} -> {room}"
        for room in graph.modules
        if _is_inner(room)
        for importer in graph.find_modules_that_directly_import(room)
        if importer.split(".")[1] != room.split(".")[1]
    ]

    assert intruders == []


def test_the_state_of_a_submission_changes_in_the_workflow_alone() -> None:
    elsewhere = [
        f"{module.name}:{line}"
        for module in modules()
        if module.name not in WRITERS_OF_STATE
        for line in _writes_of_state(module)
    ]

    assert elsewhere == []


def test_time_comes_from_the_clock() -> None:
    assert who_uses(TIME, but={"signon.kernel.clock"}) == []


def test_the_environment_is_read_in_the_settings_alone() -> None:
    assert who_uses(ENVIRONMENT, but=set()) == []


def test_who_asks_is_known_at_the_doors_alone() -> None:
    assert who_uses(VISITOR, but={"signon.access.guard"}) == []


def _is_inner(name: str) -> bool:
    _, capability, room, *_rest = [*name.split("."), "", ""]
    return capability in CAPABILITIES and room in INNER_ROOMS


def _writes_of_state(module: Module) -> Iterator[int]:
    """Yield the lines with `row.state = …`, `setattr(row, "state", …)` or `.values(state=…)`."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            if node.attr == "state":
                yield node.lineno
        elif isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            constants = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
            keywords = [keyword.arg for keyword in node.keywords]
            if (called == "setattr" and "state" in constants) or (
                called.endswith(".values") and "state" in keywords
            ):
                yield node.lineno
