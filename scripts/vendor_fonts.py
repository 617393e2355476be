"""Recreate ``static/fonts`` from the published Fontsource packages.

Run from anywhere, with ``npm`` on the path::

    python scripts/vendor_fonts.py

Each package is fetched with ``npm pack`` at the version pinned below, checked against the
SHA-512 already recorded in ``static/fonts/vendor.json`` (when the version is unchanged), and
its chosen variable woff2 subsets are copied under short names, next to the family's licence.
To upgrade a family, change its version here, run the script, and compare the unicode ranges
and metrics in ``static/css/fonts.css`` with the new package.
"""

import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

FONTS_DIR = Path(__file__).resolve().parent.parent / "static" / "fonts"
MANIFEST = FONTS_DIR / "vendor.json"
EUROPEAN = ("latin", "latin-ext", "greek", "cyrillic")
PLACEHOLDER_NOTICE = "Google Inc."


@dataclass(frozen=True)
class Family:
    """One font family: the package it comes from and the subsets kept from it.

    ``notice`` is the copyright notice carried inside the font files.  The packages of the
    Adobe families print only a placeholder at the head of their licence; the notice takes its
    place, because the OFL asks that the copyright notice travel with the fonts.
    """

    slug: str
    version: str
    subsets: tuple[str, ...]
    styles: tuple[str, ...]
    notice: str

    @property
    def package(self) -> str:
        """Return the name of the package that holds the family."""
        return f"@fontsource-variable/{self.slug}"


class FileRecord(TypedDict):
    """A file of ``static/fonts``, as recorded in the manifest."""

    file: str
    source: str
    bytes: int
    sha512: str


class PackageRecord(TypedDict):
    """A package and the files taken from it, as recorded in the manifest."""

    package: str
    version: str
    sha512: str
    files: list[FileRecord]


FAMILIES = (
    Family(
        slug="source-serif-4",
        version="5.3.1",
        subsets=EUROPEAN,
        styles=("normal", "italic"),
        notice=(
            "© 2014 - 2021 Adobe Systems Incorporated (http://www.adobe.com/), "
            "with Reserved Font Name \u2018Source\u2019."
        ),
    ),
    Family(
        slug="source-sans-3",
        version="5.3.0",
        subsets=EUROPEAN,
        styles=("normal", "italic"),
        notice="© 2023 Adobe (http://www.adobe.com/), with Reserved Font Name \u2018Source\u2019",
    ),
    Family(
        slug="vazirmatn",
        version="5.3.0",
        subsets=("arabic",),
        styles=("normal",),
        notice=(
            "Copyright 2015 The Vazirmatn Project Authors "
            "(https://github.com/rastikerdar/vazirmatn)"
        ),
    ),
)


class VendorError(Exception):
    """A package could not be fetched, or is not what was expected."""


def sha512(data: bytes) -> str:
    """Return the SHA-512 of ``data`` in hexadecimal."""
    return hashlib.sha512(data).hexdigest()


def pack(family: Family, folder: Path) -> Path:
    """Fetch the family's package with ``npm pack`` and return the tarball's path."""
    npm = shutil.which("npm")
    if npm is None:
        message = "npm is needed to fetch the packages"
        raise VendorError(message)
    target = folder / family.slug
    target.mkdir()
    spec = f"{family.package}@{family.version}"
    command = [npm, "pack", "--loglevel=error", spec]
    done = subprocess.run(command, cwd=target, stdout=subprocess.DEVNULL, check=False)
    tarballs = list(target.glob("*.tgz"))
    if done.returncode != 0 or len(tarballs) != 1:
        message = f"npm pack {spec} failed"
        raise VendorError(message)
    return tarballs[0]


def recorded_digests() -> dict[tuple[str, str], str]:
    """Return the SHA-512 of each package version in the present manifest."""
    if not MANIFEST.exists():
        return {}
    records: list[PackageRecord] = json.loads(MANIFEST.read_text("utf-8"))["packages"]
    return {(record["package"], record["version"]): record["sha512"] for record in records}


def check_digest(family: Family, digest: str, known: dict[tuple[str, str], str]) -> None:
    """Refuse a package whose content differs from what was recorded for its version."""
    expected = known.get((family.package, family.version), digest)
    if digest != expected:
        message = f"{family.package}@{family.version}: sha512 differs from vendor.json"
        raise VendorError(message)


def font_names(family: Family) -> dict[str, str]:
    """Map each file name wanted in ``static/fonts`` to its path inside the package."""
    names = {}
    for style in family.styles:
        suffix = "" if style == "normal" else f"-{style}"
        for subset in family.subsets:
            source = f"files/{family.slug}-{subset}-wght-{style}.woff2"
            names[f"{family.slug}-{subset}{suffix}.woff2"] = source
    return names


def read_member(tarball: tarfile.TarFile, source: str) -> bytes:
    """Return the content of one file of a package."""
    try:
        member = tarball.extractfile(f"package/{source}")
    except KeyError:
        member = None
    if member is None:
        message = f"{source} is missing from {tarball.name!r}"
        raise VendorError(message)
    return member.read()


def licence_text(family: Family, text: bytes) -> bytes:
    """Return the licence headed by the copyright notice of the fonts."""
    head, newline, body = text.decode("utf-8").partition("\n")
    if head.strip() == PLACEHOLDER_NOTICE:
        head = family.notice
    if head.strip() != family.notice:
        message = f"{family.package}: unexpected copyright notice {head!r}"
        raise VendorError(message)
    return f"{head}{newline}{body}".encode()


def collect(family: Family, archive: Path) -> dict[str, tuple[str, bytes]]:
    """Return the files to write: name, then path inside the package and content."""
    with tarfile.open(archive) as tarball:
        files = {
            name: (source, read_member(tarball, source))
            for name, source in font_names(family).items()
        }
        licence = licence_text(family, read_member(tarball, "LICENSE"))
    files[f"LICENSE-{family.slug}.txt"] = ("LICENSE", licence)
    return files


def file_record(name: str, source: str, data: bytes) -> FileRecord:
    """Describe one file for the manifest."""
    return {"file": name, "source": source, "bytes": len(data), "sha512": sha512(data)}


def remove_stale(keep: set[str]) -> None:
    """Delete fonts and licences of ``static/fonts`` that are no longer wanted."""
    for pattern in ("*.woff2", "LICENSE-*.txt"):
        for path in FONTS_DIR.glob(pattern):
            if path.name not in keep:
                path.unlink()


def write_folder(files: dict[str, bytes], records: list[PackageRecord]) -> None:
    """Write the fonts, the licences and the manifest."""
    FONTS_DIR.mkdir(parents=True, exist_ok=True)
    remove_stale(set(files))
    for name, data in files.items():
        (FONTS_DIR / name).write_bytes(data)
    text = json.dumps({"packages": records}, indent=2, ensure_ascii=False)
    MANIFEST.write_text(text + "\n", "utf-8")


def vendor() -> None:
    """Fetch every package, then recreate ``static/fonts``."""
    known = recorded_digests()
    files: dict[str, bytes] = {}
    records: list[PackageRecord] = []
    with tempfile.TemporaryDirectory() as folder:
        for family in FAMILIES:
            archive = pack(family, Path(folder))
            digest = sha512(archive.read_bytes())
            check_digest(family, digest, known)
            taken = collect(family, archive)
            files.update({name: data for name, (_, data) in taken.items()})
            records.append(
                {
                    "package": family.package,
                    "version": family.version,
                    "sha512": digest,
                    "files": [file_record(n, source, data) for n, (source, data) in taken.items()],
                }
            )
    write_folder(files, records)


def main() -> int:
    """Run the script and return its exit status."""
    try:
        vendor()
    except VendorError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
