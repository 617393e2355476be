"""Templates of a test run, compiled once for all of its processes and both of their apps."""

from typing import Any

from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket


class CompiledTemplates(FileSystemBytecodeCache):
    """What templates were compiled to. It lasts for one run, as the words in them do."""

    def get_bucket(self, environment: Any, name: str, filename: str | None, source: str) -> Bucket:
        """Tell readers apart too: a template is compiled with the words of one in place."""
        return super().get_bucket(environment, f"{environment.reader} {name}", filename, source)
