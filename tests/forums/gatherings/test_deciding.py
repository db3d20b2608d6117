"""What a forum decides: in its domain, by consensus first, never about a person without them; answers owed stay."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from govern.forums.gatherings import lifecycle as gatherings
from tests.forums.conftest import Forums
from tests.forums.gatherings.scene import MEMBERS, called, on_the_day, opened, points, raised
from tests.window import Window


async def at_an_item(forums: Forums, title: str = "A walk") -> tuple[Window, str, str]:
    """The gathering is on, with one item: whoever leads it, the gathering's address and the item's."""
    await raised(forums, forums.local, title, "Gwen Hughes")
    mair = await forums.town.window("Mair Elis")
    one = await opened(mair, forums, forums.local)
    (item,) = points(mair)
    await mair.get(item)
    return mair, one, item


async def test_invariant_68_m17_m22_a_decision_outside_the_domain_is_refused_with_the_right_body_named(
    forums: Forums,
) -> None:
    mair, _, item = await at_an_item(forums, "Who may sign cheques")
    answer = await mair.send(f"{item}/decide", decision="Bo signs.", how="consensus", topic="manage_business")
    assert answer.status_code == 422
    assert "This belongs to the body named “Board”" in mair.text() and "Put it to them." in mair.text()
    assert "Bo signs." in mair.last.text  # nothing typed is lost
    answer = await mair.send(f"{item}/decide", decision="We ask the board.", how="consensus", topic="")
    assert answer.status_code == 303


async def test_m57_consensus_comes_first_and_a_vote_has_its_numbers(forums: Forums) -> None:
    mair, one, item = await at_an_item(forums)
    vote = {"decision": "We go on Sunday.", "how": "majority", "voted_for": "3", "voted_against": "1"}
    answer = await mair.send(f"{item}/decide", {**vote, "voted_neither": "1"})
    assert answer.status_code == 422 and "Vote only when that has not worked." in mair.text()
    answer = await mair.send(f"{item}/decide", {**vote, "voted_neither": "2", "sought": "yes"})
    assert answer.status_code == 422 and "Voices you counted: 6. Members here: 5." in mair.text()
    answer = await mair.send(f"{item}/decide", {**vote, "voted_neither": "1", "sought": "yes"})
    assert answer.status_code == 303
    await mair.follow()
    assert "Decided. By a vote: 3 for, 1 against, 1 neither." in mair.text()
    # Dissent stands in the notes when it is asked for, and only of members.
    await mair.send(f"{item}/dissent", dissenter=str(forums.town.people["Cai Rhys"]), otherwise="Sunday is for rest.")
    await mair.follow()
    assert "Cai Rhys sees it otherwise" in mair.text() and "Sunday is for rest." in mair.text()
    answer = await mair.send(f"{item}/dissent", dissenter=str(forums.town.people["Cai Rhys"]))
    assert answer.status_code == 422 and "The notes say so already." in mair.text()
    answer = await mair.send(f"{item}/dissent", dissenter=str(forums.town.people["Di Owen"]))
    assert answer.status_code == 422 and "Only members of the forum decide here." in mair.text()
    outside = await forums.town.window("Di Owen")
    await outside.get(one.removeprefix("facilitate/"))
    assert "Somebody sees it otherwise" in outside.text() and "Cai Rhys" not in outside.text()


async def test_invariant_33_half_of_those_present_is_no_majority(forums: Forums) -> None:
    mair, _, item = await at_an_item(forums)
    await mair.send(
        f"{item}/decide",
        {"decision": "We go.", "how": "majority", "voted_for": "2", "voted_against": "1", "sought": "yes"},
    )
    await mair.follow()
    assert "Not agreed. By a vote: 2 for, 1 against, 0 neither." in mair.text()


async def test_m33_nothing_about_a_person_is_settled_before_they_were_asked(forums: Forums) -> None:
    mair, one, item = await at_an_item(forums, "When Ana is collected")
    await mair.send(f"{item}/about", about=str(forums.town.people["Ana Bowen"]))
    await mair.follow()
    assert "What Ana Bowen thinks" in mair.text()
    for way, fields in (("decide", {"decision": "At nine.", "how": "consensus"}), ("hear", {})):
        answer = await mair.send(f"{item}/{way}", fields)
        assert answer.status_code == 422 and "nobody has asked them yet" in mair.text(), way
    answer = await mair.send(f"{item}/view", their_view="said", their_words="")
    assert answer.status_code == 422 and "in their own words" in mair.text()
    await mair.send(f"{item}/view", their_view="said", their_words="Not before ten.")
    await mair.follow()
    answer = await mair.send(f"{item}/decide", decision="At ten.", how="consensus")
    assert answer.status_code == 303
    # What is about a person is for those inside.
    outside = await forums.town.window("Di Owen")
    await outside.get(one.removeprefix("facilitate/"))
    assert "About a person" in outside.text()
    assert "At ten." not in outside.text() and "collected" not in outside.text() and "Ana" not in outside.text()
    inside = await forums.town.window("Bo Parry")
    await inside.get(one.removeprefix("facilitate/"))
    assert "At ten." in inside.text()


async def test_m87_more_time_is_given_once_and_a_member_asks_for_it_themself(forums: Forums) -> None:
    mair, one, _ = await at_an_item(forums)
    bo = await forums.town.window("Bo Parry")
    await bo.get(one.removeprefix("facilitate/"))
    more = bo.last.text.split("/more-time")[0].rsplit('"', 1)[1]
    assert (await bo.send(f"{more}/more-time")).status_code == 303
    await bo.follow()
    assert "It waits for the next gathering." in bo.text()
    await mair.get(one)
    await mair.send(f"{one}/close")
    again = await opened(mair, forums, forums.local)
    (item,) = points(mair)
    await mair.get(item)
    assert "More time was given on this once." in mair.text()
    await bo.sign_in(forums.town.people["Bo Parry"], at=forums.town.clock.at)
    await bo.get(again.removeprefix("facilitate/"))
    assert "Ask for more time" not in bo.text()
    outside = await forums.town.window("Di Owen")
    await outside.get(again.removeprefix("facilitate/"))
    assert "Ask for more time" not in outside.text()


async def test_more_time_a_second_time_is_refused(forums: Forums) -> None:
    mair, one, item = await at_an_item(forums)
    await mair.send(f"{item}/more-time")
    await mair.get(one)
    await mair.send(f"{one}/close")
    await opened(mair, forums, forums.local)
    (item,) = points(mair)
    await mair.get(item)
    async with forums.town.society.store.writing() as writing:
        point = UUID(item.rsplit("/", 1)[1])
        with pytest.raises(Exception, match="More time was given on this once"):
            await gatherings.more_time(
                writing, forums.local, point, by=forums.town.people["Mair Elis"], at=forums.town.clock.at
            )


async def test_m27_the_three_boxes_and_what_should_change_becomes_something_to_do(forums: Forums) -> None:
    mair, one, _ = await at_an_item(forums)
    await mair.get(one)
    await mair.send(f"{one}/boxes", box="works", line="The new hall")
    await mair.get(one)
    answer = await mair.send(f"{one}/boxes", box="change", line="Start later")
    assert answer.status_code == 422 and "Choose who will do it" in mair.text()
    day = forums.town.clock.at + timedelta(days=3)
    due = {"due_on_day": str(day.day), "due_on_month": str(day.month), "due_on_year": str(day.year)}
    bo = str(forums.town.people["Bo Parry"])
    answer = await mair.send(f"{one}/boxes", {**due, "box": "change", "line": "Start later", "owner": bo})
    assert answer.status_code == 303
    one_of_them = await forums.town.window("Bo Parry")
    await one_of_them.get(one.removeprefix("facilitate/"))
    text = one_of_them.text()
    for words in ("What works The new hall", "What does not work Nothing noted.", "What should change Start later"):
        assert words in text
    await one_of_them.get(f"forums/{forums.local}/gatherings")
    done = one_of_them.last.text.split("/done")[0].rsplit('"', 1)[1]
    assert (await one_of_them.send(f"{done}/done")).status_code == 303
    await one_of_them.follow()
    assert "Start later" not in one_of_them.text()


async def test_invariant_66_an_answer_owed_is_neither_taken_off_nor_put_off_but_answered(forums: Forums) -> None:
    town, owed = forums.town, uuid4()
    async with town.society.store.writing() as writing:
        await gatherings.owe(writing, forums.local, {"en": "Sick pay: our answer"}, owed, at=town.clock.at)
    mair = await town.window("Mair Elis")
    one = await called(mair, forums, forums.local)
    assert "1. Sick pay: our answer" in mair.text() and "/put-back" not in mair.last.text
    await mair.send(f"{one}/send")
    await on_the_day(mair, forums, one, MEMBERS)
    await mair.get(one)
    await mair.send(f"{one}/open")
    await mair.get(one)
    (item,) = points(mair)
    await mair.get(item)
    assert "Note the answer you decide on" in mair.text() and "/more-time" not in mair.last.text
    by, point = town.people["Mair Elis"], UUID(item.rsplit("/", 1)[1])
    for step in (gatherings.hear, gatherings.more_time, gatherings.put_back):
        async with town.society.store.writing() as writing:
            with pytest.raises(Exception, match="owes an answer"):
                await step(writing, forums.local, point, by=by, at=town.clock.at)
    # It is not reached, so it waits and comes onto the next agenda of itself; answered, it is done.
    await mair.get(one)
    await mair.send(f"{one}/close")
    again = await called(mair, forums, forums.local)
    await mair.get(again)
    assert "1. Sick pay: our answer" in mair.text()
    async with town.society.store.writing() as writing:
        await gatherings.answered(writing, owed, by=by, at=town.clock.at)
    await mair.get(f"forums/{forums.local}")
    assert "Sick pay" not in mair.text()
