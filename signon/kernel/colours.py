"""Whether text in a colour can be read, by WCAG 2.2, success criterion 1.4.3."""

import re

from signon.kernel.errors import DomainError
from signon.kernel.words import N_

LEAST_CONTRAST = 4.5
WHITE = "#ffffff"
DARK = "#15161a"
"""Ground of the dark scheme; `site.css` paints with the same."""


class TooPale(DomainError):
    """The colour cannot be read on white, or is no colour."""

    status = 422
    message = N_("Choose a darker colour, written like #7a1f2b: it must be readable on white.")


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio (1 to 21) of two colours written `#rrggbb`."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def require_legible(colour: str) -> None:
    """Raise `TooPale` unless `colour` is `#rrggbb` and readable on white."""
    if not re.fullmatch(r"#[0-9a-f]{6}", colour) or contrast(colour, WHITE) < LEAST_CONTRAST:
        raise TooPale


def for_dark(colour: str) -> str:
    """Return `colour`, lightened until it can be read on the dark ground."""
    channels = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    for step in range(21):
        mixed = [round(channel + (255 - channel) * step / 20) for channel in channels]
        lighter = "#" + "".join(f"{channel:02x}" for channel in mixed)
        if contrast(lighter, DARK) >= LEAST_CONTRAST + 1:
            return lighter
    return WHITE


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
