"""A question to a passkey: made by chance for one purpose and one browser, good for five minutes and answered once.

It carries its end and a mark that only this society's key makes, so that asking stores nothing. Answering does: its
hash is kept until it would have ended anyway, in the transaction of what the answer allows.
"""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from govern.identity import rules
from govern.identity.lifecycle.secret_marks import mark_of_code, mark_of_token
from govern.identity.models import UsedPass
from govern.identity.rules import Purpose

#: 16 bytes of chance, 8 bytes of the second it ends, 32 bytes of the mark.
CHANCE, END, MARK = 16, 8, 32


def new_challenge(key: bytes, purpose: Purpose, browser: bytes, *, at: datetime) -> bytes:
    """56 bytes. `browser` is the secret behind the forms of whoever is asked: their session's, or before sign-in the
    browser's own."""
    until = int((at + rules.CHALLENGE_LIFE).timestamp())
    body = secrets.token_bytes(CHANCE) + until.to_bytes(END, "big")
    return body + _mark(key, purpose, browser, body)


async def use_challenge(
    writing: AsyncSession, key: bytes, purpose: Purpose, browser: bytes, challenge: bytes, *, at: datetime
) -> None:
    """Use a question up. Raises `ChallengeGone` where it is too old, was answered, or was not asked so and here."""
    body, mark = challenge[: CHANCE + END], challenge[CHANCE + END :]
    if len(body) != CHANCE + END or not hmac.compare_digest(mark, _mark(key, purpose, browser, body)):
        raise rules.refuse_challenge()
    until = datetime.fromtimestamp(int.from_bytes(body[CHANCE:], "big"), at.tzinfo)
    if at >= until:
        raise rules.refuse_challenge()
    used = mark_of_token(challenge.hex())
    if await writing.get(UsedPass, used) is None:
        try:
            async with writing.begin_nested():
                writing.add(UsedPass(pass_hash=used, expires_at=until))
            return
        except IntegrityError:
            # The same answer was sent twice, and the other one was a moment earlier.
            pass
    raise rules.refuse_challenge()


def _mark(key: bytes, purpose: Purpose, browser: bytes, body: bytes) -> bytes:
    return mark_of_code(key, f"passkey {purpose}", f"{browser.hex()}:{body.hex()}")
