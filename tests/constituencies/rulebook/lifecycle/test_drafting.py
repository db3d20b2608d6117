"""A draft is begun, edited, proposed and confirmed by somebody else; nothing typed is lost, nothing that ruled is."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from govern import record
from govern.constituencies.rulebook import lifecycle, queries
from govern.constituencies.rulebook.book import RulebookNotValid, as_template, example, example_names, load
from govern.constituencies.rulebook.rules import Affected, DraftStage, Proposal
from govern.database import Store
from govern.errors import AlreadyDone, GovernError, NotAllowed, NotFound, NotValid, WrongMoment
from govern.identity import lifecycle as identity

AT = datetime(2026, 6, 30, 9, 0, tzinfo=UTC)
FIRST = example("tair_nant")
LATER = FIRST.replace("agm_days = 14", "agm_days = 21").replace('"2026.1"', '"2026.2"')
PROPOSAL = Proposal("Members asked for it.", "Special resolution 3", date(2026, 9, 1), changes_registered=False)


class Officers:
    """Tair Nant with its first rules: a secretary who drafts, a chair who confirms."""

    def __init__(self, store: Store, secretary: UUID, chair: UUID) -> None:
        self.store, self.secretary, self.chair = store, secretary, chair

    async def start(self, text: str = LATER, title: str = "Longer notice") -> UUID:
        async with self.store.writing() as writing:
            return await lifecycle.start(writing, title, text, "in_force", by=self.secretary, at=AT)

    async def edit(self, draft_id: UUID, text: str) -> None:
        seen = (await self.draft(draft_id)).seen
        async with self.store.writing() as writing:
            await lifecycle.edit(writing, draft_id, text, seen, by=self.secretary, at=AT)

    async def propose(self, draft_id: UUID, *affected: Affected, proposal: Proposal = PROPOSAL) -> None:
        async with self.store.writing() as writing:
            await lifecycle.propose(writing, draft_id, proposal, affected, by=self.secretary, at=AT)

    async def confirm(self, draft_id: UUID, *affected: Affected, by: UUID | None = None, at: datetime = AT) -> UUID:
        async with self.store.writing() as writing:
            return await lifecycle.confirm(writing, draft_id, affected, by=by or self.chair, at=at)

    async def draft(self, draft_id: UUID) -> queries.Draft:
        async with self.store.reading() as reading:
            return await queries.draft(reading, draft_id)

    async def number_on(self, day: date) -> int:
        async with self.store.reading() as reading:
            return (await queries.in_force(reading, day)).number


@pytest.fixture
async def officers(store: Store) -> Officers:
    async with store.writing() as writing:
        await lifecycle.adopt(writing, FIRST, by=None, at=AT)
        secretary = await identity.add_person(writing, name="Nerys Tudur", email=None, by=None, at=AT)
        chair = await identity.add_person(writing, name="Gwilym Hâf", email=None, by=None, at=AT)
    return Officers(store, secretary, chair)


async def test_a_draft_becomes_the_next_version_and_rules_from_its_day(officers: Officers) -> None:
    draft_id = await officers.start()
    await officers.propose(draft_id)
    version_id = await officers.confirm(draft_id)
    found = await officers.draft(draft_id)
    assert (found.stage, found.version_id) == (DraftStage.ADOPTED, version_id)
    assert await officers.number_on(date(2026, 8, 31)) == 1
    assert await officers.number_on(date(2026, 9, 1)) == 2
    async with officers.store.reading() as reading:
        version = await queries.version(reading, version_id)
        lines = await record.lines_about(reading, [f"rulebook_draft:{draft_id}", f"rulebook:{version_id}"])
        (second, first) = await queries.changes(reading)
    assert version.rulebook.notice.agm_days == 21
    assert version.rulebook.society.effective_from == date(2026, 9, 1)
    assert [line.verb for line in reversed(lines)] == [
        "rulebook_draft.started",
        "rulebook_draft.proposed",
        "rulebook.adopted",
    ]
    assert lines[0].facts is not None and lines[0].facts["proposed_by"] == str(officers.secretary)
    assert (second.reason, second.resolution) == ("Members asked for it.", "Special resolution 3")
    assert (first.reason, first.resolution) == (None, None)


async def test_the_record_holds_neither_reason_nor_decision(officers: Officers) -> None:
    draft_id = await officers.start()
    await officers.propose(draft_id)
    await officers.confirm(draft_id)
    async with officers.store.reading() as reading:
        facts = " ".join(str(line.facts) for line in await record.lines_about(reading))
    assert "Members asked" not in facts and "Special resolution 3" not in facts


async def test_a_text_with_problems_is_kept_and_cannot_be_proposed(officers: Officers) -> None:
    broken = LATER.replace("agm_days = 21", "agm_days = soon")
    draft_id = await officers.start(broken)
    found = await officers.draft(draft_id)
    assert found.book is None and len(found.problems) == 1
    await officers.edit(draft_id, LATER.replace("agm_days = 21", "agm_days = 1.5"))
    found = await officers.draft(draft_id)
    assert "agm_days = 1.5" in found.text
    assert str(found.problems[0]).startswith(f"Line {found.problems[0].values['line']}, notice, agm_days")
    with pytest.raises(RulebookNotValid):
        await officers.propose(draft_id)
    assert (await officers.draft(draft_id)).stage is DraftStage.DRAFT


async def test_two_who_edit_at_once_lose_nothing(officers: Officers) -> None:
    draft_id = await officers.start()
    seen = (await officers.draft(draft_id)).seen
    await officers.edit(draft_id, LATER + "# first\n")
    async with officers.store.writing() as writing:
        with pytest.raises(AlreadyDone, match="Somebody else changed this draft") as refusal:
            await lifecycle.edit(writing, draft_id, LATER + "# second\n", seen, by=officers.chair, at=AT)
    assert refusal.value.field == "text"
    assert (await officers.draft(draft_id)).text.endswith("# first\n")


async def test_whoever_proposed_does_not_confirm(officers: Officers) -> None:
    draft_id = await officers.start()
    await officers.propose(draft_id)
    with pytest.raises(NotAllowed, match="proposed this yourself"):
        await officers.confirm(draft_id, by=officers.secretary)
    async with officers.store.writing() as writing:
        with pytest.raises(NotAllowed):
            await lifecycle.send_back(writing, draft_id, "No.", by=officers.secretary, at=AT)
    assert await officers.number_on(date(2027, 1, 1)) == 1


async def test_a_draft_sent_back_is_changed_and_proposed_again(officers: Officers) -> None:
    draft_id = await officers.start()
    await officers.propose(draft_id)
    with pytest.raises(WrongMoment, match="its text stands"):
        await officers.edit(draft_id, FIRST)
    async with officers.store.writing() as writing:
        await lifecycle.send_back(writing, draft_id, "Say 28 days.", by=officers.chair, at=AT)
    found = await officers.draft(draft_id)
    assert (found.stage, found.sent_back_reason) == (DraftStage.DRAFT, "Say 28 days.")
    await officers.edit(draft_id, found.text.replace("agm_days = 21", "agm_days = 28"))
    await officers.propose(draft_id)
    assert (await officers.draft(draft_id)).sent_back_reason is None
    await officers.confirm(draft_id)
    assert await officers.number_on(date(2026, 9, 1)) == 2


async def test_a_withdrawn_draft_is_over(officers: Officers) -> None:
    draft_id = await officers.start()
    async with officers.store.writing() as writing:
        await lifecycle.withdraw(writing, draft_id, by=officers.secretary, at=AT)
    with pytest.raises(WrongMoment, match="withdrawn"):
        await officers.propose(draft_id)
    async with officers.store.reading() as reading:
        assert await queries.drafts(reading) == ()
        assert [one.title for one in await queries.drafts(reading, over=True)] == ["Longer notice"]


async def test_of_two_drafts_the_second_has_to_follow_the_first(officers: Officers) -> None:
    one = await officers.start()
    other = await officers.start(FIRST.replace("gm_days = 14", "gm_days = 10").replace('"2026.1"', '"2026.3"'))
    await officers.propose(one)
    await officers.propose(other)
    await officers.confirm(one)
    with pytest.raises(WrongMoment, match="changed after this draft was begun"):
        await officers.confirm(other)
    assert (await officers.draft(other)).is_stale
    async with officers.store.writing() as writing:
        await lifecycle.send_back(writing, other, "Overtaken.", by=officers.chair, at=AT)
        await lifecycle.follow_newest(writing, other, by=officers.secretary, at=AT)
    assert not (await officers.draft(other)).is_stale
    async with officers.store.writing() as writing:
        with pytest.raises(AlreadyDone):
            await lifecycle.follow_newest(writing, other, by=officers.secretary, at=AT)
    early = Proposal("Why not.", "Resolution 4", date(2026, 8, 1), changes_registered=False)
    with pytest.raises(NotValid, match="come after them"):
        await officers.propose(other, proposal=early)
    await officers.propose(other)
    await officers.confirm(other)
    assert [await officers.number_on(day) for day in (date(2026, 8, 31), date(2026, 9, 1))] == [1, 3]


async def test_a_draft_confirmed_too_late_is_proposed_anew(officers: Officers) -> None:
    draft_id = await officers.start()
    await officers.propose(draft_id)
    with pytest.raises(NotValid, match="cannot hold for the past"):
        await officers.confirm(draft_id, at=datetime(2026, 9, 2, 9, 0, tzinfo=UTC))
    assert (await officers.draft(draft_id)).stage is DraftStage.PROPOSED


async def test_somebody_new_who_does_not_fit_is_named_before_it_is_confirmed(officers: Officers) -> None:
    """Invariant 13: the list of the proposal is the list at the time of confirming, or it is proposed anew."""
    draft_id = await officers.start()
    dated = Proposal("Why.", "Resolution 3", date(2026, 9, 1), False, transition_on=date(2026, 11, 27))
    told = Affected("board", (officers.chair,), cap="volunteer-board")
    with pytest.raises(NotValid, match="Type the day"):
        await officers.propose(draft_id, told)
    await officers.propose(draft_id, told, proposal=dated)
    with pytest.raises(NotValid, match="The board has changed"):
        await officers.confirm(draft_id, Affected("board", (officers.chair, officers.secretary), cap="x"))
    await officers.confirm(draft_id, told)
    found = await officers.draft(draft_id)
    assert (found.affected, found.transition_on) == ((told,), date(2026, 11, 27))


async def test_a_text_longer_than_any_rulebook_is_refused_beside_the_text(officers: Officers) -> None:
    draft_id = await officers.start()
    with pytest.raises(NotValid, match="too long") as refusal:
        await officers.edit(draft_id, "#" * 300_000)
    assert refusal.value.field == "text"


async def test_there_is_no_draft_of_that_name_and_none_without_rules(store: Store) -> None:
    refused: tuple[type[GovernError], ...] = (NotFound,)
    async with store.writing() as writing:
        with pytest.raises(refused, match="no rules yet"):
            await lifecycle.start(writing, "First", FIRST, "file", by=None, at=AT)


@pytest.mark.parametrize("name", example_names())
def test_every_example_can_be_taken_over_by_another_society(name: str) -> None:
    text = as_template(name, society_id="bont", society_name="Bont Care", society_name_cy="Gofal Bont")
    society = load(text).society
    assert (society.id, society.name, society.name_cy) == ("bont", "Bont Care", "Gofal Bont")
    assert society.derived_from == name
    assert text.count("\n") >= example(name).count("\n")


def test_the_society_of_an_example_is_not_derived_from_itself() -> None:
    text = as_template("tair_nant", society_id="tair-nant", society_name="Tair Nant")
    assert load(text).society.derived_from is None
