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


class TooLittleContrast(TooPale):
    """The colour is one, and cannot be read on white."""

    message = N_(
        "Choose a darker colour: the contrast of %(colour)s on white is %(ratio)s to 1, "
        "and 4.5 to 1 is the least that can be read."
    )


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio (1 to 21) of two colours written `#rrggbb`."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def require_legible(colour: str) -> None:
    """Raise `TooPale` unless `colour` is `#rrggbb` and readable on white.

    On the dark ground it is always shown as `for_dark` lightens it.
    """
    if not re.fullmatch(r"#[0-9a-f]{6}", colour):
        raise TooPale
    ratio = contrast(colour, WHITE)
    if ratio < LEAST_CONTRAST:
        # Rounded down: 4.49 must not read as 4.5.
        raise TooLittleContrast(colour=colour, ratio=f"{int(ratio * 100) / 100:.2f}")


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
