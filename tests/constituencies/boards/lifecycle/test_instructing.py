"""What one body asks of another is received, answered and closed; a referral opens a matter to the body above."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from govern import record
from govern.constituencies.boards import queries as boards
from govern.constituencies.boards.lifecycle import instructing, referring
from govern.constituencies.boards.lifecycle.instructing import NewInstruction, NewReply
from govern.constituencies.boards.lifecycle.referring import NewReferral
from govern.constituencies.boards.queries import domains
from govern.constituencies.boards.queries import instructions as queries
from govern.constituencies.boards.queries.instructions import Which
from govern.constituencies.boards.rules.domains import Opinion, OutsideTheDomain
from govern.constituencies.boards.rules.instructing import Answer, Asked, Stage
from govern.constituencies.rulebook import lifecycle as rulebook
from govern.constituencies.rulebook.book import example
from govern.database import Store
from govern.errors import AlreadyDone, NotAllowed, NotFound, NotValid, WrongMoment

AT = datetime(2026, 11, 9, 9, 0, tzinfo=UTC)
TODAY, BEFORE = AT.date(), date(2026, 11, 2)
QUALITY = {"en": "Quality standard 4: every worker is known by name before the first visit."}


async def rules(store: Store, name: str = "principal_supporting") -> None:
    async with store.writing() as writing:
        await rulebook.adopt(writing, example(name), by=None, at=AT)


def asking(**more: object) -> NewInstruction:
    wanted: dict[str, object] = {
        "kind": Asked.INSTRUCTION,
        "from_body": "board",
        "to_body": "company_board",
        "text": QUALITY,
        "reference": "Committee, 2 November, item 3",
        "decided_on": BEFORE,
        "due_on": date(2026, 12, 1),
    }
    return NewInstruction(**(wanted | more))  # type: ignore[arg-type]  # a table of fields


async def give(store: Store, **more: object) -> UUID:
    async with store.writing() as writing:
        return await instructing.give(writing, asking(**more), by=None, at=AT)


async def receive(store: Store, instruction: UUID) -> None:
    async with store.writing() as writing:
        await instructing.receive(writing, instruction, by=None, at=AT)


async def answer(store: Store, instruction: UUID, how: Answer, text: str = "", on: date = TODAY) -> None:
    said = {"en": text} if text else {}
    async with store.writing() as writing:
        await instructing.answer(writing, instruction, NewReply(answer=how, text=said, decided_on=on), by=None, at=AT)


async def shown(store: Store, instruction: UUID, on: date = TODAY) -> queries.InstructionView:
    async with store.reading() as reading:
        return await queries.instruction(reading, instruction, on, "en")


async def test_an_instruction_is_given_received_accepted_done_and_closed(store: Store) -> None:
    """M59: "quality standard 4" goes to the company, whose minute answers it."""
    await rules(store)
    instruction = await give(store)
    assert (await shown(store, instruction)).stage is Stage.GIVEN
    await receive(store, instruction)
    await answer(store, instruction, Answer.ACCEPTED)
    assert (await shown(store, instruction)).waits_until_done
    with pytest.raises(WrongMoment, match="nobody has said that it is done"):
        async with store.writing() as writing:
            await instructing.close(writing, instruction, by=None, at=AT)
    await answer(store, instruction, Answer.DONE, "Done from December on.")
    async with store.writing() as writing:
        await instructing.close(writing, instruction, by=None, at=AT)
    found = await shown(store, instruction)
    assert found.stage is Stage.CLOSED and [r.answer for r in found.replies] == [Answer.ACCEPTED, Answer.DONE]
    assert (found.from_name, found.to_name) == ("Co-operative committee", "Directors of the linked company")
    async with store.reading() as reading:
        lines = await record.lines_about(reading, [f"instruction:{instruction}"])
    assert [line.verb.partition(".")[2] for line in lines] == ["closed", "answered", "answered", "received", "given"]
    assert "Quality" not in str([line.facts for line in lines])


async def test_each_step_out_of_turn_is_refused_and_changes_nothing(store: Store) -> None:
    await rules(store)
    instruction = await give(store)
    with pytest.raises(WrongMoment, match="has not received this yet"):
        await answer(store, instruction, Answer.DONE)
    with pytest.raises(WrongMoment):
        async with store.writing() as writing:
            await instructing.close(writing, instruction, by=None, at=AT)
    await receive(store, instruction)
    with pytest.raises(WrongMoment, match="was received already"):
        await receive(store, instruction)
    with pytest.raises(NotValid, match="says why") as refusal:
        await answer(store, instruction, Answer.DECLINED)
    assert refusal.value.field == "text"
    with pytest.raises(NotValid, match="An answer cannot be older"):
        await answer(store, instruction, Answer.DONE, on=date(2026, 11, 1))
    with pytest.raises(NotValid, match="still to come"):
        await answer(store, instruction, Answer.DONE, on=date(2026, 11, 10))
    assert (await shown(store, instruction)).replies == ()
    await answer(store, instruction, Answer.DECLINED, "It costs more than the contract pays.")
    with pytest.raises(WrongMoment, match="The last answer has been given"):
        await answer(store, instruction, Answer.DONE)


async def test_only_linked_bodies_are_reached_and_only_with_words_and_days_that_can_be(store: Store) -> None:
    await rules(store, "equal_care_like")
    with pytest.raises(NotAllowed, match="The rules link Team around a person"):
        await give(store, from_body="team", to_body="board")
    linked = {"from_body": "team", "to_body": "local_circle"}
    with pytest.raises(NotValid, match="still to come"):
        await give(store, **linked, decided_on=date(2026, 11, 10))
    with pytest.raises(NotValid, match="on which matter"):
        await give(store, **linked, kind=Asked.OPINION)
    with pytest.raises(NotValid, match="no such matter"):
        await give(store, **linked, kind=Asked.OPINION, topic="moon_landing")
    with pytest.raises(NotValid, match="every language") as refusal:
        await give(store, **linked, text={})
    assert refusal.value.field == "text"


async def test_a_society_of_two_languages_words_it_in_both(store: Store) -> None:
    await rules(store, "cartrefi_like")
    with pytest.raises(NotValid) as refusal:
        await give(store, from_body="council", to_body="board")
    assert refusal.value.field == "text_cy"


async def test_lists_show_what_is_open_late_closed_or_for_members(store: Store) -> None:
    await rules(store)
    late = await give(store, due_on=date(2026, 11, 5))
    quiet = await give(store, for_officers=True, due_on=None)
    done = await give(store)
    await receive(store, done)
    await answer(store, done, Answer.DONE)
    async with store.writing() as writing:
        await instructing.close(writing, done, by=None, at=AT)

    async def ids(**which: object) -> set[UUID]:
        async with store.reading() as reading:
            return {one.id for one in await queries.instructions(reading, TODAY, "en", **which)}  # type: ignore[arg-type]

    assert await ids() == {late, quiet}
    assert await ids(which=Which.LATE) == {late}
    assert await ids(which=Which.CLOSED) == {done}
    assert await ids(which=Which.ALL, members=True) == {late, done}
    assert await ids(body="company_board") == {late, quiet} and await ids(body="team") == set()


async def test_an_opinion_that_was_said_is_known_to_other_rooms(store: Store) -> None:
    """M55: until then the body counts as not consulted."""
    await rules(store)
    asked = await give(store, kind=Asked.OPINION, topic="contracts", from_body="company_board", to_body="board")
    async with store.reading() as reading:
        assert await domains.opinions_on(reading, ["contracts"]) == ()
    await receive(store, asked)
    await answer(store, asked, Answer.SAID, "We would rather keep two providers.")
    async with store.reading() as reading:
        assert await domains.opinions_on(reading, ["contracts"]) == (Opinion("board", "contracts", TODAY),)
        assert await domains.opinions_on(reading, ["liability"]) == ()


async def test_declining_to_say_anything_is_no_opinion(store: Store) -> None:
    await rules(store)
    asked = await give(store, kind=Asked.OPINION, topic="contracts", from_body="company_board", to_body="board")
    await receive(store, asked)
    await answer(store, asked, Answer.DECLINED, "We were not told enough.")
    async with store.reading() as reading:
        assert await domains.opinions_on(reading, ["contracts"]) == ()


async def refer(store: Store, **more: object) -> UUID:
    wanted: dict[str, object] = {
        "from_body": "team",
        "to_body": "board",
        "topic": "visits",
        "decided_on": BEFORE,
        "reason": "Two teams want the same hour.",
        "reference": "Team, 2 November",
    }
    async with store.writing() as writing:
        return await referring.refer(writing, NewReferral(**(wanted | more)), by=None, at=AT)  # type: ignore[arg-type]


async def test_a_referral_lets_the_body_above_decide_from_its_day_until_it_is_taken_back(store: Store) -> None:
    """M17, and invariant 68 without it."""
    await rules(store, "equal_care_like")

    async def may(on: date = TODAY) -> str:
        async with store.reading() as reading:
            return (await domains.may_decide(reading, "board", "visits", on)).body

    with pytest.raises(OutsideTheDomain, match="Team around a person"):
        await may()
    referral = await refer(store)
    assert await may() == "team"
    with pytest.raises(OutsideTheDomain):
        await may(date(2026, 11, 1))
    with pytest.raises(AlreadyDone, match="referred to them already"):
        await refer(store)
    async with store.writing() as writing:
        assert await referring.take_back(writing, referral, by=None, at=AT) == "team"
    with pytest.raises(OutsideTheDomain):
        await may()
    with pytest.raises(AlreadyDone, match="taken back"):
        async with store.writing() as writing:
            await referring.take_back(writing, referral, by=None, at=AT)
    async with store.reading() as reading:
        (shown_,) = (await domains.domain_page(reading, "team", TODAY, "en")).referrals
        verbs = [line.verb for line in await record.lines_about(reading, [f"referral:{referral}"])]
    assert (shown_.ended_on, shown_.to_name) == (TODAY, "Purpose Circle (board of directors)")
    assert verbs == ["domain.taken_back", "domain.referred"]


async def test_a_referral_that_cannot_be_is_refused(store: Store) -> None:
    await rules(store, "equal_care_like")
    with pytest.raises(NotValid, match="still to come"):
        await refer(store, decided_on=date(2026, 11, 10))
    with pytest.raises(NotAllowed):
        await refer(store, to_body="senate")
    with pytest.raises(OutsideTheDomain):
        await refer(store, topic="membership")
    with pytest.raises(NotFound):
        await refer(store, from_body="senate")


async def test_the_page_of_a_domain_says_what_is_theirs_and_who_decides_the_rest(store: Store) -> None:
    await rules(store, "equal_care_like")
    async with store.reading() as reading:
        found = await domains.domain_page(reading, "local_circle", TODAY, "en")
    assert [topic.word for topic in found.own] == ["local_recruitment", "team_starting"]
    assert [name for name, _ in found.above] == ["members_circle", "board"]
    rest = {topic.word: topic.deciders[0].body for topic in found.others}
    assert rest["visits"] == "team" and rest["change_rules"] == "general"


async def test_what_is_owed_after_its_day_is_a_task_of_the_secretary_and_late(store: Store) -> None:
    await rules(store)
    instruction = await give(store)
    due, after = date(2026, 12, 1), date(2026, 12, 2)

    async def owed(on: date) -> list[tuple[str, str, bool]]:
        async with store.reading() as reading:
            found = await boards.tasks(reading, on)
        return [(one.address, str(one.words), one.late) for one in found if "instructions" in one.address]

    assert await owed(due) == []
    ((address, words, late),) = await owed(after)
    assert address == f"office/boards/instructions/{instruction}" and late
    assert "asked this for 2026-12-01" in words and "There is no answer yet." in words
    await receive(store, instruction)
    await answer(store, instruction, Answer.ACCEPTED)
    ((_, words, _),) = await owed(after)
    assert "accepted this for 2026-12-01" in words and "has not said that it is done" in words
    await answer(store, instruction, Answer.DONE)
    assert await owed(after) == []
