"""Certificates of a mail server of our own."""

import ssl
import subprocess
from pathlib import Path


def self_signed(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """Make a certificate for 127.0.0.1 that nobody vouches for; return server side and file."""
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    names = ("-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1")
    make = ("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *names)
    subprocess.run(
        [*make, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context, certificate


def signed_by_own_authority(folder: Path, name: str) -> tuple[ssl.SSLContext, Path]:
    """Make an authority and a certificate of it for `name`; return server side and authority."""
    authority, key, asked, given = (folder / f"{part}.pem" for part in ("ca", "key", "csr", "crt"))
    own_key, names = folder / "ca-key.pem", folder / "names"
    names.write_text(f"subjectAltName=DNS:{name}\n")
    new = ("req", "-newkey", "rsa:2048", "-nodes", "-days", "2")
    signed = ("-CA", authority, "-CAkey", own_key, "-CAcreateserial", "-extfile", names)
    for words in (
        (*new, "-x509", "-subj", "/CN=Own authority", "-keyout", own_key, "-out", authority),
        (*new[:-2], "-subj", f"/CN={name}", "-keyout", key, "-out", asked),
        ("x509", "-req", "-in", asked, "-days", "2", *signed, "-out", given),
    ):
        command = ("openssl", *map(str, words))
        subprocess.run(command, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(given, key)
    return context, authority
