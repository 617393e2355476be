"""The messages of a file: one alone, or the many of an mbox (RFC 4155)."""

from collections.abc import Iterator
from typing import IO

from signon.outbox.returned.reading import LARGEST

BEGIN = b"From "
LONGEST_LINE = 64 * 1024


def messages(source: IO[bytes]) -> Iterator[bytes]:
    """Yield each message of a file, holding one at a time; a file without an mbox's line is one.

    Of one that is too large its beginning and one octet too many, so that it is refused as such.
    """
    first = source.readline(LONGEST_LINE)
    is_mbox = first.startswith(BEGIN)
    kept, after_blank = bytearray(b"" if is_mbox else first), False
    for line in iter(lambda: source.readline(LONGEST_LINE), b""):
        if is_mbox and after_blank and line.startswith(BEGIN):
            yield bytes(kept)
            kept.clear()
        elif len(kept) <= LARGEST:
            kept += _unquoted(line) if is_mbox else line
            del kept[LARGEST + 1 :]
        after_blank = not line.strip(b"\r\n")
    yield bytes(kept)


def _unquoted(line: bytes) -> bytes:
    """Return a line as it was before the mbox made it no beginning of a message."""
    return line[1:] if line.startswith(b">") and line.lstrip(b">").startswith(BEGIN) else line
