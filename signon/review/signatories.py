"""The leads' room of all who signed a paper: a table to search, narrow, put in order and select."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any, NamedTuple

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.exceptions import BadRequest

from signon.access.guard import requires, signed_in
from signon.access.roles import Role
from signon.campaigns import queries as campaigns
from signon.kernel.errors import DomainError
from signon.kernel.languages import own_name
from signon.kernel.text import search
from signon.papers.queries import PublicPaper
from signon.review import choices, columns, filters, queries, service, words
from signon.review.choices import Choices
from signon.review.columns import Column, Reader
from signon.review.desk import may, pages, paper_for, sees_contacts
from signon.review.filters import Filter
from signon.review.table import listing
from signon.review.table.listing import Asked
from signon.site.error_pages import words_of
from signon.site.formats import country_name
from signon.site.languages import current

Options = dict[str, tuple[str, Mapping[str, str]]]


@pages.get("/papers/<slug>/endorsements")
@requires(Role.VIEWER)
def endorsements(slug: str) -> ResponseReturnValue:
    """Lead on from the address that this room once had."""
    paper_for(slug, Role.VIEWER)
    wanted = filters.of_query(request.args)  # not as it came: `url_for` has words of its own
    return redirect(url_for(".signatories", slug=slug, **wanted.query()), 301)


@pages.get("/papers/<slug>/signatories")
@requires(Role.VIEWER)
def signatories(slug: str) -> ResponseReturnValue:
    """List a paper's signatories in every state."""
    return _room(paper_for(slug, Role.VIEWER), filters.of_query(request.args))


@pages.post("/papers/<slug>/signatories/columns")
@requires(Role.VIEWER)
def choose_columns(slug: str) -> ResponseReturnValue:
    """Remember which columns this lead wants to see."""
    paper, wanted = paper_for(slug, Role.VIEWER), _asked_before()
    among = columns.in_table(sees_contacts=sees_contacts(paper))
    names = [column.name for column in columns.chosen(request.form.getlist("column"), among)]
    service.choose(signed_in().account_id, paper.id, choices.COLUMNS, names)
    return redirect(_address(paper, wanted), 303)


@pages.post("/papers/<slug>/signatories/filters")
@requires(Role.VIEWER)
def keep_filter(slug: str) -> ResponseReturnValue:
    """Keep what is asked for under a name, as a tab of this lead's own."""
    paper, wanted = paper_for(slug, Role.VIEWER), _asked_before()
    try:
        name = request.form.get("name", "")
        service.keep_filter(signed_in().account_id, paper.id, name, wanted)
    except DomainError as refusal:
        return _room(paper, wanted, words_of(refusal)), refusal.status
    flash(_("Kept: %(name)s", name=" ".join(name.split())), "noted")
    return redirect(_address(paper, wanted), 303)


@pages.post("/papers/<slug>/signatories/filters/removal")
@requires(Role.VIEWER)
def drop_filter(slug: str) -> ResponseReturnValue:
    """Remove a tab of this lead's own."""
    paper, wanted = paper_for(slug, Role.VIEWER), _asked_before()
    service.drop_filter(signed_in().account_id, paper.id, request.form.get("name", ""))
    return redirect(_address(paper, wanted), 303)


def asked_for(paper: PublicPaper, wanted: Filter) -> Asked:
    """Return what a lead asks for, to be found by contacts only where the lead may see them."""
    return Asked(paper.id, paper.time_zone, wanted, sees_contacts(paper))


def _asked_before() -> Filter:
    return filters.of_text(request.form.get("filter", ""))


def _address(paper: PublicPaper, wanted: Filter) -> str:
    return url_for(".signatories", slug=paper.slug, **wanted.query())


def _room(paper: PublicPaper, wanted: Filter, refusal: str = "") -> str:
    place: dict[str, Any] = {
        name: request.args[name] for name in ("before", "after") if request.args.get(name)
    }
    if len(place) > 1:
        raise BadRequest
    asked = asked_for(paper, wanted)
    found = listing.page(asked, **place)
    mine = choices.of(signed_in().account_id, paper.id)
    among = columns.in_table(sees_contacts=asked.sees_contacts)
    shown = columns.chosen(columns.USUAL if mine.columns is None else mine.columns, among)
    return render_template(
        "review/signatories.html",
        paper=paper,
        wanted=wanted,
        refusal=refusal,
        columns=shown,
        among=among,
        labels=columns.labels(),
        rows=_rows(found.records, shown, Reader(current(), paper.time_zone)),
        page=found,
        number=listing.count(asked),
        here=url_for(".signatories", slug=paper.slug, **wanted.query(), **place),
        may_decide=may(Role.MODERATOR, paper),
        sees_contacts=asked.sees_contacts,
        unsearchable=search.is_unsearchable(wanted.q),
        **_tabs(paper, wanted, mine),
    )


def _rows(
    records: list[queries.Record], shown: list[Column], reader: Reader
) -> list[tuple[queries.Record, list[tuple[Column, object]]]]:
    """Return each record with what stands in its cells."""
    return [(one, [(column, column.value(one, reader)) for column in shown]) for one in records]


def _tabs(paper: PublicPaper, wanted: Filter, mine: Choices) -> dict[str, Any]:
    numbers = queries.numbers(paper.id)
    standings = numbers.by_standing()
    everything = Filter(order=wanted.order)
    return {
        "total": sum(standings.values()),
        "everything": everything,
        "standings": {
            code: (said, standings[code], replace(everything, state=code))
            for code, said in words.in_force().states.items()
            if code in standings
        },
        "saved": mine.filters,
        "options": _options(paper, numbers.by_country()),
    }


class _Among(NamedTuple):
    """What differs from paper to paper in what can be chosen among."""

    countries: tuple[str, ...]
    languages: tuple[str, ...]
    hosts: tuple[tuple[str, str], ...]
    """Public id and name of each co-host, those of before too."""
    versions: int


def _options(paper: PublicPaper, countries: dict[str, int]) -> Options:
    """Return what can be chosen among: by field, its label and the words for each value."""
    hosts = tuple((one.public_id, one.name) for one in campaigns.co_hosts(paper.campaign_id))
    languages = tuple(queries.languages(paper.id))
    return _options_of(get_locale(), _Among(tuple(countries), languages, hosts, paper.version))


@lru_cache(maxsize=256)
def _options_of(_locale: Any, chosen: _Among) -> Options:
    said = words.in_force()
    named = {code: country_name(code) for code in chosen.countries if code}
    return {
        "state": (_("State"), said.states),
        "country": (_("Country"), dict(sorted(named.items(), key=lambda one: one[1]))),
        "kind": (_("Kind"), said.kinds),
        "capacity": (_("Signs as"), said.capacities),
        "evidence": (_("Evidence"), said.evidence),
        "source": (_("Source"), said.sources),
        **({"co_host": (_("By the link of"), dict(chosen.hosts))} if chosen.hosts else {}),
        "language": (
            _("Language of the text"),
            {code: own_name(code) for code in chosen.languages},
        ),
        "version": (_("Version"), {str(n): str(n) for n in range(1, chosen.versions + 1)}),
    }
