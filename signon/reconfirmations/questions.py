"""What a signatory is asked, as its e-mails and its page say it."""

from dataclasses import dataclass
from datetime import datetime

from signon.endorsements.models import Endorsement
from signon.papers import queries as papers
from signon.papers.queries import PublicPaper, PublicVersion
from signon.reconfirmations.models import Round, RoundAnswer


@dataclass(frozen=True)
class Question:
    """Somebody stands under an older text; do they stand under `paper`, as it is now, too?"""

    paper: PublicPaper
    name: str
    title: str
    """The title of the text that was signed."""
    before: int
    """The number of the version that was signed."""
    changed_at: datetime
    notes: tuple[str, ...]
    """What was changed since, in the words of the hosts."""
    answer_by: datetime
    no_answer: str


@dataclass(frozen=True)
class Change:
    """What a round is about: the newer text, and how it came out of an older one."""

    paper: PublicPaper
    versions: tuple[PublicVersion, ...]
    """The oldest first."""
    asks_up_to: int

    @property
    def at(self) -> datetime:
        """The moment of the change of substance."""
        return next(v.created_at for v in self.versions if v.number == self.asks_up_to + 1)

    def notes(self, since: int) -> tuple[str, ...]:
        """Return what the hosts say of every version after the one numbered `since`."""
        later = (v for v in self.versions if since < v.number <= self.paper.version)
        return tuple(version.note for version in later if version.note)

    def number(self, version_id: int) -> int:
        """Return the number of a version of this paper."""
        return next(version.number for version in self.versions if version.id == version_id)


def change_of(asked: Round) -> Change:
    """Return what a round is about."""
    paper = papers.paper_by_id(asked.paper_id)
    versions = tuple(reversed(papers.versions(asked.paper_id)))
    if paper.version_id != asked.version_id:
        number = next(v.number for v in versions if v.id == asked.version_id)
        paper = papers.paper_by_slug(paper.slug, number, drafts=True)
    return Change(paper, versions, asked.asks_up_to)


def question_of(asked: Round, answer: RoundAnswer, row: Endorsement) -> Question:
    """Return what one signatory is asked in a round."""
    change = change_of(asked)
    before = change.number(answer.before_version_id)
    return Question(
        paper=change.paper,
        name=row.name,
        title=papers.title(row.text_id),
        before=before,
        changed_at=change.at,
        notes=change.notes(before),
        answer_by=asked.answer_by,
        no_answer=asked.no_answer,
    )
