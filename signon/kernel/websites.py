"""Addresses of websites as people type them, made safe to link to."""

import re
import unicodedata
from urllib.parse import SplitResult, urlsplit

import idna

from signon.kernel.errors import DomainError
from signon.kernel.text.names import bare
from signon.kernel.words import N_

LONGEST_URL = 300

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_HOST_AND_PORT = re.compile(r"[^/?#:@]+\.[^/?#:@]+:\d*(?:[/?#]|$)")
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Cn", "Co", "Zs", "Zl", "Zp"})
_UNSAFE = {ord(sign): f"%{ord(sign):02X}" for sign in "\"'<>`{|}^"}
_DEFAULT_PORTS = {"http": 80, "https": 443}
_TOP_LEVEL = re.compile(r"^(?:xn--[a-z0-9-]+|[a-z]{2,})$")
_LABEL = r"(?!..--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_PLAIN_HOST = re.compile(rf"(?=.{{1,253}}$){_LABEL}(?:\.{_LABEL})+")
"""What IDNA (RFC 5891, 4.2.3) takes as it stands, and most hosts are; it asks about each letter."""


class WebsiteUnusable(DomainError):
    """What was typed is no address of a public website."""

    status = 422
    message = N_("Please give the address of a website, such as https://www.example.org.")


def clean(url: str) -> str:
    """Return an http or https address in one form: scheme added, host in ASCII, no default port.

    Raises `WebsiteUnusable` for other schemes, credentials, IP addresses, hosts without a dot,
    hidden characters, backslashes and anything over `LONGEST_URL` characters.
    """
    parts = _split(url)
    address = f"{parts.scheme}://{_host(parts)}{_port(parts)}{parts.path or '/'}"
    if parts.query:
        address += f"?{parts.query}"
    if parts.fragment:
        address += f"#{parts.fragment}"
    address = address.translate(_UNSAFE)
    if len(address) > LONGEST_URL:
        raise WebsiteUnusable
    return address


def domain(url: str) -> str:
    """Return the host of a website in ASCII, lower case and without "www."; raises as `clean`."""
    host = _host(_split(url))
    bare = host.removeprefix("www.")
    return bare if "." in bare else host


def _split(url: str) -> SplitResult:
    url = bare(url)
    hidden = any(unicodedata.category(sign) in _HIDDEN for sign in url[:LONGEST_URL])
    if hidden or url.startswith("//") or "\\" in url or len(url) > LONGEST_URL:
        raise WebsiteUnusable
    try:
        parts = urlsplit(_with_scheme(url))
    except ValueError as error:
        raise WebsiteUnusable from error
    if parts.scheme not in _DEFAULT_PORTS or "@" in parts.netloc:
        raise WebsiteUnusable
    return parts


def _with_scheme(url: str) -> str:
    if _SCHEME.match(url) and not _HOST_AND_PORT.match(url):
        return url
    return f"https://{url}"


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    try:
        if not _PLAIN_HOST.fullmatch(host):
            host = idna.encode(host, uts46=True).decode("ascii")
    except (UnicodeError, ValueError) as error:
        raise WebsiteUnusable from error
    # The last label of a name is never a number; that of an address always is.
    if "." not in host or not _TOP_LEVEL.search(host.rpartition(".")[2]):
        raise WebsiteUnusable
    return host


def _port(parts: SplitResult) -> str:
    try:
        port = parts.port
    except ValueError as error:
        raise WebsiteUnusable from error
    if port == 0:
        raise WebsiteUnusable
    return f":{port}" if port and port != _DEFAULT_PORTS[parts.scheme] else ""
