"""What a mailbox is asked, now or on a later day: each mail and page as somebody has read it.

`tests/support/snapshots.py` says how to write the texts in `mails/` anew.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import time_machine

from signon.endorsements.capability import ENDORSEMENT
from signon.kernel.languages import INTERFACE
from signon.outbox.post import Email, Link, Paragraph
from signon.submissions import tasks
from signon.submissions.receiving import intake
from tests.factories import a_paper, an_endorsement
from tests.support import snapshots
from tests.support.clients import Browser

FOLDER = Path(__file__).parent / "mails"
TODAY = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)
MEETS = date(2027, 3, 14)
AFTER = timedelta(days=14)
"""After the day on which the board meets, and after every ordinary reminder."""

Outbox = Callable[[], list[Email]]


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
@pytest.mark.parametrize("language", INTERFACE)
@pytest.mark.parametrize("closes", [None, datetime(2027, 5, 31, 22, 0, tzinfo=UTC)])
@pytest.mark.parametrize("decides_on", [None, MEETS])
def test_what_a_mailbox_is_asked_first_once_more_and_again(
    client: Browser,
    outbox: Outbox,
    language: str,
    closes: datetime | None,
    decides_on: date | None,
) -> None:
    with time_machine.travel(TODAY, tick=False) as clock_hand:
        paper = a_paper(closes_at=closes, time_zone="Europe/Brussels")
        row = an_endorsement(
            paper, confirmed=False, language=language, name="Hearth", decides_on=decides_on
        )
        clock_hand.shift(AFTER)
        tasks.remind()
        intake.resend(ENDORSEMENT, row)
        mails = outbox()
        page = client.get(_confirmation_in(mails[-1])).text

    texts = [*map(_words, mails), snapshots.of_page(page)]
    name = f"{'later' if decides_on else 'now'}-{'closing' if closes else 'open'}.txt"
    snapshots.compare(FOLDER / language / name, "\n".join(texts))


def _words(mail: Email) -> str:
    """Return the subject and the sentences: the code and the links are new in each mail."""
    said = (part.text for part in mail.parts if isinstance(part, Paragraph))
    links = (part.label for part in mail.parts if isinstance(part, Link))
    return "".join(f"{line}\n" for line in (mail.subject, *said, *links, mail.footer))


def _confirmation_in(mail: Email) -> str:
    links = (urlsplit(part.url).path for part in mail.parts if isinstance(part, Link))
    return next(path for path in links if "/confirm/" in path)
