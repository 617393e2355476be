"""The one place that asks what time it is."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return datetime.now(UTC)


def day_in(time_zone: str, moment: datetime) -> date:
    """Return the day that it was, or will be, in a zone of the IANA database at that moment."""
    return moment.astimezone(ZoneInfo(time_zone)).date()
