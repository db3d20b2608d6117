"""Who helps a member to vote: named by the member, or a wish recorded with who was there; ended in one press."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from govern import record
from govern.constituencies.register import lifecycle as register
from govern.constituencies.register.rules import TieKind
from govern.constituencies.representation import lifecycle, queries, rules
from govern.constituencies.representation.models import Supporter
from govern.constituencies.representation.rules import HowChosen, HowConsented, SupporterKind, WantedSupporter
from govern.constituencies.rulebook.book import example, load
from govern.constituencies.rulebook.plain import plain_chapter
from govern.database import Store
from govern.errors import AlreadyDone, GovernError, NotAllowed, NotFound, NotValid
from govern.identity import queries as identity
from govern.permissions import Role
from tests.constituencies.conftest import Town
from tests.constituencies.representation.test_pages import day, number
from tests.meetings.scene import AT, Scene, a_society

TODAY = AT.date()
OWN = WantedSupporter(SupporterKind.FRIEND, TODAY, None, HowChosen.OWN_ACT, TODAY, HowConsented.OWN_PAGE)
MEMBER, FRIEND = UUID(int=1), UUID(int=2)


def wanted(**changes: object) -> WantedSupporter:
    fields = {name: getattr(OWN, name) for name in OWN.__struct_fields__}
    return WantedSupporter(**{**fields, **changes})


# --- Rules ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"to_on": TODAY}, "to_on"),
        ({"consent_on": TODAY + timedelta(days=1)}, "consent_on"),
        ({"from_on": TODAY - timedelta(days=1)}, "from_on"),
        ({"how": HowChosen.SUPPORTED, "expressed": "She nodded."}, "present"),
        ({"how": HowChosen.SUPPORTED, "present": "Nerys"}, "expressed"),
    ],
)
def test_m93_what_is_missing_in_a_consent_is_asked_beside_its_field(changes: dict[str, object], field: str) -> None:
    book = load(example("tair_nant"))
    with pytest.raises(NotValid) as refused:
        rules.check_supporter(book, MEMBER, FRIEND, wanted(**changes), TODAY, delivers_care=False)
    assert refused.value.field == field


def test_nobody_supports_themselves() -> None:
    with pytest.raises(NotValid, match="somebody else"):
        rules.check_supporter(load(example("tair_nant")), MEMBER, MEMBER, OWN, TODAY, delivers_care=False)


def test_m94_who_delivers_care_may_be_chosen_unless_the_rules_say_otherwise() -> None:
    text = example("tair_nant")
    rules.check_supporter(load(text), MEMBER, FRIEND, OWN, TODAY, delivers_care=True)
    strict = load(text + "\n[support]\ncarers_may_help = false\n")
    with pytest.raises(NotAllowed, match=r"Rule 25\.2"):
        rules.check_supporter(strict, MEMBER, FRIEND, OWN, TODAY, delivers_care=True)


def test_a_consent_holds_from_its_first_day_until_before_its_last_or_its_end() -> None:
    consent = rules.Consent(TODAY, TODAY + timedelta(days=2), None)
    holds = [consent.holds(TODAY + timedelta(days=n)) for n in (-1, 0, 1, 2)]
    assert holds == [False, True, True, False]
    assert not rules.Consent(TODAY, None, AT).holds(TODAY)


# --- The life of a consent ------------------------------------------------------------------------------------------


@pytest.fixture
async def scene(store: Store) -> Scene:
    return await a_society(store)


async def named(scene: Scene, member: str, supporter: str, want: WantedSupporter = OWN) -> UUID:
    async with scene.store.writing() as writing:
        people = scene.people
        return await lifecycle.name_supporter(
            writing, people[member], people[supporter], want, by=people[member], at=AT
        )


async def helped(scene: Scene, supporter: str, on: date = TODAY) -> list[str]:
    async with scene.store.reading() as reading:
        return [one.member for one in await queries.helped_by(reading, scene.people[supporter], on)]


async def test_whom_a_member_named_may_help_until_the_member_ends_it(scene: Scene) -> None:
    support = await named(scene, "Member 1", "Member 2")
    assert await helped(scene, "Member 2") == ["Member 1"]
    async with scene.store.writing() as writing:
        me = scene.people["Member 1"]
        assert await lifecycle.end_support(writing, support, by=me, officer=False, at=AT) == me
        await lifecycle.end_support(writing, support, by=me, officer=False, at=AT)
    assert await helped(scene, "Member 2") == []
    async with scene.store.reading() as reading:
        lines = await record.lines_about(reading, [f"supporter:{support}"])
        assert await queries.supporting(reading, [support], TODAY) == {}
    assert sorted(line.verb for line in lines) == ["supporter.ended", "supporter.named"]
    assert "Member" not in str([line.facts for line in lines])


async def test_nobody_else_ends_a_consent_and_the_supporter_may(scene: Scene) -> None:
    support = await named(scene, "Member 1", "Member 2")
    async with scene.store.writing() as writing:
        with pytest.raises(NotFound):
            await lifecycle.end_support(writing, support, by=scene.people["Member 3"], officer=False, at=AT)
        await lifecycle.end_support(writing, support, by=scene.people["Member 2"], officer=False, at=AT)
    assert await helped(scene, "Member 2") == []


async def test_the_same_supporter_is_named_once_and_again_after_the_day_that_was_agreed(scene: Scene) -> None:
    await named(scene, "Member 1", "Member 2", wanted(to_on=TODAY + timedelta(days=3)))
    with pytest.raises(AlreadyDone):
        await named(scene, "Member 1", "Member 2")
    assert await helped(scene, "Member 2", TODAY + timedelta(days=3)) == []
    later = AT + timedelta(days=5)
    again = wanted(from_on=later.date(), consent_on=later.date())
    async with scene.store.writing() as writing:
        people = scene.people
        await lifecycle.name_supporter(writing, people["Member 1"], people["Member 2"], again, by=None, at=later)
    assert await helped(scene, "Member 2", later.date()) == ["Member 1"]


async def test_m94_a_supporter_who_delivers_the_members_care_is_marked(scene: Scene) -> None:
    async with scene.store.writing() as writing:
        people = scene.people
        await register.tie(
            writing, TieKind.DELIVERS_CARE_TO, people["Member 2"], people["Member 1"], TODAY, by=None, at=AT
        )
    await named(scene, "Member 1", "Member 2")
    await named(scene, "Member 2", "Member 1")
    async with scene.store.reading() as reading:
        found = {one.member: one.delivers_care for one in await queries.everybody_supported(reading, TODAY)}
    assert found == {"Member 1": True, "Member 2": False}


async def test_a_person_is_found_by_name_and_number_together_and_by_neither_alone(scene: Scene) -> None:
    async with scene.store.reading() as reading:
        known = await identity.people_by_id(reading, [scene.people["Siân Morgan"]])
        mail = known[scene.people["Siân Morgan"]].email
        for name, mark in (
            ("Siân Morgan", "no-such"),
            ("Somebody Else", mail or "1"),
            ("Siân Morgan", "a@b.example"),
        ):
            with pytest.raises(NotFound, match="just this name and this number") as refused:
                await lifecycle.find_supporter(reading, name, mark)
            assert refused.value.field == "supporter_mark"


# --- Pages ----------------------------------------------------------------------------------------------------------


async def test_a_member_names_a_supporter_on_their_own_page_and_ends_it_in_one_press(town: Town) -> None:
    office = await town.secretary()
    mark = await number(office, town, "Gwen Hughes")
    member = await town.window("Mair Elis")
    await member.get("me")
    assert "Who helps me to vote" in member.text()
    await member.get("me/supporters")
    answer = await member.send("me/supporters")
    assert answer.status_code == 422 and "Type the name of the person who helps." in member.text()
    fields = {"supporter_name": "gwen hughes", "supporter_mark": mark, "kind": "family"}
    assert (await member.send("me/supporters", fields | {"supporter_name": "Gwen Jones"})).status_code == 422
    assert "We know nobody with just this name" in member.text() and "Gwen Jones" in member.last.text
    assert (await member.send("me/supporters", fields)).status_code == 303
    await member.follow()
    assert "This person may help you now." in member.text() and "Gwen Hughes , Family" in member.text()
    support = await the_support(town)
    assert (await member.send(f"me/supporters/{support}/end")).status_code == 303
    await member.follow()
    assert "Does not help you any more" in member.text() and "End this now" not in member.text()


async def test_a_consent_of_others_cannot_be_ended(town: Town) -> None:
    office = await town.secretary()
    mark = await number(office, town, "Gwen Hughes")
    member = await town.window("Mair Elis")
    await member.get("me/supporters")
    fields = {"supporter_name": "Gwen Hughes", "supporter_mark": mark, "kind": "friend"}
    await member.send("me/supporters", fields)
    await member.follow()
    support = await the_support(town)
    stranger = await town.window("Bo Parry")
    await stranger.get("me/supporters")
    csrf = member.hidden(f"me/supporters/{support}/end")
    answer = await stranger.post(f"me/supporters/{support}/end", csrf)
    assert answer.status_code in (403, 404)
    async with town.society.store.reading() as reading:
        assert (await reading.scalar(select(Supporter.ended_at))) is None


async def test_m93_a_wish_is_recorded_with_who_was_there_and_somebody_new_gets_a_way_in(town: Town) -> None:
    office = await town.window("Nerys Puw", Role.SECRETARY)
    mair = await number(office, town, "Mair Elis")
    await office.get("office")
    assert "Who helps whom to vote" in office.text()
    await office.get("office/supporters")
    fields = {
        "member": mair,
        "supporter_name": "Olwen Elis",
        "supporter_mark": "olwen@example.org",
        "kind": "family",
        "consented": "device",
        "present": "Nerys Puw and Cai from the day centre",
        "expressed": "Looked at Olwen's picture and said yes with the switch, twice.",
    } | day("consent_on", "2026-11-02")
    assert (await office.send("office/supporters", fields)).status_code == 422
    assert "ask the secretary to enter them" in office.text()
    assert (await office.send("office/supporters", fields | {"enter": "yes", "present": ""})).status_code == 422
    assert "Say who was there" in office.text()
    assert (await office.send("office/supporters", fields | {"enter": "yes"})).status_code == 303
    await office.follow()
    assert "Olwen Elis helps Mair Elis" in office.text() and "said yes with the switch, twice." in office.text()
    member = await town.window("Mair Elis")
    await member.get("me/supporters")
    assert "Olwen Elis" in member.text(), "the member sees what was recorded, and ends it"
    await member.send(f"me/supporters/{await the_support(town)}/end")
    await office.get("office/supporters")
    assert "Nobody is named." in office.text()


async def the_support(town: Town) -> UUID:
    async with town.society.store.reading() as reading:
        return (await reading.scalars(select(Supporter.id))).one()


@pytest.mark.parametrize("wrong", ["max_members_in_a_ballot = -1", 'max_members_in_a_ballot = "2"', "carers = true"])
def test_what_the_rules_cannot_mean_about_help_is_refused(wrong: str) -> None:
    with pytest.raises(GovernError):
        load(f"{example('tair_nant')}\n[support]\n{wrong}\n")


def test_the_chapter_on_help_says_its_rules_in_plain_sentences() -> None:
    text = f"{example('tair_nant')}\n[support]\nmax_members_in_a_ballot = 0\ncandidates_may_help = true\n"
    said = [str(sentence) for rule in plain_chapter(load(text), "support").rules for sentence in rule.sentences]
    assert said == [
        "One person may help as many members to vote as ask for it.",
        "Whoever delivers your care may help you vote. The page then says so.",
        "Somebody who stands in the vote may help others with it.",
    ]
    plain = plain_chapter(load(example("tair_nant")), "support")
    assert plain.rules[0].number == "25.1" and "may help 2 members" in str(plain.rules[0].sentences[0])
