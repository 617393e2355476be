"""An owner who asks for every page of the desk changes nothing; a form without its mark neither."""

import re
from html import unescape
from urllib.parse import urlsplit

from flask import Flask

from tests.support.whole_desk import FIELDS, Scene, a_whole_desk, everything, rules

KINDS = ("endorsement", "dispute", "duplicate")
LINK = re.compile(r'(?:href|action|src)="(/[^"]*)"')
MOST = 400
"""Pages of a crawl; more of them would be more of the same rooms."""

READ = "account_sessions"
"""The table whose rows say when a session was last seen: the one thing that asking may change."""


def paths(app: Flask, scene: Scene, method: str) -> list[str]:
    """Return an address for every rule of the desk, and of each kind in the queue."""
    return [
        scene.path(rule, kind)
        for rule in rules(app, method)
        for kind in (KINDS if "kind" in rule.arguments else KINDS[:1])
    ]


def crawl(scene: Scene, start: list[str]) -> dict[str, int]:
    """Follow every link by GET, and every form too, as a prefetching browser might."""
    found: dict[str, int] = {}
    wanted = list(start)
    while wanted and len(found) < MOST:
        path = wanted.pop(0)
        if path not in found:
            answer = scene.owner.get(path)
            found[path] = answer.status_code
            page = answer.text if answer.mimetype == "text/html" else ""
            wanted += [unescape(link) for link in LINK.findall(page)]
            if "Location" in answer.headers:
                where = urlsplit(answer.headers["Location"])
                wanted.append(where.path + (f"?{where.query}" if where.query else ""))
    return found


def test_a_crawler_that_is_signed_in_as_owner_changes_nothing(app: Flask) -> None:
    scene = a_whole_desk()
    before = everything()

    found = crawl(scene, paths(app, scene, "GET"))

    assert len(found) > 100
    assert {path: status for path, status in found.items() if status >= 500} == {}
    assert {n: rows for n, rows in everything().items() if rows != before[n] and n != READ} == {}


def test_an_owner_without_the_mark_of_a_form_changes_nothing(app: Flask) -> None:
    scene = a_whole_desk()
    before = everything()

    for path in paths(app, scene, "POST"):
        for mark in ({}, {"csrf_token": "made up"}):
            answer = scene.owner.post(path, data={**FIELDS, **mark})
            assert 400 <= answer.status_code < 500, path

    assert everything() == before
