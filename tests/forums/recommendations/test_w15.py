"""W15 through the pages: from a local forum through the region and the council and back, with its exact days."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import select

from govern.constituencies.register.models import Member
from govern.forums.recommendations.lifecycle import put_late_due
from govern.permissions import Role
from govern.post.models import Letter
from tests.forums.recommendations.conftest import Valley
from tests.window import Window


def on(valley: Valley, month: int, day: int) -> None:
    valley.town.clock.at = datetime(2026, month, day, 10, 0, tzinfo=UTC)


def day(name: str, month: int, of_month: int) -> dict[str, str]:
    return {f"{name}_day": str(of_month), f"{name}_month": str(month), f"{name}_year": "2026"}


async def written(one: Window, forum: object, title: str = "No drop in sick pay after week four") -> str:
    """Somebody of the forum writes it in two languages, plain and easy. Returns its id."""
    at = f"forums/{forum}/recommendations"
    await one.get(at)
    await one.get(f"{at}/new")
    await one.send(
        f"{at}/new",
        title=title,
        text="Sick pay must not drop after week four.",
        title_cy=f"{title} (cy)",
        text_cy="Geiriau plaen.",
        mine="yes",
    )
    await one.follow()
    found = one.last.url.path.rsplit("/", 1)[1]
    for language in ("en", "cy"):
        await one.get(f"recommendations/{found}/easy/{language}")
        lines: dict[str, str | list[str]] = {
            "words": ["You are ill.", "Your pay stays the same.", ""],
            "picture": ["vendor/symbols/openmoji-house.svg", "vendor/symbols/openmoji-money.svg", ""],
        }
        await one.send(f"recommendations/{found}/easy/{language}", lines)
        assert one.last.status_code == 303, one.text()
    return found


async def agreed(mair: Window, found: str, month: int = 2, of_month: int = 3) -> None:
    at = f"facilitate/recommendations/{found}"
    await mair.get(at)
    await mair.send(f"{at}/agree", {**day("agreed_on", month, of_month), "minute": "Notes of 3 February, item 4"})
    await mair.follow()


async def answered(one: Window, at: str, kind: str, month: int, of_month: int, **more: str) -> None:
    await one.get(f"{at}/answer" if at.startswith("facilitate") else at)
    sent = {**day("given_on", month, of_month), "kind": kind, "minute": "Minutes, item 7", **more}
    await one.send(f"{at}/answer", sent)
    assert one.last.status_code == 303, one.text()


async def test_w15_up_through_two_layers_and_back_asked_again_and_the_second_time_refused(valley: Valley) -> None:
    gwen, mair = [await valley.window(name) for name in ("Gwen Hughes", "Mair Elis")]
    found = await written(gwen, valley.local)
    await agreed(mair, found)
    assert "With South region forum. The answer is due by Tuesday 17 March 2026." in mair.text()
    on(valley, 3, 10)
    sian = await valley.window("Sian Llwyd")
    await sian.get("facilitate/recommendations")
    assert "No drop in sick pay" in sian.text() and "Asked by Pont forum" in sian.text()
    amended = {"title": "No drop before week eight", "text": "Sick pay must not drop before week eight."}
    await answered(
        sian, f"facilitate/recommendations/{found}", "amend", 3, 10, reasons="We can pay for eight.", **amended
    )
    await sian.follow()
    assert "With Council of Members. The answer is due by Tuesday 5 May 2026." in sian.text()
    on(valley, 4, 29)
    office = await valley.officer("Nerys Puw", Role.SECRETARY)
    await office.get("office/recommendations")
    assert "No drop before week eight" in office.text()
    amended = {"title": "Week six from July", "text": "From July sick pay does not drop before week six."}
    await answered(
        office, f"office/recommendations/{found}", "amend", 4, 29, reasons="That is affordable.", **amended
    )
    on(valley, 5, 12)
    gwen, mair, sian = [await valley.window(name) for name in ("Gwen Hughes", "Mair Elis", "Sian Llwyd")]
    await gwen.get(f"recommendations/{found}")
    assert "Answered. The answer is on its way back" in gwen.text()
    await gwen.send(f"recommendations/{found}/received", day("heard_on", 5, 12))
    await gwen.follow()
    said = gwen.text()
    assert "Pont forum heard the answer on Tuesday 12 May 2026." in said and "Not satisfied?" in said
    for wording in ("week four", "week eight", "week six"):
        assert wording in said  # invariant 64: every wording as it was
    await again(mair, found)
    assert "With South region forum. The answer is due by Tuesday 23 June 2026." in mair.text()
    assert "No drop in sick pay after week four" in mair.heading()
    await answered(sian, f"facilitate/recommendations/{found}", "decline", 5, 12, reasons="It was looked at.")
    await mair.get(f"recommendations/{found}?easy=0")
    await mair.send(f"recommendations/{found}/received", day("heard_on", 5, 12))
    refusal = await again(mair, found)
    assert refusal == 422
    assert "asked again once at most (Rule" in mair.text() and "You can appeal, or ask for a motion" in mair.text()
    await mair.get(f"recommendations/{found}?easy=0")
    assert "3 people together can appeal. The appeal goes to: Board of Management." in mair.text()


async def again(mair: Window, found: str) -> int:
    at = f"facilitate/recommendations/{found}"
    await mair.get(at)
    sent = {**day("decided_on", 5, 12), "facts": "Three of us were ill this spring.", "minute": "Notes, item 2"}
    answer = await mair.send(f"{at}/again", sent)
    if answer.status_code == 303:
        await mair.follow()
    return answer.status_code


async def test_w15_variant_the_region_is_silent_and_finds_it_on_its_next_agenda(valley: Valley) -> None:
    gwen, mair = [await valley.window(name) for name in ("Gwen Hughes", "Mair Elis")]
    found = await written(gwen, valley.local)
    await agreed(mair, found)
    society, clock = valley.town.society, valley.town.clock
    on(valley, 3, 17)
    assert await put_late_due(society, at=clock.at) == 0
    on(valley, 3, 18)
    assert await put_late_due(society, at=clock.at) == 1
    assert await put_late_due(society, at=clock.at) == 0  # once
    gwen, sian = [await valley.window(name) for name in ("Gwen Hughes", "Sian Llwyd")]
    await sian.get(f"forums/{valley.regional}")
    assert "We owe an answer: No drop in sick pay" in sian.text()
    assert "It cannot be taken off, only answered." in sian.text() and "take-back" not in sian.last.text
    await gwen.get("recommendations")
    assert "1 day late" in gwen.text() and "1 is late" in gwen.text()
    await answered(sian, f"facilitate/recommendations/{found}", "adopt", 3, 18)
    await sian.get(f"forums/{valley.regional}")
    assert "We owe an answer" not in sian.text()
    await gwen.get(f"recommendations/{found}")
    assert (
        "South region forum agreed with it on Wednesday 18 March 2026." in gwen.text() and "1 day late" in gwen.text()
    )


async def test_the_answer_returns_to_each_in_their_own_way_and_format(valley: Valley) -> None:
    gwen, mair, ana = [await valley.window(name) for name in ("Gwen Hughes", "Mair Elis", "Ana Bowen")]
    found = await written(gwen, valley.local)
    await ana.get(f"recommendations/{found}/mine")
    await ana.send(f"recommendations/{found}/mine", show_name="yes")
    at = f"facilitate/recommendations/{found}"
    await mair.get(at)
    answer = await mair.send(f"{at}/raisers", person="nobody@example.org")
    assert answer.status_code == 422 and "We know nobody by this number" in mair.text()
    number = await number_of(valley, "Bo Parry")
    await mair.send(f"{at}/raisers", person=number)
    await mair.follow()
    assert "Bo Parry" in mair.text() and "Gwen Hughes Name not shown" in mair.text()
    await agreed(mair, found)
    sian = await valley.window("Sian Llwyd")
    easy = "We said no.\nThere is no money this year."
    await answered(sian, at, "decline", 2, 3, reasons="There is no money this year.", easy=easy)
    async with valley.town.society.store.reading() as reading:
        letters = {one.to_address: one for one in await reading.scalars(select(Letter))}
    assert set(letters) == {"gwen@example.org", "ana@example.org"}
    letter = letters["gwen@example.org"].body or ""
    told = "South region forum did not agree with it on Tuesday 3 February 2026.\n\nWhy: There is no money this year."
    assert told in letter
    easy_letter = letters["ana@example.org"].body or ""
    assert "We said no.\n\nThere is no money this year." in easy_letter and "Why:" not in easy_letter
    await mair.get(at)
    assert "Bo Parry By a letter on paper, Large print. To do" in mair.text()
    paper = await mair.get(f"{at}/letters/{valley.town.people['Bo Parry']}/letter.pdf")
    assert paper.status_code == 200 and paper.content.startswith(b"%PDF")
    await mair.get(at)
    await mair.send(f"{at}/given/{valley.town.people['Bo Parry']}/1")
    await mair.follow()
    assert "Large print. Done" in mair.text()
    await ana.get(f"recommendations/{found}?easy=1")
    assert "They say: no." in ana.text() and "We said no." in ana.text()
    outside = await valley.window("Di Owen")
    await outside.get(f"recommendations/{found}?easy=0")
    assert "Ana Bowen" in outside.text() and "Gwen Hughes" not in outside.text() and "Bo Parry" not in outside.text()


async def number_of(valley: Valley, name: str) -> str:
    async with valley.town.society.store.reading() as reading:
        asked = select(Member.number).where(Member.person_id == valley.town.people[name])
        return str(await reading.scalar(asked))
