"""What the worker does for this floor."""

from flask import Flask

from signon.access import tasks


def test_every_piece_of_work_has_its_hand(app: Flask) -> None:
    assert list(tasks.HANDLERS) == ["access.password_link"]
    assert [item.name for item in tasks.SCHEDULE] == [
        "access.purge_counters",
        "access.forget_ended_sessions",
    ]


def test_scheduled_work_can_be_done_twice(app: Flask) -> None:
    for item in (*tasks.SCHEDULE, *tasks.SCHEDULE):
        item.run()
