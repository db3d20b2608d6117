"""Who delivers whose care, as the office notes and ends it: invariants 74 and 76, M94."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from govern.constituencies.register import lifecycle as register
from govern.constituencies.register.rules import TieKind
from govern.desks import lifecycle as desks
from govern.errors import NotAllowed
from govern.forums.consultations import lifecycle, queries
from govern.forums.consultations.models import CareLink
from govern.forums.consultations.queries import NotedBy
from govern.identity.rules import day_of
from govern.permissions import Role
from tests.forums.consultations.asking_people import now, sat, was_read
from tests.forums.consultations.conftest import Swimming
from tests.window import Window

PAGE = "office/care"
FORM = {"person": "Gwen Hughes", "carer": "Mair Elis", "because": "The rota of May"}


async def noted(window: Window, **changed: str) -> int:
    await window.get(PAGE)
    return (await window.send(PAGE, {**FORM, **changed})).status_code


async def links(swimming: Swimming) -> list[CareLink]:
    async with swimming.store.reading() as reading:
        return list(await reading.scalars(select(CareLink)))


async def a_link(swimming: Swimming, person: UUID, carer: UUID) -> UUID:
    async with swimming.store.writing() as writing:
        return await lifecycle.note_care(
            writing, person, carer, day_of(now(swimming)), "Said so", by=None, at=now(swimming)
        )


async def test_the_secretary_notes_it_and_who_helps_neither_leads_nor_reads_first(swimming: Swimming) -> None:
    """Invariants 74 and 76."""
    window, gwen = await swimming.forums.town.secretary(), swimming.people[0]
    assert await noted(window) == 303
    await window.follow()
    assert "Mair Elis for Gwen Hughes" in window.text()
    assert "The rota of May" in window.text()
    (row,) = await links(swimming)
    assert (row.noted_by, row.because) == (swimming.person("Nerys Puw"), "The rota of May")
    with pytest.raises(NotAllowed, match="Somebody else has to lead"):
        await sat(swimming, gwen)
    await sat(swimming, gwen, by="Siân Llwyd", led_by=swimming.person("Siân Llwyd"))
    with pytest.raises(NotAllowed, match="Somebody else has to say first"):
        await was_read(swimming, gwen)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"person": ""}, "Type the number or the whole name of the person who is helped."),
        ({"carer": "Nobody Here"}, "We do not find one person of this name."),
        ({"because": ""}, "Say what this rests on."),
        ({"carer": "Gwen Hughes"}, "nobody delivers their own care"),
        ({"from_on_day": "1", "from_on_month": "1", "from_on_year": "2099"}, "Choose today or a day before."),
    ],
)
async def test_what_is_missing_stands_beside_its_field(
    swimming: Swimming, changed: dict[str, str], said: str
) -> None:
    window = await swimming.forums.town.secretary()
    assert await noted(window, **changed) == 422
    assert said in window.text()
    assert await links(swimming) == []


async def test_the_same_is_not_noted_twice_and_not_of_who_has_died(swimming: Swimming) -> None:
    window = await swimming.forums.town.secretary()
    assert await noted(window) == 303
    assert await noted(window) == 422
    assert "It is noted already" in window.text()
    async with swimming.store.writing() as writing:
        await register.note_death(
            *(writing, swimming.people[1], day_of(now(swimming)), "Their sister"),
            by=swimming.person("Nerys Puw"),
            at=now(swimming),
        )
    assert await noted(window, person="Ana Bowen") == 422
    assert "This person has died. Choose somebody else." in window.text()


async def test_it_ends_with_a_reason_and_stays_readable(swimming: Swimming) -> None:
    window, gwen, mair = await swimming.forums.town.secretary(), swimming.people[0], swimming.person("Mair Elis")
    link = await a_link(swimming, gwen, mair)
    await window.get(f"{PAGE}/{link}")
    assert (await window.send(f"{PAGE}/{link}/end", {"because": ""})).status_code == 422
    assert "Say why this is over." in window.text()
    assert (await window.send(f"{PAGE}/{link}/end", {"because": "Works in another house"})).status_code == 303
    await window.follow()
    assert "Works in another house" in window.text()
    (row,) = await links(swimming)
    assert (row.to_on, row.ended_by) == (day_of(now(swimming)), swimming.person("Nerys Puw"))
    await sat(swimming, gwen)


async def test_nobody_ends_the_note_about_themselves(swimming: Swimming) -> None:
    nerys = swimming.person("Nerys Puw")
    link = await a_link(swimming, swimming.people[0], nerys)
    window = await swimming.forums.town.secretary()
    await window.get(f"{PAGE}/{link}")
    assert "This note is about you." in window.text()
    with pytest.raises(NotAllowed, match="about you"):
        async with swimming.store.writing() as writing:
            await lifecycle.end_care(writing, swimming.people[0], link, "Over", by=nerys, at=now(swimming))


async def test_what_the_register_knows_stands_in_the_list_too(swimming: Swimming) -> None:
    gwen, mair, at = swimming.people[0], swimming.person("Mair Elis"), now(swimming)
    async with swimming.store.writing() as writing:
        kind, by = TieKind.DELIVERS_CARE_TO, swimming.person("Nerys Puw")
        await register.tie(writing, kind, mair, gwen, day_of(at), by=by, at=at)
        (line,) = await queries.care_now(writing, day_of(at))
        assert (line.source, line.carer_id, line.person_id, line.id) == (NotedBy.REGISTER, mair, gwen, None)
    window = await swimming.forums.town.secretary()
    await window.get(PAGE)
    assert "Noted in the register." in window.text()


@pytest.mark.parametrize("roles", [(), (Role.CHAIR,), (Role.SCRUTINEER,)])
async def test_no_other_office_reads_or_changes_it(swimming: Swimming, roles: tuple[Role, ...]) -> None:
    """Mair Elis is a facilitator."""
    window = await swimming.forums.town.window("Mair Elis", *roles)
    assert (await window.get(PAGE)).status_code == 403


async def test_a_death_ends_it_and_a_mistake_puts_it_back(swimming: Swimming) -> None:
    gwen, mair, at = swimming.people[0], swimming.person("Mair Elis"), now(swimming)
    society = swimming.forums.town.society
    over = await a_link(swimming, gwen, swimming.person("Siân Llwyd"))
    await a_link(swimming, gwen, mair)
    nerys, gwilym = swimming.person("Nerys Puw"), swimming.person("Gwilym Haf")
    async with swimming.store.writing() as writing:
        await lifecycle.end_care(writing, gwen, over, "Moved", by=nerys, at=at)
        stopped = await desks.note_death(writing, society, gwen, day_of(at), "Sister", by=nerys, at=at)
    assert {row.to_on for row in await links(swimming)} == {day_of(at)}
    async with swimming.store.writing() as writing:
        later = at + timedelta(hours=1)
        await desks.undo_death(writing, society, stopped.death_id, "Another Gwen", by=gwilym, at=later)
    assert {row.carer_id: row.to_on for row in await links(swimming)} == {
        mair: None,
        swimming.person("Siân Llwyd"): day_of(at),
    }
