"""A pot through its pages: W22 refused and passed, one's own yes, an answer written down, the guide, the ledger."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from govern.errors import NotAllowed
from govern.forums.purses import lifecycle as purses
from govern.forums.purses.models import PotLine, PotShare
from govern.identity.rules import Site
from govern.post.models import Letter
from tests.forums.conftest import Forums
from tests.window import Window

GIVE = {"Gwen Hughes": "110", "Ana Bowen": "100", "Bo Parry": "90"}


async def ask(forums: Forums, pot: UUID, split: dict[str, str], total: str = "300") -> Window:
    """Gwen asks for a trip with this split; what came of it is her last answer."""
    gwen = await forums.town.window("Gwen Hughes")
    await gwen.get(f"pots/{pot}/spend")
    parts = {f"part-{forums.town.people[name]}": pounds for name, pounds in split.items()}
    await gwen.send(f"pots/{pot}/spend", {"what": "A trip to the sea", "total": total, **parts})
    return gwen


async def spend_of(forums: Forums, pot: UUID) -> str:
    """The address of the spend that Gwen asked for with the split of W22 that fits."""
    gwen = await ask(forums, pot, GIVE)
    assert gwen.last.status_code == 303, gwen.text()
    return gwen.last.headers["location"].removeprefix("/en/tair-nant/")


async def says(forums: Forums, name: str, spend: str, answer: str = "yes") -> Window:
    window = await forums.town.window(name)
    await window.get(spend)
    await window.send(f"{spend}/answer", answer=answer)
    return window


async def shares(forums: Forums, pot: UUID) -> dict[str, int]:
    names = {person: name for name, person in forums.town.people.items()}
    async with forums.town.society.store.reading() as reading:
        found = await reading.scalars(select(PotShare).where(PotShare.pot_id == pot))
        return {names[share.person_id]: share.pence for share in found}


async def test_w22_an_equal_split_is_not_possible_and_the_page_says_whose_share_is_too_small(
    forums: Forums, pot: UUID
) -> None:
    gwen = await forums.town.window("Gwen Hughes")
    await gwen.get(f"pots/{pot}/spend")
    everybody = [str(forums.town.people[name]) for name in (*GIVE, "Cai Rhys")]
    trip: dict[str, str | list[str]] = {"what": "A trip to the sea", "total": "300", "shares": everybody}
    answer = await gwen.send(f"pots/{pot}/spend", trip)
    assert answer.status_code == 422
    assert "Cai Rhys has £70.00, where £75.00 is asked." in gwen.text() and "A trip to the sea" in answer.text
    answer = await gwen.send(f"pots/{pot}/spend", {**trip, "shares": everybody[:3]})
    assert answer.status_code == 422 and "Bo Parry has £90.00, where £100.00 is asked." in gwen.text()
    assert await shares(forums, pot) == {
        "Gwen Hughes": 12000,
        "Ana Bowen": 10000,
        "Bo Parry": 9000,
        "Cai Rhys": 7000,
    }


async def test_w22_invariant_85_three_own_yeses_spend_it_and_two_do_not(forums: Forums, pot: UUID) -> None:
    spend = await spend_of(forums, pot)
    for name in ("Gwen Hughes", "Ana Bowen"):
        await says(forums, name, spend)
    assert (await shares(forums, pot))["Gwen Hughes"] == 12000
    bo = await says(forums, "Bo Parry", spend)
    await bo.follow()
    assert "Spent" in bo.text()
    assert await shares(forums, pot) == {"Gwen Hughes": 1000, "Ana Bowen": 0, "Bo Parry": 0, "Cai Rhys": 7000}
    await bo.get(f"pots/{pot}")
    assert "−£110.00 £10.00" in bo.text() and "Together £80.00" in bo.text()


async def test_invariant_85_a_no_stops_it_and_nothing_is_spent(forums: Forums, pot: UUID) -> None:
    spend = await spend_of(forums, pot)
    await says(forums, "Gwen Hughes", spend)
    bo = await says(forums, "Bo Parry", spend, "no")
    await bo.follow()
    assert "Not spent: somebody said no" in bo.text()
    ana = await forums.town.window("Ana Bowen")
    await ana.get(spend)
    assert "This is my answer" not in ana.text()
    assert sum((await shares(forums, pot)).values()) == 38000


async def test_invariant_85_nobody_says_yes_for_a_share_that_is_not_theirs(forums: Forums, pot: UUID) -> None:
    spend = await spend_of(forums, pot)
    cai = await forums.town.window("Cai Rhys")  # has a share, and gives nothing here
    await cai.get(spend)
    assert "Nothing of your share is spent on it." in cai.text() and "of your share be spent" not in cai.text()
    mair = await forums.town.window("Mair Elis")  # leads the forum, has no share
    await mair.get(spend)
    assert "This is my answer" not in mair.text() and f"{spend}/answer" not in mair.last.text
    async with forums.town.society.store.writing() as writing:
        with pytest.raises(Exception, match="Only they themselves"):
            people = forums.town.people
            await purses.answer(
                writing,
                UUID(spend.rsplit("/", 1)[1]),
                people["Bo Parry"],
                True,
                site=Site("http://testserver.local", "tair-nant", "Tair Nant"),
                by=people["Mair Elis"],
                at=forums.town.clock.at,
            )


async def test_invariant_85_a_share_that_became_too_small_since_is_not_spent(forums: Forums, pot: UUID) -> None:
    first, second = await spend_of(forums, pot), await spend_of(forums, pot)
    for name in GIVE:
        await says(forums, name, first)
    for name in ("Gwen Hughes", "Ana Bowen"):
        await says(forums, name, second)
    bo = await says(forums, "Bo Parry", second)
    assert bo.last.status_code == 422
    assert "Ana Bowen has £0.00, where £100.00 is asked" in bo.text()
    assert await shares(forums, pot) == {"Gwen Hughes": 1000, "Ana Bowen": 0, "Bo Parry": 0, "Cai Rhys": 7000}


async def test_invariant_85_the_database_itself_keeps_a_share_from_going_below_zero(
    forums: Forums, pot: UUID
) -> None:
    with pytest.raises(IntegrityError):
        async with forums.town.society.store.writing() as writing:
            share = await writing.get_one(PotShare, (pot, forums.town.people["Bo Parry"]))
            share.pence = -1


async def test_the_ledger_adds_up_to_what_is_in_the_shares(forums: Forums, pot: UUID) -> None:
    spend = await spend_of(forums, pot)
    for name in GIVE:
        await says(forums, name, spend)
    async with forums.town.society.store.reading() as reading:
        lines = await reading.execute(select(PotLine.person_id, func.sum(PotLine.pence)).group_by(PotLine.person_id))
        kept = await reading.execute(select(PotShare.person_id, PotShare.pence))
        assert sorted(map(tuple, lines)) == sorted(map(tuple, kept))


async def test_an_answer_is_written_down_with_who_was_there_and_how_and_never_read_from_behaviour(
    forums: Forums, pot: UUID
) -> None:
    """Invariants 85 and 75."""
    spend = await spend_of(forums, pot)
    mair = await forums.town.window("Mair Elis")
    at = f"facilitate/{spend}/note"
    await mair.get(at)
    noted = {
        "person": str(forums.town.people["Bo Parry"]),
        "answer": "yes",
        "expressed": "observed",
        "there": "Gwen Hughes and Mair Elis",
        "how": "Smiled at the picture",
    }
    answer = await mair.send(at, noted)
    assert answer.status_code == 422 and "is no yes" in mair.text() and "Smiled at the picture" in answer.text
    answer = await mair.send(at, {**noted, "expressed": "chosen", "there": ""})
    assert answer.status_code == 422 and "Say who was there." in mair.text()
    await mair.send(at, {**noted, "expressed": "chosen", "how": "Pointed at the sea, twice"})
    await mair.follow()
    assert "It was written down for them. Who was there: Gwen Hughes and Mair Elis." in mair.text()
    assert "Pointed at the sea, twice" in mair.text() and "It waits for a yes" in mair.text()


async def test_the_guide_reads_everything_and_finds_no_button(forums: Forums, pot: UUID) -> None:
    spend = await spend_of(forums, pot)
    di = await forums.town.window("Di Owen")
    for address in (f"pots/{pot}", spend):
        await di.get(address)
        main = di.last.text.split("<main")[1].split("</main>")[0]
        assert "£" in di.text() and "<form" not in main and "<button" not in main and "co-go" not in main
    assert "You look on from outside." in (await di.get(f"pots/{pot}")).text
    assert (await di.get(f"pots/{pot}/spend")).status_code == 404


async def test_a_pot_is_not_there_for_others_of_the_forum(forums: Forums, pot: UUID) -> None:
    async with forums.town.society.store.writing() as writing:
        await purses.name_guide(writing, pot, None, by=forums.town.people["Mair Elis"], at=forums.town.clock.at)
    for name in ("Di Owen", "Siân Llwyd"):
        window = await forums.town.window(name)
        assert (await window.get(f"pots/{pot}")).status_code == 404
        await window.get(f"forums/{forums.local}/pots")
        assert "Days out" not in window.text()


async def test_the_facilitator_opens_a_pot_and_puts_money_in_and_closes_it_once_it_is_empty(forums: Forums) -> None:
    mair = await forums.town.window("Mair Elis")
    at = f"facilitate/forums/{forums.local}/pots"
    await mair.get(at)
    answer = await mair.send(at, name="")
    assert answer.status_code == 422 and "Give the pot a name." in mair.text()
    await mair.send(at, name="Holidays")
    await mair.follow()
    pot = mair.last.url.path
    gwen = str(forums.town.people["Gwen Hughes"])
    answer = await mair.send(f"{pot}/money", person=gwen, amount="lots")
    assert answer.status_code == 422 and "like 1 or 250.00" in mair.text()
    answer = await mair.send(f"{pot}/money", person=str(forums.town.people["Siân Llwyd"]), amount="5")
    assert answer.status_code == 422 and "Only members of this forum have a share" in mair.text()
    await mair.send(f"{pot}/money", person=gwen, amount="5")
    await mair.follow()
    assert "Gwen Hughes £5.00" in mair.text()
    answer = await mair.send(f"{pot}/close")
    assert answer.status_code == 409 and "There is money in this pot" in mair.last.text


async def test_whoever_asked_takes_it_back_and_afterwards_nobody_answers(forums: Forums, pot: UUID) -> None:
    spend = await spend_of(forums, pot)
    ana = await forums.town.window("Ana Bowen")
    await ana.get(spend)
    assert "Take this back" not in ana.text()
    gwen = await forums.town.window("Gwen Hughes")
    await gwen.get(spend)
    await gwen.send(f"{spend}/take-back")
    await gwen.follow()
    assert "Taken back" in gwen.text()
    answer = await ana.send(f"{spend}/answer", answer="yes")
    assert answer.status_code == 422 and "settled already" in ana.text()


async def test_only_the_facilitator_of_this_forum_looks_after_its_pot(forums: Forums, pot: UUID) -> None:
    other = await forums.town.window("Siân Llwyd")
    assert (await other.get(f"facilitate/pots/{pot}")).status_code == 404
    gwen = await forums.town.window("Gwen Hughes")
    assert (await gwen.get(f"facilitate/pots/{pot}")).status_code == 403


async def test_two_records_with_a_share_of_one_pot_do_not_become_one(forums: Forums, pot: UUID) -> None:
    people = forums.town.people
    async with forums.town.society.store.reading() as reading:
        await purses.check_may_become_one(reading, people["Bo Parry"], people["Di Owen"])
        with pytest.raises(NotAllowed, match="share of one pot"):
            await purses.check_may_become_one(reading, people["Bo Parry"], people["Cai Rhys"])


async def letters(forums: Forums) -> list[Letter]:
    async with forums.town.society.store.reading() as reading:
        return list(await reading.scalars(select(Letter).where(Letter.kind == "purse").order_by(Letter.written_at)))


async def half(forums: Forums, pot: UUID) -> str:
    """Gwen asks for something from her own share and Ana's: two of the four who share."""
    gwen = await ask(forums, pot, {"Gwen Hughes": "60", "Ana Bowen": "40"}, "100")
    assert gwen.last.status_code == 303, gwen.text()
    return gwen.last.headers["location"].removeprefix("/en/tair-nant/")


async def test_m29_where_the_rules_say_so_those_who_share_decide_together(forums: Forums, pot: UUID) -> None:
    spend = await half(forums, pot)
    await says(forums, "Gwen Hughes", spend)
    ana = await says(forums, "Ana Bowen", spend)
    await ana.follow()
    assert "Spent" not in ana.text() and (await shares(forums, pot))["Ana Bowen"] == 10000
    assert "What the others say" in ana.text() and "More than half is needed." in ana.text()
    bo = await forums.town.window("Bo Parry")
    await bo.get(f"pots/{pot}")
    assert "We ask you" in bo.text()
    await bo.get(spend)
    assert "Are you for it?" in bo.text() and "of your share be spent" not in bo.text()
    bo = await says(forums, "Bo Parry", spend)
    await bo.follow()
    assert "Spent" in bo.text()
    assert await shares(forums, pot) == {"Gwen Hughes": 6000, "Ana Bowen": 6000, "Bo Parry": 9000, "Cai Rhys": 7000}


async def test_m29_where_those_who_share_are_against_it_nothing_is_spent(forums: Forums, pot: UUID) -> None:
    spend = await half(forums, pot)
    await says(forums, "Bo Parry", spend, "no")
    mair = await forums.town.window("Mair Elis")
    note = f"{spend.replace('pots', 'facilitate/pots')}/note"
    await mair.get(note)
    assert "Nothing of their share is spent on it." in mair.text()
    cai = {"person": str(forums.town.people["Cai Rhys"]), "answer": "no", "there": "Cai, Mair"}
    await mair.send(note, {**cai, "expressed": "observed", "how": "Looked away"})
    assert mair.last.status_code == 422 and "is no yes" in mair.text()
    await mair.send(note, {**cai, "expressed": "stated", "how": "Said no"})
    await mair.follow()
    assert "Not spent: somebody said no" in mair.text() and "How it came" in mair.text()
    assert sum((await shares(forums, pot)).values()) == 38000
    gwen = await forums.town.window("Gwen Hughes")
    await gwen.get(spend)
    assert "This is my answer" not in gwen.text()


async def test_whose_yes_is_needed_is_written_to_and_what_was_noted_for_them(forums: Forums, pot: UUID) -> None:
    spend = await spend_of(forums, pot)
    people = {person: name for name, person in forums.town.people.items()}
    asked = {people[one.person_id]: str(one.body) for one in await letters(forums) if one.person_id}
    assert asked.keys() == {"Ana Bowen", "Bo Parry", "Cai Rhys"}  # Gwen asked herself
    assert "Of your share it would be £100.00." in asked["Ana Bowen"] and spend in asked["Ana Bowen"]
    assert "Nothing of your share is spent on it." in asked["Cai Rhys"]
    mair = await forums.town.window("Mair Elis")
    note = f"{spend.replace('pots', 'facilitate/pots')}/note"
    await mair.get(note)
    yes = {"person": str(forums.town.people["Ana Bowen"]), "answer": "yes", "there": "Ana, Mair"}
    await mair.send(note, {**yes, "expressed": "chosen", "how": "Pointed at the sea"})
    told = (await letters(forums))[3:]
    assert [people[one.person_id] for one in told if one.person_id] == ["Ana Bowen"]
    assert "They wrote down: yes." in str(told[0].body) and "Who was there: Ana, Mair" in str(told[0].body)
    for name in ("Gwen Hughes", "Bo Parry"):
        await says(forums, name, spend)
    came = {people[one.person_id] for one in (await letters(forums))[4:] if one.person_id}
    assert came == {"Gwen Hughes", "Ana Bowen", "Mair Elis"}  # Bo pressed the last one; Mair wrote one down
    office = await forums.town.secretary()
    await office.get("office/outbox")
    assert "A letter of a forum" in office.text() and "money you share" not in office.text()
