"""No chain of acts by strangers changes what stands under a genuine entry, unless a lead acts.

The tree: every act, after it every other, and then all that could reap what the two have sown; and
long walks. Over two papers of two campaigns, on lists that hide and lists that mark, for
organisations with a domain and without, whoever signed first.
"""

import itertools
import random
from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import func, select

from signon.audit import trail
from signon.challenges import policy
from signon.endorsements import standing
from signon.extensions import db
from signon.jobs.models import Job
from signon.kernel import clock
from signon.papers import queries
from signon.papers import service as papers
from signon.papers.drafts import PaperDraft
from signon.papers.queries import PublicPaper
from tests.challenges import strangers
from tests.challenges.strangers import ACTS, Scene, picture
from tests.factories import LENIENT, a_campaign, a_text, change_paper
from tests.support.scenes import Kept, empty

Act = Callable[[Scene], None]
Lists = dict[str, tuple[PublicPaper, PublicPaper]]

REAPING = (
    strangers.let_each_other_vouch,
    strangers.press_every_link,
    strangers.challenge,
    strangers.take_back,
)
MAILBOXES = ("office@genuine{}.org", "genuine{}@gmail.com")
SHOWN = ("hidden", "marked")
VARIANTS = tuple(itertools.product(SHOWN, MAILBOXES, ("genuine", "stranger"), ("one", "both")))
"""What happens to a dispute, where its mailbox is, who signed first in its name, on how many lists
it stands."""
WALKS, STEPS = 16, 9

_numbers = itertools.count()


def two_lists_each() -> Lists:
    """Return two papers of two campaigns, for each of what may become of an entry in dispute."""
    return {shown: (a_list("open-doors", shown), a_list("elsewhere", shown)) for shown in SHOWN}


LISTS = Kept(two_lists_each)


def a_list(campaign: str, shown: str) -> PublicPaper:
    """Return a paper that publishes whatever is proven, also at a mailbox for everybody."""
    slug = f"{campaign}-{shown}"
    a_campaign(campaign)
    papers.write(PaperDraft(campaign, slug, a_text()), actor=trail.SYSTEM)
    opened = {"state": "open", "opens_at": clock.now() - timedelta(days=1)}
    change_paper(slug, contested_shown=shown, publish_grades=LENIENT, **opened)
    return queries.paper_by_slug(slug)


def make(variant: int) -> Scene:
    """Return a scene in which a new organisation has signed, perhaps not as the first."""
    empty()
    number, lists = next(_numbers), LISTS.set()
    shown, mailbox, first, on_lists = VARIANTS[variant]
    last_job = db.session.scalar(select(func.max(Job.id))) or 0
    scene = Scene(number, *lists[shown], mailbox.format(number), last_job)
    if first == "stranger":
        strangers.squat_there(scene)
    scene.sign(scene.here, scene.mailbox)
    if on_lists == "both":
        scene.sign(scene.there, scene.mailbox)
    return scene


BEGINNINGS = tuple(Kept(partial(make, variant)) for variant in range(len(VARIANTS)))


def begin(variant: int) -> Scene:
    """Return a scene in a database of its own; each variant is made once, and then put back."""
    return BEGINNINGS[variant % len(VARIANTS)].set()


def play(scene: Scene, acts: Iterable[Act]) -> None:
    """Let strangers act, and see after each act that nothing has changed."""
    before, done = picture(scene), []
    assert before[0][1] == "published"
    for act in acts:
        act(scene)
        done.append(act.__name__)
        assert picture(scene) == before, done
    disputed = [m for m in scene.mailed(scene.mailbox) if "contested" in m.subject]
    assert disputed == [], done


@pytest.mark.slow
@pytest.mark.parametrize("first", ACTS, ids=lambda act: act.__name__)
def test_whatever_two_acts_strangers_combine(app: Flask, first: Act) -> None:
    for number, second in enumerate(act for act in ACTS if act is not first):
        play(begin(number + 3 * ACTS.index(first)), (first, second, *REAPING))


@pytest.mark.slow
def test_however_long_strangers_go_on(app: Flask) -> None:
    for number in range(WALKS):
        walk = random.Random(number).choices(ACTS, k=STEPS)
        play(begin(number), (*walk, *REAPING))


def test_the_attack_that_was_found(app: Flask) -> None:
    """Sign elsewhere under its name, let a second mailbox of one's own say yes, challenge."""
    scene = begin(0)
    found = (strangers.squat_there, strangers.let_each_other_vouch, strangers.challenge)

    play(scene, found)

    [squat] = scene.evil()
    assert (squat.evidence, squat.state) == ("domain", "published")


def test_the_one_who_signed_first_gets_no_button(app: Flask) -> None:
    scene = begin(VARIANTS.index(("hidden", MAILBOXES[0], "stranger", "one")))

    told = [str(mail) for mail in scene.mailed() if mail.subject.startswith("Signed for your")]

    assert len(told) == 1  # they hear of what anybody can read on the list
    assert "did-not-sign" not in told[0]


@pytest.mark.parametrize(
    "hole",
    [
        (standing, "is_established", lambda mailbox, organisation_id: bool(mailbox)),
        (standing, "was_checked", lambda key, organisation_id, but: key is not None),
    ],
    ids=["anybody's domain is established", "any mailbox was checked"],
)
def test_the_tree_finds_a_hole(
    app: Flask,
    monkeypatch: pytest.MonkeyPatch,
    hole: tuple[object, ...],
) -> None:
    monkeypatch.setattr(*hole)
    monkeypatch.setattr(policy, "is_stronger", lambda ground, other: True)

    with pytest.raises(AssertionError, match="confirmed"):
        play(begin(0), ACTS)
