"""Back in the forum that asked: satisfied, an appeal by three unrelated people, a motion (W15, M25)."""

from __future__ import annotations

from sqlalchemy import select

from govern.constituencies.rulebook import lifecycle as rulebook
from govern.forums.recommendations.lifecycle import put_late_due
from govern.permissions import Role
from govern.post.models import Letter
from tests.forums.recommendations.conftest import APPEAL, AT, Valley, rules_of_three_layers
from tests.forums.recommendations.test_w15 import agreed, answered, day, number_of, on, written
from tests.window import Window


async def refused_and_heard(valley: Valley) -> tuple[str, Window]:
    """Declined by the region on 3 February and heard in the local forum the same day."""
    mair, sian = await valley.window("Mair Elis"), await valley.window("Sian Llwyd")
    found = await written(await valley.window("Gwen Hughes"), valley.local)
    await agreed(mair, found)
    await answered(sian, f"facilitate/recommendations/{found}", "decline", 2, 3, reasons="There is no money.")
    await mair.get(f"recommendations/{found}?easy=0")
    await mair.send(f"recommendations/{found}/received", day("heard_on", 2, 3))
    return found, mair


async def test_a_satisfied_forum_says_so_and_it_stands_among_the_answers(valley: Valley) -> None:
    found, mair = await refused_and_heard(valley)
    at = f"facilitate/recommendations/{found}"
    await mair.get(at)
    await mair.send(f"{at}/satisfied")
    await mair.follow()
    assert "Pont forum is satisfied with the answer" in mair.text()
    await mair.get("recommendations/answered")
    said = mair.text()
    assert "You said: No drop in sick pay" in said and "Why not South region forum" in said
    assert "There is no money." in said
    await mair.get("recommendations")
    assert "Nothing is on its way now." in mair.text()


async def test_m25_three_unrelated_people_appeal_and_fewer_or_related_ones_do_not(valley: Valley) -> None:
    found, mair = await refused_and_heard(valley)
    numbers = {name: await number_of(valley, name) for name in ("Ana Bowen", "Bo Parry", "Cai Rhys", "Gwen Hughes")}
    at = f"recommendations/{found}/appeal"
    await mair.get(at)
    assert "By the rules 3 people appeal together. The appeal goes to: Board of Management." in mair.text()
    two = f"{numbers['Bo Parry']} {numbers['Gwen Hughes']}"
    for people, unrelated, words in (
        (two, "yes", "An appeal is carried by 3 different people (Rule"),
        (f"{two} {numbers['Bo Parry']}", "yes", "An appeal is carried by 3 different people (Rule"),
        (f"{two} {numbers['Ana Bowen']}", "", "Say that these people are not related (Rule"),
        (f"{numbers['Bo Parry']} {numbers['Ana Bowen']} {numbers['Cai Rhys']}", "yes", "live together"),
        (f"{two} 99999", "yes", "No member has the number 99999."),
    ):
        sent = {"appeal_people": people, "appeal_words": "Nobody asked us."} | (
            {"unrelated": "yes"} if unrelated else {}
        )
        answer = await mair.send(at, sent)
        assert answer.status_code == 422 and words in mair.text() and "Nobody asked us." in mair.last.text, words
    await mair.send(
        at,
        appeal_people=f"{numbers['Bo Parry']}, {numbers['Gwen Hughes']}, {numbers['Ana Bowen']}",
        unrelated="yes",
        appeal_words="Nobody asked us.",
    )
    await mair.follow()
    assert "There is an appeal about the answer." in mair.text() and "Nobody asked us." in mair.text()


async def test_the_last_word_of_an_appeal_goes_back_to_everybody_who_raised_it(valley: Valley) -> None:
    found, mair = await refused_and_heard(valley)
    numbers = [await number_of(valley, name) for name in ("Bo Parry", "Gwen Hughes", "Ana Bowen")]
    at = f"recommendations/{found}/appeal"
    await mair.get(at)
    await mair.send(at, appeal_people=" ".join(numbers), unrelated="yes", appeal_words="Nobody asked us.")
    office = await valley.officer("Nerys Puw", Role.SECRETARY)
    await office.get("office/recommendations")
    assert "Appeals and motions that wait for the last word" in office.text()
    where = f"office/recommendations/{found}"
    await office.get(where)
    answer = await office.send(f"{where}/settle", {**day("decided_on", 2, 3), "minute": "Board, item 3"})
    assert answer.status_code == 422 and "Say what came of it, and why." in office.text()
    await office.send(
        f"{where}/settle", {**day("decided_on", 2, 3), "outcome": "Six weeks it is.", "minute": "Board, item 3"}
    )
    await mair.get(f"recommendations/{found}?easy=0")
    assert "The last word was said on Tuesday 3 February 2026." in mair.text() and "Six weeks it is." in mair.text()
    assert "people together can appeal" not in mair.text()  # every step of the rules has been taken
    async with valley.town.society.store.reading() as reading:
        letters = list(await reading.scalars(select(Letter).where(Letter.to_address == "gwen@example.org")))
    assert len(letters) == 2 and any("Six weeks it is." in (one.body or "") for one in letters)


async def test_the_forum_takes_it_to_the_members(valley: Valley) -> None:
    found, mair = await refused_and_heard(valley)
    at = f"facilitate/recommendations/{found}/motion"
    await mair.get(at)
    answer = await mair.send(at, minute="Notes, item 2")
    assert answer.status_code == 422 and "Type the motion" in mair.text() and "Notes, item 2" in mair.last.text
    await mair.send(at, motion="That sick pay stays whole for six weeks.", minute="Notes, item 2")
    await mair.follow()
    assert "The forum takes it to the general meeting." in mair.text()
    office = await valley.officer("Nerys Puw", Role.SECRETARY)
    await office.get(f"office/recommendations/{found}")
    assert (
        "That sick pay stays whole for six weeks." in office.text() and "agenda of a general meeting" in office.text()
    )


async def test_where_the_rules_know_no_appeal_the_page_says_so_and_asks_for_nothing(valley: Valley) -> None:
    found, mair = await refused_and_heard(valley)
    async with valley.town.society.store.writing() as writing:
        await rulebook.adopt(writing, rules_of_three_layers().replace(APPEAL, ""), by=None, at=AT)
    await mair.get(f"recommendations/{found}/appeal")
    assert "The rules know no appeal about this." in mair.text()
    assert "The numbers of those who appeal" not in mair.text() and "Its whole journey" in mair.text()


async def test_before_the_answer_is_there_nobody_appeals_and_nobody_asks_again(valley: Valley) -> None:
    found = await written(await valley.window("Gwen Hughes"), valley.local)
    mair = await valley.window("Mair Elis")
    await agreed(mair, found)
    for path in (f"recommendations/{found}/appeal", f"facilitate/recommendations/{found}/motion"):
        answer = await mair.get(path)
        assert answer.status_code == 409 and "others owe an answer" in answer.text


async def test_what_a_draft_needs_is_asked_for_and_it_can_be_reworded_and_taken_back(valley: Valley) -> None:
    gwen, mair = await valley.window("Gwen Hughes"), await valley.window("Mair Elis")
    at = f"forums/{valley.local}/recommendations/new"
    await gwen.get(at)
    answer = await gwen.send(at, title="A ramp", text="")
    assert answer.status_code == 422 and "in plain words" in gwen.text() and "A ramp" in gwen.last.text
    await gwen.send(at, title="A ramp", text="A ramp at the door.")
    await gwen.follow()
    found = gwen.last.url.path.rsplit("/", 1)[1]
    lead = f"facilitate/recommendations/{found}"
    await mair.get(lead)
    sent = {**day("agreed_on", 2, 3), "minute": "Notes, item 1"}
    assert (await mair.send(f"{lead}/agree", sent)).status_code == 422
    assert "write it in every language of the society" in mair.text()
    words = f"recommendations/{found}/words"
    await gwen.get(words)
    assert "A ramp at the door." in gwen.last.text
    await gwen.send(words, title="A ramp", text="A ramp.", title_cy="Ramp", text_cy="Ramp.")
    await mair.get(lead)
    assert (await mair.send(f"{lead}/agree", sent)).status_code == 422
    assert "write the Easy Read in every language" in mair.text()
    easy = f"recommendations/{found}/easy/en"
    await gwen.get(easy)
    long = " ".join(["word"] * 16)
    answer = await gwen.send(easy, {"words": ["Short.", long], "picture": ["pictures/stop.svg"] * 2})
    assert answer.status_code == 422 and "Line 2 has more than 15 words." in gwen.text() and long in gwen.last.text
    assert (await gwen.get(f"recommendations/{found}/easy/de")).status_code == 404
    await gwen.get(f"recommendations/{found}?easy=0")
    await gwen.send(f"recommendations/{found}/drop")
    await gwen.follow()
    assert "This forum has asked for nothing yet." in gwen.text()


async def test_once_agreed_its_words_stand(valley: Valley) -> None:
    gwen, mair = await valley.window("Gwen Hughes"), await valley.window("Mair Elis")
    found = await written(gwen, valley.local)
    await gwen.get(f"recommendations/{found}/words")
    await agreed(mair, found)
    answer = await gwen.send(f"recommendations/{found}/words", {}, title="Other", text="Other words")
    assert answer.status_code == 409


async def test_a_family_forums_question_is_late_with_the_forum_it_speaks_through(valley: Valley) -> None:
    di = await valley.window("Di Owen")
    found = await written(di, valley.family, "A quiet room")
    await agreed(di, found)
    on(valley, 3, 4)
    assert await put_late_due(valley.town.society, at=valley.town.clock.at) == 1
    mair = await valley.window("Mair Elis")
    await mair.get(f"forums/{valley.local}")
    assert "We owe an answer: A quiet room" in mair.text() and "Families" not in mair.text()
