"""What a restricted forum asks: outside it nobody learns which forum it was, or who raised it (invariant 61)."""

from __future__ import annotations

from sqlalchemy import select

from govern.permissions import Role
from govern.post.models import Letter
from tests.forums.recommendations.conftest import Valley
from tests.forums.recommendations.test_w15 import agreed, answered, day, written

TITLE = "A quiet room for families"
SECRET = ("Families of Pont", "Di Owen", "Notes of 3 February")
OUTSIDE: tuple[tuple[str, tuple[Role, ...]], ...] = (
    ("Gwen Hughes", ()),
    ("Mair Elis", ()),
    ("Sian Llwyd", ()),
    ("Nerys Puw", (Role.SECRETARY,)),
    ("Gwilym Haf", (Role.CHAIR,)),
)


async def asked_by_families(valley: Valley) -> str:
    di = await valley.window("Di Owen")
    found = await written(di, valley.family, TITLE)
    await di.get(f"recommendations/{found}/mine")
    await di.send(f"recommendations/{found}/mine", show_name="yes")
    return found


async def test_a_draft_is_not_there_for_anybody_outside_its_forum(valley: Valley) -> None:
    found = await asked_by_families(valley)
    for name, roles in OUTSIDE:
        one = await valley.officer(name, *roles) if roles else await valley.window(name)
        for path in (f"recommendations/{found}", f"recommendations/{found}/mine", f"recommendations/{found}/words"):
            answer = await one.get(path)
            assert answer.status_code == 404 and TITLE not in answer.text, (name, path)
        await one.get("recommendations")
        assert TITLE not in one.last.text, name
        assert (await one.get(f"forums/{valley.family}/recommendations")).status_code == 404, name


async def test_a_draft_of_an_open_forum_is_for_that_forum_alone(valley: Valley) -> None:
    found = await written(await valley.window("Gwen Hughes"), valley.local)
    for name, there in (("Gwen Hughes", 200), ("Bo Parry", 200), ("Sian Llwyd", 404), ("Di Owen", 404)):
        one = await valley.window(name)
        assert (await one.get(f"recommendations/{found}?easy=0")).status_code == there, name
    outside = await valley.window("Sian Llwyd")
    await outside.get(f"forums/{valley.local}/recommendations")
    assert "No drop in sick pay" not in outside.text()
    await (bo := await valley.window("Bo Parry")).get(f"recommendations/{found}?easy=0")
    assert "Change the words" not in bo.text()
    assert (await bo.get(f"recommendations/{found}/words")).status_code == 404


async def test_outside_it_goes_under_the_forum_it_speaks_through_and_names_nobody(valley: Valley) -> None:
    found = await asked_by_families(valley)
    await agreed(await valley.window("Di Owen"), found)
    pages = (
        f"recommendations/{found}?easy=0",
        f"recommendations/{found}?easy=1",
        "recommendations",
        "recommendations/answered",
        f"forums/{valley.local}/recommendations",
        "office/recommendations",
        f"office/recommendations/{found}",
        "facilitate/recommendations",
        f"facilitate/recommendations/{found}",
        f"facilitate/recommendations/{found}/answer",
    )
    mair = await valley.window("Mair Elis")
    await mair.get(f"facilitate/recommendations/{found}/answer")
    assert "Passed on through Pont forum" in mair.text()
    for answers in (False, True):
        if answers:
            at = f"facilitate/recommendations/{found}"
            await answered(mair, at, "decline", 2, 3, reasons="There is no room.")
        for name, roles in OUTSIDE:
            one = await valley.officer(name, *roles) if roles else await valley.window(name)
            seen = 0
            for path in pages:
                answer = await one.get(path)
                seen += TITLE in answer.text
                for word in SECRET:
                    assert word not in answer.text, (name, path, word)
            assert seen >= 3, name
    di = await valley.window("Di Owen")
    await di.get(f"recommendations/{found}?easy=0")
    assert "Asked by Families of Pont" in di.text() and "Notes of 3 February" in di.text() and "Di Owen" in di.text()


async def test_nobody_reads_in_the_post_who_raised_something(valley: Valley) -> None:
    found = await asked_by_families(valley)
    await agreed(await valley.window("Di Owen"), found)
    mair = await valley.window("Mair Elis")
    await answered(mair, f"facilitate/recommendations/{found}", "decline", 2, 3, reasons="There is no room.")
    async with valley.town.society.store.reading() as reading:
        (letter,) = await reading.scalars(select(Letter))
    assert letter.to_address == "di@example.org"
    office = await valley.officer("Nerys Puw", Role.SECRETARY)
    for path in ("office/outbox", f"office/outbox/{letter.id}"):
        answer = await office.get(path)
        assert "di@example.org" not in answer.text and "Di Owen" not in answer.text, path


async def test_only_its_own_facilitator_notes_decisions_and_sees_who_raised_it(valley: Valley) -> None:
    found = await asked_by_families(valley)
    at = f"facilitate/recommendations/{found}"
    mair = await valley.window("Mair Elis")
    for path in (at, f"{at}/motion", f"{at}/letters/{valley.town.people['Di Owen']}/letter.pdf"):
        assert (await mair.get(path)).status_code == 404, path
    open_one = await written(await valley.window("Gwen Hughes"), valley.local)
    sian = await valley.window("Sian Llwyd")
    assert (await sian.get(f"facilitate/recommendations/{open_one}")).status_code == 404
    await agreed(mair, open_one)
    assert (await mair.get(f"facilitate/recommendations/{open_one}/answer")).status_code == 404
    assert (await sian.get(f"facilitate/recommendations/{open_one}")).status_code == 404


async def test_a_member_of_the_forum_does_not_decide_for_it(valley: Valley) -> None:
    found = await written(await valley.window("Gwen Hughes"), valley.local)
    mair = await valley.window("Mair Elis")
    await agreed(mair, found)
    sian = await valley.window("Sian Llwyd")
    await answered(sian, f"facilitate/recommendations/{found}", "decline", 2, 3, reasons="No.")
    await sian.get(f"recommendations/{found}?easy=0")
    assert "Has the forum heard the answer?" not in sian.text()
    bo = await valley.window("Bo Parry")
    await bo.get(f"recommendations/{found}?easy=0")
    answer = await bo.send(f"recommendations/{found}/received", day("heard_on", 2, 2))
    assert answer.status_code == 422 and "Choose that day or a later one." in bo.text()
    await bo.send(f"recommendations/{found}/received", day("heard_on", 2, 3))
    assert (await bo.get(f"facilitate/recommendations/{found}")).status_code == 403
