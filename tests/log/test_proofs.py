"""What a stranger with a bare Python can prove from our files, and cannot be made to believe."""

import base64
import importlib.util
import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from signon.audit import trail
from signon.endorsements.capability import ENDORSEMENT
from signon.endorsements.models import Endorsement
from signon.extensions import ROOT, db
from signon.kernel import clock
from signon.log import noted, verifying
from signon.submissions import workflow
from tests.factories import a_paper, an_endorsement
from tests.log.scene import a_minute_later, advance
from tests.support.clients import Browser
from tests.support.databases import on_one_database

SCRIPT = ROOT / "docs" / "verify_list.py"
LIST = "/papers/ten-doors/signatories.proof.json"
Proof = dict[str, Any]


def fetched(client: Browser, path: str = LIST) -> Proof:
    answer = client.get(path)
    assert answer.status_code == 200
    return json.loads(answer.get_data())


def verified(client: Browser, folder: Path, *proofs: Proof) -> subprocess.CompletedProcess[str]:
    """Run the script as a stranger does, in a Python that has nothing but its own library."""
    files = [folder / f"{number}.json" for number, _ in enumerate(proofs)]
    for file, proof in zip(files, proofs, strict=True):
        file.write_text(json.dumps(proof), "utf-8")
    key = client.get("/log/key").text.strip()
    words = [sys.executable, "-I", "-S", str(SCRIPT), key, *map(str, files)]
    return subprocess.run(words, capture_output=True, text=True, check=False)


def size_of(proof: Proof) -> int:
    return int(proof["checkpoint"].split("\n")[1])


def withdraw(row: Endorsement) -> None:
    row = db.session.get_one(Endorsement, row.id)
    workflow.withdraw(ENDORSEMENT, row, actor=trail.SIGNATORY)


def three(paper: Any) -> list[Endorsement]:
    return [an_endorsement(paper, name=name) for name in ("Hearth", "Harbour", "Ζεστασιά")]


def test_the_script_has_at_most_sixty_lines() -> None:
    lines = SCRIPT.read_text("utf-8").splitlines()

    assert len(lines) <= 60
    assert max(map(len, lines)) <= 100


def test_names_of_a_list_are_proven_in_a_bare_python(client: Browser, tmp_path: Path) -> None:
    three(a_paper())
    advance()

    done = verified(client, tmp_path, fetched(client))

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[1:] == ["  Harbour", "  Hearth", "  Ζεστασιά"]


def test_one_entry_is_proven_by_itself(client: Browser, tmp_path: Path) -> None:
    _, harbour, _ = three(a_paper())
    advance()

    proof = fetched(client, f"/papers/ten-doors/signatories/{harbour.public_id}.proof.json")

    done = verified(client, tmp_path, proof)
    assert done.stdout.splitlines()[1:] == ["  Harbour"]
    assert "Hearth" not in json.dumps(proof)


def test_what_came_after_the_checkpoint_spoils_no_proof(client: Browser, tmp_path: Path) -> None:
    paper = a_paper("ten-doors")
    first = an_endorsement(paper, name="Hearth")
    with time_machine.travel(clock.now(), tick=False):
        advance()
        later = an_endorsement(paper, name="Harbour")
        advance()  # leaves above the newest checkpoint

    entry = "/papers/ten-doors/signatories/{}.proof.json".format
    proof = fetched(client, entry(first.public_id))

    assert "Hearth" in verified(client, tmp_path, proof).stdout
    assert client.get(entry(later.public_id)).status_code == 404


def test_a_signature_of_somebody_else_beside_ours_spoils_no_proof(
    client: Browser, tmp_path: Path
) -> None:
    an_endorsement(a_paper("ten-doors"), name="Hearth")
    advance()
    proof = fetched(client)
    others = base64.b64encode(b"\xff" * 76).decode()

    proof["checkpoint"] += f"\u2014 witness.example.org/one {others}\n"

    assert "Hearth" in verified(client, tmp_path, proof).stdout
    noted.place().write_text(proof["checkpoint"])
    assert list(verifying.findings()) == []


def test_who_left_between_two_files_is_named_with_the_reason(
    client: Browser, tmp_path: Path
) -> None:
    hearth, *_ = three(a_paper())
    advance()
    before = fetched(client)
    withdraw(hearth)
    an_endorsement(a_paper(), name="Newcomer")
    with a_minute_later():
        advance()

    after = fetched(client, f"{LIST}?since={size_of(before)}")

    done = verified(client, tmp_path, before, after)
    assert (done.returncode, done.stderr) == (0, "")
    assert "withdrawn  Hearth" in done.stdout.splitlines()
    assert "Hearth" not in json.dumps(after)


def test_a_proof_of_others_holds_after_one_was_erased(client: Browser, tmp_path: Path) -> None:
    hearth, *_ = three(a_paper())
    advance()
    before = fetched(client)

    withdraw(hearth)
    now = fetched(client)  # the worker has not come yet

    assert verified(client, tmp_path, before).returncode == 0
    assert len(now["gone"]) == 1
    assert "Hearth" not in json.dumps(now)
    done = verified(client, tmp_path, now)
    assert done.stdout.splitlines()[1:] == ["  (has left since)", "  Harbour", "  Ζεστασιά"]


def first_line(proof: Proof, **values: str) -> Proof:
    return {**proof, "lines": [{**proof["lines"][0], **values}, *proof["lines"][1:]]}


def leaf(one: Proof, **values: Any) -> Proof:
    return {**one, "leaf": {**one["leaf"], **values}}


BENT: dict[str, Callable[[Proof], Proof]] = {
    "another name": lambda one: first_line(one, line=one["lines"][0]["line"].replace("BE", "FR")),
    "another salt": lambda one: first_line(one, salt="00" * 16),
    "a name left out": lambda one: {**one, "lines": one["lines"][1:]},
    "a name hidden": lambda one: {**one, "lines": one["lines"][1:], "gone": ["00" * 32]},
    "a name put in": lambda one: {
        **one,
        "lines": [*one["lines"], {"salt": "00" * 16, "line": '{"name":"Stranger"}'}],
    },
    "another number of leaves": lambda one: {
        **one,
        "checkpoint": one["checkpoint"].replace(f"\n{size_of(one)}\n", "\n9\n"),
    },
    "another leaf": lambda one: leaf(one, entry=one["leaf"]["entry"].replace("3", "4")),
    "another way": lambda one: leaf(one, proof=["00" * 32, *one["leaf"]["proof"][1:]]),
    "a shorter way": lambda one: leaf(one, proof=one["leaf"]["proof"][1:]),
}


@on_one_database
@pytest.mark.parametrize("what", BENT)
def test_a_file_that_was_bent_proves_nothing(client: Browser, tmp_path: Path, what: str) -> None:
    three(a_paper())
    advance()

    done = verified(client, tmp_path, BENT[what](fetched(client)))

    assert done.returncode == 1
    assert done.stderr.startswith("NOT PROVEN")
    assert done.stdout == ""


def without(entries: list[str], kind: str) -> list[str]:
    return [entry for entry in entries if f'"kind":"{kind}"' not in entry]


LATER: dict[str, Callable[[Proof], Proof]] = {
    "a withdrawal left out": lambda since: {
        **since,
        "entries": without(since["entries"], "withdrawn"),
    },
    "another edge": lambda since: {**since, "edge": ["00" * 32, *since["edge"][1:]]},
    "leaves in another order": lambda since: {**since, "entries": since["entries"][::-1]},
    "a leaf of today left out": lambda since: {**since, "entries": since["entries"][:-1]},
}


@on_one_database
@pytest.mark.parametrize("what", LATER)
def test_what_happened_in_between_cannot_be_hidden(
    client: Browser, tmp_path: Path, what: str
) -> None:
    hearth, *_ = three(a_paper())
    advance()
    before = fetched(client)
    withdraw(hearth)
    with a_minute_later():
        advance()
    after = fetched(client, f"{LIST}?since={size_of(before)}")

    done = verified(client, tmp_path, before, {**after, "since": LATER[what](after["since"])})

    assert done.returncode == 1
    assert "NOT PROVEN: LATER" in done.stderr


@on_one_database
def test_two_files_without_what_lies_between_are_told_what_is_missing(
    client: Browser, tmp_path: Path
) -> None:
    three(a_paper())
    advance()
    proof = fetched(client)

    done = verified(client, tmp_path, proof, proof)

    assert (done.returncode, done.stderr) == (1, "NOT PROVEN: LATER lacks ?since=\n")


@on_one_database
def test_a_file_of_another_key_proves_nothing(client: Browser, tmp_path: Path) -> None:
    three(a_paper())
    advance()
    proof, key = fetched(client), client.get("/log/key").text.strip()
    other = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    file = tmp_path / "proof.json"
    file.write_text(json.dumps(proof), "utf-8")

    foreign = "+".join([*key.split("+")[:2], base64.b64encode(b"\x01" + other).decode()])
    words = [sys.executable, "-I", "-S", str(SCRIPT), foreign, str(file)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)

    assert "NOT PROVEN: no such signature" in done.stderr


@settings(max_examples=25, deadline=None)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=200), st.integers(0, 511))
def test_signatures_are_checked_as_another_program_makes_them(
    seed: bytes, text: bytes, bit: int
) -> None:
    key, script = Ed25519PrivateKey.from_private_bytes(seed), loaded()
    public, signed = key.public_key().public_bytes_raw(), key.sign(text)

    assert script.is_signed(public, text, signed)
    assert not script.is_signed(public, text + b"x", signed)
    bent = (int.from_bytes(signed, "big") ^ 1 << bit).to_bytes(64, "big")
    with suppress(SystemExit):  # what is no point of the curve ends the script
        assert not script.is_signed(public, text, bent)


def loaded() -> ModuleType:
    found = importlib.util.spec_from_file_location("verify_list", SCRIPT)
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module
