"""The tree is that of RFC 6962: by the vectors that logs of certificates use, and by an oracle."""

import secrets
from functools import partial

import pymerkle
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signon.log import tiles, tree

LEAVES = [
    bytes.fromhex(leaf)
    for leaf in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
"""Of the first 0 to 8 leaves, as the programs for logs of certificates are tried with."""

Kept = dict[tiles.Tile, bytes]


def kept(hashes: list[bytes], step: int = 100) -> Kept:
    """Return the tiles of a tree that grew so many leaves at a time."""
    found: Kept = {}
    for size in range(0, len(hashes), step):
        load = partial(_load, found)
        found |= tiles.appended(size, hashes[size : size + step], load)
    return found


def _load(found: Kept, level: int, number: int) -> bytes:
    return found[level, number]


def reader(found: Kept) -> tree.Reader:
    return tiles.reader(partial(_load, found))


def oracle(entries: list[bytes]) -> pymerkle.InmemoryTree:
    made = pymerkle.InmemoryTree(algorithm="sha256")
    for entry in entries:
        made.append(entry)
    return made


def test_roots_are_those_of_the_known_vectors() -> None:
    read = reader(kept([tree.leaf_hash(leaf) for leaf in LEAVES]))

    assert tuple(tree.root(size, read).hex() for size in range(9)) == ROOTS


@pytest.mark.parametrize("step", [1, 7, 256, 700])
def test_a_tree_that_grows_by_any_step_is_that_of_the_oracle(step: int) -> None:
    entries = [number.to_bytes(2, "big") for number in range(700)]
    made, hashes = oracle(entries), [tree.leaf_hash(entry) for entry in entries]

    read = reader(kept(hashes, step))

    for size in (1, 2, 3, 255, 256, 257, 511, 512, 513, 700):
        assert tree.root(size, read) == made.get_state(size)


def test_a_tree_above_three_levels_of_tiles_is_that_of_its_leaves() -> None:
    hashes = [number.to_bytes(32, "big") for number in range(256 * 256 + 300)]
    peaks: list[bytes] = []
    for size, leaf in enumerate(hashes):
        tree.grow(peaks, size, leaf)

    found = kept(hashes, 20_000)

    assert {level for level, _ in found} == {0, 1, 2}
    assert tree.root(len(hashes), reader(found)) == tree.root_of_edge(peaks)
    assert tree.edge(len(hashes), reader(found)) == peaks


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 600), st.data())
def test_every_proof_leads_to_the_root_and_is_that_of_the_oracle(
    size: int, data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, size - 1))
    old = data.draw(st.integers(1, size))
    made, read = ORACLE, WHOLE

    proof = tree.inclusion_proof(index, size, read)
    grown = tree.consistency_proof(old, size, read)

    whole = tree.root(size, read)
    assert tree.root_of_inclusion(HASHES[index], index, size, proof) == whole
    tree.require_consistent((old, tree.root(old, read)), (size, whole), grown)
    theirs = made.prove_inclusion(index + 1, size)
    assert sorted(theirs.path[1:]) == sorted(proof)
    assert theirs.resolve() == whole


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 600), st.data())
def test_a_proof_with_one_wrong_thing_fails(size: int, data: st.DataObject) -> None:
    index, old = (data.draw(st.integers(low, size - 1)) for low in (0, 1))
    proof, grown = (
        tree.inclusion_proof(index, size, WHOLE),
        tree.consistency_proof(old, size, WHOLE),
    )
    whole, before = tree.root(size, WHOLE), tree.root(old, WHOLE)
    at = data.draw(st.integers(0, len(proof) - 1))
    bent = [*proof[:at], secrets.token_bytes(32), *proof[at + 1 :]]

    assert tree.root_of_inclusion(HASHES[index], index, size, bent) != whole
    for wrong in (proof[:-1], [*proof, whole]):
        with pytest.raises(tree.ProofFailed):
            tree.root_of_inclusion(HASHES[index], index, size, wrong)
    for wrong in (grown[:-1], [*grown, whole], [secrets.token_bytes(32), *grown[1:]]):
        with pytest.raises(tree.ProofFailed):
            tree.require_consistent((old, before), (size, whole), wrong)
    with pytest.raises(tree.ProofFailed):
        tree.require_consistent((size, whole), (old, before), grown)


def test_what_is_not_in_a_tree_has_no_proof() -> None:
    for index, size in ((-1, 5), (5, 5), (0, 0)):
        with pytest.raises(ValueError, match="no such leaf"):
            tree.inclusion_proof(index, size, WHOLE)
        with pytest.raises(tree.ProofFailed):
            tree.root_of_inclusion(b"", index, size, [])
    for old, new in ((0, 5), (6, 5)):
        with pytest.raises(ValueError, match="no such trees"):
            tree.consistency_proof(old, new, WHOLE)


def test_every_tree_begins_with_the_empty_one_and_with_itself() -> None:
    whole = (5, tree.root(5, WHOLE))

    tree.require_consistent((0, tree.EMPTY), whole, [])
    tree.require_consistent(whole, whole, [])
    for wrong in ((0, whole[1]), (5, tree.EMPTY)):
        with pytest.raises(tree.ProofFailed):
            tree.require_consistent(wrong, whole, [])


ENTRIES = [number.to_bytes(2, "big") for number in range(600)]
HASHES = [tree.leaf_hash(entry) for entry in ENTRIES]
WHOLE = reader(kept(HASHES))
ORACLE = oracle(ENTRIES)
