"""The Merkle tree of RFC 6962, section 2: its root, and proofs made and checked. Pure.

A tree is read through a `Reader`, which knows the roots of its complete subtrees; so whatever is
asked costs as many steps as the tree is high.
"""

import hashlib
from collections.abc import Callable, Sequence

Reader = Callable[[int, int], bytes]
"""Returns the root of the complete subtree of 2 ** level leaves that is the index-th so large."""

SIZE = hashlib.sha256().digest_size
EMPTY = hashlib.sha256().digest()
"""The root of a tree without leaves."""


class ProofFailed(ValueError):
    """A proof does not lead from what it begins with to the root."""


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of a leaf."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of a node above two others."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(size: int, read: Reader) -> bytes:
    """Return the root of the first `size` leaves."""
    return _span(0, size, read) if size else EMPTY


def fold(hashes: Sequence[bytes]) -> bytes:
    """Return the root above complete subtrees of one size, of which there are a power of two."""
    while len(hashes) > 1:
        pairs = range(0, len(hashes), 2)
        hashes = [node_hash(hashes[at], hashes[at + 1]) for at in pairs]
    return hashes[0]


def edge(size: int, read: Reader) -> list[bytes]:
    """Return the roots of the complete subtrees that a tree of `size` leaves falls into.

    They are what has to be known of a tree to add leaves to it; the largest comes first.
    """
    levels = [level for level in reversed(range(size.bit_length())) if size >> level & 1]
    return [read(level, (size >> level) - 1) for level in levels]


def root_of_edge(peaks: Sequence[bytes]) -> bytes:
    """Return the root of the tree that falls into these subtrees."""
    if not peaks:
        return EMPTY
    *rest, found = peaks
    for peak in reversed(rest):
        found = node_hash(peak, found)
    return found


def grow(peaks: list[bytes], size: int, leaf: bytes) -> None:
    """Add the hash of a leaf to the edge of a tree of `size` leaves."""
    peaks.append(leaf)
    while size & 1:
        right = peaks.pop()
        peaks[-1] = node_hash(peaks[-1], right)
        size >>= 1


def inclusion_proof(index: int, size: int, read: Reader) -> list[bytes]:
    """Return the audit path of RFC 6962, 2.1.1, of a leaf in the tree of the first `size`.

    Raises `ValueError` when the tree has no such leaf.
    """
    if not 0 <= index < size:
        raise ValueError("no such leaf")
    begin, end, found = 0, size, []
    while end - begin > 1:
        middle = begin + _split(end - begin)
        if index < middle:
            found.append(_span(middle, end, read))
            end = middle
        else:
            found.append(_span(begin, middle, read))
            begin = middle
    return found[::-1]


def sides(index: int, size: int) -> str:
    """Return for each hash of an inclusion proof whether it stands left ("L") or right ("R")."""
    begin, end, found = 0, size, ""
    while end - begin > 1:
        middle = begin + _split(end - begin)
        is_right = index < middle
        found += "R" if is_right else "L"
        begin, end = (begin, middle) if is_right else (middle, end)
    return found[::-1]


def consistency_proof(old: int, new: int, read: Reader) -> list[bytes]:
    """Return the proof of RFC 6962, 2.1.2, that the tree of `new` leaves begins with that of `old`.

    Raises `ValueError` unless 0 < `old` <= `new`.
    """
    if not 0 < old <= new:
        raise ValueError("no such trees")
    begin, end, found = 0, new, []
    while end != old:
        middle = begin + _split(end - begin)
        if old <= middle:
            found.append(_span(middle, end, read))
            end = middle
        else:
            found.append(_span(begin, middle, read))
            begin = middle
    if begin:
        found.append(_span(begin, end, read))
    return found[::-1]


def root_of_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes:
    """Return the root that a proof leads to from the hash of a leaf (RFC 9162, 2.1.3.2).

    Raises `ProofFailed` when the proof is of another length than such a leaf has.
    """
    if not 0 <= index < size:
        raise ProofFailed("no such leaf")
    at, last, found = index, size - 1, leaf
    for one in proof:
        if not last:
            raise ProofFailed("too long")
        at, last, found = _step(at, last, found, one)
    if last:
        raise ProofFailed("too short")
    return found


def require_consistent(
    old: tuple[int, bytes], new: tuple[int, bytes], proof: Sequence[bytes]
) -> None:
    """Raise `ProofFailed` unless the tree `new` (size, root) begins with `old` (RFC 9162, 2.1.4.2).

    Every tree begins with one without leaves.
    """
    (old_size, old_root), (new_size, new_root) = old, new
    if old_size in (0, new_size):
        is_proven = not proof and (old_root == (new_root if old_size else EMPTY))
    else:
        is_proven = _roots_of_consistency(old_size, old_root, new_size, proof) == (
            old_root,
            new_root,
        )
    if old_size > new_size or not is_proven:
        raise ProofFailed("not consistent")


def _roots_of_consistency(
    old: int, old_root: bytes, new: int, proof: Sequence[bytes]
) -> tuple[bytes, bytes]:
    path = [old_root, *proof] if old & (old - 1) == 0 else [*proof]
    if not path:
        raise ProofFailed("too short")
    at, last = old - 1, new - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    first = second = path[0]
    for one in path[1:]:
        if not last:
            raise ProofFailed("too long")
        if at & 1 or at == last:
            first = node_hash(one, first)
        at, last, second = _step(at, last, second, one)
    if last:
        raise ProofFailed("too short")
    return first, second


def _step(at: int, last: int, found: bytes, one: bytes) -> tuple[int, int, bytes]:
    """Go one node up a proof: from the node `at` of a row that ends with `last`."""
    if at & 1 or at == last:
        found = node_hash(one, found)
        while not at & 1 and at:
            at, last = at >> 1, last >> 1
    else:
        found = node_hash(found, one)
    return at >> 1, last >> 1, found


def _span(begin: int, end: int, read: Reader) -> bytes:
    """Return the root of some leaves, as RFC 6962 cuts a tree into such spans."""
    width = end - begin
    if width & (width - 1) == 0:
        level = width.bit_length() - 1
        return read(level, begin >> level)
    middle = begin + _split(width)
    return node_hash(_span(begin, middle, read), _span(middle, end, read))


def _split(width: int) -> int:
    """Return the largest power of two below `width`."""
    return 1 << (width - 1).bit_length() - 1
