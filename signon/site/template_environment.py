"""The template engine: each template is compiled once for a language, with its words in place.

Looking a word up while a page is drawn costs 10 to 20 µs, and a page has some fifty of them. What
never changes within a language is put in when a template is compiled: translations of literals,
and the language itself. What depends on a number or on a value is still looked up.
"""

from collections.abc import Callable, Mapping, MutableMapping
from typing import Any

from flask.sansio.app import App
from flask.templating import Environment
from flask_babel import get_locale, get_translations
from jinja2 import StrictUndefined, Template, nodes
from jinja2.visitor import NodeTransformer

from signon.site import languages
from signon.site.formats import locale_name

GETTEXT = ("_", "gettext")

Reader = tuple[str, str]
"""The locale in which words are said, and the language of the page, which a mail does not have."""


class LanguageEnvironment(Environment):
    """Compiles templates for each reader apart, and loads them for the one who reads now."""

    reader: Reader | None = None
    translate: Callable[[str], str] = staticmethod(str)

    def __init__(self, app: App, **options: Any) -> None:
        super().__init__(app, **options)
        self.undefined = StrictUndefined
        self.trim_blocks = True
        self.lstrip_blocks = True
        self.policies["ext.i18n.trimmed"] = True
        self._readers: dict[Reader, LanguageEnvironment] = {}

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,
    ) -> Template:
        """Return a template in the words of whoever reads now."""
        if self.reader is not None:  # what extends or includes another one
            return super().get_template(name, parent, globals)
        return self._of_reader().get_template(name, parent, globals)

    def _of_reader(self) -> "LanguageEnvironment":
        reader = locale_name(get_locale()), languages.current()
        if reader not in self._readers:
            own = self.overlay()
            own.reader, own.translate = reader, get_translations().ugettext
            self._readers[reader] = own
        return self._readers[reader]

    def _generate(
        self,
        source: nodes.Template,
        name: str | None,
        filename: str | None,
        defer_init: bool = False,
    ) -> str:
        if self.reader is not None:
            said = _WordsInPlace(self.translate, {"language": self.reader[1]})
            source = said.visit(source)
        return super()._generate(source, name, filename, defer_init)


class _WordsInPlace(NodeTransformer):
    """Replaces calls whose answer a language settles by that answer."""

    def __init__(self, translate: Callable[[str], str], settled: Mapping[str, str]) -> None:
        self.translate, self.settled = translate, settled

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - the visitor's own name
        """Translate `_("…")`; with values they are filled in while the page is drawn."""
        self.generic_visit(node)
        name = node.node.name if isinstance(node.node, nodes.Name) else ""
        if name in self.settled and not node.args:
            return nodes.Const(self.settled[name], lineno=node.lineno)
        said = _literal(node) if name in GETTEXT else None
        if said is None:
            return node
        words = nodes.TemplateData(self.translate(said), lineno=node.lineno)
        pairs = [nodes.Pair(nodes.Const(one.key), one.value) for one in node.kwargs]
        # Markup fills in as the words of the i18n extension do: "%%" is a sign, values are escaped.
        filled = nodes.Mod(words, nodes.Dict(pairs), lineno=node.lineno)
        return filled if pairs else nodes.TemplateData(words.data % {}, lineno=node.lineno)


def _literal(call: nodes.Call) -> str | None:
    """Return the only argument of a call when it is written out, else None."""
    if len(call.args) != 1 or call.dyn_args or call.dyn_kwargs:
        return None
    said = call.args[0]
    return said.value if isinstance(said, nodes.Const) else None
