"""Which files may be kept as a proof. Pure: bytes in, their kind or a refusal out."""

import re
from pathlib import PurePath
from unicodedata import category

from signon.kernel.errors import DomainError
from signon.kernel.text import names
from signon.kernel.words import N_

LARGEST = 10 * 1024 * 1024
LONGEST_NAME = 200

MIMES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "eml": "message/rfc822",
}
_HEADER = re.compile(rb"[!-9;-~]+:[ \t]", re.ASCII)
_SENDER = re.compile(rb"^From:[ \t]", re.MULTILINE | re.IGNORECASE)
_DATE = re.compile(rb"^(Date|Received|Message-ID):[ \t]", re.MULTILINE | re.IGNORECASE)


class ProofRefused(DomainError):
    """The file cannot be kept; the message says why."""

    status = 422


def kind_of(content: bytes, name: str) -> str:
    """Return which kind of file it is, by its first bytes and never by what was said of it.

    A mail has no such bytes: it is one by its headers (RFC 5322, 3.6) and its name. Raises
    `ProofRefused` for anything else, an empty file, or one that is too large.
    """
    if len(content) > LARGEST:
        raise ProofRefused(N_("The file is larger than 10 MB."))
    if content.startswith(b"%PDF-") and b"%%EOF" in content[-2048:]:
        return "pdf"
    if content.startswith(b"\x89PNG\r\n\x1a\n") and b"IEND" in content[-64:]:
        return "png"
    if content.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if name.lower().endswith(".eml") and _is_mail(content):
        return "eml"
    raise ProofRefused(N_("This is no PDF, PNG or JPEG, and no e-mail saved as .eml."))


def kept_name(typed: str, kind: str) -> str:
    """Return the name under which leads keep a file: its last part, and its end as it is.

    Raises `DomainError` for signs that cannot be shown.
    """
    whole = PurePath(typed.replace("\\", "/")).name
    # What only turns the order of letters around would hide what a file is.
    name = " ".join("".join(c for c in whole if category(c) != "Cf").split())
    names.require_shown(name)
    stem = name.rpartition(".")[0] if "." in name else name
    return f"{stem[: LONGEST_NAME - 4] or 'proof'}.{kind}"


def _is_mail(content: bytes) -> bool:
    head = re.split(rb"\r?\n\r?\n", content[:65536], maxsplit=1)[0]
    is_text = b"\0" not in content and _HEADER.match(head) is not None
    return is_text and bool(_SENDER.search(head)) and bool(_DATE.search(head))
