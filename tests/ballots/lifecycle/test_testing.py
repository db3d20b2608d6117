"""Test or cast: an opened envelope is never cast, a cast one never opened; a server that swaps choices is caught."""

from __future__ import annotations

import asyncio
import hashlib
import random
from collections.abc import Callable
from datetime import timedelta
from fractions import Fraction
from math import sqrt
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func, select

from govern import record
from govern.ballots import lifecycle, queries
from govern.ballots.lifecycle import InTheBoxAlready, Posted, Sealing
from govern.ballots.models import CastEnvelope, LogLeaf, SlipSeen
from govern.ballots.paper.sealing import sealed_with_openers
from govern.ballots.rules import MOST_TESTS_A_DAY, SealedTooLongAgo, chance_of_finding
from govern.ballots.seal import covers, group, slips, tested
from govern.ballots.seal.covers import Covered
from govern.ballots.seal.documents import Manifest, OpenedForTest, leaf_from_bytes
from govern.ballots.seal.tested import NotAsSealed
from govern.errors import GovernError, NotValid, TooMany, WrongMoment
from govern.identity.lifecycle import knocks
from govern.identity.models import Knock
from tests.ballots.given_ballots import CLOSES, OPENS, Given, a_society, an_open_ballot, closed, counted, seal, yes
from tests.ballots.queries.test_bundle import checked, written

AT = OPENS + timedelta(hours=1)


async def given_on(database_url: str, tmp_path: Path) -> tuple[Given, UUID, UUID]:
    given = await a_society(tmp_path / "home", url=database_url)
    ballot_id = await an_open_ballot(given)
    async with given.society.store.reading() as reading:
        (contest,) = await queries.contest_ids(reading, ballot_id)
    return given, ballot_id, contest


async def opened(given: Given, sealing: Sealing, minutes: int = 0) -> int:
    async with given.society.store.writing() as writing:
        return await lifecycle.open_as_test(writing, given.society, sealing, at=AT + timedelta(minutes=minutes))


async def number_of(given: Given, model: type) -> int:
    async with given.society.store.reading() as reading:
        return await reading.scalar(select(func.count()).select_from(model)) or 0


async def test_a_tested_envelope_stands_in_the_log_without_a_name_and_is_never_cast(
    database_url: str, tmp_path: Path
) -> None:
    given, ballot_id, contest = await given_on(database_url, tmp_path)
    person = given.everybody[0]
    sealing = await seal(given, ballot_id, person, yes(contest), AT)
    place = await opened(given, sealing)
    async with given.society.store.reading() as reading:
        body = await reading.scalar(select(LogLeaf.body).where(LogLeaf.place == place))
        lines = await record.lines_about(reading, [f"ballot:{ballot_id}"], limit=100)
    leaf = leaf_from_bytes(body or b"")
    assert leaf == OpenedForTest(sealing.envelope.sealed.hash(), (sealing.envelope.sealed.slips[0].box[:32],))
    assert sealing.envelope.handle.encode() not in (body or b"")
    (line,) = [line for line in lines if line.verb == "envelope.tested"]
    assert line.by is None and line.facts == {"leaf": place}, "the record has no name either"
    with pytest.raises(NotValid):
        await lifecycle.cast(given.society, person, sealing, at=AT)
    assert await number_of(given, CastEnvelope) == 0
    fresh = await seal(given, ballot_id, person, yes(contest), AT)
    assert isinstance(await lifecycle.cast(given.society, person, fresh, at=AT), Posted)
    await given.society.store.close()


async def test_the_same_test_again_is_one_test_even_after_twenty_minutes(tmp_path: Path) -> None:
    given, ballot_id, contest = await given_on(f"sqlite:///{tmp_path}/one.sqlite", tmp_path)
    sealing = await seal(given, ballot_id, given.everybody[0], yes(contest), AT)
    assert await opened(given, sealing) == await opened(given, sealing) == await opened(given, sealing, 30)
    assert await number_of(given, LogLeaf) == 2 and await number_of(given, SlipSeen) == 1


async def test_an_envelope_is_tested_or_cast_and_never_both_whichever_comes_first(
    database_url: str, tmp_path: Path
) -> None:
    """Both at the same moment, as from two tabs; one of them finds the other done."""
    given, ballot_id, contest = await given_on(database_url, tmp_path)
    for person in given.everybody[:6]:
        sealing = await seal(given, ballot_id, person, yes(contest), AT)
        acts = [opened(given, sealing), lifecycle.cast(given.society, person, sealing, at=AT)]
        said = await asyncio.gather(*acts, return_exceptions=True)
        assert sum(isinstance(one, GovernError) for one in said) == 1, said
    assert await number_of(given, SlipSeen) == 6 and await number_of(given, LogLeaf) == 7
    await given.society.store.close()


async def test_one_member_makes_twenty_tests_a_day_and_others_go_on(database_url: str, tmp_path: Path) -> None:
    """Sent at once, twenty go in. The same envelope again is no new one, and the day after there are twenty more."""
    given, ballot_id, contest = await given_on(database_url, tmp_path)
    person, other = given.everybody[:2]
    many = [await seal(given, ballot_id, person, yes(contest), AT) for _ in range(MOST_TESTS_A_DAY + 3)]
    said = await asyncio.gather(*(opened(given, one) for one in many), return_exceptions=True)
    refused = [one for one in said if isinstance(one, BaseException)]
    assert len(refused) == 3 and all(isinstance(one, TooMany) for one in refused), refused
    assert await number_of(given, LogLeaf) == 1 + MOST_TESTS_A_DAY == 1 + await number_of(given, SlipSeen)
    first = next(one for one, place in zip(many, said, strict=True) if isinstance(place, int))
    assert isinstance(await opened(given, first), int)
    with pytest.raises(TooMany, match=f"made {MOST_TESTS_A_DAY} test envelopes"):
        await opened(given, await seal(given, ballot_id, person, yes(contest), AT))
    await opened(given, await seal(given, ballot_id, other, yes(contest), AT))
    await lifecycle.cast(given.society, person, await seal(given, ballot_id, person, yes(contest), AT), at=AT)
    tomorrow = AT + timedelta(days=1)
    late = await seal(given, ballot_id, person, yes(contest), tomorrow)
    await opened(given, late, minutes=24 * 60)
    await given.society.store.close()


async def test_what_is_counted_of_tests_names_nobody_has_no_hour_and_goes(tmp_path: Path) -> None:
    """Decision 31 and invariant 46: neither the log nor a table says who tested what."""
    given, ballot_id, contest = await given_on(f"sqlite:///{tmp_path}/one.sqlite", tmp_path)
    person = given.everybody[0]
    for minutes in (0, 5):
        at = AT + timedelta(minutes=minutes)
        sealing = await seal(given, ballot_id, person, yes(contest), at)
        await opened(given, sealing, minutes)
    async with given.society.store.reading() as reading:
        (row,) = await reading.scalars(select(Knock))
        kept = row.key, row.window_start, row.count
    names = (sealing.envelope.handle.encode(), person.bytes, ballot_id.bytes)
    assert len(kept[0]) == 32 and not [name for name in names if name in kept[0]]
    assert kept[0] not in {hashlib.sha256(b"testing\x00" + name).digest() for name in names}, "not without the key"
    assert (kept[1].hour, kept[1].minute, kept[1].second, kept[2]) == (0, 0, 0, 2)
    async with given.society.store.writing() as writing:
        await knocks.sweep(writing, AT + timedelta(days=2))
    assert await number_of(given, Knock) == 0


async def test_what_is_in_the_box_is_not_opened(tmp_path: Path) -> None:
    given, ballot_id, contest = await given_on(f"sqlite:///{tmp_path}/one.sqlite", tmp_path)
    person = given.everybody[0]
    sealing = await seal(given, ballot_id, person, yes(contest), AT)
    await lifecycle.cast(given.society, person, sealing, at=AT)
    with pytest.raises(InTheBoxAlready, match="not opened before the count"):
        await opened(given, sealing)


async def test_an_old_envelope_and_a_closed_vote_are_refused(tmp_path: Path) -> None:
    given, ballot_id, contest = await given_on(f"sqlite:///{tmp_path}/one.sqlite", tmp_path)
    sealing = await seal(given, ballot_id, given.everybody[0], yes(contest), AT)
    with pytest.raises(SealedTooLongAgo):
        await opened(given, sealing, 21)
    await closed(given, ballot_id)
    with pytest.raises(WrongMoment, match="closed on"):
        await opened(given, sealing)
    assert await number_of(given, SlipSeen) == 0


async def test_an_envelope_without_its_numbers_is_not_tested(tmp_path: Path) -> None:
    from msgspec.structs import replace

    given, ballot_id, contest = await given_on(f"sqlite:///{tmp_path}/one.sqlite", tmp_path)
    sealing = await seal(given, ballot_id, given.everybody[0], yes(contest), AT)
    with pytest.raises(NotValid, match="cannot be tested"):
        await opened(given, replace(sealing, openers=()))


async def test_a_ballot_with_tests_is_checked_by_anybody(tmp_path: Path) -> None:
    """The other checker knows the entry `test` too, and the count has none of it (V11)."""
    given = await a_society(tmp_path)
    ballot_id = await an_open_ballot(given)
    async with given.society.store.reading() as reading:
        (contest,) = await queries.contest_ids(reading, ballot_id)
    for person in given.everybody:
        await opened(given, await seal(given, ballot_id, person, {contest: ("no",)}, AT))
        sealing = await seal(given, ballot_id, person, yes(contest), AT)
        await lifecycle.cast(given.society, person, sealing, at=AT)
    await counted(given, ballot_id, at=CLOSES + timedelta(hours=1))
    done = checked(await written(given, ballot_id, tmp_path / "bundle.zip"))
    assert done.returncode == 0 and "FAIL" not in done.stdout, done.stdout + done.stderr


# --- T7: a server that puts something else into envelopes -----------------------------------------------------------

TRIALS = 250


@pytest.fixture
async def manifest(tmp_path: Path) -> Manifest:
    given = await a_society(tmp_path)
    ballot = await given.ballot(await an_open_ballot(given))
    return Manifest.from_bytes(ballot.manifest or b"")


Covering = Callable[[Manifest, str, str, bytes, bytes], Covered]


def swapping(chance: random.Random, percent: int, honest: Covering) -> Covering:
    """The sealing of a server that turns a slip over in so many of a hundred cases."""

    def cover(manifest: Manifest, contest: str, style: str, ticket: bytes, slip: bytes) -> Covered:
        if chance.randrange(100) < percent:
            entry = manifest.contest(contest)
            chosen = slips.decode(entry, slip)
            slip = slips.encode(entry, tuple(option.id for option in entry.options if option.id not in chosen))
        return honest(manifest, contest, style, ticket, slip)

    return cover


def caught(manifest: Manifest, tests: int) -> bool:
    """A voter who tests so many envelopes and looks at what was in each."""
    style = manifest.styles[0]
    (contest,) = style.contests
    for _ in range(tests):
        envelope, openers = sealed_with_openers(manifest, "a" * 16, style.id, {contest: ("yes",)})
        numbers = [group.scalar_from_bytes(one) for one in openers]
        if dict(tested.opened(manifest, envelope.sealed, numbers)) != {contest: ("yes",)}:
            return True
    return False


@pytest.mark.parametrize(("percent", "tests"), [(5, 1), (5, 10), (20, 1), (20, 5), (50, 2)])
def test_a_server_that_swaps_choices_is_caught_as_often_as_the_formula_says(
    manifest: Manifest, monkeypatch: pytest.MonkeyPatch, percent: int, tests: int
) -> None:
    """T7. A cheat build swaps p of a hundred; t tests find it as often as the house tells officers, within three
    deviations."""
    monkeypatch.setattr(covers, "cover", swapping(random.Random(percent * 100 + tests), percent, covers.cover))
    found = sum(caught(manifest, tests) for _ in range(TRIALS))
    formula = float(chance_of_finding(Fraction(percent, 100), tests))
    assert abs(found / TRIALS - formula) <= 3 * sqrt(formula * (1 - formula) / TRIALS), (found / TRIALS, formula)


def test_an_honest_server_is_never_called_a_cheat(manifest: Manifest) -> None:
    """T7, the other way: no false alarm."""
    assert not caught(manifest, 200)


def test_a_swapping_server_cannot_lie_about_its_numbers(manifest: Manifest, monkeypatch: pytest.MonkeyPatch) -> None:
    """T7. It knows the number it sealed with, and no other opens the slip as something else."""
    monkeypatch.setattr(covers, "cover", swapping(random.Random(1), 100, covers.cover))
    style = manifest.styles[0]
    envelope, openers = sealed_with_openers(manifest, "a" * 16, style.id, {style.contests[0]: ("yes",)})
    true = group.scalar_from_bytes(openers[0])
    for lie in (true + 1, group.L - true, *(group.random_scalar() for _ in range(50))):
        with pytest.raises(NotAsSealed):
            tested.opened(manifest, envelope.sealed, [lie % group.L])
