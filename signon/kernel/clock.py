"""The one place that asks what time it is."""

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return datetime.now(UTC)


def day_in(time_zone: str, moment: datetime) -> date:
    """Return the day that it was, or will be, in a zone of the IANA database at that moment."""
    return moment.astimezone(ZoneInfo(time_zone)).date()


def months_after(moment: datetime, months: int, time_zone: str) -> datetime:
    """Return the moment, in UTC, so many calendar months later by the calendar of a zone.

    A month without that day ends with its last one: 31 January and a month is 28 or 29 February.
    What ends at midnight ends with the day before, as people say it, and so does the answer.
    """
    instant = timedelta(microseconds=1)
    last = (moment - instant).astimezone(ZoneInfo(time_zone))
    count = last.year * 12 + last.month - 1 + months
    year, month = count // 12, count % 12 + 1
    day = min(last.day, monthrange(year, month)[1])
    return last.replace(year=year, month=month, day=day).astimezone(UTC) + instant
