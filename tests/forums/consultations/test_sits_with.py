"""How somebody communicates opens to whoever is to sit with them, and to nobody else who asks in the consultation."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import select

from govern.errors import AlreadyDone, NotAllowed
from govern.forums.consultations import lifecycle, queries
from govern.forums.consultations.lifecycle import Invited, ProfileDraft
from govern.forums.consultations.models import Consultation, ConsultationAsker
from govern.forums.consultations.rules import Stage
from govern.identity.rules import day_of
from govern.record import RecordLine
from tests.forums.consultations.asking_people import now, stands
from tests.forums.consultations.conftest import Swimming, the_question
from tests.window import Window

SECRET = "Looks up for yes"


async def written(swimming: Swimming, person: UUID) -> None:
    async with swimming.store.writing() as writing:
        draft = ProfileDraft(sign_yes=SECRET)
        await lifecycle.write_profile(writing, person, draft, by=person, at=now(swimming))


def of(swimming: Swimming, person: UUID, rest: str = "") -> str:
    return f"facilitate/consultations/{swimming.id}/people/{person}{rest}"


async def looks(swimming: Swimming, person: UUID) -> list[str]:
    async with swimming.store.reading() as reading:
        return [look.name for look in await queries.looks_at(reading, person)]


async def verbs(swimming: Swimming, consultation: UUID) -> list[str]:
    async with swimming.store.reading() as reading:
        subject = RecordLine.subject == f"consultation:{consultation}"
        return list(await reading.scalars(select(RecordLine.verb).where(subject).order_by(RecordLine.number)))


async def mair(swimming: Swimming) -> Window:
    return await swimming.forums.town.window("Mair Elis")


async def test_it_opens_to_whoever_asks_this_person_and_leaves_a_line(swimming: Swimming) -> None:
    gwen = swimming.people[0]
    await written(swimming, gwen)
    window = await mair(swimming)
    await window.get(of(swimming, gwen))
    assert SECRET not in window.text()
    await window.send(of(swimming, gwen, "/communication/read"), {})
    await window.get(of(swimming, gwen))
    assert SECRET in window.text()
    assert await looks(swimming, gwen) == ["Mair Elis"]


@pytest.mark.parametrize("rest", ["/communication", "/communication/read"])
async def test_it_stays_shut_to_somebody_who_asks_others_here(swimming: Swimming, rest: str) -> None:
    """Mair Elis even runs the consultation; Siân Llwyd is to sit with Ana."""
    ana = swimming.people[1]
    await written(swimming, ana)
    window = await mair(swimming)
    await window.get(of(swimming, ana))
    assert "Only whoever is to sit with Ana reads how Ana communicates." in window.text()
    assert "Read it" not in window.text()
    where = of(swimming, ana, rest)
    at = swimming.forums.town.clock.at
    shut = await (window.by_hand(where, at=at) if rest.endswith("read") else window.get(where))
    assert shut.status_code == 404
    await window.get(of(swimming, ana, "/sittings/new"))
    assert "Only whoever is to sit with Ana" in window.text()
    assert await looks(swimming, ana) == []


async def test_it_shuts_again_once_the_person_is_given_to_somebody_else(swimming: Swimming) -> None:
    gwen, sian, at = swimming.people[0], swimming.person("Siân Llwyd"), now(swimming)
    await written(swimming, gwen)
    window = await mair(swimming)
    await window.get(of(swimming, gwen))
    await window.send(of(swimming, gwen, "/communication/read"), {})
    async with swimming.store.writing() as writing:
        await lifecycle.hand_to(writing, swimming.id, gwen, sian, by=swimming.person("Mair Elis"), at=at)
    await window.get(of(swimming, gwen))
    assert SECRET not in window.text()


async def test_it_shuts_once_the_consultation_is_over(swimming: Swimming) -> None:
    gwen = swimming.people[0]
    async with swimming.store.writing() as writing:
        assert await queries.sits_with(writing, swimming.id, gwen, swimming.person("Mair Elis"))
        (await writing.get_one(Consultation, swimming.id)).stage = Stage.ANSWERED
        await writing.flush()
        assert not await queries.sits_with(writing, swimming.id, gwen, swimming.person("Mair Elis"))


async def test_whoever_runs_it_takes_somebody_on_in_one_press(swimming: Swimming) -> None:
    ana = swimming.people[1]
    await written(swimming, ana)
    window = await mair(swimming)
    await window.get(of(swimming, ana))
    assert "Siân Llwyd asks this person." in window.text()
    await window.send(of(swimming, ana, "/take-on"), {})
    assert (await stands(swimming, ana)).asker_id == swimming.person("Mair Elis")
    assert (await verbs(swimming, swimming.id))[-1] == "consultation.taken_on"
    await window.get(of(swimming, ana))
    await window.send(of(swimming, ana, "/communication/read"), {})
    await window.get(of(swimming, ana))
    assert SECRET in window.text()


async def test_a_secretary_who_runs_a_question_of_the_society_makes_herself_an_asker(swimming: Swimming) -> None:
    nerys, ana, at = swimming.person("Nerys Puw"), swimming.people[1], now(swimming)
    await written(swimming, ana)
    async with swimming.store.writing() as writing:
        made = await lifecycle.draft(writing, None, the_question(swimming.forums), by=nerys, at=at)
        await lifecycle.invite(writing, made, [Invited(ana)], by=nerys, at=at)
    window = await swimming.forums.town.secretary()
    where = f"facilitate/consultations/{made}/people/{ana}"
    await window.get(where)
    assert "Nobody asks this person yet." in window.text()
    assert (await window.get(f"{where}/communication")).status_code == 404
    await window.get(where)
    await window.send(f"{where}/take-on", {})
    assert (await window.get(f"{where}/communication")).status_code == 200
    assert "consultation.taken_on" in await verbs(swimming, made)


async def test_somebody_who_leads_the_forum_is_named_first(swimming: Swimming) -> None:
    """They run it by leading the forum, and are written down as somebody who asks."""
    gwen, sian, at = swimming.people[0], swimming.person("Siân Llwyd"), now(swimming)
    async with swimming.store.writing() as writing:
        await lifecycle.end_asker(writing, swimming.id, sian, by=swimming.person("Mair Elis"), at=at)
        await lifecycle.take_on(writing, swimming.id, gwen, by=sian, at=at)
        assert (await writing.get_one(ConsultationAsker, (swimming.id, sian))).ended_at is None
    assert (await verbs(swimming, swimming.id))[-2:] == ["consultation.asker_named", "consultation.taken_on"]


async def test_who_only_asks_or_delivers_the_care_takes_nobody_on(swimming: Swimming) -> None:
    """Invariant 76 for the second; the press is for whoever runs it."""
    gwen, ana, at = swimming.people[0], swimming.people[1], now(swimming)
    sian = await swimming.forums.town.window("Siân Llwyd")
    assert (await sian.by_hand(of(swimming, gwen, "/take-on"), at=at)).status_code == 403
    by = swimming.person("Mair Elis")
    async with swimming.store.writing() as writing:
        await lifecycle.note_care(writing, ana, by, day_of(at), by=None, at=at)
    with pytest.raises(NotAllowed, match="Somebody else has to lead"):
        async with swimming.store.writing() as writing:
            await lifecycle.take_on(writing, swimming.id, ana, by=by, at=at)
    with pytest.raises(AlreadyDone):
        async with swimming.store.writing() as writing:
            await lifecycle.take_on(writing, swimming.id, gwen, by=by, at=at)


async def test_what_a_tablet_takes_along_is_read_too(swimming: Swimming) -> None:
    gwen, ana = swimming.people[:2]
    for person in (gwen, ana):
        await written(swimming, person)
    async with swimming.store.writing() as writing:
        await lifecycle.note_looks_along(writing, by=swimming.person("Mair Elis"), at=now(swimming))
    assert await looks(swimming, gwen) == ["Mair Elis"]
    assert await looks(swimming, ana) == []
