"""What mailings do when others tell something."""

from signon.backup.events import PutInPlace
from signon.events import Listener
from signon.mailings import service


def on_put_in_place(_event: PutInPlace) -> None:
    """Begin paused: a lead says what of a restored mailing may go out."""
    service.pause_all()


LISTENERS = (Listener(PutInPlace, on_put_in_place),)
