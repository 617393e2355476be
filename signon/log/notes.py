"""Signed notes and checkpoints, as C2SP signed-note and tlog-checkpoint say. Pure.

A checkpoint says how many leaves a log has and what their root is. Whoever holds one can tell
whether a later one belongs to the same log.
"""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = b"\x01"
"""The kind of a signature, in its key."""

_ID = 4
"""Octets of a key's hash by which a signature says whose it is."""

_NAME = re.compile(r"[^\s+]{1,200}")
_SIZE = re.compile(r"0|[1-9][0-9]{0,17}")


class NotGenuine(ValueError):
    """A note is malformed, or is not signed by the key that it is checked with."""


@dataclass(frozen=True)
class Checkpoint:
    """What is signed: whose log it is, how many leaves it has, and their root."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """Return the lines that are signed."""
        return f"{self.origin}\n{self.size}\n{_base64(self.root)}\n"


def verifier_key(name: str, public: Ed25519PublicKey) -> str:
    """Return the key that checks notes, as one word: name, hash and key."""
    octets = ED25519 + public.public_bytes_raw()
    return f"{name}+{_key_id(name, public).hex()}+{_base64(octets)}"


def sign(checkpoint: Checkpoint, key: Ed25519PrivateKey) -> str:
    """Return the note of a checkpoint, signed under the name of its log."""
    text, name = checkpoint.text(), checkpoint.origin
    signature = _key_id(name, key.public_key()) + key.sign(text.encode())
    return f"{text}\n\u2014 {name} {_base64(signature)}\n"


def read(note: str, public: Ed25519PublicKey) -> Checkpoint:
    """Return what a note says; raise `NotGenuine` unless the key has signed it.

    Further signatures, of whoever has witnessed it, are let pass; so are lines after the root.
    """
    text, blank, signatures = note.rpartition("\n\n")
    checkpoint = _parse(f"{text}\n") if blank else None
    if checkpoint is None or not any(
        _is_by(line, f"{text}\n", checkpoint.origin, public) for line in signatures.splitlines()
    ):
        raise NotGenuine("not signed by this key")
    return checkpoint


def _parse(text: str) -> Checkpoint | None:
    lines = text.split("\n")
    if len(lines) < 4 or not _NAME.fullmatch(lines[0]) or not _SIZE.fullmatch(lines[1]):
        return None
    root = _octets(lines[2])
    return Checkpoint(lines[0], int(lines[1]), root) if len(root) == 32 else None


def _is_by(line: str, text: str, name: str, public: Ed25519PublicKey) -> bool:
    parts = line.split(" ")
    if len(parts) != 3 or parts[:2] != ["\u2014", name]:
        return False
    signature = _octets(parts[2])
    if signature[:_ID] != _key_id(name, public):
        return False
    try:
        public.verify(signature[_ID:], text.encode())
    except InvalidSignature:
        return False
    return True


def _key_id(name: str, public: Ed25519PublicKey) -> bytes:
    named = f"{name}\n".encode() + ED25519 + public.public_bytes_raw()
    return hashlib.sha256(named).digest()[:_ID]


def _base64(octets: bytes) -> str:
    return base64.b64encode(octets).decode()


def _octets(text: str) -> bytes:
    """Return what base64 stands for, nothing where it is malformed."""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
