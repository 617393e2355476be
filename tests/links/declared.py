"""Every purpose that a floor or a capability declares."""

from signon.capabilities import CAPABILITIES
from signon.floors import FLOORS
from signon.links.purposes import Purpose

PURPOSES: tuple[Purpose, ...] = tuple(
    purpose for tenant in (*FLOORS, *CAPABILITIES) for purpose in tenant.link_purposes
)
