"""The e-mails of a round. They say; they send nothing."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from flask import current_app

from signon.outbox.post import Email, Link, Paragraph, Part
from signon.outbox.wording import gettext as _
from signon.reconfirmations import links
from signon.reconfirmations.links import Asked
from signon.reconfirmations.questions import Question, question_of
from signon.site.formats import day, until
from signon.site.languages import reading
from signon.submissions import emails as shared


def ask(asked: Asked, *, to: str) -> Email:
    """Return the e-mail that says what was changed and asks, with the rule for no answer."""
    question = question_of(asked.round, asked.answer, asked.row)
    with reading(asked.row.language):
        email = Email(to, asked.row.language, _subject(question), tuple(_parts(asked, question)))
        paper = question.paper
        return shared.from_host(email, paper.campaign_host, paper.reply_to)


def remind(asked: Asked, *, to: str) -> Email:
    """Return the e-mail that asks once more, a few days before the date."""
    first = ask(asked, to=to)
    question = question_of(asked.round, asked.answer, asked.row)
    with reading(asked.row.language):
        opening = Paragraph(
            _(
                "We have asked you whether %(name)s stands under the changed text of “%(title)s”, "
                "and have no answer yet.",
                name=question.name,
                title=question.title,
            )
        )
    return replace(first, parts=(opening, *first.parts))


def _subject(question: Question) -> str:
    """Return by when an answer is asked for, and what becomes of who gives none."""
    ends = day(question.answer_by - timedelta(microseconds=1), question.paper.time_zone)
    if question.no_answer == "withdraw":
        return _("Answer by %(day)s or leave the list: %(title)s", day=ends, title=question.title)
    return _("Text changed, answer by %(day)s: %(title)s", day=ends, title=question.title)


def _parts(asked: Asked, question: Question) -> Iterator[Part]:
    yield Paragraph(
        _(
            "%(name)s endorsed “%(title)s” as it stood in version %(before)s. The text was changed "
            "in substance on %(day)s; it is now version %(number)s.",
            name=question.name,
            title=question.title,
            before=question.before,
            day=day(question.changed_at, question.paper.time_zone),
            number=question.paper.version,
        )
    )
    for note in question.notes:
        yield Paragraph(_("What was changed, in the words of the hosts: %(note)s", note=note))
    yield Paragraph(
        _(
            "Do you stand under the changed text too, or do you take your name off the list? "
            "Please answer until %(moment)s. Opening the link changes nothing; you press a button "
            "on the page.",
            moment=until(question.answer_by, question.paper.time_zone),
        )
    )
    yield Link(_("See it and answer"), links.url(asked.round, asked.row))
    yield Link(_("Read what was changed, word by word"), _changes_url(asked, question))
    yield Paragraph(rule(question))


def rule(question: Question) -> str:
    """Return what happens to somebody who does not answer, in the language in force."""
    if question.no_answer == "withdraw":
        return _(
            "If you do not answer by then, %(name)s is taken off the list.", name=question.name
        )
    return _(
        "If you do not answer by then, %(name)s stays on the list under version %(number)s, which "
        "you signed.",
        name=question.name,
        number=question.before,
    )


def _changes_url(asked: Asked, question: Question) -> str:
    # Built by hand: links come from the configured address alone, never from a request.
    paper = f"{current_app.config['BASE_URL']}/{asked.row.language}/papers/{question.paper.slug}"
    return f"{paper}/changes?from={question.before}&to={question.paper.version}"
