"""What endorsements tell beside the shared path."""

from dataclasses import dataclass

from signon.endorsements.models import Endorsement


@dataclass(frozen=True)
class Corrected:
    """What an endorsement says was changed: a detail, the capacity, the version it stands under."""

    endorsement: Endorsement
