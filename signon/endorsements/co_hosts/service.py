"""What is noted of the people of co-hosts."""

from signon.audit import trail
from signon.transaction import command


@command
def note_export(co_host: str, *, actor: str, kind: str, rows: int, purpose: str) -> None:
    """Write into the trail that contacts were taken for a co-host (a public id), and what for."""
    said: dict[str, str | int] = {"format": kind, "rows": rows, "purpose": purpose}
    trail.record("export_for_co_host", co_host, actor=actor, **said)
