"""Awards through their pages: named, accepted, put to the secret ballot, and sealed until they are announced."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from govern.ballots import lifecycle as ballots
from govern.ballots.models import Contest, ContestOption
from govern.errors import WrongMoment
from govern.forums.purses.models import AwardCategory, AwardNaming, AwardRound
from govern.permissions import Role
from tests.constituencies.conftest import Town

LAST = {"names_until_day": "16", "names_until_month": "11", "names_until_year": "2026"}
MEETS = {
    "announce_at_day": "10",
    "announce_at_month": "12",
    "announce_at_year": "2026",
    "announce_at_time": "10:00",
}
WORDS = {
    "title": "Our awards",
    "title_cy": "Ein gwobrau",
    "categories": "Kindness\nCourage",
    "categories_cy": "Caredigrwydd\nDewrder",
}


async def a_round(town: Town) -> UUID:
    office = await town.secretary()
    await office.get("office/awards")
    answer = await office.send("office/awards", {**WORDS, **LAST, **MEETS, "categories_cy": "Caredigrwydd"})
    assert answer.status_code == 422 and "in every language, one a line" in office.text()
    await office.send("office/awards", {**WORDS, **LAST, **MEETS})
    await office.follow()
    assert "Kindness" in office.text() and "Courage" in office.text()
    return UUID(office.last.url.path.rsplit("/", 1)[1])


async def category(town: Town, english: str) -> str:
    async with town.society.store.reading() as reading:
        return next(str(c.id) for c in await reading.scalars(select(AwardCategory)) if c.title["en"] == english)


async def named(town: Town, made: UUID, by: str, whom: str, reason: str = "Always there.") -> int:
    window = await town.window(by)
    await window.get(f"awards/{made}")
    answer = await window.send(
        f"awards/{made}/name", category=await category(town, "Kindness"), person=whom, reason=reason
    )
    return answer.status_code


async def accepts(town: Town, made: UUID, name: str) -> None:
    window = await town.window(name)
    await window.get(f"awards/{made}")
    async with town.society.store.reading() as reading:
        mine = select(AwardNaming.id).where(
            AwardNaming.nominee_id == town.people[name], AwardNaming.accepted.is_(None)
        )
        naming = await reading.scalar(mine)
    await window.send(f"awards/{made}/namings/{naming}")
    assert window.last.status_code == 303, window.text()


async def to_vote(town: Town) -> tuple[UUID, UUID]:
    """Ana and Bo stand for Kindness, put to the vote. Returns the round and the ballot."""
    made = await a_round(town)
    assert await named(town, made, "Gwen Hughes", "Ana Bowen") == 303
    assert await named(town, made, "Gwen Hughes", "Bo Parry") == 303
    await accepts(town, made, "Ana Bowen")
    await accepts(town, made, "Bo Parry")
    town.clock.pass_(days=9)
    office = await town.window("Gwilym Haf", Role.RETURNING_OFFICER)
    await office.get(f"office/awards/{made}")
    assert "Said yes: Ana Bowen and Bo Parry" in office.text()
    at = town.clock.at + timedelta(days=1)
    moment = {
        "opens_at_day": str(at.day),
        "opens_at_month": str(at.month),
        "opens_at_year": str(at.year),
        "opens_at_time": "12:00",
    }
    await office.send(f"office/awards/{made}/vote", moment)
    assert office.last.status_code == 303, office.text()
    return made, UUID(office.last.headers["location"].rsplit("/", 1)[1])


async def opened(town: Town, ballot: UUID) -> tuple[UUID, dict[str, str], datetime]:
    """Frozen and opened by the returning officer, as any ballot. Returns its one question and its options by name."""
    by, at = town.people["Gwilym Haf"], town.clock.at
    async with town.society.store.writing() as writing:
        await ballots.publish(writing, ballot, by=by, at=at)
        await ballots.freeze(writing, town.society, ballot, by=by, at=at + timedelta(days=1))
        for style in ("supported", "staff", "volunteers"):
            await ballots.accept_small_group(writing, ballot, style, by=by, at=at)
    opens = at + timedelta(days=2)
    async with town.society.store.writing() as writing:
        await ballots.open_(writing, town.society, ballot, by=by, at=opens)
        (contest,) = await writing.scalars(select(Contest.id).where(Contest.ballot_id == ballot))
        options = await writing.scalars(select(ContestOption).where(ContestOption.contest_id == contest))
        return contest, {option.title["en"]: str(option.id) for option in options}, opens


async def vote(town: Town, ballot: UUID, name: str, contest: UUID, option: str, at: datetime) -> None:
    async with town.society.store.reading() as reading:
        sealed = await ballots.seal_paper(reading, ballot, town.people[name], {contest: (option,)}, at=at)
    await ballots.cast(town.society, town.people[name], sealed, at=at)


async def test_invariant_87_nobody_names_themselves_and_nobody_twice(town: Town) -> None:
    made = await a_round(town)
    assert await named(town, made, "Gwen Hughes", "Gwen Hughes") == 422
    assert await named(town, made, "Gwen Hughes", "Ana Bowen") == 303
    assert await named(town, made, "Gwen Hughes", "Ana Bowen") == 422
    assert await named(town, made, "Gwen Hughes", "Nobody Atall") == 422
    assert await named(town, made, "Gwen Hughes", "Nerys Puw") == 422  # no member
    ana = await town.window("Ana Bowen")
    await ana.get(f"awards/{made}")
    assert "You were named" in ana.text() and "Always there." in ana.text() and "Gwen" not in ana.text()
    bo = await town.window("Bo Parry")
    await bo.get(f"awards/{made}")
    assert "Ana" not in bo.text()


async def test_whoever_says_no_does_not_stand_and_one_alone_gets_no_vote(town: Town) -> None:
    made = await a_round(town)
    await named(town, made, "Gwen Hughes", "Ana Bowen")
    await accepts(town, made, "Ana Bowen")
    town.clock.pass_(days=9)
    gwen = await town.window("Gwen Hughes")
    await gwen.get(f"awards/{made}")
    assert "Name somebody" not in gwen.text() and "The names are in." in gwen.text()
    office = await town.window("Gwilym Haf", Role.RETURNING_OFFICER)
    await office.get(f"office/awards/{made}")
    moment = {
        "opens_at_day": "20",
        "opens_at_month": "11",
        "opens_at_year": "2026",
        "opens_at_time": "12:00",
    }
    answer = await office.send(f"office/awards/{made}/vote", moment)
    assert answer.status_code == 422 and "nothing to choose between" in office.text()


async def test_invariant_87_awards_are_closed_until_announced_for_officers_too(town: Town) -> None:
    """One vote an award and member, in the secret ballot of the house; no number before the meeting begins."""
    made, ballot = await to_vote(town)
    contest, options, opens = await opened(town, ballot)
    for name, whom in (("Gwen Hughes", "Ana Bowen"), ("Cai Rhys", "Ana Bowen"), ("Di Owen", "Bo Parry")):
        await vote(town, ballot, name, contest, options[whom], opens + timedelta(hours=1))
    # Who votes twice replaces the first: one vote an award and member.
    await vote(town, ballot, "Di Owen", contest, options["Ana Bowen"], opens + timedelta(hours=2))
    town.clock.at = opens + timedelta(days=1)
    by = town.people["Gwilym Haf"]
    with pytest.raises(WrongMoment):
        await ballots.count(town.society, ballot, by=by, at=town.clock.at)
    for name, roles in (("Gwen Hughes", ()), ("Siân Llwyd", (Role.CHAIR,)), ("Ana Bowen", (Role.SCRUTINEER,))):
        window = await town.window(name, *roles)
        await window.get(f"awards/{made}")
        assert "Nobody sees any number before it is announced" in window.text()
        assert "gets the award" not in window.text()
        answer = await window.get(f"ballots/{ballot}/result")
        assert answer.status_code != 200
    async with town.society.store.reading() as reading:
        meeting = (await reading.get_one(AwardRound, made)).announce_at
    async with town.society.store.writing() as writing:
        with pytest.raises(WrongMoment, match="stay sealed"):
            await ballots.close(writing, town.society, ballot, by=by, at=meeting - timedelta(seconds=60))
    async with town.society.store.writing() as writing:
        await ballots.close(writing, town.society, ballot, by=by, at=meeting)
    town.clock.at = meeting + timedelta(minutes=5)
    await ballots.count(town.society, ballot, by=by, at=town.clock.at)
    gwen = await town.window("Gwen Hughes")
    await gwen.get(f"awards/{made}")
    assert "announced soon" in gwen.text() and "gets the award" not in gwen.text()
    async with town.society.store.writing() as writing:
        await ballots.declare(writing, ballot, by=by, at=town.clock.at)
    await gwen.get(f"awards/{made}")
    assert "Ana Bowen gets the award." in gwen.text() and "Nobody was named." in gwen.text()


async def test_invariant_87_the_vote_on_awards_is_not_moved_to_before_the_meeting(town: Town) -> None:
    _, ballot = await to_vote(town)
    async with town.society.store.writing() as writing:
        with pytest.raises(WrongMoment, match="stay sealed"):
            await ballots.edit_ballot(
                writing,
                ballot,
                title={"en": "X", "cy": "X"},
                opens_at=town.clock.at + timedelta(hours=1),
                closes_at=town.clock.at + timedelta(days=2),
                by=None,
                at=town.clock.at,
            )


async def test_only_whoever_is_named_answers(town: Town) -> None:
    made = await a_round(town)
    await named(town, made, "Gwen Hughes", "Ana Bowen")
    async with town.society.store.reading() as reading:
        naming = await reading.scalar(select(AwardNaming.id))
    ana, bo = await town.window("Ana Bowen"), await town.window("Bo Parry")
    await ana.get(f"awards/{made}")
    token = ana.hidden(f"awards/{made}/namings/{naming}")
    assert (await bo.post(f"awards/{made}/namings/{naming}", token)).status_code in (403, 404)
    await ana.send(f"awards/{made}/namings/{naming}")
    answer = await ana.post(f"awards/{made}/namings/{naming}", token)
    assert answer.status_code == 422
