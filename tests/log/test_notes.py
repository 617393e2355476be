"""Notes are those of C2SP: by an example of its own, and by what another program makes of them."""

import base64
import hashlib
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from signon.log import notes
from signon.log.notes import Checkpoint, NotGenuine

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
CHECKPOINT = Checkpoint("signon.example/log", 7, hashlib.sha256(b"seven").digest())


def test_a_checkpoint_has_three_lines_and_a_signature() -> None:
    note = notes.sign(CHECKPOINT, KEY)

    origin, size, root, empty, signature, end = note.split("\n")
    assert (origin, size, empty, end) == ("signon.example/log", "7", "", "")
    assert base64.b64decode(root) == CHECKPOINT.root
    signed = base64.b64decode(signature.removeprefix("— signon.example/log "))
    KEY.public_key().verify(signed[4:], f"{origin}\n{size}\n{root}\n".encode())


def test_the_key_says_how_its_signatures_are_found() -> None:
    name, identity, key = notes.verifier_key(CHECKPOINT.origin, KEY.public_key()).split("+", 2)

    octets = base64.b64decode(key)
    assert octets == b"\x01" + KEY.public_key().public_bytes_raw()
    assert hashlib.sha256(f"{name}\n".encode() + octets).hexdigest()[:8] == identity
    signature = notes.sign(CHECKPOINT, KEY).split()[-1]
    assert base64.b64decode(signature)[:4].hex() == identity


def test_the_key_of_the_specification_has_the_hash_that_stands_there() -> None:
    known = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    name, identity, key = known.split("+", 2)
    public = Ed25519PublicKey.from_public_bytes(base64.b64decode(key)[1:])

    assert notes.verifier_key(name, public) == known
    assert identity == "c74f20a3"


def test_a_note_that_a_witness_has_signed_too_is_read() -> None:
    note = notes.sign(CHECKPOINT, KEY) + "— witness.example AAAAAAAAAAAA\n"

    assert notes.read(note, KEY.public_key()) == CHECKPOINT


def test_lines_after_the_root_are_signed_with_it() -> None:
    longer = CHECKPOINT.text() + "more\n"
    signed = base64.b64encode(
        base64.b64decode(notes.sign(CHECKPOINT, KEY).split()[-1])[:4] + KEY.sign(longer.encode())
    )

    note = f"{longer}\n— {CHECKPOINT.origin} {signed.decode()}\n"

    assert notes.read(note, KEY.public_key()) == CHECKPOINT


@pytest.mark.parametrize(
    "bend",
    [
        lambda note: note.replace("\n7\n", "\n8\n"),
        lambda note: note.replace("\n7\n", "\n07\n"),
        lambda note: note.replace("signon.example", "signon.elsewhere"),
        lambda note: note.replace("\n\n", "\n"),
        lambda note: note.partition("—")[0],
        lambda note: note.replace("— ", "- "),
        lambda note: note[:-6] + "AAA=\n",
        lambda note: note[:-6] + "????\n",
        lambda note: note.replace("\n7\n", "\n" + "9" * 30 + "\n"),
        lambda note: "",
        lambda note: "\n\n",
    ],
)
def test_a_note_that_was_bent_is_not_genuine(bend: Callable[[str], str]) -> None:
    with pytest.raises(NotGenuine):
        notes.read(bend(notes.sign(CHECKPOINT, KEY)), KEY.public_key())


def test_a_note_by_another_key_is_not_genuine() -> None:
    other = Ed25519PrivateKey.from_private_bytes(bytes(32))

    with pytest.raises(NotGenuine):
        notes.read(notes.sign(CHECKPOINT, KEY), other.public_key())
