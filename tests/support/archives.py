"""Files that are archives of files, for tests that look for words in them."""

import io
import zipfile


def unpacked(data: bytes) -> bytes:
    """Return everything that is in a file, one file after the other if it is an archive."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())
