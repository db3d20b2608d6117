"""Short-lived passes: for one society, one audience, one time; forged ones are refused; used once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import jwt
import pytest

from govern.errors import AlreadyDone, NotAllowed
from govern.identity import lifecycle
from govern.society import Society
from govern.web.passes import KIND, make_pass, read_pass
from tests.given import Moments, a_bare_society

FIVE_MINUTES = timedelta(minutes=5)


@pytest.fixture
async def society(tmp_path: Path, database_url: str) -> AsyncIterator[Society]:
    made = await a_bare_society(tmp_path / "home", url=database_url)
    yield made
    await made.store.close()


def a_pass(society: Society, clock: Moments) -> str:
    return make_pass(society, "download", {"file": "roll-3"}, lifetime=FIVE_MINUTES, at=clock.at)


async def test_a_pass_says_what_it_was_made_for(society: Society, clock: Moments) -> None:
    good = read_pass(society, "download", a_pass(society, clock), at=clock.at)
    assert good.claims == {"file": "roll-3"}
    assert good.expires_at == clock.at + FIVE_MINUTES
    assert jwt.get_unverified_header(a_pass(society, clock)) == {"alg": "EdDSA", "typ": KIND}


async def test_a_pass_is_for_its_time_and_audience(society: Society, clock: Moments) -> None:
    text = a_pass(society, clock)
    for audience, at in (
        ("booth", clock.at),
        ("download", clock.at + FIVE_MINUTES),
        ("download", clock.at - timedelta(seconds=1)),
    ):
        with pytest.raises(NotAllowed):
            read_pass(society, audience, text, at=at)


async def test_a_pass_of_another_society_is_refused(society: Society, clock: Moments, tmp_path: Path) -> None:
    other = await a_bare_society(tmp_path / "home", "second-co-op")
    with pytest.raises(NotAllowed):
        read_pass(other, "download", a_pass(society, clock), at=clock.at)
    await other.store.close()


def _forged(society: Society, clock: Moments) -> dict[str, str]:
    moment = int(clock.at.timestamp())
    claims: dict[str, str | int | list[str]] = {
        "iss": society.short,
        "aud": "download",
        "iat": moment,
        "nbf": moment,
        "exp": moment + 300,
        "jti": "x",
    }
    key = society.key("passes")
    head = {"typ": KIND}
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    own = Ed25519PrivateKey.from_private_bytes(key)
    good = a_pass(society, clock)
    without = {name: value for name, value in claims.items() if name != "jti"}
    return {
        "no algorithm": jwt.encode(claims, "", algorithm="none", headers=head),
        "a shared secret": jwt.encode(claims, key, algorithm="HS256", headers=head),
        "another key": jwt.encode(claims, Ed25519PrivateKey.generate(), algorithm="EdDSA", headers=head),
        "another kind": jwt.encode(claims, own, algorithm="EdDSA"),
        "no number": jwt.encode(without, own, algorithm="EdDSA", headers=head),
        "two audiences": jwt.encode({**claims, "aud": ["download", "x"]}, own, algorithm="EdDSA", headers=head),
        "changed": good[:-4] + ("AAAA" if not good.endswith("AAAA") else "BBBB"),
        "cut": good.rsplit(".", 1)[0],
        "nothing": "",
        "noise": "a.b.c",
    }


async def test_a_forged_pass_is_refused(society: Society, clock: Moments) -> None:
    for why, text in _forged(society, clock).items():
        with pytest.raises(NotAllowed):
            read_pass(society, "download", text, at=clock.at)
            pytest.fail(why)


async def test_a_pass_is_used_up_with_its_effect(society: Society, clock: Moments) -> None:
    text = a_pass(society, clock)

    async def use() -> object:
        async with society.store.writing() as writing:
            return await lifecycle.use_pass(writing, society, "download", text, at=clock.at)

    with pytest.raises(RuntimeError):
        async with society.store.writing() as writing:
            await lifecycle.use_pass(writing, society, "download", text, at=clock.at)
            raise RuntimeError("the effect failed, so the pass is still good")
    outcomes = await asyncio.gather(*(use() for _ in range(4)), return_exceptions=True)
    assert sum(isinstance(one, AlreadyDone) for one in outcomes) == 3


@pytest.mark.parametrize("lifetime", [timedelta(0), timedelta(minutes=21), timedelta(minutes=-1)])
async def test_a_pass_lives_for_twenty_minutes_at_most(society: Society, clock: Moments, lifetime: timedelta) -> None:
    with pytest.raises(ValueError, match="20 minutes"):
        make_pass(society, "download", {}, lifetime=lifetime, at=clock.at)


async def test_a_claim_cannot_take_the_place_of_one_of_ours(society: Society, clock: Moments) -> None:
    with pytest.raises(ValueError, match="claim"):
        make_pass(society, "download", {"exp": 1}, lifetime=FIVE_MINUTES, at=clock.at)
