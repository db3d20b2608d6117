"""The answer as a numbered paper, from the page of a recommendation, for those who keep the minutes."""

from __future__ import annotations

from govern.permissions import Role
from tests.forums.recommendations.conftest import Valley
from tests.forums.recommendations.test_privacy import SECRET, asked_by_families
from tests.forums.recommendations.test_w15 import agreed, answered, on, written
from tests.window import Window


async def adopted(valley: Valley, found: str) -> Window:
    """Through the region and the council. Returns the secretary's window."""
    on(valley, 3, 10)
    await answered(
        await valley.window("Sian Llwyd"), f"facilitate/recommendations/{found}", "adopt", 3, 10, reasons="Yes."
    )
    on(valley, 4, 29)
    office = await valley.officer("Nerys Puw", Role.SECRETARY)
    await answered(office, f"office/recommendations/{found}", "decline", 4, 29, reasons="The money is not there.")
    return office


async def test_the_secretary_looks_at_it_issues_it_and_finds_it_among_the_papers(valley: Valley) -> None:
    mair = await valley.window("Mair Elis")
    found = await written(await valley.window("Gwen Hughes"), valley.local)
    await agreed(mair, found)
    office = await adopted(valley, found)
    await office.get(f"recommendations/{found}?easy=0")
    at = f"office/recommendations/{found}/paper"
    assert f'/{at}"' in office.last.text
    await office.get(at)
    said = office.text()
    for words in ("Asked by Pont forum", "South region forum agreed with it", "The money is not there."):
        assert words in said, words
    assert "3 people together can appeal. The appeal goes to: Board of Management." in said
    for file in ("paper.pdf", "paper.pdf?made=easy_read", "paper.pdf?made=large_print"):
        assert (await office.get(f"{at}/{file}")).content.startswith(b"%PDF-")
    await office.get(at)
    await office.send(at, made="large_print")
    await office.follow()
    assert "P-2026-1" in office.text() and "Answer to a recommendation" in office.text()


async def test_of_a_forum_for_certain_people_it_names_neither_the_forum_nor_who_raised_it(valley: Valley) -> None:
    found = await asked_by_families(valley)
    await agreed(await valley.window("Di Owen"), found)
    mair = await valley.window("Mair Elis")
    await answered(mair, f"facilitate/recommendations/{found}", "decline", 2, 3, reasons="There is no room.")
    office = await valley.officer("Nerys Puw", Role.SECRETARY)
    await office.get(f"office/recommendations/{found}/paper")
    said = office.text()
    assert "Passed on through Pont forum" in said and "There is no room." in said
    assert not [secret for secret in SECRET if secret in said]


async def test_nobody_else_makes_it_and_before_an_answer_it_is_refused_in_words(valley: Valley) -> None:
    found = await written(await valley.window("Gwen Hughes"), valley.local)
    path = f"office/recommendations/{found}/paper"
    office = await valley.officer("Nerys Puw", Role.SECRETARY)
    assert (await office.get(path)).status_code == 404, "a draft is for its forum alone"
    mair = await valley.window("Mair Elis")
    await agreed(mair, found)
    await office.get(f"recommendations/{found}?easy=0")
    assert "Make a paper of this" not in office.text()
    await office.get(path)
    assert office.last.status_code == 409 and "Make the paper once it is answered." in office.text()
    await adopted(valley, found)
    mair = await valley.window("Mair Elis")
    await mair.get(f"recommendations/{found}?easy=0")
    assert "Make a paper of this" not in mair.text()
    assert (await mair.get(path)).status_code == 403
