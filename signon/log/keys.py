"""The key that signs checkpoints: a file of the data folder, made when the log is begun.

It is no setting, so that nobody has to think of it before there is a log; and it is not worked out
from the secret key, which is exchanged from time to time, while a log keeps its key.
"""

import os
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from flask import current_app

from signon.kernel.files.places import sync_folder, to_owner_of
from signon.log import notes

NAME = "log-key"


class NoKey(Exception):
    """The file does not hold a key of the kind that signs checkpoints."""


def origin() -> str:
    """Return the name of the log: its address without the scheme, as C2SP advises."""
    return f"{urlsplit(current_app.config['BASE_URL']).netloc}/log"


def place() -> Path:
    """Return where the key is kept."""
    return Path(current_app.config["DATA_DIR"], NAME)


def for_signing() -> Ed25519PrivateKey:
    """Return the key, made now if there is none. Raises `NoKey`, and errors of the system."""
    try:
        return _read()
    except FileNotFoundError:
        _make()
        return _read()


def for_checking() -> Ed25519PublicKey | None:
    """Return what checks the signatures, None before the log was begun. Raises `NoKey`."""
    try:
        return _read().public_key()
    except FileNotFoundError:
        return None


def verifier_key() -> str | None:
    """Return the public key as one word with the name of the log, None before it was begun."""
    public = for_checking()
    return notes.verifier_key(origin(), public) if public else None


def _read() -> Ed25519PrivateKey:
    try:
        key = serialization.load_pem_private_key(place().read_bytes(), password=None)
    except (ValueError, TypeError):
        raise NoKey(f"{place()} holds no key") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise NoKey(f"{place()} holds a key of another kind")
    return key


def _make() -> None:
    """Write a new key, whole or not at all; who comes second takes the first one's."""
    pem = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    with tempfile.NamedTemporaryFile(dir=place().parent, prefix=f".{NAME}-") as file:
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())
        to_owner_of(Path(file.name), place().parent)
        Path(file.name).chmod(0o600)
        try:
            os.link(file.name, place())
        except FileExistsError:
            return
    sync_folder(place().parent)
