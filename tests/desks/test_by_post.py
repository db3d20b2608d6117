"""Letters to whoever has no mail address: they wait, are taken in piles to the printer, and are posted."""

from __future__ import annotations

import shutil
import subprocess
from uuid import UUID

import pytest
from sqlalchemy import select, update

from govern.constituencies.representation.models import PeerMandate
from govern.identity.models import Person
from govern.post import lifecycle as post
from govern.post import queries
from govern.post.models import Letter
from govern.post.rules import Draft, LetterStage
from govern.record import RecordLine
from tests.desks.villages import Village

AT = "office/outbox/by-post"


async def without_mail(village: Village, person: UUID, **more: str) -> None:
    async with village.given.society.store.writing() as writing:
        values = {"postal_address": "3 High Street\nLlandeilo", **more}
        await writing.execute(update(Person).where(Person.id == person).values(email=None, **values))


async def is_carried(village: Village) -> None:
    browser = await village.window(village.member)
    await browser.get(f"me/peers/{village.offices[0]}")
    await browser.send(f"me/peers/{village.offices[0]}", {"what": "all"})


async def letters(village: Village) -> list[Letter]:
    async with village.given.society.store.reading() as reading:
        rows = await reading.scalars(select(Letter).where(Letter.by_post.is_(True)).order_by(Letter.written_at))
        return list(rows)


def read(content: bytes) -> str:
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, check=True, capture_output=True)
    return done.stdout.decode()


async def test_the_end_of_an_office_and_of_a_mandate_reaches_a_member_without_mail(village: Village) -> None:
    await is_carried(village)
    await without_mail(village, village.member, language="cy", format="large_print")
    office = await village.window(village.given.second)
    async with village.given.society.store.reading() as reading:
        mandate = (await reading.scalars(select(PeerMandate))).one()
    day = village.clock.at.date()
    on = {"on_day": str(day.day), "on_month": str(day.month), "on_year": str(day.year)}
    await office.get(f"office/peers/mandates/{mandate.id}")
    await office.send(f"office/peers/mandates/{mandate.id}/end", {"why": "peer_stopped", **on})
    (ended,) = await letters(village)
    assert (ended.kind, ended.person_id, ended.to_address) == ("mandate_ended", village.member, "")
    assert (ended.language, ended.format) == ("cy", "large_print")


async def test_a_pile_is_taken_printed_and_posted_once(village: Village) -> None:
    member = village.member
    await without_mail(village, member)
    store, clock = village.given.society.store, village.clock
    draft = Draft(None, "peer_over", "x:1", "en", "Your peer stops", "Hello Ann,\n\nNobody votes for you.", member)
    async with store.writing() as writing:
        await post.write_all(writing, [draft, draft], at=clock.at)
        assert await post.hold_due(writing, "worker", at=clock.at) == [], "the mail worker leaves them alone"
    office = await village.window(village.given.second)
    await office.get("office/outbox")
    assert "2 letters wait to be printed and posted." in office.text() and "By post" in office.text()
    await office.get(AT)
    assert "English, Standard 2 letters" in office.text()
    await office.send(AT)
    assert "The pile is ready." in office.last.text and "Pile 1" in office.text()
    assert "No letters wait to be printed." in office.text()
    printed = await office.get(f"{AT}/1/letters.pdf")
    assert printed.headers["content-type"] == "application/pdf"
    if shutil.which("pdftotext"):
        said = read(printed.content)
        assert "3 High Street" in said and "Nobody votes for you." in said and said.count("Your peer stops") == 2
    await office.get(AT)
    await office.send(f"{AT}/1/posted")
    assert "Noted: these letters are posted." in office.last.text
    assert {one.stage for one in await letters(village)} == {LetterStage.SENT}
    assert (await office.get(f"{AT}/1/letters.pdf")).status_code == 404
    async with store.reading() as reading:
        verbs = list(
            await reading.scalars(
                select(RecordLine.verb).where(RecordLine.verb.like("letters.%")).order_by(RecordLine.number)
            )
        )
    assert verbs == ["letters.taken", "letters.posted"]


async def test_a_letter_without_an_address_waits_and_is_named(village: Village) -> None:
    await without_mail(village, village.member, postal_address="")
    draft = Draft(None, "peer_over", "x:1", "en", "Your peer stops", "Hello", village.member)
    async with village.given.society.store.writing() as writing:
        await post.write(writing, draft, at=village.clock.at)
    office = await village.window(village.given.second)
    await office.get(AT)
    assert "No letters wait to be printed." in office.text() and "Supported 6" in office.text()


async def test_nothing_is_posted_to_somebody_who_died_meanwhile(village: Village) -> None:
    await without_mail(village, village.member)
    draft = Draft(None, "peer_over", "x:1", "en", "Your peer stops", "Hello", village.member)
    async with village.given.society.store.writing() as writing:
        letter = await post.write(writing, draft, at=village.clock.at)
        await post.take_pile(writing, [letter], by=village.given.second, at=village.clock.at)
        await post.stop(writing, village.member, "died", by=None, at=village.clock.at)
    office = await village.window(village.given.second)
    assert (await office.get(f"{AT}/1/letters.pdf")).status_code == 404
    async with village.given.society.store.reading() as reading:
        assert await queries.to_post(reading) == ()


@pytest.mark.parametrize(("language", "made"), [("", ""), ("cy", "standard"), ("xx", "no")])
async def test_a_pile_of_nothing_is_refused(village: Village, language: str, made: str) -> None:
    await without_mail(village, village.member)
    draft = Draft(None, "peer_over", "x:1", "en", "Your peer stops", "Hello", village.member)
    async with village.given.society.store.writing() as writing:
        await post.write(writing, draft, at=village.clock.at)
    office = await village.window(village.given.second)
    await office.get(AT)
    answer = await office.send(AT, {"language": language, "made": made})
    assert answer.status_code == 404 and "There are no such letters to print now." in office.text()


async def test_a_member_does_not_see_the_piles(village: Village) -> None:
    browser = await village.window(village.member)
    assert (await browser.get(AT)).status_code == 403
