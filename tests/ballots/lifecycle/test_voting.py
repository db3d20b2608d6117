"""Voting: sealed, cast, cast again, refused, reminded."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func, select

from govern import record
from govern.ballots import lifecycle, queries
from govern.ballots.lifecycle import Sealing
from govern.ballots.models import CastEnvelope, LogLeaf
from govern.ballots.rules import NotOnTheRoll, SealedTooLongAgo
from govern.ballots.seal.documents import leaf_from_bytes
from govern.ballots.seal.slips import NotAChoice
from govern.errors import AlreadyDone, NotAllowed, NotFound, NotValid, WrongMoment
from govern.identity.rules import Site
from govern.post.models import Letter
from tests.ballots.given_ballots import (
    CLOSES,
    OPENS,
    Given,
    a_draft,
    a_society,
    an_open_ballot,
    blank,
    closed,
    counted,
    election,
    frozen,
    lots_drawn,
    motion,
    no,
    opened,
    seal,
    stands,
    vote,
    yes,
)

AT = OPENS + timedelta(hours=1)
SITE = Site("http://testserver.local", "tair-nant", "Tair Nant")


async def one_question(given: Given) -> tuple[UUID, UUID]:
    ballot_id = await an_open_ballot(given)
    async with given.society.store.reading() as reading:
        (contest,) = await queries.contest_ids(reading, ballot_id)
    return ballot_id, contest


async def envelopes(given: Given) -> int:
    async with given.society.store.reading() as reading:
        return await reading.scalar(select(func.count()).select_from(CastEnvelope)) or 0


async def leaves(given: Given, ballot_id: UUID) -> list[object]:
    async with given.society.store.reading() as reading:
        rows = await reading.scalars(
            select(LogLeaf.body).where(LogLeaf.ballot_id == ballot_id).order_by(LogLeaf.place)
        )
        return [leaf_from_bytes(body) for body in rows]


async def test_a_vote_goes_into_the_box_and_its_receipt_proves_it(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    ballot_id, contest = await one_question(given)
    person = given.people["staff"][0]
    sealing = await seal(given, ballot_id, person, yes(contest), AT)
    posted = await lifecycle.cast(given.society, person, sealing, at=AT)
    assert (posted.leaf, posted.code, posted.again) == (1, sealing.code, False)
    async with given.society.store.reading() as reading:
        shown = await queries.receipt(reading, ballot_id, person, language="en")
        found = await queries.box(reading, ballot_id, language="en", code=posted.code.lower(), own=True)
        (mine,) = await queries.open_ballots_for(reading, person, language="en", at=AT)
        lines = await record.lines_about(reading, [f"ballot:{ballot_id}"])
    assert (shown.code, shown.place, shown.size) == (posted.code, 1, 2)
    assert (found.found_place, found.counts) == (1, True)
    assert mine.voted
    assert lines[0].verb == "vote.cast"
    assert (lines[0].by, lines[0].facts) == (None, {"leaf": 1})


async def test_the_same_form_twice_makes_one_envelope_and_one_receipt(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    ballot_id, contest = await one_question(given)
    person = given.people["staff"][0]
    sealing = await seal(given, ballot_id, person, yes(contest), AT)
    first = await lifecycle.cast(given.society, person, sealing, at=AT)
    second = await lifecycle.cast(given.society, person, sealing, at=AT + timedelta(minutes=1))
    assert (first.leaf, first.code) == (second.leaf, second.code)
    assert second.again
    assert await envelopes(given) == 1


async def test_six_double_clicks_at_once_make_one_envelope(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    ballot_id, contest = await one_question(given)
    person = given.people["staff"][0]
    sealing = await seal(given, ballot_id, person, yes(contest), AT)
    answers = await asyncio.gather(*(lifecycle.cast(given.society, person, sealing, at=AT) for _ in range(6)))
    assert {answer.leaf for answer in answers} == {1}
    assert sum(not answer.again for answer in answers) == 1
    assert await envelopes(given) == 1


async def test_the_same_form_after_the_close_still_finds_its_receipt(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    ballot_id, contest = await one_question(given)
    person = given.people["staff"][0]
    sealing = await seal(given, ballot_id, person, yes(contest), AT)
    first = await lifecycle.cast(given.society, person, sealing, at=AT)
    await closed(given, ballot_id)
    again = await lifecycle.cast(given.society, person, sealing, at=CLOSES + timedelta(minutes=1))
    assert (again.leaf, again.again) == (first.leaf, True)
    async with given.society.store.reading() as reading:
        assert await lifecycle.cast_before(reading, sealing) is not None


async def test_voting_again_replaces_the_vote_and_keeps_both_envelopes(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    ballot_id, contest = await one_question(given)
    person = given.people["staff"][0]
    first = await vote(given, ballot_id, person, yes(contest))
    second = await vote(given, ballot_id, person, no(contest))
    assert second.leaf == first.leaf + 1
    async with given.society.store.reading() as reading:
        shown = await queries.receipt(reading, ballot_id, person, language="en")
        old = await queries.box(reading, ballot_id, language="en", code=first.code, own=True)
    assert shown.code == second.code
    assert shown.voted_before
    assert old.counts is False
    assert "later vote" in str(old.why_not) and old.displaced_by == second.leaf
    await counted(given, ballot_id)
    async with given.society.store.reading() as reading:
        result = await queries.result(reading, ballot_id, "en", undeclared=True)
    (only,) = result.contests
    assert only.resolution is not None
    assert (only.resolution.for_, only.resolution.against, result.voted) == (0, 1, 1)


async def test_an_envelope_older_than_twenty_minutes_is_sealed_again_with_the_same_choices(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    ballot_id, contest = await one_question(given)
    person = given.people["staff"][0]
    old = await seal(given, ballot_id, person, yes(contest), AT)
    later = AT + timedelta(minutes=21)
    with pytest.raises(SealedTooLongAgo, match="new code"):
        await lifecycle.cast(given.society, person, old, at=later)
    assert await envelopes(given) == 0
    new = await seal(given, ballot_id, person, old.picked(), later)
    assert new.code != old.code
    assert new.picked() == {contest: ("yes",)}
    assert (await lifecycle.cast(given.society, person, new, at=later)).leaf == 1


async def test_the_state_between_pages_comes_back_and_has_one_length(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    ballot_id, contest = await one_question(given)
    lengths = set()
    for choices in (yes(contest), no(contest), blank(contest)):
        sealing = await seal(given, ballot_id, given.people["staff"][0], choices, AT)
        kept = sealing.to_bytes()
        lengths.add(len(kept))
        back = Sealing.from_bytes(kept)
        assert (back.code, back.picked(), back.token) == (sealing.code, choices, sealing.token)
    assert len(lengths) == 1
    with pytest.raises(NotValid):
        Sealing.from_bytes(b"something else")


async def test_voting_is_refused_before_opening_and_after_the_close(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    person = given.people["staff"][0]
    early = await frozen(given, await a_draft(given))
    with pytest.raises(WrongMoment, match="not open yet"):
        await seal(given, early, person, {}, AT)
    ballot_id, contest = await one_question(given)
    sealing = await seal(given, ballot_id, person, yes(contest), CLOSES - timedelta(minutes=1))
    with pytest.raises(WrongMoment, match="closed on"):
        await lifecycle.cast(given.society, person, sealing, at=CLOSES + timedelta(seconds=1))
    await closed(given, ballot_id)
    with pytest.raises(WrongMoment, match="closed on"):
        await lifecycle.cast(given.society, person, sealing, at=CLOSES - timedelta(seconds=30))
    assert await envelopes(given) == 0


async def test_who_is_not_on_the_roll_cannot_vote(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    ballot_id, contest = await one_question(given)
    with pytest.raises(NotOnTheRoll, match="not on the list"):
        await seal(given, ballot_id, given.officer, yes(contest), AT)
    sealing = await seal(given, ballot_id, given.people["staff"][0], yes(contest), AT)
    with pytest.raises(NotOnTheRoll):
        await lifecycle.cast(given.society, given.officer, sealing, at=AT)
    with pytest.raises(NotValid, match="somebody else"):
        await lifecycle.cast(given.society, given.people["staff"][1], sealing, at=AT)
    assert await envelopes(given) == 0


async def test_a_contest_of_another_group_and_an_impossible_choice_are_refused(tmp_path: Path) -> None:
    given = await a_society(tmp_path, groups={"supported": 12, "staff": 12, "volunteers": 12})
    ballot_id = await a_draft(given, motion(), election("staff", 1))
    async with given.society.store.reading() as reading:
        question, seats = await queries.contest_ids(reading, ballot_id)
    run = await stands(given, seats, given.people["staff"][0])
    await stands(given, seats, given.people["staff"][1])
    await lots_drawn(given, ballot_id)
    await opened(given, ballot_id)
    with pytest.raises(NotAllowed, match="another group"):
        await seal(given, ballot_id, given.people["volunteers"][0], {seats: (str(run),)}, AT)
    for marks in (("perhaps",), ("yes", "no"), ("yes", "yes")):
        with pytest.raises(NotAChoice):
            await seal(given, ballot_id, given.people["volunteers"][0], {question: marks}, AT)
    with pytest.raises(NotAChoice):
        await seal(given, ballot_id, given.people["staff"][0], {seats: (str(run), str(run))}, AT)


async def test_a_slip_from_another_envelope_is_refused(tmp_path: Path) -> None:
    """Whoever copies a sealed slip would vote as somebody else did (ballot-protocol 2, 7)."""
    from govern.ballots.casting import Vote, caster_of
    from govern.ballots.seal.documents import Envelope, Sealed, ticket_of

    given = await a_society(tmp_path)
    ballot_id, contest = await one_question(given)
    one, two = given.people["staff"][:2]
    first = await seal(given, ballot_id, one, yes(contest), AT)
    await lifecycle.cast(given.society, one, first, at=AT)
    other = await seal(given, ballot_id, two, no(contest), AT)
    mine = other.envelope
    theirs = first.envelope
    copied = Sealed(
        mine.sealed.manifest_hash, mine.sealed.style, ticket_of(mine.handle, mine.nonce), theirs.sealed.slips
    )
    vote_ = Vote(ballot_id, two, Envelope(copied, mine.handle, mine.nonce, mine.channel), b"t" * 16, AT, AT)
    with pytest.raises(NotValid, match="not sealed for this paper"):
        await caster_of(given.society).cast(vote_)
    assert await envelopes(given) == 1


async def test_reminders_go_to_those_who_have_not_voted_and_nobody_learns_to_whom(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    ballot_id, contest = await one_question(given)
    voted = given.people["staff"][0]
    await vote(given, ballot_id, voted, yes(contest))
    async with given.society.store.writing() as writing:
        number = await lifecycle.remind(writing, ballot_id, site=SITE, by=given.officer, at=AT)
    async with given.society.store.reading() as reading:
        letters = list(await reading.scalars(select(Letter)))
        seen = await queries.office_ballot(reading, ballot_id, language="en", at=AT)
        lines = await record.lines_about(reading, [f"ballot:{ballot_id}"])
    assert number == len(letters) == 15
    assert {letter.kind for letter in letters} == {"ballot_reminder"}
    assert voted not in {letter.person_id for letter in letters}
    assert seen.watch is not None
    assert [(one.letters, one.at) for one in seen.watch.reminders] == [(15, AT)]
    assert lines[0].facts == {"letters": 15}
    with pytest.raises(AlreadyDone, match="wait a day"):
        async with given.society.store.writing() as writing:
            await lifecycle.remind(writing, ballot_id, site=SITE, by=given.officer, at=AT + timedelta(hours=1))


async def test_the_receipt_by_mail_has_the_code_and_the_way_to_object(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    ballot_id, contest = await one_question(given)
    person = given.people["staff"][0]
    posted = await vote(given, ballot_id, person, yes(contest))
    async with given.society.store.writing() as writing:
        assert await lifecycle.mail_receipt(writing, ballot_id, person, posted.code, site=SITE, at=AT)
    async with given.society.store.reading() as reading:
        (letter,) = await reading.scalars(select(Letter))
    assert posted.code in (letter.body or "")
    assert f"ballots/{ballot_id}/not-mine" in (letter.body or "")


async def test_nobody_has_a_receipt_who_has_not_voted(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    ballot_id, _ = await one_question(given)
    async with given.society.store.reading() as reading:
        with pytest.raises(NotFound, match="have not voted"):
            await queries.receipt(reading, ballot_id, given.people["staff"][0], language="en")
