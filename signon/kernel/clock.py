"""The one place that asks what time it is."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
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


def day_begins(time_zone: str, day: date) -> datetime:
    """Return in UTC the first moment of a day: one o'clock where the clock jumps at midnight."""
    return datetime.combine(day, time(), ZoneInfo(time_zone)).astimezone(UTC)


def a_day_later(time_zone: str, moment: datetime) -> datetime:
    """Return in UTC when the clocks of a zone show the same a day later, however long it is.

    After the first moment of a day comes the first one of the next.
    """
    there = moment.astimezone(ZoneInfo(time_zone))
    tomorrow = there.date() + timedelta(days=1)
    if moment == day_begins(time_zone, there.date()):
        return day_begins(time_zone, tomorrow)
    return datetime.combine(tomorrow, there.timetz()).astimezone(UTC)
