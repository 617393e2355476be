"""What duplicates hear: who comes under a paper, leaves it, or is called otherwise."""

from signon.duplicates import pairs
from signon.duplicates.queries import STANDING
from signon.endorsements.events import Corrected
from signon.endorsements.models import Endorsement
from signon.events import Listener
from signon.organisations.events import NamesChanged
from signon.submissions.events import Moved


def on_moved(event: Moved) -> None:
    """Note the organisations of entries that came under their paper, or left it."""
    for row, before in zip(event.submissions, event.before, strict=True):
        if isinstance(row, Endorsement) and row.organisation_id is not None:
            stood, stands = before in STANDING, row.state in STANDING
            if stood != stands:
                place = (row.paper_id, row.organisation_id)
                pairs.note([place], left=[row.paper_id] if stood else [])


def on_corrected(event: Corrected) -> None:
    """Note the organisation of an entry, which may be another one than before, or none."""
    row = event.endorsement
    is_of_one = row.organisation_id is not None
    pairs.note([(row.paper_id, row.organisation_id or 0)] if is_of_one else [], [row.paper_id])


def on_names_changed(event: NamesChanged) -> None:
    """Note an organisation that is called otherwise."""
    pairs.note_everywhere([event.organisation_id])


LISTENERS = (
    Listener(Moved, on_moved),
    Listener(Corrected, on_corrected),
    Listener(NamesChanged, on_names_changed),
)
