"""What each room may know, where import-linter cannot see it."""

import ast
from collections.abc import Iterator

import grimp
import pytest

from tests.house.source import HOUSE, Module, modules, packages, who_uses

FRONT_DOORS = {"service", "events", "queries", "models", "policy"}
"""The rooms of a capability that others may know; whatever else it has is its own."""

MORE_DOORS = {
    "endorsements": {
        "disputing",  # verbs for whoever disputes an entry; a service of its own, beside `service`
        "drafts",  # the shape in which whoever was told of an endorsement hands it over
        "entering.service",  # verbs for what reached the hosts another way
        "form.consents",  # what is agreed to in a capacity: the words, wherever they are asked
        "form.corrections",  # the form for what is public, whoever asks for a correction
        "evidence",  # the grades, and the verbs that raise or lower one
        "form.inputs",  # what a form asks of a public field, whoever asks it
        "facts",  # the public part of an endorsement in words, for e-mails of those above
        "publication",  # the verb that renews a line after its endorsement was merged or parted
        "revising",  # verbs for what a signatory changes later; a service beside `service`
        "resemblance",  # reads: which names look like a known one, and why that matters, in words
        "standing",  # reads: which domains are established, and who speaks for an organisation
        "form.wordings",  # the sentences people consent to: the same wherever they are asked again
    },
    "deliveries": {
        "documents.making",  # makes a document of any form, for the command line
        "documents.order",  # pure: what somebody asks for
    },
    "organisations": {
        "handles",  # pure: by what a name finds those that it may repeat
        "lookalikes",  # pure: what names have in common that look alike
        "kind_names",  # what they are called in the language of the page
        "kinds",  # the codes of kinds: part of the contract
        "matching",  # whether two names may mean one organisation: pure, and needed for comparing
        "naming",  # the normal form of a name, under which it is stored
    },
    "papers": {
        "frame",  # the state of a paper in words, as it stands above its rooms
        "editions",  # what a kept page depends on: public changes of a paper, and the clock
        "texts.blockqueries",  # which priority of one version is which of another: reads only
        "texts.differences",  # pure: what lies between two texts, word by word
        "drafts",  # the shape in which whoever writes a text hands it over
        "imports",  # from a file to a draft: the sample comes from files, as leads' papers do
        "rules",  # pure: the names of a paper's dates and rules, and what makes one impossible
        "showing",  # what the page of a paper is drawn with, for whoever shows a draft
        "texts.aligning",  # pure: which block of a translation is which of its original
        "texts.blocks",  # pure: the blocks of a text
        "texts.parts",  # pure: what a text says, part by part
        "texts.pieces",  # pure: the Markdown of each block, for whoever writes block by block
        "texts.translating",  # reads: which blocks of a translation are behind
        "texts.priorities",  # how chosen priorities are written into one column: pure
    },
    "review": {
        "desk",  # pure: the way back to the page of the desk that a lead came from
        "decisions",  # reads: which decision may be taken back, as the trail says
        "filters",  # pure: which signatories a lead asks for, as an address says it
        "table.listing",  # reads: those that such a filter finds
        "words",  # evidence, states and the trail as leads are told of them
        "signatories",  # what of a filter this lead may search by
    },
    "signatories": {
        "fields",  # what of a signatory is public: declared once for everybody who asks or shows it
        "lines",  # the shape in which an act hands over a line, and in which a list returns it
        "files",  # the public list as data, the same wherever it is asked for
        "listing.facets",  # reads: the groups of a list in the order of their headings
        "listing.filters",  # pure: which lines somebody asks for
        "listing.paging",  # reads: lines in the order of the page
        "scope",  # how much of a paper is endorsed, in words
        "shapes",  # what a public page may see of a list
    },
}
"""Rooms beside the front doors that other capabilities may know, each for its reason."""

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
    "signon.mailings.service",  # a mailing and its recipients, which nobody has handed in
    "signon.submissions.workflow",
    "signon.papers.service",  # a paper is open or closed; it is no submission
    "signon.jobs.queue",  # nor is a job
}


def test_every_package_has_its_tests() -> None:
    tests = HOUSE.parent / "tests"

    missing = [name for name in packages() if not list(tests.glob(f"{name}/test_*.py"))]

    assert missing == []


def test_a_capability_knows_others_by_their_front_doors_alone() -> None:
    intruders = [
        f"{importer} -> {room}"
        for importer, room in _imports_between_capabilities()
        if not _is_open(room)
    ]

    assert intruders == []


def test_every_further_door_is_used() -> None:
    rooms = {room for _, room in _imports_between_capabilities()}
    used = {(room.split(".")[1], _further_door(room)) for room in rooms}
    listed = {(name, room) for name, rooms in MORE_DOORS.items() for room in rooms}

    assert listed - used == set()


@pytest.mark.parametrize(
    ("room", "is_open"),
    [
        ("signon.endorsements.service", True),
        ("signon.endorsements.service.endorse", True),
        ("signon.endorsements.evidence", True),
        ("signon.endorsements.form.inputs", True),
        ("signon.endorsements.form.inputs.input_of", True),
        ("signon.endorsements.form", False),
        ("signon.endorsements.form.blankform", False),
        ("signon.papers.form.inputs", False),
        ("signon.papers.evidence", False),  # a further door of another capability
        ("signon.endorsements.routes", False),
        ("signon.endorsements.cleverness", False),  # a name that nobody has thought of yet
        ("signon.endorsements.cleverness.service", False),
    ],
)
def test_a_room_is_closed_unless_it_is_listed(room: str, is_open: bool) -> None:
    assert _is_open(room) is is_open


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


def _imports_between_capabilities() -> Iterator[tuple[str, str]]:
    """Yield (importer, room) wherever a capability imports something of another one."""
    graph = grimp.build_graph("signon", cache_dir=None)
    for room in graph.modules:
        for importer in graph.find_modules_that_directly_import(room):
            ours, theirs = importer.split(".")[1], room.split(".")[1]
            if ours != theirs and {ours, theirs} <= CAPABILITIES:
                yield importer, room


def _is_open(module: str) -> bool:
    _, capability, room, *_rest = [*module.split("."), ""]
    return room in FRONT_DOORS or _further_door(module) in MORE_DOORS.get(capability, set())


def _further_door(module: str) -> str:
    """Return the name of a room within its capability: "evidence", or "form.inputs"."""
    _, capability, room, *inner = [*module.split("."), ""]
    within = f"{room}.{inner[0]}" if inner else room
    return within if within in MORE_DOORS.get(capability, set()) else room


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
