"""Addresses of static files that change with their contents, so that they may be kept for ever."""

import hashlib
from pathlib import Path

from flask import Flask, current_app, url_for


def init_app(app: Flask) -> None:
    """Give templates the function `asset`."""
    app.extensions["signon.assets"] = {}
    app.jinja_env.globals["asset"] = asset


def asset(name: str) -> str:
    """Return the address of static file `name`, marked with a hash of what is in it."""
    known: dict[str, str] = current_app.extensions["signon.assets"]
    if name not in known:
        data = Path(str(current_app.static_folder), name).read_bytes()
        mark = hashlib.sha256(data).hexdigest()[:12]
        known[name] = url_for("static", filename=name, v=mark)
    return known[name]
