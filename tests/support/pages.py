"""The public pages that a process keeps."""

from flask import current_app

from signon.site import page_cache


def evict_pages() -> None:
    """Drop every page that this process keeps."""
    pages: page_cache.Pages = current_app.extensions[page_cache.PLACE]
    with pages.lock:
        pages.kept.clear()
