"""The public pages that a process keeps."""

from flask import current_app

from signon.site import page_cache, settled


def evict_pages() -> None:
    """Drop every page that this process keeps, and what it knows of papers."""
    pages: page_cache.Pages = current_app.extensions[page_cache.PLACE]
    with pages.lock:
        pages.kept.clear()
    settled.init_app(current_app)
