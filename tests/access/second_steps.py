"""Leads with a second step, for tests."""

from base64 import b32encode
from datetime import datetime

import pyotp
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from signon.access.models import Account, RecoveryCode, SecondStep
from signon.access.second_step import codes, encryption
from signon.access.second_step.queries import PURPOSE
from signon.extensions import db
from signon.kernel import clock
from signon.transaction import command
from tests.access.leads import EMAIL, PASSWORD, account_of, send, sign_in

SECRET = b"12345678901234567890"
CODES = ("a0b1-c2d3-e4f5-g6h7", "0000-1111-2222-3333")


@command
def give_second_step(account: Account) -> None:
    """Let an account sign in with a second step, of whose codes none has been used."""
    secret = encryption.encrypt(PURPOSE, SECRET)
    now = clock.now()
    db.session.add(SecondStep(account_id=account.id, secret=secret, made_at=now, confirmed_at=now))
    for code in CODES:
        kept = codes.recovery_hash(account.public_id, code)
        db.session.add(RecoveryCode(account_id=account.id, code_hash=kept))


def code_at(secret: bytes, moment: datetime) -> str:
    """Return the six digits that a device shows."""
    return pyotp.TOTP(b32encode(secret).decode("ascii")).at(moment)


def code_now(moment: datetime | None = None) -> str:
    return code_at(SECRET, moment or clock.now())


def wrong_code() -> str:
    """Return six digits that are right at no step near now."""
    now = clock.now().timestamp()
    near = {
        code_at(SECRET, datetime.fromtimestamp(now + 30 * step, clock.now().tzinfo))
        for step in range(-3, 4)
    }
    return next(f"{number:06}" for number in range(10) if f"{number:06}" not in near)


def second_step_of(email: str = EMAIL) -> SecondStep | None:
    account = account_of(email)
    return db.session.scalar(select(SecondStep).where(SecondStep.account_id == account.id))


def halfway(client: FlaskClient, email: str = EMAIL, password: str = PASSWORD) -> TestResponse:
    """Give the password; the code is asked for next."""
    answer = sign_in(client, email, password)
    assert answer.status_code == 303
    assert answer.location.startswith("/desk/sign-in/code")
    return answer


def say(client: FlaskClient, code: str, **options: str) -> TestResponse:
    """Send a code at the second step."""
    return send(client, "/desk/sign-in/code", code=code, **options)
